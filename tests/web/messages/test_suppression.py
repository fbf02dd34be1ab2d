"""Addresses that are left alone: every send and every import asks first, and an officer can lift it."""

import hashlib
from dataclasses import replace

import pytest
from sqlalchemy import select

from broker.messages import write
from broker.messages.send import send_messages
from broker.messages.suppression import address_hash, lift, suppress, suppressed
from models import Contact, Message, Suppression
from models.vocabulary import (
    LinkPurpose,
    MessageClass,
    MessageState,
    NotSent,
    SuppressionReason,
    SuppressionScope,
)
from tests.factories import AreaFactory, ContactFactory, CoordinatorFactory
from tests.web.casework.conftest import enters, firm
from tests.web.imports.conftest import run  # noqa: F401
from tests.web.imports.conftest import write as written_file  # noqa: F401

EVERYTHING, IMPORT = SuppressionScope.EVERYTHING, SuppressionScope.IMPORT
ASKED, BOUNCED, ERASED = SuppressionReason.ASKED, SuppressionReason.BOUNCED, SuppressionReason.ERASED


def with_us(session, to, **said):
    message = write(session, "already_with_us", to=to, business=firm("Some firm"), **said)
    session.commit()
    return message


def sign_in(session, to):
    message = write(session, "sign_in_link", to=to, link=LinkPurpose.OWN_PAGE, hours=24)
    session.commit()
    return message


def test_only_a_keyed_hash_of_an_address_is_kept(app, session):
    suppress(session, "Ash@Ash.example ", ASKED)
    row = session.scalars(select(Suppression)).one()
    assert row.address_hash == address_hash("ash@ash.example")
    assert row.address_hash != hashlib.sha256(b"ash@ash.example").hexdigest(), "a list of addresses tried finds nothing"
    app.extensions["settings"] = replace(app.extensions["settings"], suppression_secret="another" * 8)
    assert address_hash("ash@ash.example") != row.address_hash
    assert "ash" not in " ".join(str(value) for value in vars(row).values())


def test_an_address_is_put_on_the_list_once(session):
    assert suppress(session, "a@a.example", ASKED) is suppress(session, "A@a.example", ASKED)
    suppress(session, "a@a.example", BOUNCED)
    assert session.query(Suppression).count() == 2


@pytest.mark.parametrize(
    ("code", "said"),
    [(550, ""), (550, "5.1.1 No such user"), (553, "mailbox name not allowed"), (550, "5.2.1 disabled")],
)
def test_mail_that_comes_back_for_good_becomes_a_call_and_so_does_the_next(
    session, contact, outbox, refuses, code, said
):
    first = with_us(session, contact)
    refuses(code, said)
    assert send_messages(session) == 0
    assert (first.state, first.not_sent) == (MessageState.TO_RING, NotSent.BOUNCED)
    row = suppressed(session, contact.email, MessageClass.SECURITY)
    assert (row.reason, row.message, row.words) == (BOUNCED, first, f"The mail server answered {code}")
    following = with_us(session, contact)
    assert (following.state, following.not_sent) == (MessageState.TO_RING, NotSent.BOUNCED)
    link = sign_in(session, contact)
    assert (link.state, link.not_sent) == (MessageState.STOPPED, NotSent.BOUNCED), "a link cannot be said"


@pytest.mark.parametrize(
    ("code", "said"),
    [(450, "try later"), (452, "4.2.2 full"), (550, "5.7.1 relaying denied"), (552, "5.2.2 full"), (554, "blocked")],
)
def test_what_may_yet_arrive_is_tried_again(session, contact, outbox, refuses, code, said):
    message = with_us(session, contact)
    refuses(code, said)
    send_messages(session)
    assert message.state is MessageState.WAITING
    assert session.query(Suppression).count() == 0


def test_with_no_number_to_ring_a_message_that_comes_back_is_on_the_list_of_failed_ones(session, outbox, refuses):
    contact = ContactFactory.build(telephone="")
    firm("Ash Joinery", contacts=[contact])
    message = with_us(session, contact)
    refuses(550, "5.1.1")
    send_messages(session)
    assert (message.state, message.not_sent) == (MessageState.FAILED, NotSent.BOUNCED)
    assert with_us(session, contact).state is MessageState.STOPPED


def test_who_asked_for_no_mail_is_rung_and_still_gets_the_link_they_ask_for(session, contact, outbox):
    suppress(session, contact.email, ASKED)
    message = with_us(session, contact)
    assert (message.state, message.not_sent) == (MessageState.TO_RING, NotSent.ASKED_FOR_NOTHING)
    sign_in(session, contact)
    assert send_messages(session) == 1


def test_an_address_that_is_left_alone_while_a_message_waits_gets_nothing(session, contact, outbox):
    message = with_us(session, contact)
    suppress(session, contact.email, ASKED)
    session.commit()
    assert send_messages(session) == 0 and outbox == []
    assert message.state is MessageState.TO_RING


def test_one_kind_of_message_can_be_left_out_for_an_address(session, contact, remind, news, outbox):
    suppress(session, contact.email, ASKED, scope=SuppressionScope.ONE_CLASS, message_class=MessageClass.REMINDER)
    message = remind(contact)
    assert (message.state, message.not_sent) == (MessageState.STOPPED, NotSent.REFUSED)
    assert with_us(session, contact).state is MessageState.WAITING


def test_an_address_that_was_lifted_is_written_to_again(session, contact, outbox):
    row = suppress(session, contact.email, BOUNCED)
    assert lift(session, row, by=CoordinatorFactory(), words="They rang")
    assert not lift(session, row, by=CoordinatorFactory(), words="Again")
    with_us(session, contact)
    assert send_messages(session) == 1


HEAD = "name,email,telephone,contact person\n"


@pytest.mark.parametrize(
    ("reason", "scope", "said", "firms", "addresses"),
    [
        (ERASED, IMPORT, "This person is not to be brought in again.", 1, ["roof@roofs.example"]),
        (ASKED, EVERYTHING, "leave alone (the person asked for it): left out", 2, ["", "roof@roofs.example"]),
    ],
)
def test_an_import_asks_the_list(session, run, written_file, reason, scope, said, firms, addresses):  # noqa: F811
    suppress(session, "ann@bread.example", reason, scope=scope)
    rows = "Bread,Ann@Bread.example,01632 960001,Ann\nRoofs,roof@roofs.example,,Ro\n"
    ran = run("import", "businesses", written_file(HEAD + rows), "--yes")
    assert ran.code == 0 and said in ran.said, ran.said
    assert f"{firms} new" in ran.said
    assert sorted(session.scalars(select(Contact.email))) == addresses


@pytest.fixture
def office(client, session):
    return enters(client, CoordinatorFactory(name="Pat Officer", email="pat@council.example"))


def test_the_office_sees_why_and_writes_again_with_a_reason(office, session, contact, outbox, refuses, monkeypatch):
    message = with_us(session, contact)
    with monkeypatch.context():
        refuses(550, "5.1.1")
        send_messages(session)
    entry = f"/coordinate/entries/business/{contact.business_id}"
    page = office.get(entry)
    assert "We do not write to this address" in page.text
    page = office.get("/coordinate/messages").follow("Addresses that we leave alone")
    assert page.texts("#addresses li") and message.reference in page.text
    assert contact.email not in page.html
    page = page.follow("Mail to it came back")
    assert "The mail server answered 550" in page.text
    page.submit({"words": ""}, status=422)
    page = page.submit({"words": "They rang: the mailbox works again."})
    assert page.messages == ["We write to this address again."]
    assert page.answers()["Because"] == "They rang: the mailbox works again."
    assert "We do not write to this address" not in office.get(entry).text
    assert "No address is left alone." in office.get("/coordinate/addresses").text


def test_the_office_leaves_an_address_alone_and_looks_one_up(office, session):
    page = office.get("/coordinate/addresses").follow("Leave an address alone")
    page = page.submit({"email": "Ann@Bread.example", "what": "import", "reason": "erased"})
    assert page.answers()["By"] == "Pat Officer"
    page = office.get("/coordinate/addresses")
    found = page.submit({"email": "ann@bread.example"}, button="Look")
    assert found.texts("#hits li") and "ann@bread" not in found.path
    assert "not on the list" in page.submit({"email": "other@bread.example"}, button="Look").text
    page.submit({"email": "no address"}, button="Look", status=422)


def test_what_a_coordinator_may_not_read_is_not_named_on_the_list(new_client, session, contact, outbox, refuses):
    message = with_us(session, contact)
    refuses(550, "5.1.1")
    send_messages(session)
    leeds = AreaFactory(code="E08000035", name="Leeds")
    elsewhere = enters(new_client(), CoordinatorFactory(areas=[leeds]))
    page = elsewhere.get("/coordinate/addresses")
    assert page.texts("#addresses li") and message.reference not in page.text and "Ash" not in page.text
    assert session.get(Message, message.id)

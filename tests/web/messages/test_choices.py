"""People say no to what they do not want, each kind by itself; and what they asked for still comes."""

import re

import pytest

from broker.messages import write
from broker.messages.choices import choice_of, choose, stop_token
from broker.messages.send import send_messages
from models import MessageChoice
from models.vocabulary import LegalForm, MailChoice, MessageClass, MessageState, NotSent, Role
from tests.factories import AccountFactory, BrokerFactory, ContactFactory, CoordinatorFactory
from tests.web.casework.conftest import firm

REMINDER, NEWS = MessageClass.REMINDER, MessageClass.NEWS


def test_what_somebody_said_no_to_is_kept_as_a_row_that_says_why(session, contact, remind, outbox):
    choose(session, contact, REMINDER, MailChoice.NONE)
    message = remind(contact)
    assert (message.state, message.not_sent) == (MessageState.STOPPED, NotSent.REFUSED)
    assert send_messages(session) == 0 and outbox == []


def test_each_kind_is_refused_by_itself(session, contact, remind, outbox):
    choose(session, contact, NEWS, MailChoice.NONE)
    choose(session, contact, MessageClass.ASKS, MailChoice.NONE)
    remind(contact)
    assert send_messages(session) == 1


def test_a_no_that_comes_while_a_message_waits_still_counts(session, contact, remind, outbox):
    message = remind(contact)
    choose(session, contact, REMINDER, MailChoice.NONE)
    session.commit()
    assert send_messages(session) == 0
    assert (message.state, message.not_sent) == (MessageState.STOPPED, NotSent.REFUSED)


@pytest.mark.parametrize("one", [MessageClass.SERVICE, MessageClass.SECURITY])
def test_what_somebody_signed_up_for_cannot_be_refused(session, contact, one):
    assert not choose(session, contact, one, MailChoice.NONE)
    assert choice_of(session, contact, one) is MailChoice.AT_ONCE


@pytest.mark.parametrize(
    ("form", "wants", "asked", "sent"),
    [
        (LegalForm.SOLE_TRADER, False, False, False),
        (LegalForm.PARTNERSHIP, False, False, False),
        (LegalForm.NOT_SURE, False, False, False),
        (LegalForm.SOLE_TRADER, True, True, True),
        (LegalForm.LIMITED, False, False, True),
        (LegalForm.LIMITED, False, True, False),
        (LegalForm.LIMITED, True, True, True),
    ],
)
def test_news_goes_to_a_person_in_business_only_where_they_asked_for_it(
    session, news, outbox, form, wants, asked, sent
):
    said = {} if asked else {"agreed_to_use_at": None}
    to = ContactFactory.build()
    firm("Ash Joinery", legal_form=form, wants_news=wants, contacts=[to], **said)
    message = news(to)
    assert (message.state is MessageState.WAITING) == sent
    assert message.not_sent is (None if sent else NotSent.NOT_ASKED_FOR)


def test_the_link_in_the_foot_stops_one_kind_without_signing_in(client, session, contact, remind, outbox):
    remind(contact)
    send_messages(session)
    path = re.search(r"http://localhost(/stop-messages/\S+)", outbox[0].body)[1]
    assert "ash" not in path.lower(), "nothing about a person stands in an address"
    assert f"<http://localhost{path}>" == outbox[0].extra_headers["List-Unsubscribe"]
    page = client.get(path)
    client.open(path, method="HEAD")
    assert choice_of(session, contact, REMINDER) is MailChoice.AT_ONCE, "opening the page changes nothing"
    page = page.submit(button="Stop these messages")
    assert page.h1 == "You get no more of these: reminders"
    assert choice_of(session, contact, REMINDER) is MailChoice.NONE
    assert choice_of(session, contact, MessageClass.ASKS) is MailChoice.AT_ONCE
    assert client.get(path).h1 == "You get no more of these: reminders"
    client.post(path)
    assert session.query(MessageChoice).count() == 1, "a second press changes nothing"


def test_a_mail_program_can_press_the_button_for_its_owner(client, session, contact):
    path = f"/stop-messages/{stop_token(contact, NEWS)}"
    client.send(path, {"List-Unsubscribe": "One-Click"})
    assert choice_of(session, contact, NEWS) is MailChoice.NONE


@pytest.mark.parametrize("token", ["nonsense", "WyJjIiwxLCJuZXdzIl0.AAAA"])
def test_a_link_that_is_cut_off_or_made_up_stops_nothing(client, session, contact, token):
    page = client.get(f"/stop-messages/{token}", status=404)
    assert page.h1 == "We do not know this link" and "01632 960000" in page.text
    client.post(f"/stop-messages/{token}", status=404)
    assert session.query(MessageChoice).count() == 0


def test_a_message_that_cannot_be_refused_has_no_link_to_stop_it(session, contact, outbox):
    write(session, "already_with_us", to=contact, business=firm("Ash Joinery"))
    session.commit()
    send_messages(session)
    assert "stop-messages" not in outbox[0].body
    assert "List-Unsubscribe" not in outbox[0].extra_headers


def test_somebody_chooses_on_their_own_page_for_each_of_those_they_speak_for(client, session):
    person = AccountFactory(roles=[Role.BUSINESS, Role.BROKER])
    own = ContactFactory.build(account=person, email=person.email)
    linking = ContactFactory.build(account=person, email=person.email)
    business = firm("Ash Joinery", contacts=[own])
    BrokerFactory(name="Jo Link", contacts=[linking])
    client.signs_in_as(person)
    page = client.get("/your-page").follow("Choose what we send you by email")
    assert page.one(f'[name="contact-{linking.id}-reminder"][checked]')["value"] == "daily"
    assert page.one(f'[name="contact-{own.id}-reminder"][checked]')["value"] == "at_once"
    page = page.submit({f"contact-{own.id}-reminder": "none", f"contact-{own.id}-news": "at_once"})
    assert page.messages == ["Kept. From now on we go by this."]
    assert choice_of(session, own, REMINDER) is MailChoice.NONE
    assert choice_of(session, linking, REMINDER) is MailChoice.DAILY, "the other is not touched"
    assert business.wants_news, "who asks for news here has asked for it"
    page.submit({f"contact-{own.id}-news": "none"})
    assert not business.wants_news


def test_a_choice_that_is_not_offered_is_refused(client, session, coordinator_account):
    page = client.get("/your-page/messages")
    page.submit({f"account-{coordinator_account.id}-reminder": "shouted"}, status=422)
    assert choice_of(session, coordinator_account, REMINDER) is MailChoice.DAILY


@pytest.fixture
def coordinator_account(client, session):
    account = CoordinatorFactory(name="Pat Officer")
    client.signs_in_as(account)
    with client.flask.session_transaction() as visit:
        visit["signed_in_by"] = "second factor"
    return account


def test_an_officer_chooses_for_their_office_account(client, session, coordinator_account, remind):
    client.get("/your-account").follow("What we send you").submit(
        {f"account-{coordinator_account.id}-reminder": "at_once"}
    )
    assert remind(coordinator_account).state is MessageState.WAITING


def test_somebody_else_cannot_choose_for_me(client, session, contact):
    client.signs_in_as(AccountFactory(roles=[Role.BUSINESS]))
    client.post("/your-page/messages", {f"contact-{contact.id}-reminder": "none"})
    assert choice_of(session, contact, REMINDER) is MailChoice.AT_ONCE

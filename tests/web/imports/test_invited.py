"""An invited firm: one mail, an answer without a password, gone when it says no or nothing, and never back."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from broker import work
from broker.cases.clocks import today
from broker.extensions import WRITING
from broker.imports import inviting
from broker.messages import write as write_message
from broker.messages.suppression import address_hash
from models import Account, Business, Case, Contact, EntryEvent, ImportedRow, Link, Message, Offer, Suppression
from models.base import now
from models.vocabulary import (
    CaseStep,
    EntryState,
    LinkPurpose,
    MessageState,
    NotSent,
    RowOutcome,
    SuppressionReason,
)
from tests.factories import PartnershipFactory
from tests.web.casework.conftest import benches
from tests.web.casework.conftest import firm as live_firm
from tests.web.registration.walking import walk

MEMBERS = (
    "name,what we do,postcode,contact,email,telephone,legal status,offers\n"
    'Bread & Co,We bake,L1 8JQ,Ann,ann@bread.example,01632 960001,Ltd,"KIT:20:loaves"\n'
    "Top Roofs,We mend roofs,L24 9HZ,Bo,bo@roofs.example,,sole trader,\n"
    "Silent Mill,Flour,L3 9HZ,,,,,\n"
)


@pytest.fixture
def sends(app, session):
    """Invitations are written and handed over, with whatever delay they have; the mails that left."""

    def does():
        session.commit()
        app.extensions["mailman"].outbox = []
        work.run_once(app, "send_invitations")
        with time_machine.travel(now() + timedelta(minutes=20)):
            work.run_once(app, "send_messages")
        WRITING.set(True)
        session.expire_all()
        return app.extensions["mailman"].outbox

    return does


@pytest.fixture
def invited(saved, sends):
    """The list is saved, its firms are invited; the one mail that left."""
    page = saved(MEMBERS, agreed="no")
    assert "1 business has no email address: ring them." in page.text
    assert "1 business has not agreed to be written to" in page.text
    page = page.submit(button="Invite 1 business")
    assert page.messages == ["1 business is invited."]
    mails = sends()
    assert len(mails) == 1 and sends() == [], "one mail, and no other"
    return mails[0]


def firm(session, name="Bread & Co") -> Business:
    return session.scalars(select(Business).where(Business.name == name)).one()


def link_in(sent) -> str:
    return re.search(r"/link/\S+", sent.body).group()


def test_the_one_mail_says_who_gave_the_details_what_they_are_and_how_to_say_no(invited, session, coordinator):
    assert invited.to == ["ann@bread.example"]
    assert invited.subject == "Speke Chamber gave us the details of Bread & Co"
    for words in ("Speke Chamber told us about Bread & Co", "Postcode: L1 8JQ", "Name: Ann", "20:loaves"[3:], "say no"):
        assert words in invited.body, words
    assert "This message is from Pat Officer." in invited.body
    case = session.scalars(select(Case).where(Case.subject_id == firm(session).id)).one()
    assert (case.step, case.owner_account, case.acts_on) == (
        CaseStep.INVITED, coordinator, today() + timedelta(days=30),
    )  # fmt: skip


def test_an_invited_firm_is_not_public_not_suggested_and_has_no_account(invited, session, new_client, app):
    benches(PartnershipFactory(name="Speke Board"), title="Loaves for a lunch club")
    session.commit()
    while work.run_once(app, "refresh_suggestions"):
        pass
    bread = firm(session)
    assert (bread.state, bread.suggest_due_at) == (EntryState.INVITED, None)
    assert session.scalars(select(Account).where(Account.email == "ann@bread.example")).all() == []
    for path in ("/", "/needs", "/programme", "/get-involved"):
        assert "Bread & Co" not in new_client().get(path).html


def test_opening_the_link_changes_nothing_and_yes_leads_to_the_sign_up_filled_in(invited, session, new_client):
    visitor = new_client()
    page = visitor.get(link_in(invited))
    assert session.scalars(select(Link.used_at)).all() == [None] and firm(session).state is EntryState.INVITED
    page = page.submit(button="See it, and answer")
    assert page.h1 == "Speke Chamber gave us your details"
    assert page.answers()["What it could give"].endswith("loaves")
    assert firm(session).state is EntryState.INVITED
    page = page.submit(button="Yes: go on to sign up")
    assert page.path.endswith("/sector"), "the first question that the list left open"
    page = walk(page)
    assert page.answers()["What does your business do?"] == "We bake"
    assert page.answers()["Email address"] == "ann@bread.example"
    page.submit(button="Send in")
    bread = firm(session)
    assert bread.state is EntryState.WAITING and bread.agreed_to_use_at is not None
    ann = bread.contacts[0]
    assert ann.email_confirmed_at is not None and ann.account.email == "ann@bread.example"
    assert session.scalar(select(func.count(Business.id))) == 3, "its own entry, and no second one"
    again = new_client().get(link_in(invited), status=410)
    assert again.h1 == "This sign-up was sent in already"


def test_a_no_takes_everything_out_and_keeps_only_keyed_hashes(invited, session, new_client):
    page = new_client().get(link_in(invited)).submit(button="See it, and answer")
    page = page.submit(button="No, thank you: delete my details")
    assert page.h1 == "Your details are deleted"
    assert session.scalars(select(Business).where(Business.name == "Bread & Co")).all() == []
    assert session.scalars(select(Contact).where(Contact.email != "")).one().email == "bo@roofs.example"
    for table in (Offer, EntryEvent, Case):
        left = session.scalars(select(table)).all()
        assert all(getattr(one, "subject_id", getattr(one, "entry_id", 0)) for one in left)
    message = session.scalars(select(Message)).one()
    assert (message.to_email, message.to_name, message.contact_id) == ("", "", None)
    assert "Ann" not in message.body and "bread" not in message.body.lower()
    row = session.scalars(select(ImportedRow).order_by(ImportedRow.number)).first()
    assert (row.name, row.cells, row.outcome) == ("", {}, RowOutcome.NEW)
    hashes = {one.address_hash for one in session.scalars(select(Suppression))}
    assert hashes == {address_hash(way) for way in ("ann@bread.example", "+441632960001", "firm:bread|L1 8JQ")}
    assert new_client().get(link_in(invited), status=410).h1 == "Your details are not in our records"


def test_the_hash_of_a_refused_address_keeps_it_out_of_every_later_list_and_every_send(
    invited, session, new_client, looked, run, write
):
    page = new_client().get(link_in(invited)).submit(button="See it, and answer")
    page.submit(button="No, thank you: delete my details")
    page = looked(MEMBERS, source="Leeds Chamber")
    assert page.texts("#rows tbody td:nth-of-type(2)")[0] == "To mend"
    assert "This business has said no to us" in page.texts("#rows tbody td:nth-of-type(3)")[0]
    others = "name,postcode,email,telephone\nAnn's,L3 9AA,ANN@bread.example,\nAnn's,L3 9AB,,01632 960 001\n"
    page = looked(others + "The Bread Co Ltd,L1 8JQ,other@bread.example,\n", source="Other Chamber")
    assert page.texts("#numbers li") == ["All rows: 3", "To mend: 3"]
    ran = run("import", "businesses", write(MEMBERS), "--yes")
    assert "1 refused" in ran.said
    # somebody writes to that address all the same: it does not leave
    other = live_firm("Ash Joinery")
    other.contacts[0].email = "ann@bread.example"
    kept = write_message(
        session, "acknowledged", to=other.contacts[0], business=other, name="x", reference="x", speak_by=today()
    )
    assert kept.not_sent is NotSent.ASKED_FOR_NOTHING and kept.state is not MessageState.WAITING
    reasons = {one.reason for one in session.scalars(select(Suppression))}
    assert reasons == {SuppressionReason.ASKED}


def test_what_is_not_answered_in_time_is_removed_once_and_the_clock_is_a_setting(invited, app, session):
    with time_machine.travel(now() + timedelta(days=29)):
        assert work.run_once(app, "remove_unanswered") == 0
    with time_machine.travel(now() + timedelta(days=31)):
        assert work.run_once(app, "remove_unanswered") == 3
        assert work.run_once(app, "remove_unanswered") == 0
    for table in (Business, Contact, Case, EntryEvent):
        assert session.scalar(select(func.count(table.id))) == 0
    assert session.scalar(select(func.count(Suppression.id))) == 0, "silence is not a no"


def test_whoever_was_spoken_to_is_not_removed_by_a_clock(invited, session, office, app):
    page = office.get(f"/coordinate/entries/business/{firm(session, 'Silent Mill').id}")
    assert "Speke Chamber gave us these details." in page.text
    page.follow("Write down that you spoke to them").submit({"words": "They think about it."})
    with time_machine.travel(now() + timedelta(days=31)):
        assert work.run_once(app, "remove_unanswered") == 2
    mill = firm(session, "Silent Mill")
    case = session.scalars(select(Case).where(Case.subject_id == mill.id, Case.closed_at.is_(None))).one()
    assert (case.step, case.acts_on) == (CaseStep.READ, None), "somebody has it, and must decide"


def test_an_officer_notes_a_no_said_on_the_telephone(invited, session, office):
    page = office.get(f"/coordinate/entries/business/{firm(session, 'Top Roofs').id}").follow("They said no")
    page = page.submit(button="They said no: delete their details")
    assert page.messages == ["Their details are deleted, and no list brings them in again."]
    assert session.scalars(select(Business).where(Business.name == "Top Roofs")).all() == []
    assert {one.by.name for one in session.scalars(select(Suppression))} == {"Pat Officer"}


def test_an_invited_firm_that_signs_up_by_itself_takes_up_its_own_entry(invited, session, new_client):
    page = new_client().get("/sign-up/business").follow("Start now")
    name, where = {"name": "Bread and Co Ltd", "company_number": ""}, {"postcode": "L1 8JQ"}
    contact = {"name": "Cy", "telephone": "", "email": "cy@bread.example"}
    page = walk(page, name=name, where=where, contact=contact).submit(button="Send in")
    bread = session.scalars(select(Business).where(Business.postcode == "L1 8JQ")).one()
    assert (bread.state, bread.what_we_do) == (EntryState.WAITING, "We fix boilers and fit bathrooms.")
    assert [one.email for one in bread.contacts] == ["cy@bread.example"], "whom only the list named is forgotten"
    assert bread.contacts[0].email_confirmed_at is None


def test_an_address_that_is_left_alone_by_then_is_not_written_to(saved, session, sends):
    page = saved(MEMBERS)
    page.submit(button="Invite 2 businesses")
    session.add(
        Suppression(address_hash=address_hash("ann@bread.example"), scope="everything", reason=SuppressionReason.SPAM)
    )
    assert [one.to for one in sends()] == [["bo@roofs.example"]]
    case = session.scalars(select(Case).where(Case.subject_id == firm(session).id)).one()
    assert case.step is CaseStep.INVITE, "its owner rings"


def test_invitations_that_have_not_left_are_stopped_when_the_list_is_taken_back(saved, app, session, works):
    page = saved(MEMBERS).submit(button="Invite 2 businesses")
    work.run_once(app, "send_invitations")
    page = page.client.get(page.path).follow("Take this whole list back").submit(button="Take it back")
    works()
    assert "3 businesses were taken out." in page.follow("See how far it is").text
    assert set(session.scalars(select(Message.state))) == {MessageState.STOPPED}
    assert session.scalars(select(Message.link_purpose)).all() == [LinkPurpose.FIRM_INVITED] * 2
    assert inviting.send_invitations(session) == 0

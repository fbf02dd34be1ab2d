"""Messages in the office: read as they were written, and rung where there is no address."""

from datetime import timedelta

from sqlalchemy import select

from models import EntryEvent, MatchEvent, Message
from models.base import now
from models.vocabulary import MessageState
from tests.factories import AreaFactory, CoordinatorFactory, MatchFactory, MessageFactory
from tests.web.casework.conftest import enters
from tests.web.casework.test_deciding import confirms


def test_a_message_is_read_with_the_place_of_its_link_and_never_the_link(office, speke, session):
    page = confirms(office, speke.suggestions[0])
    page = page.follow(speke.firms[0].contacts[0].name)
    assert "use your own page: [personal link]" in page.text
    assert "Waiting to leave" in page.text


def test_the_list_shows_every_message_and_can_be_narrowed(office, speke, session):
    confirms(office, speke.suggestions[0])
    MessageFactory(kind="resume", state=MessageState.FAILED, subject="Go on", last_error="Timeout")
    page = office.get("/coordinate/messages")
    assert len(page.select("#messages tbody tr")) == 4
    assert page.texts("#messages tbody th")[0] == "Go on"
    page = page.follow("Not delivered")
    assert page.texts("#messages tbody th") == ["Go on"]
    office.get("/coordinate/messages?state=nonsense")


def test_an_empty_list_says_what_comes(office):
    assert "No messages here." in office.get("/coordinate/messages").text


def to_ring(speke, coordinator, **said):
    match = MatchFactory(suggestion=speke.suggestions[0], coordinator=coordinator)
    return MessageFactory(
        kind="proposed_business",
        match=match,
        contact=speke.firms[0].contacts[0],
        to_email="",
        to_name="Ash",
        state=MessageState.TO_RING,
        **said,
    )


def test_a_call_is_made_and_written_down(office, speke, session, coordinator):
    message = to_ring(speke, coordinator)
    page = office.get("/coordinate")
    page = page.follow("1 call to make").follow("About your offer")
    assert "01632 960" in page.text
    page.submit({"words": "Will think about it."}, button="Done: I rang them")
    assert message.state is MessageState.SENT
    event = session.scalars(select(MatchEvent).order_by(MatchEvent.id.desc())).first()
    assert event.words == "Rang Ash. Will think about it."
    assert "call to make" not in office.get("/coordinate").text


def test_a_call_waits_while_the_decision_can_still_be_undone(office, speke, session, coordinator):
    message = to_ring(speke, coordinator, leave_at=now() + timedelta(minutes=10))
    page = office.get(f"/coordinate/messages/{message.id}")
    assert "Ring after" in page.text
    page = office.post(f"/coordinate/messages/{message.id}", status=422)
    assert page.errors == ["Wait before you ring: this can still be undone"]


def test_ringing_twice_is_written_down_once(office, speke, session, coordinator):
    message = to_ring(speke, coordinator)
    page = office.get(f"/coordinate/messages/{message.id}")
    page.submit(button="Done: I rang them")
    page.submit(button="Done: I rang them", status=422)
    assert len(session.scalars(select(MatchEvent).where(MatchEvent.words.like("Rang%"))).all()) == 1


def test_a_call_that_belongs_to_no_match_is_kept_with_the_entry(office, speke, session):
    contact = speke.firms[0].contacts[0]
    message = MessageFactory(kind="entry_live", contact=contact, to_email="", state=MessageState.TO_RING)
    office.get(f"/coordinate/messages/{message.id}").submit(button="Done: I rang them")
    assert session.scalars(select(EntryEvent)).one().what == "rung"


def test_messages_of_another_area_are_neither_listed_nor_opened(office, new_client, speke, session):
    confirms(office, speke.suggestions[0])
    leeds = AreaFactory(code="E08000035", name="Leeds")
    elsewhere = enters(new_client(), CoordinatorFactory(areas=[leeds]))
    assert "No messages here." in elsewhere.get("/coordinate/messages").text
    message = session.scalars(select(Message)).first()
    elsewhere.get(f"/coordinate/messages/{message.id}", status=404)

"""Messages in the office: read as they were written, and rung where there is no address."""

from datetime import timedelta

from sqlalchemy import select

from broker.cases.calls import keep_call
from broker.extensions import db
from broker.messages.suppression import suppress
from models import EntryEvent, MatchEvent, Message
from models.base import now
from models.vocabulary import MessageClass, MessageState, NotSent, SuppressionReason
from tests.factories import AreaFactory, CoordinatorFactory, MatchFactory, MessageFactory
from tests.web.casework.conftest import enters
from tests.web.casework.test_deciding import confirms


def test_a_message_is_read_with_the_place_of_its_link_and_never_the_link(office, speke, session):
    page = confirms(office, speke.suggestions[0])
    page = page.follow(speke.firms[0].contacts[0].name)
    assert "Answer here, without a password: [personal link]" in page.text
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
    message = MessageFactory(
        kind="proposed_business",
        match=match,
        contact=speke.firms[0].contacts[0],
        to_email="",
        to_name="Ash",
        state=MessageState.TO_RING,
        **said,
    )
    keep_call(db.session, message)
    return message


def test_a_call_is_made_and_written_down(office, speke, session, coordinator):
    message = to_ring(speke, coordinator)
    page = office.get("/coordinate/messages?state=to_ring").follow("About your offer")
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


def failed(speke, **said):
    contact = speke.firms[0].contacts[0]
    values = {"state": MessageState.FAILED, "last_error": "Timeout", "attempts": 6, **said}
    return MessageFactory(kind="entry_live", contact=contact, to_email=contact.email, to_name="Ash", **values)


def test_a_failed_message_is_found_from_the_work_list_and_sent_again_once(office, speke, session):
    message = failed(speke)
    page = office.get("/coordinate").follow("1 message was not delivered")
    press = page.submit(button="Send it again About your offer")
    assert press.messages == ["It leaves within a minute."]
    page.submit(button="Send it again About your offer")
    assert message.state is MessageState.WAITING and message.attempts == 0
    assert len(session.scalars(select(Message)).all()) == 1
    assert len(session.scalars(select(EntryEvent)).all()) == 1, "a double click is written down once"
    assert "not delivered" not in office.get("/coordinate").text


def test_a_message_that_was_sent_can_be_sent_again_as_a_copy_that_names_it(office, speke, session):
    message = failed(speke, state=MessageState.SENT, sent_at=now(), last_error="")
    page = office.get(f"/coordinate/messages/{message.id}")
    page.submit(button="Send it again")
    shown = page.submit(button="Send it again")
    copies = session.scalars(select(Message).where(Message.again_of_id == message.id)).all()
    assert [copy.body for copy in copies] == [message.body], "a double click sends one copy"
    assert message.state is MessageState.SENT
    assert shown.follow("The message that this is sent in place of").path.endswith(str(message.id))


def test_a_message_to_an_address_that_is_left_alone_is_not_sent_again(office, speke, session):
    message = failed(speke)
    suppress(session, message.to_email, SuppressionReason.BOUNCED)
    page = office.get(f"/coordinate/messages/{message.id}").submit(button="Send it again", status=422)
    assert page.errors == ["It cannot be sent. Mail to this address comes back."]
    assert message.state is MessageState.FAILED


def test_somebody_is_rung_instead(office, speke, session):
    message = failed(speke)
    page = office.get(f"/coordinate/messages/{message.id}").submit(button="Ring instead")
    office.post(f"/coordinate/messages/{message.id}/ring")
    assert (message.state, message.not_sent) == (MessageState.TO_RING, NotSent.RUNG_INSTEAD)
    page.submit({"words": "All well."}, button="Done: I rang them")
    assert message.state is MessageState.SENT
    whats = session.scalars(select(EntryEvent.what).order_by(EntryEvent.id)).all()
    assert whats == ["message", "rung"]


def test_a_link_cannot_be_said_by_telephone(office, speke):
    message = failed(speke, message_class=MessageClass.SECURITY)
    page = office.get(f"/coordinate/messages/{message.id}")
    assert "Ring instead" not in page.texts("button")
    office.post(f"/coordinate/messages/{message.id}/ring", status=422)
    assert message.state is MessageState.FAILED


def test_what_was_taken_back_is_neither_sent_nor_rung(office, speke):
    message = failed(speke, state=MessageState.STOPPED, not_sent=NotSent.TAKEN_BACK)
    page = office.get(f"/coordinate/messages/{message.id}")
    assert not {"Ring instead", "Send it again"} & set(page.texts("main button"))
    office.post(f"/coordinate/messages/{message.id}/ring", status=422)
    office.post(f"/coordinate/messages/{message.id}/again", status=422)
    assert message.state is MessageState.STOPPED


def test_the_pages_of_a_match_a_suggestion_and_each_entry_show_their_messages(office, speke, coordinator):
    match = MatchFactory(suggestion=speke.suggestions[0], coordinator=coordinator)
    about = {"match": match, "contact": speke.firms[0].contacts[0], "need_id": speke.need.id}
    MessageFactory(kind="proposed_business", subject="Could you help?", maybe_twice=True, **about)
    board = speke.partnership.contacts[0]
    MessageFactory(kind="entry_live", subject="All is well", contact=board, to_name="Board")
    for path, said in (
        (f"matches/{match.id}", "Could you help?"),
        (f"suggestions/{match.suggestion_id}", "Could you help?"),
        (f"entries/business/{match.business_id}", "Could you help?"),
        (f"entries/need/{speke.need.id}", "Could you help?"),
        (f"entries/partnership/{speke.partnership.id}", "All is well"),
        (f"entries/broker/{speke.broker.id}", "No message has been written."),
    ):
        lines = office.get(f"/coordinate/{path}").texts("#messages li")
        assert len(lines) == 1 and said in lines[0], path
        assert ("May have arrived twice." in lines[0]) == (said == "Could you help?")


def test_a_long_log_leads_on_to_the_whole_list_of_that_case(office, speke, coordinator):
    match = MatchFactory(suggestion=speke.suggestions[0], coordinator=coordinator)
    for number in range(15):
        MessageFactory(kind="proposed_business", match=match, subject=f"Number {number}")
    MessageFactory(kind="resume", subject="Of somebody else")
    page = office.get(f"/coordinate/matches/{match.id}")
    assert len(page.select("#messages li")) == 12
    page = page.follow("See all 15 messages")
    assert page.text.count("Number ") == 15 and "Of somebody else" not in page.text
    assert page.follow("Not delivered").text.count("Number ") == 0
    office.get("/coordinate/messages?about=match-x")
    office.get("/coordinate/messages?about=nonsense-1")

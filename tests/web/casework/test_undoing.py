"""Taking a decision back: an undo while the messages wait, a withdrawal afterwards."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from broker.messages.send import send_messages
from models import Decision, Match, MatchEvent, Message
from models.vocabulary import (
    EndReason,
    EntryState,
    MatchState,
    MessageState,
    SuggestionSource,
    SuggestionState,
    Verdict,
)
from tests.factories import SuggestionFactory
from tests.web.casework.conftest import firm
from tests.web.casework.test_deciding import TODAY, confirms, puts_off


def leaves(session, *, but=()):
    """The messages that wait are handed over, as after a quarter of an hour."""
    for message in session.scalars(select(Message)):
        if message.to_side not in but:
            message.leave_at = datetime.now(UTC) - timedelta(seconds=1)
    session.commit()
    send_messages(session)


def rejects(office, suggestion, reason="sector"):
    page = office.get(f"/coordinate/suggestions/{suggestion.id}").follow("Reject")
    return page.submit({"reason": reason}, button="Reject")


def test_an_undo_in_time_stops_every_message_and_opens_the_suggestion_again(office, speke, session, coordinator):
    page = confirms(office, speke.suggestions[0])
    page = page.submit(button="Undo")
    assert page.messages == ["Undone. Nobody was told, and the suggestion is open again."]

    match = session.scalars(select(Match)).one()
    assert match.state is MatchState.WITHDRAWN
    last = session.scalars(select(MatchEvent).order_by(MatchEvent.id.desc())).first()
    assert (last.to_state, last.reason) == (MatchState.WITHDRAWN, EndReason.MISTAKE)
    assert {message.state for message in session.scalars(select(Message))} == {MessageState.STOPPED}
    assert speke.suggestions[0].state is SuggestionState.OPEN
    confirmed, undone = session.scalars(select(Decision).order_by(Decision.id)).all()
    assert (undone.verdict, undone.undoes_id, undone.by_id) == (Verdict.UNDO, confirmed.id, coordinator.id)
    assert send_messages(session) == 0


def test_after_an_undo_it_can_be_confirmed_again(office, speke, session):
    confirms(office, speke.suggestions[0]).submit(button="Undo")
    page = confirms(office, speke.suggestions[0])
    assert page.path.startswith("/coordinate/matches/")
    assert len(session.scalars(select(Match).where(Match.state == MatchState.PROPOSED)).all()) == 1


def test_undoing_twice_does_nothing_more(office, speke, session):
    page = confirms(office, speke.suggestions[0])
    page.submit(button="Undo")
    page = page.submit(button="Undo")
    assert "can no longer be undone" in page.messages[0]
    assert len(session.scalars(select(Decision).where(Decision.verdict == Verdict.UNDO)).all()) == 1


def test_once_a_message_has_left_it_is_a_withdrawal(office, speke, session):
    page = confirms(office, speke.suggestions[0], broker=str(speke.broker.id))
    leaves(session)
    late = page.submit(button="Undo")
    assert "can no longer be undone" in late.messages[0]
    assert session.scalars(select(Match)).one().state is MatchState.PROPOSED

    page = office.get(page.path)
    assert not page.select("main form")
    page = page.follow("Withdraw this proposal").submit({"reason": "no_longer_needed"}, button="Withdraw")
    assert page.messages == ["Withdrawn. Everybody who was told gets a message."]
    assert session.scalars(select(Match)).one().state is MatchState.WITHDRAWN
    told = session.scalars(select(Message).where(Message.kind.like("withdrawn_%"))).all()
    assert {message.to_side for message in told} == {"business", "partnership", "broker"}
    assert all("You need do nothing." in message.body or "taken that question back" in message.body for message in told)


def test_only_those_who_were_told_hear_of_a_withdrawal(office, speke, session):
    page = confirms(office, speke.suggestions[0], broker=str(speke.broker.id))
    leaves(session, but=("partnership", "broker"))
    office.get(page.path).follow("Withdraw this proposal").submit({"reason": "costs"}, button="Withdraw")
    told = session.scalars(select(Message).where(Message.kind.like("withdrawn_%"))).all()
    assert [message.to_side for message in told] == ["business"]
    stopped = session.scalars(select(Message).where(Message.state == MessageState.STOPPED)).all()
    assert {message.to_side for message in stopped} == {"partnership", "broker"}


def test_a_withdrawal_wants_a_reason(office, speke, session):
    page = confirms(office, speke.suggestions[0])
    leaves(session)
    page = office.get(page.path).follow("Withdraw this proposal")
    assert page.submit({}, button="Withdraw", status=422).errors == ["Select a reason"]
    assert page.submit({"reason": "other"}, button="Withdraw", status=422).errors == ["Say what the other reason is"]


def test_a_pair_withdrawn_for_safety_is_not_suggested_again(office, speke, session):
    from broker.suggestions import suggest_for_need

    page = confirms(office, speke.suggestions[0])
    leaves(session)
    office.get(page.path).follow("Withdraw this proposal").submit({"reason": "safety_or_conduct"}, button="Withdraw")
    standing = suggest_for_need(session, speke.need)
    assert speke.firms[0].id not in {suggestion.business_id for suggestion in standing}


def test_a_place_held_by_a_proposal_is_free_again_after_a_withdrawal(office, speke, session):
    from tests.web.casework.conftest import benches

    also = SuggestionFactory(need=benches(speke.partnership, "More benches"), business=speke.firms[0])
    page = confirms(office, speke.suggestions[0])
    leaves(session)
    office.get(page.path).follow("Withdraw this proposal").submit({"reason": "costs"}, button="Withdraw")
    assert confirms(office, also).path.startswith("/coordinate/matches/")


def test_a_rejection_can_be_undone(office, speke, session):
    rejects(office, speke.suggestions[0])
    page = office.get(f"/coordinate/suggestions/{speke.suggestions[0].id}")
    page.submit(button="Undo: Reject")
    assert speke.suggestions[0].state is SuggestionState.OPEN


def test_a_rejection_is_not_undone_once_one_side_has_ended(office, speke):
    rejects(office, speke.suggestions[0])
    page = office.get(f"/coordinate/suggestions/{speke.suggestions[0].id}")
    speke.firms[0].state = EntryState.ENDED
    assert "One side takes part no more" in page.submit(button="Undo: Reject").messages[0]
    assert speke.suggestions[0].state is SuggestionState.REJECTED


def test_undoing_a_no_stops_the_answer_that_waits(office, speke, session):
    speke.suggestions[0].source = SuggestionSource.BUSINESS
    rejects(office, speke.suggestions[0])
    office.get(f"/coordinate/suggestions/{speke.suggestions[0].id}").submit(button="Undo: Reject")
    assert session.scalars(select(Message)).one().state is MessageState.STOPPED


def test_a_no_that_was_told_cannot_be_undone(office, speke, session):
    speke.suggestions[0].source = SuggestionSource.BUSINESS
    rejects(office, speke.suggestions[0])
    leaves(session)
    page = office.get(f"/coordinate/suggestions/{speke.suggestions[0].id}")
    assert not page.select("main form")


def test_an_undo_does_not_push_a_newer_suggestion_of_the_pair_aside(office, speke, session):
    rejects(office, speke.suggestions[0])
    newer = SuggestionFactory(need=speke.need, business=speke.firms[0], source=SuggestionSource.BUSINESS)
    page = office.get(f"/coordinate/suggestions/{speke.suggestions[0].id}").submit(button="Undo: Reject")
    assert "put forward again since" in page.messages[0]
    assert speke.suggestions[0].state is SuggestionState.REJECTED
    assert newer.state is SuggestionState.OPEN


def test_putting_off_can_be_undone(office, speke):
    puts_off(office, speke.suggestions[0], TODAY + timedelta(days=3))
    office.get(f"/coordinate/suggestions/{speke.suggestions[0].id}").submit(button="Undo: Later")
    assert speke.suggestions[0].state is SuggestionState.OPEN
    assert speke.suggestions[0].later_until is None


def test_the_reserve_that_came_up_goes_back_when_the_verdict_is_undone(office, speke, session):
    reserve = SuggestionFactory(need=speke.need, business=firm("Cedar Co"), rank=4, state=SuggestionState.RESERVE)
    third = SuggestionFactory(need=speke.need, business=firm("Third Timber"), rank=3)
    rejects(office, third)
    assert reserve.state is SuggestionState.OPEN
    office.get(f"/coordinate/suggestions/{third.id}").submit(button="Undo: Reject")
    assert reserve.state is SuggestionState.RESERVE


def test_what_was_put_off_and_is_back_has_nothing_to_undo(office, speke):
    puts_off(office, speke.suggestions[0], TODAY + timedelta(days=3))
    speke.suggestions[0].state, speke.suggestions[0].later_until = SuggestionState.OPEN, None
    page = office.get(f"/coordinate/suggestions/{speke.suggestions[0].id}")
    assert "Undo" not in page.text
    assert confirms(office, speke.suggestions[0]).path.startswith("/coordinate/matches/")

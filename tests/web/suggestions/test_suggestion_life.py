"""Every change of a suggestion goes through one table, and is written down."""

from datetime import timedelta

import pytest

from broker.cases.clocks import today
from broker.cases.refusals import NotPossible
from broker.cases.suggestion_life import MOVES, move, replayed
from broker.casework.decide import confirm, later
from broker.casework.undo import undo, withdraw
from broker.suggestions import refresh, suggest_for_need
from broker.suggestions.ending import withdraw_undecided
from models.suggestion import SuggestionEvent
from models.vocabulary import (
    ConfirmReason,
    EndReason,
    LaterReason,
    SuggestionAct,
    SuggestionSource,
    SuggestionState,
)
from tests.factories import CoordinatorFactory, PartnershipFactory, SuggestionFactory
from tests.web.casework.conftest import benches, firm

RIGHT = [ConfirmReason.RIGHT_SKILL]


@pytest.fixture
def suggestion(session):
    """What the model says of the one joinery near benches that are asked for."""
    need, business = benches(PartnershipFactory(name="Speke Board")), firm("Ash Joinery")
    (found,) = suggest_for_need(session, need)
    assert found.business is business
    return found


def acts(suggestion):
    return [event.act for event in suggestion.events]


def test_what_the_model_finds_is_a_reserve_first_and_then_comes_up(suggestion):
    assert acts(suggestion) == [SuggestionAct.SUGGEST, SuggestionAct.SHOW]
    assert replayed(suggestion.events) is suggestion.state is SuggestionState.OPEN


def test_looking_again_writes_nothing_where_nothing_changed(session, suggestion):
    suggest_for_need(session, suggestion.need)
    assert acts(suggestion) == [SuggestionAct.SUGGEST, SuggestionAct.SHOW]


def test_the_log_of_a_suggestion_replays_to_its_state_through_decisions_undone_and_withdrawn(session, suggestion):
    officer = CoordinatorFactory()
    amounts = {suggestion.need.parts[0].id: 4}
    later(
        session,
        suggestion,
        by=officer,
        reason=LaterReason.CHECK,
        until=today() + timedelta(days=3),
        seen_version=suggestion.version,
    )
    undo(session, suggestion.decisions[-1], by=officer, reason="Too soon")
    match = confirm(session, suggestion, by=officer, reasons=RIGHT, amounts=amounts, seen_version=suggestion.version)
    withdraw(session, match, by=officer, reason=EndReason.NO_SHOW)
    session.commit()
    assert acts(suggestion)[2:] == [
        SuggestionAct.PUT_OFF,
        SuggestionAct.UNDO,
        SuggestionAct.CONFIRM,
        SuggestionAct.RELEASE,
        SuggestionAct.REJECT,
    ]
    assert replayed(suggestion.events) is suggestion.state is SuggestionState.REJECTED
    assert [event.by for event in suggestion.events if event.act is SuggestionAct.CONFIRM] == [officer]


def test_what_is_put_off_comes_back_on_its_day(session, suggestion):
    move(session, suggestion, SuggestionAct.PUT_OFF, later_until=today())
    refresh.bring_back(session)
    assert acts(suggestion)[-2:] == [SuggestionAct.PUT_OFF, SuggestionAct.BRING_BACK]
    assert suggestion.later_until is None


def test_what_is_decided_cannot_be_put_off(session, suggestion):
    move(session, suggestion, SuggestionAct.REJECT)
    with pytest.raises(NotPossible, match="“Rejected” now"):
        move(session, suggestion, SuggestionAct.PUT_OFF, later_until=today())
    assert suggestion.state is SuggestionState.REJECTED


def test_only_what_is_put_off_has_a_day(session, suggestion):
    with pytest.raises(ValueError, match="comes back on a day"):
        move(session, suggestion, SuggestionAct.PUT_OFF)
    with pytest.raises(ValueError, match="comes back on a day"):
        move(session, suggestion, SuggestionAct.CONFIRM, later_until=today())
    assert suggestion.state is SuggestionState.OPEN


def test_a_need_that_ends_leaves_its_suggestions_withdrawn_and_written_down(session):
    suggestion = SuggestionFactory(
        need=benches(PartnershipFactory(name="Board")), business=firm("Ash"), source=SuggestionSource.BUSINESS
    )
    withdraw_undecided(session, suggestion.need)
    assert suggestion.state is replayed(suggestion.events) is SuggestionState.WITHDRAWN


def test_a_log_with_a_move_that_the_table_does_not_know_is_noticed():
    skipped = SuggestionEvent(act=SuggestionAct.SHOW, from_state=None, to_state=SuggestionState.OPEN)
    with pytest.raises(ValueError, match="no move of the table"):
        replayed([skipped])
    gap = SuggestionEvent(act=SuggestionAct.SHOW, from_state=SuggestionState.RESERVE, to_state=SuggestionState.OPEN)
    with pytest.raises(ValueError, match="starts from"):
        replayed([gap])


def test_every_act_has_its_move_and_every_state_can_be_reached():
    assert set(MOVES) == set(SuggestionAct)
    assert {leads_to for _starts, leads_to in MOVES.values()} == set(SuggestionState)

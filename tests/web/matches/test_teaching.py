"""What a refusal teaches: for how long the two are not put together again."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from broker.cases.log import record
from broker.suggestions.ask import score
from broker.suggestions.barriers import barriers_for
from models import MatchAnswer
from models.vocabulary import Answer, DeclineReason, MatchState, Side
from tests.factories import CoordinatorFactory, MatchFactory, PartnershipFactory, SuggestionFactory
from tests.web.casework.conftest import benches, firm

THEN = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def ended(session):
    """A match that ended with a no (or in silence), and until when: a function of how."""

    def end(state, reason=None, right_from=None):
        with time_machine.travel(THEN, tick=False):
            suggestion = SuggestionFactory(need=benches(PartnershipFactory(name="Board")), business=firm("Ash"))
            match = MatchFactory(suggestion=suggestion, coordinator=CoordinatorFactory(), state=state, ended_at=THEN)
            if state is MatchState.DECLINED:
                no = {"answer": Answer.NO, "reason": reason, "ask_again_on": right_from}
                match.answers = [MatchAnswer(side=Side.BUSINESS, asked_on=THEN.date(), **no)]
            session.commit()
        return match

    return end


def barred(session, match, days):
    """Whether the two are barred so many days after the end."""
    day = (THEN + timedelta(days=days)).date()
    found = barriers_for(session, need=match.need, business=match.business, today=day)
    return any(one.until is None or one.until > day for one in found)


def changed(session, entry):
    with time_machine.travel(THEN + timedelta(days=1), tick=False):
        record(session, entry, "changed")
        session.commit()


@pytest.mark.parametrize("reason", [DeclineReason.WRONG_SKILL, DeclineReason.TOO_FAR, DeclineReason.TOO_BIG])
@pytest.mark.parametrize("who", ["need", "business"])
def test_wrong_skill_too_far_and_too_big_hold_until_one_of_them_says_something_else(session, ended, reason, who):
    match = ended(MatchState.DECLINED, reason)
    assert barred(session, match, 400)
    changed(session, getattr(match, who))
    assert not barred(session, match, 2)


def test_what_was_unclear_holds_until_the_request_says_it_better(session, ended):
    match = ended(MatchState.DECLINED, DeclineReason.UNCLEAR)
    changed(session, match.business)
    assert barred(session, match, 400)
    changed(session, match.need)
    assert not barred(session, match, 2)


def test_a_conflict_holds_for_good(session, ended):
    match = ended(MatchState.DECLINED, DeclineReason.CONFLICT)
    changed(session, match.need)
    changed(session, match.business)
    assert barred(session, match, 4000)


def test_a_wrong_time_holds_until_the_day_that_was_named(session, ended):
    match = ended(MatchState.DECLINED, DeclineReason.WRONG_TIME, right_from=(THEN + timedelta(days=10)).date())
    assert barred(session, match, 9)
    assert not barred(session, match, 10)


@pytest.mark.parametrize("reason", [DeclineReason.WRONG_TIME, DeclineReason.HELPING_ELSEWHERE, DeclineReason.OTHER])
def test_what_says_nothing_about_the_pair_holds_for_a_while(session, ended, reason):
    match = ended(MatchState.DECLINED, reason)
    assert barred(session, match, 89)
    assert not barred(session, match, 90)


def test_silence_holds_for_a_while_too(session, ended):
    match = ended(MatchState.LAPSED)
    assert barred(session, match, 89)
    assert not barred(session, match, 90)
    assert not barred(session, ended(MatchState.WITHDRAWN), 1)


def test_the_score_of_a_refused_pair_says_why_it_is_out(session, ended):
    match = ended(MatchState.DECLINED, DeclineReason.TOO_FAR)
    found = score(session, match.need, match.business, today=THEN.date())
    assert [one.sentence for one in found.ruled_out] == ["One side has said no to this pairing."]

"""What the service does by itself about a match when its day has come, each thing once."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy import func, select

from broker.cases.due import act_on_due
from broker.cases.life import move, replayed
from broker.cases.places import free_places, room
from broker.cases.waiting import open_cases
from broker.matches.answering import answer, rung
from models import Message
from models.vocabulary import Answer, CaseStep, MatchAct, MatchState, Side, Strand, SuggestionState
from tests.factories import SuggestionFactory
from tests.web.casework.conftest import firm
from tests.web.matches.conftest import all_left, letters


def at(month: int, day: int) -> datetime:
    return datetime(2027, month, day, 10, tzinfo=UTC)


@pytest.fixture
def monday():
    """Monday 1 February 2027: no bank holiday in the seven weeks after it."""
    with time_machine.travel(at(2, 1), tick=False) as clock:
        yield clock


@pytest.fixture
def match(monday, asked, session):
    all_left(session, asked.match)
    return asked.match


def life(session, match):
    case = open_cases(session, match)[Strand.LIFE]
    return case.step, case.next_on, case.acts_on


def on(clock, session, month, day):
    """Go to a day and let the service act, twice."""
    clock.move_to(at(month, day))
    done = act_on_due(session)
    assert act_on_due(session) == 0, "what was done is not due any more"
    return done


def test_who_does_not_answer_is_reminded_rung_and_then_both_are_told_kindly(session, match, monday):
    assert on(monday, session, 2, 3) == 0
    assert on(monday, session, 2, 4) == 1
    told = letters(session, match)
    assert set(told) == {"reminder_business", "reminder_partnership"}
    assert "by 15 February 2027" in told["reminder_business"] and "Jo Link rings you" in told["reminder_business"]
    assert life(session, match) == (CaseStep.RING_PARTY, date(2027, 2, 9), date(2027, 2, 15))
    assert on(monday, session, 2, 12) == 0
    reserve = SuggestionFactory(need=match.need, business=firm("Birch"), state=SuggestionState.RESERVE, rank=2)
    session.commit()
    assert free_places(session, match.business) == 0
    assert on(monday, session, 2, 15) == 1
    assert match.state is MatchState.LAPSED and open_cases(session, match) == {}
    assert set(letters(session, match, "lapsed")) == {"lapsed_business", "lapsed_partnership", "lapsed_broker"}
    assert free_places(session, match.business) == 1
    assert match.suggestion.state is SuggestionState.WITHDRAWN
    assert reserve.state is SuggestionState.OPEN and set(room(session, match.need).values()) == {2}
    assert replayed(match.events) is MatchState.LAPSED


def test_the_one_who_said_yes_is_not_reminded(session, match, asked, monday):
    answer(session, match, Side.BUSINESS, Answer.YES, by=asked.ada)
    session.commit()
    on(monday, session, 2, 4)
    assert set(letters(session, match)) == {"reminder_partnership"}


def test_who_wants_to_be_rung_first_stops_their_own_clock_and_not_the_others(session, match, asked, monday):
    answer(session, match, Side.BUSINESS, Answer.RING_FIRST, by=asked.ada, words="In the morning")
    session.commit()
    assert life(session, match) == (CaseStep.RING_FIRST, date(2027, 2, 3), date(2027, 2, 4))
    on(monday, session, 2, 4)
    assert set(letters(session, match, "reminder")) == {"reminder_partnership"}
    rung(session, match, Side.BUSINESS, by=asked.jo, words="They will think about it")
    session.commit()
    assert on(monday, session, 2, 9) == 1, "from the call on they have their days again"
    assert "reminder_business" in letters(session, match)


def test_who_asked_for_another_day_is_asked_again_on_that_day_and_has_all_their_time(session, match, asked, monday):
    answer(session, match, Side.PARTNERSHIP, Answer.YES, by=asked.bo)
    answer(session, match, Side.BUSINESS, Answer.NOT_NOW, by=asked.ada, ask_again_on=date(2027, 3, 7))
    session.commit()
    assert life(session, match) == (CaseStep.ASK_AGAIN, date(2027, 3, 8), date(2027, 3, 8))
    assert on(monday, session, 3, 7) == 0, "a Sunday"
    assert on(monday, session, 3, 8) == 1
    assert "by 22 March 2027" in letters(session, match)["asked_again_business"]
    assert life(session, match) == (CaseStep.AWAIT_ANSWER, date(2027, 3, 11), date(2027, 3, 11))
    assert match.state is MatchState.PROPOSED


def test_a_service_that_stood_still_reminds_first_and_lets_nobody_lapse_at_once(session, match, monday):
    assert on(monday, session, 3, 1) == 1
    assert match.state is MatchState.PROPOSED
    assert life(session, match) == (CaseStep.RING_PARTY, date(2027, 3, 4), date(2027, 3, 10))


def test_what_was_done_is_not_done_again_where_the_clock_goes_back(session, match, monday):
    on(monday, session, 2, 4)
    assert on(monday, session, 2, 2) == 0
    assert on(monday, session, 2, 4) == 0
    counted = session.scalar(select(func.count()).where(Message.kind == "reminder_business"))
    assert counted == 1


def finished(session, match, asked):
    """Both have said yes, have met, and are done on 1 February."""
    for side, by in ((Side.BUSINESS, asked.ada), (Side.PARTNERSHIP, asked.bo)):
        answer(session, match, side, Answer.YES, by=by)
    for act in (MatchAct.START, MatchAct.COMPLETE):
        move(session, match, act, by=asked.jo)
    session.commit()


def test_a_result_is_asked_for_again_then_rung_for_and_never_confirmed_by_silence(session, match, asked, monday):
    finished(session, match, asked)
    assert life(session, match) == (CaseStep.AWAIT_RESULT, date(2027, 2, 15), date(2027, 2, 15))
    assert on(monday, session, 2, 15) == 1
    assert "result_reminder" in letters(session, match)
    assert life(session, match) == (CaseStep.AWAIT_RESULT, date(2027, 3, 1), date(2027, 3, 1))
    assert on(monday, session, 3, 1) == 1
    assert life(session, match) == (CaseStep.NOT_CONFIRMED, date(2027, 3, 1), None)
    assert on(monday, session, 7, 1) == 0
    assert match.state is MatchState.COMPLETED
    assert replayed(match.events) is MatchState.COMPLETED


def test_two_that_could_not_be_introduced_at_once_are_introduced_later(session, match, monday):
    for one in match.answers:
        one.answer = Answer.YES
    move(session, match, MatchAct.ACCEPT)
    session.commit()
    assert on(monday, session, 2, 1) == 1
    assert match.state is MatchState.INTRODUCED
    assert set(letters(session, match)) == {"introduced_business", "introduced_partnership", "introduced_broker"}


def test_a_bank_holiday_a_leap_day_and_the_night_of_summer_time_are_counted_as_people_count(session, monday):
    from broker.cases.clocks import due_on, today

    assert due_on(date(2027, 3, 25), 1) == date(2027, 3, 30), "Good Friday to Easter Monday"
    assert due_on(date(2028, 2, 28), 1) == date(2028, 2, 29)
    assert due_on(date(2028, 2, 28), 2) == date(2028, 3, 1)
    for moment, day in (
        (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), date(2027, 3, 28)),  # 00:30, an hour before it
        (datetime(2027, 3, 28, 23, 30, tzinfo=UTC), date(2027, 3, 29)),  # 00:30 in summer time
        (datetime(2027, 10, 30, 23, 30, tzinfo=UTC), date(2027, 10, 31)),  # 00:30, still summer time
        (datetime(2027, 10, 31, 23, 30, tzinfo=UTC), date(2027, 10, 31)),  # 23:30, winter time
        (datetime(2027, 11, 1, 0, 30, tzinfo=UTC), date(2027, 11, 1)),
    ):
        monday.move_to(moment)
        assert today() == day


def test_a_reminder_is_due_from_midnight_in_england_in_summer_too(session, monday, asked):
    monday.move_to(datetime(2027, 6, 7, 10, tzinfo=UTC))
    for one in asked.match.answers:
        one.asked_on = date(2027, 6, 4)
    from broker.cases.following import follow

    follow(session, asked.match)
    session.commit()
    monday.move_to(datetime(2027, 6, 8, 22, 59, tzinfo=UTC))
    assert act_on_due(session) == 0
    monday.move_to(datetime(2027, 6, 8, 23, 1, tzinfo=UTC))  # 00:01 on the 9th
    assert act_on_due(session) == 1

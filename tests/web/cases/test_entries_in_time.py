"""What the service does by itself about entries when their day has come."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from broker.cases.due import act_on_due
from broker.cases.entries import follow_entry
from broker.cases.log import history, record
from broker.cases.waiting import open_cases
from broker.suggestions.forgotten import find_forgotten
from broker.suggestions.upkeep import still_right
from models import Business, EntryEvent, Message
from models.vocabulary import CaseStep, EntryState, Kind, MatchState, Strand, SuggestionState
from tests.factories import (
    BrokerFactory,
    BusinessFactory,
    CoordinatorFactory,
    MatchFactory,
    NeedFactory,
    PartFactory,
    SuggestionFactory,
)

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def need(**said):
    return NeedFactory(**{"title": "Benches", "parts": [PartFactory(kind=Kind.KIT)], **said})


def kinds(session):
    return list(session.scalars(select(Message.kind).order_by(Message.id)))


def whats(session, entry):
    return [event.what for event in history(session, entry)]


def test_a_need_ends_the_day_after_its_last_and_nothing_stays_suggested_for_it(session, noon):
    over, today = need(ends_on=date(2027, 2, 28)), need(ends_on=date(2027, 3, 1), who="Garston Board")
    suggestion = SuggestionFactory(need=over, business=BusinessFactory(name="Ash"), rank=1)
    find_forgotten(session)
    assert act_on_due(session) == 1
    assert (over.state, today.state) == (EntryState.EXPIRED, EntryState.LIVE)
    assert suggestion.state is SuggestionState.WITHDRAWN
    assert open_cases(session, over)[Strand.LIFE].step is CaseStep.NEED_ENDS
    assert act_on_due(session) == 0


def test_when_a_need_ends_what_was_only_asked_is_taken_back_and_what_was_agreed_goes_on(session, noon):
    over = need(ends_on=date(2027, 2, 28), parts=[PartFactory(kind=Kind.KIT, places=2)])
    coordinator = CoordinatorFactory()
    asked, agreed = (
        MatchFactory(
            suggestion=SuggestionFactory(need=over, business=BusinessFactory(name=name)),
            coordinator=coordinator,
            state=state,
        )
        for name, state in (("Ash", MatchState.PROPOSED), ("Birch", MatchState.ACTIVE))
    )
    find_forgotten(session)
    act_on_due(session)
    assert (asked.state, agreed.state) == (MatchState.WITHDRAWN, MatchState.ACTIVE)
    assert open_cases(session, asked) == {}
    assert open_cases(session, agreed)[Strand.LIFE].step is CaseStep.CHECK_IN


def test_a_need_without_a_last_day_goes_on(session, noon):
    endless = need(ends_on=None)
    find_forgotten(session)
    assert act_on_due(session) == 0
    assert endless.state is EntryState.LIVE


def test_a_pause_ends_by_itself_on_its_day(session, noon):
    over = BusinessFactory(name="Over", state=EntryState.PAUSED, paused_until=date(2020, 1, 1))
    BusinessFactory(name="Not yet", state=EntryState.PAUSED, paused_until=date(2099, 1, 1))
    BusinessFactory(name="No end said", state=EntryState.PAUSED)
    find_forgotten(session)
    assert act_on_due(session) == 1
    live = session.scalars(select(Business).where(Business.state == EntryState.LIVE)).all()
    assert live == [over] and over.suggest_due_at is not None
    assert session.scalars(select(EntryEvent)).one().what == "pause_over"


def test_who_sent_something_in_is_told_after_two_days_that_it_came_and_who_will_ring(session, noon):
    BrokerFactory(name="Robin Link")
    waiting = BusinessFactory(name="Ash", state=EntryState.WAITING, sent_in_at=NOON, spoken_at=None)
    record(session, waiting, "sent_in")
    session.commit()
    noon.move_to(NOON + timedelta(days=1))
    assert act_on_due(session) == 0
    noon.move_to(NOON + timedelta(days=2))
    assert act_on_due(session) == 1
    message = session.scalars(select(Message)).one()
    assert message.kind == "acknowledged" and "By 8 March 2027 Robin Link" in message.body
    case = open_cases(session, waiting)[Strand.LIFE]
    assert (case.step, case.next_on, case.acts_on) == (CaseStep.READ, date(2027, 3, 8), None)
    record(session, waiting, "changed")
    session.commit()
    assert act_on_due(session) == 0, "one acknowledgement is enough"


def test_what_was_read_in_time_is_not_acknowledged_besides(session, noon):
    read = BusinessFactory(name="Ash", state=EntryState.WAITING, sent_in_at=NOON)
    record(session, read, "sent_in")
    record(session, read, "read", to_state=EntryState.LIVE)
    session.commit()
    noon.shift(timedelta(days=3))
    act_on_due(session)
    assert kinds(session) == []


def live_since_half_a_year(session, noon):
    business = BusinessFactory(name="Ash", sent_in_at=NOON, state=EntryState.WAITING)
    record(session, business, "sent_in")
    record(session, business, "read", to_state=EntryState.LIVE)
    session.commit()
    noon.shift(timedelta(days=182))  # Monday 30 August 2027 is a bank holiday
    assert act_on_due(session) == 0
    noon.shift(timedelta(days=1))
    assert act_on_due(session) == 1
    return business


def test_an_offer_that_nobody_speaks_for_is_asked_about_reminded_rung_and_then_paused(session, noon):
    business = live_since_half_a_year(session, noon)
    case = open_cases(session, business)[Strand.UPKEEP]
    assert (case.step, case.next_on, case.acts_on) == (
        CaseStep.STILL_RIGHT,
        date(2027, 9, 14),
        date(2027, 9, 7),
    )
    for day, said, next_on in (
        (7, "still_right_reminder", date(2027, 9, 14)),
        (28, "paused_for_silence", date(2027, 12, 21)),
    ):
        noon.move_to(datetime(2027, 9, day - 1, 12, tzinfo=UTC))
        assert act_on_due(session) == 0
        noon.move_to(datetime(2027, 9, day, 12, tzinfo=UTC))
        assert act_on_due(session) == 1
        assert kinds(session)[-1] == said
        assert [one.next_on for one in open_cases(session, business).values()] == [next_on]
    assert business.state is EntryState.PAUSED
    assert open_cases(session, business)[Strand.LIFE].step is CaseStep.PAUSE_ENDS
    still_right(session, business, by=CoordinatorFactory())
    assert business.state is EntryState.LIVE


def test_a_yes_is_enough_for_another_half_a_year(session, noon):
    business = live_since_half_a_year(session, noon)
    still_right(session, business, by=CoordinatorFactory(), on_behalf=True)
    session.commit()
    assert whats(session, business)[-1] == "still_right"
    noon.shift(timedelta(days=60))
    act_on_due(session)
    assert kinds(session) == ["still_right"]


def test_a_call_when_nothing_was_found_stands_beside_the_question_and_does_not_stop_it(session, noon):
    business = live_since_half_a_year(session, noon)
    still_right(session, business, by=CoordinatorFactory())
    case = open_cases(session, business)[Strand.UPKEEP]
    assert case.step is CaseStep.NOTHING_YET, "nobody has rung in all that time"
    assert case.acts_on == date(2028, 2, 29)


def test_an_act_that_was_done_is_not_done_again_where_the_clock_goes_back(session, noon):
    business = live_since_half_a_year(session, noon)
    noon.shift(timedelta(days=-3))
    follow_entry(session, business)
    session.commit()
    noon.shift(timedelta(days=3))
    act_on_due(session)
    assert kinds(session) == ["still_right"]


def test_one_case_that_cannot_be_done_holds_up_no_other(session, noon, monkeypatch):
    for name in ("Ash", "Birch"):
        BusinessFactory(name=name, state=EntryState.PAUSED, paused_until=date(2027, 2, 1))
    find_forgotten(session)
    from broker.suggestions import upkeep

    def stumble(session, entry):
        if entry.name == "Ash":
            raise RuntimeError
        upkeep.record(session, entry, "pause_over", to_state=EntryState.LIVE)

    monkeypatch.setattr(upkeep, "_bring_back", stumble)
    assert act_on_due(session) == 1
    states = dict(session.execute(select(Business.name, Business.state)).all())
    assert states == {"Ash": EntryState.PAUSED, "Birch": EntryState.LIVE}

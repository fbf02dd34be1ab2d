"""A clock stops while somebody it waits for is away, and starts again by itself."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from broker.cases.away import reset_clocks, set_away
from broker.cases.following import follow
from broker.cases.log import record
from broker.cases.waiting import open_cases
from models import BrokerCover, MatchAnswer
from models.base import now
from models.vocabulary import CaseStep, Kind, MatchState, Role, Side, Strand
from tests.factories import (
    AccountFactory,
    BrokerFactory,
    BusinessFactory,
    ContactFactory,
    CoordinatorFactory,
    MatchFactory,
    NeedFactory,
    PartFactory,
    PartnershipFactory,
    SuggestionFactory,
)

MONDAY = datetime(2027, 2, 1, 10, tzinfo=UTC)


@pytest.fixture
def monday():
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def match(session, monday):
    """A proposal of this Monday, with a broker."""
    need = NeedFactory(title="Benches", parts=[PartFactory(kind=Kind.KIT)])
    suggestion = SuggestionFactory(need=need, business=BusinessFactory(name="Ash"), broker=BrokerFactory(name="Robin"))
    made = MatchFactory(
        suggestion=suggestion,
        coordinator=CoordinatorFactory(),
        answers=[MatchAnswer(side=side, asked_on=date(2027, 2, 1)) for side in Side],
    )
    follow(session, made)
    return made


def life(session, match):
    case = open_cases(session, match)[Strand.LIFE]
    return case.step, case.next_on, case.acts_on


def test_a_side_that_is_away_is_reminded_later_and_the_other_as_before(session, match):
    assert life(session, match) == (CaseStep.AWAIT_ANSWER, date(2027, 2, 4), date(2027, 2, 4))
    by = CoordinatorFactory()
    partnership = match.need.partnership
    for one in (match.business, partnership):
        set_away(session, one, begins=date(2027, 2, 2), ends=date(2027, 2, 12), by=by)
    assert life(session, match) == (CaseStep.AWAIT_ANSWER, date(2027, 2, 17), date(2027, 2, 17))
    assert set_away(session, partnership, begins=None, ends=None, by=by)
    assert life(session, match)[1] == date(2027, 2, 4)
    assert not set_away(session, partnership, begins=None, ends=None, by=by), "nothing is new"


def test_nobody_is_lapsed_while_the_broker_who_is_to_ring_them_is_away(session, match, monday):
    monday.move_to(datetime(2027, 2, 4, 10, tzinfo=UTC))
    for one in match.answers:
        one.reminded_at = now()
    follow(session, match)
    assert life(session, match) == (CaseStep.RING_PARTY, date(2027, 2, 9), date(2027, 2, 15))
    match.broker.away_from, match.broker.away_until = date(2027, 2, 8), date(2027, 2, 12)
    assert reset_clocks(session, match.broker) >= 1
    assert life(session, match) == (CaseStep.RING_PARTY, date(2027, 2, 16), date(2027, 2, 22))


def test_a_broker_whom_somebody_covers_stops_no_clock(session, match, monday):
    for one in match.answers:
        one.reminded_at = now()
    match.broker.away_from, match.broker.away_until = date(2027, 2, 1), date(2027, 2, 12)
    match.broker.cover = BrokerCover(by_broker=BrokerFactory(name="Kim"))
    follow(session, match)
    assert life(session, match)[2] == date(2027, 2, 10)


def test_a_broker_of_whom_nobody_knows_when_they_are_back_stops_no_clock(session, match, monday):
    for one in match.answers:
        one.reminded_at = now()
    match.broker.away_from = date(2027, 2, 1)
    follow(session, match)
    assert life(session, match)[2] == date(2027, 2, 10)


def test_a_day_that_was_due_while_nobody_ran_the_service_is_made_good_with_time_to_answer(session, match, monday):
    monday.move_to(datetime(2027, 3, 1, 10, tzinfo=UTC))  # a month later
    follow(session, match)
    assert life(session, match)[2] == date(2027, 2, 4), "the reminder is late"
    for one in match.answers:
        one.reminded_at = now()
    follow(session, match)
    assert life(session, match) == (CaseStep.RING_PARTY, date(2027, 3, 4), date(2027, 3, 10))


def test_what_waits_for_a_business_that_is_away_waits(session, monday):
    business = BusinessFactory(name="Ash", spoken_at=None, sent_in_at=MONDAY)
    record(session, business, "read")
    assert open_cases(session, business)[Strand.LIFE].next_on == date(2027, 2, 8)
    set_away(session, business, begins=date(2027, 2, 1), ends=date(2027, 2, 7), by=CoordinatorFactory())
    assert open_cases(session, business)[Strand.LIFE].next_on == date(2027, 2, 12)


def test_the_days_of_a_hold_do_not_count_and_an_overdue_check_in_stays_due(session, match, monday):
    match.state, match.started_at = MatchState.ACTIVE, MONDAY
    follow(session, match)
    assert life(session, match)[:2] == (CaseStep.CHECK_IN, date(2027, 3, 3))
    monday.move_to(datetime(2027, 3, 20, 10, tzinfo=UTC))
    follow(session, match)
    assert life(session, match)[1] == date(2027, 3, 3), "looked at again, it is not forgotten"


def test_a_business_says_on_its_own_page_when_it_is_away(client, session):
    owner = AccountFactory(roles=[Role.BUSINESS])
    business = BusinessFactory(name="Ash", contacts=[ContactFactory.build(account=owner, email=owner.email)])
    page = client.signs_in_as(owner).get("/your-page").follow("Say when you are away")
    days = {"begins-day": "1", "begins-month": "3", "begins-year": "2027"}
    wrong = page.submit({**days, "ends-day": "31", "ends-month": "2", "ends-year": "2027"}, "Save", status=422)
    assert wrong.errors == ["There is no such date: check the day and the month"]
    page = page.submit({**days, "ends-day": "8", "ends-month": "3", "ends-year": "2027"}, "Save")
    assert "Away from 1 March 2027 to 8 March 2027." in page.text
    session.refresh(business)
    assert (business.away_from, business.away_until) == (date(2027, 3, 1), date(2027, 3, 8))
    other = BusinessFactory(name="Birch")
    client.get(f"/your-page/business/{other.id}/away", status=404)


def test_a_partnership_says_so_too_and_an_officer_for_it(client, session):
    partnership = PartnershipFactory(name="Speke Board")
    client.signs_in_as(CoordinatorFactory())
    page = client.get(f"/your-page/partnerships/{partnership.id}").follow("Say when you are away")
    page = page.submit({"begins-day": "1", "begins-month": "3", "begins-year": "2027"}, "Save")
    assert "Away from 1 March 2027." in page.text
    stranger = AccountFactory(roles=[Role.OFFICER])
    client.signs_in_as(stranger).get(f"/your-page/partnerships/{partnership.id}/away", status=404)

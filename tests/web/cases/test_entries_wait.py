"""Every entry that waits has one case a strand, with an owner and a next date; nothing that is over has one."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from broker.cases.entries import follow_entry
from broker.cases.log import record
from broker.cases.owners import owner_of
from broker.cases.waiting import open_cases, wait_for
from broker.registration.need.ending import pause_need
from broker.suggestions.forgotten import find_forgotten
from broker.suggestions.keep import arrange
from models import Case
from models.vocabulary import CaseStep, EntryState, Kind, MatchState, Strand, SuggestionState
from tests.factories import (
    AreaFactory,
    BrokerFactory,
    BusinessFactory,
    CoordinatorFactory,
    MatchFactory,
    NeedFactory,
    PartFactory,
    PartnershipFactory,
    SuggestionFactory,
)

#: A Monday, with no bank holiday in the weeks after it.
MONDAY = datetime(2027, 2, 1, 10, tzinfo=UTC)


def steps(session, subject):
    return {strand.value: (case.step, case.next_on) for strand, case in open_cases(session, subject).items()}


def firm(session, name="Ash", *, state=EntryState.WAITING, what="sent_in", **said):
    """A firm as it came in, its log begun."""
    business = BusinessFactory(name=name, state=state, sent_in_at=datetime.now(UTC), **said)
    record(session, business, what)
    return business


def need(**said):
    return NeedFactory(**{"title": "Benches", "parts": [PartFactory(kind=Kind.KIT)], **said})


@pytest.fixture
def monday():
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


def test_what_is_sent_in_is_to_be_read_in_two_working_days(session, monday):
    business = firm(session, spoken_at=None)
    assert steps(session, business) == {"life": (CaseStep.READ, date(2027, 2, 3))}
    assert open_cases(session, business)[Strand.LIFE].acts_on == date(2027, 2, 3)


def test_what_is_live_and_was_never_rung_is_to_be_rung_in_five(session, monday):
    business = firm(session, spoken_at=None)
    record(session, business, "read", to_state=EntryState.LIVE)
    assert steps(session, business)["life"] == (CaseStep.SPEAK, date(2027, 2, 8))
    business.spoken_at = datetime.now(UTC)
    record(session, business, "spoken")
    assert "life" not in steps(session, business)


def test_a_live_firm_without_a_proposal_is_rung_after_twenty_days_and_then_every_sixty(session, monday):
    business = firm(session)
    record(session, business, "read", to_state=EntryState.LIVE)
    assert steps(session, business) == {"upkeep": (CaseStep.NOTHING_YET, date(2027, 3, 1))}
    monday.shift(timedelta(days=1))
    record(session, business, "spoken")  # too early to be that call
    assert steps(session, business)["upkeep"] == (CaseStep.NOTHING_YET, date(2027, 3, 1))
    monday.move_to(datetime(2027, 3, 2, 10, tzinfo=UTC))
    record(session, business, "spoken")
    assert steps(session, business)["upkeep"] == (CaseStep.NOTHING_YET, date(2027, 5, 28))


def test_a_firm_that_works_with_somebody_is_asked_after_half_a_year_whether_its_offer_holds(session, monday):
    business = firm(session)
    MatchFactory(
        suggestion=SuggestionFactory(need=need(), business=business),
        coordinator=CoordinatorFactory(),
        state=MatchState.ACTIVE,
    )
    record(session, business, "read", to_state=EntryState.LIVE)
    assert steps(session, business) == {"upkeep": (CaseStep.STILL_RIGHT, date(2027, 8, 2))}


def test_a_need_has_a_case_for_its_end_and_one_for_its_missing_places(session, monday):
    wanted = need(ends_on=date(2027, 6, 5), state=EntryState.WAITING)
    record(session, wanted, "sent_in")
    record(session, wanted, "read", to_state=EntryState.LIVE)
    assert steps(session, wanted) == {
        "life": (CaseStep.NEED_ENDS, date(2027, 6, 7)),
        "upkeep": (CaseStep.NOTHING_YET, date(2027, 3, 1)),
    }
    record(session, wanted, "expired", to_state=EntryState.EXPIRED)
    assert steps(session, wanted) == {"life": (CaseStep.NEED_ENDS, date(2027, 6, 7))}
    record(session, wanted, "closed_met", to_state=EntryState.ENDED)
    assert steps(session, wanted) == {}


def test_a_paused_need_comes_back_on_its_day_and_an_endless_pause_is_asked_about(session, monday):
    wanted = need()
    pause_need(session, wanted, until=date(2027, 2, 20), by=CoordinatorFactory())
    case = open_cases(session, wanted)[Strand.LIFE]
    assert (case.step, case.next_on, case.acts_on) == (
        CaseStep.PAUSE_ENDS,
        date(2027, 2, 22),
        date(2027, 2, 20),
    )
    endless = firm(session, state=EntryState.LIVE)
    record(session, endless, "paused", to_state=EntryState.PAUSED)
    assert steps(session, endless) == {"life": (CaseStep.PAUSE_ENDS, date(2027, 4, 28))}


def test_what_was_sent_back_is_not_forgotten(session, monday):
    business = firm(session)
    record(session, business, "sent_back", to_state=EntryState.DRAFT)
    assert steps(session, business) == {"life": (CaseStep.SENT_BACK, date(2027, 2, 8))}


def test_open_suggestions_wait_for_a_coordinator_until_the_promised_day(session, monday):
    coordinator = CoordinatorFactory()
    wanted = need()
    first = SuggestionFactory(need=wanted, business=firm(session, "Ash"))
    second = SuggestionFactory(need=wanted, business=firm(session, "Birch"), answer_by=date(2027, 2, 4), rank=2)
    arrange(session, wanted)
    case = open_cases(session, wanted)[Strand.DECISION]
    assert (case.next_on, case.owner_account) == (date(2027, 2, 4), coordinator)
    second.state = SuggestionState.REJECTED
    arrange(session, wanted)
    assert open_cases(session, wanted)[Strand.DECISION].next_on == date(2027, 2, 8)
    first.state = SuggestionState.REJECTED
    arrange(session, wanted)
    assert Strand.DECISION not in open_cases(session, wanted)


def test_an_entry_is_its_lead_brokers_else_the_one_of_its_area_with_the_most_room_else_a_coordinators(session):
    elsewhere = AreaFactory(code="E08000003")
    for_all, here = CoordinatorFactory(), CoordinatorFactory(areas=[AreaFactory()])
    business = firm(session)
    assert owner_of(business).account is here, "who looks after this area by name"
    assert owner_of(firm(session, "Elm", area=elsewhere)).account is for_all
    BrokerFactory(name="Little room", caseload_limit=2)
    roomy = BrokerFactory(name="Much room", caseload_limit=9)
    BrokerFactory(name="Elsewhere", caseload_limit=99, areas=[elsewhere])
    BrokerFactory(name="Away", caseload_limit=99, away_from=date(2020, 1, 1))
    assert owner_of(business).broker is roomy
    business.lead_broker = BrokerFactory(name="Lead", areas=[elsewhere])
    assert owner_of(business).broker is business.lead_broker


def test_a_case_stays_with_who_has_it_while_they_can_carry_it(session):
    first = BrokerFactory(name="First", caseload_limit=5)
    business = firm(session)
    assert open_cases(session, business)[Strand.LIFE].owner_broker is first
    BrokerFactory(name="More room", caseload_limit=50)
    record(session, business, "rung")
    assert open_cases(session, business)[Strand.LIFE].owner_broker is first
    first.state = EntryState.ENDED
    record(session, business, "rung")
    assert open_cases(session, business)[Strand.LIFE].owner_broker.name == "More room"


def test_without_anybody_a_case_is_the_whole_offices(session):
    case = open_cases(session, firm(session))[Strand.LIFE]
    assert (case.owner_broker, case.owner_account) == (None, None)


def test_cases_are_shared_out_among_the_coordinators(session):
    one, two = CoordinatorFactory(), CoordinatorFactory()
    owners = [open_cases(session, firm(session, name))[Strand.LIFE].owner_account for name in ("Ash", "Birch", "Elm")]
    assert owners == [one, two, one]


def test_whatever_waits_without_a_case_is_found_and_given_one(session):
    business, partnership = BusinessFactory(name="Ash", spoken_at=None), PartnershipFactory(name="Board")
    paused = BusinessFactory(name="Oak", state=EntryState.PAUSED)
    broker, wanted = BrokerFactory(name="Broker", state=EntryState.WAITING), need(ends_on=date(2030, 1, 1))
    suggestion = SuggestionFactory(need=wanted, business=business)
    match = MatchFactory(suggestion=suggestion, coordinator=CoordinatorFactory(), state=MatchState.ACTIVE)
    other = SuggestionFactory(need=wanted, business=paused)
    session.commit()
    assert find_forgotten(session) > 0
    waiting = {one.reference: set(open_cases(session, one)) for one in (business, partnership, paused, broker, match)}
    assert waiting == {
        business.reference: {Strand.LIFE, Strand.UPKEEP},
        partnership.reference: {Strand.LIFE},
        paused.reference: {Strand.LIFE},
        broker.reference: {Strand.LIFE},
        match.reference: {Strand.LIFE},
    }
    assert set(open_cases(session, wanted)) == {Strand.LIFE, Strand.UPKEEP, Strand.DECISION}
    assert find_forgotten(session) == 0

    match.state, other.state, business.state = MatchState.VERIFIED, SuggestionState.WITHDRAWN, EntryState.ENDED
    session.commit()
    find_forgotten(session)
    assert (open_cases(session, match), open_cases(session, business)) == ({}, {})
    assert Strand.DECISION not in open_cases(session, wanted)
    assert find_forgotten(session) == 0


def test_a_case_that_two_open_at_once_is_opened_once(session):
    business = firm(session)
    follow_entry(session, business)
    follow_entry(session, business)
    session.commit()
    assert session.query(Case).filter_by(subject_id=business.id, closed_at=None).count() == 1


def test_nobody_is_looked_for_who_would_speak_for_an_entry_that_has_ended(session):
    business = firm(session)
    wait_for(session, business, CaseStep.FIND_CONTACT, next_on=date(2027, 2, 1))
    record(session, business, "ended", to_state=EntryState.ENDED)
    assert open_cases(session, business) == {}
    session.commit()
    assert find_forgotten(session) == 0

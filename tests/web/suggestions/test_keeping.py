"""What the model says is kept as rows: made, re-ranked and taken back as entries change."""

import sqlite3
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import update

from broker.cases.log import record
from broker.matching.engine import Engine
from broker.matching.scored import Scored
from broker.reference.working_days import add_working_days
from broker.suggestions import (
    AlreadyOffered,
    NotOpen,
    mark_due,
    needs_it_could_meet,
    offer_help,
    refresh,
    suggest_for_business,
    suggest_for_need,
)
from broker.suggestions.ask import brokers_for
from broker.suggestions.barriers import conflicts_of
from broker.suggestions.catalogue import catalogue_of
from broker.suggestions.refresh import bring_back, refresh_suggestions
from models import Business, EntryEvent, Suggestion
from models.base import now
from models.vocabulary import (
    ConflictStrength,
    ContractStatus,
    EntryKind,
    EntryState,
    Kind,
    MatchState,
    RejectReason,
    SuggestionSource,
    SuggestionState,
    Verdict,
)
from tests.factories import (
    AccountFactory,
    AreaFactory,
    BrokerFactory,
    BrokerTieFactory,
    BusinessFactory,
    ContactFactory,
    CoordinatorFactory,
    DecisionFactory,
    MatchFactory,
    NeedFactory,
    OfferFactory,
    PartFactory,
    PartnershipFactory,
)

KNOWSLEY = "E08000011"


@pytest.fixture
def area(session):
    return AreaFactory(code=KNOWSLEY)


@pytest.fixture
def partnership(area):
    return PartnershipFactory(name="Huyton Board", areas=[area])


@pytest.fixture
def roof(partnership, area):
    """A live need that any roofer nearby could meet."""
    return NeedFactory(
        partnership=partnership,
        area=area,
        title="The hall roof leaks",
        words="Rain comes through the hall roof over the stage. We need a roofer to mend the slates.",
        parts=[PartFactory(kind=Kind.PRO, amount=8)],
        lat=53.44,
        lon=-2.83,
    )


def roofer(area, name, **more):
    return BusinessFactory(
        name=name,
        what_we_do="We mend and renew roofs, slates and gutters",
        sectors=["4391"],
        area=area,
        lat=53.44,
        lon=-2.83,
        offers=[OfferFactory.build(kind=Kind.PRO, words="A day on a roof", amount=8)],
        **more,
    )


@pytest.fixture
def roofers(area):
    return [roofer(area, f"Roofer {number}") for number in range(5)]


def reject(suggestion, reason):
    suggestion.state = SuggestionState.REJECTED
    DecisionFactory(suggestion=suggestion, by=CoordinatorFactory(), verdict=Verdict.REJECT, reason=reason.value)


def standing(session, need, *states):
    return [row for row in session.query(Suggestion).filter_by(need_id=need.id) if row.state in states]


def test_a_need_shows_three_firms_and_keeps_the_others_in_reserve(session, roof, roofers):
    suggest_for_need(session, roof)
    session.commit()
    assert len(standing(session, roof, SuggestionState.OPEN)) == 3
    assert len(standing(session, roof, SuggestionState.RESERVE)) == 2


def test_the_kept_reasons_add_up_to_the_kept_score(session, roof, roofers):
    for suggestion in suggest_for_need(session, roof):
        scored = Scored.from_json(suggestion.reasons)
        assert sum(part.contribution for part in scored.parts) == pytest.approx(suggestion.score)
        assert suggestion.model_version


def test_asking_again_changes_nothing_when_nothing_has_changed(session, roof, roofers):
    first = {(row.business_id, row.state, row.rank) for row in suggest_for_need(session, roof)}
    session.commit()
    assert {(row.business_id, row.state, row.rank) for row in suggest_for_need(session, roof)} == first


def test_a_rejected_pair_is_not_suggested_again_until_an_entry_changes(session, roof, roofers):
    rejected = suggest_for_need(session, roof)[0]
    reject(rejected, RejectReason.SECTOR)
    session.commit()
    assert rejected.business_id not in {row.business_id for row in suggest_for_need(session, roof)}
    record(session, rejected.business, "changed")
    session.commit()
    assert rejected.business_id in {row.business_id for row in suggest_for_need(session, roof)}


def test_a_pair_refused_for_a_conflict_stays_refused(session, roof, roofers):
    rejected = suggest_for_need(session, roof)[0]
    reject(rejected, RejectReason.CONFLICT)
    record(session, rejected.business, "changed")
    session.commit()
    assert rejected.business_id not in {row.business_id for row in suggest_for_need(session, roof)}


def test_a_pair_refused_for_a_passing_reason_comes_back_after_three_months(session, roof, roofers):
    rejected = suggest_for_need(session, roof)[0]
    reject(rejected, RejectReason.NOT_READY)
    session.commit()
    today = datetime.now(UTC).date()
    for days, back in ((0, False), (89, False), (91, True)):
        rows = suggest_for_need(session, roof, today=today + timedelta(days=days))
        assert (rejected.business_id in {row.business_id for row in rows}) is back, days


def test_a_need_that_has_asked_enough_firms_keeps_the_others_in_reserve(session, roof, roofers):
    suggestions = suggest_for_need(session, roof)
    for suggestion in suggestions[:2]:  # one place, and one firm more may be asked
        suggestion.state = SuggestionState.CONFIRMED
        MatchFactory(suggestion=suggestion, coordinator=CoordinatorFactory(), state=MatchState.PROPOSED)
    session.commit()
    suggest_for_need(session, roof)
    assert standing(session, roof, SuggestionState.OPEN) == []
    assert standing(session, roof, SuggestionState.RESERVE)


def test_a_firm_that_pauses_is_taken_back_and_a_reserve_comes_up(session, roof, roofers):
    suggestions = suggest_for_need(session, roof)
    session.commit()
    paused = suggestions[0]
    record(session, paused.business, "paused", to_state=EntryState.PAUSED)
    session.commit()
    suggest_for_need(session, roof)
    assert paused.state is SuggestionState.WITHDRAWN
    assert len(standing(session, roof, SuggestionState.OPEN)) == 3


def test_a_firm_that_said_it_could_help_stands_above_the_model(session, roof, roofers, area):
    suggest_for_need(session, roof)
    keen = roofer(area, "Keen Roofing")
    suggestion = offer_help(session, roof, keen, "We mended the church next door")
    session.commit()
    assert suggest_for_need(session, roof)[0].id == suggestion.id
    assert suggestion.source is SuggestionSource.BUSINESS
    assert suggestion.words == "We mended the church next door"
    assert len(standing(session, roof, SuggestionState.OPEN)) == 3


@time_machine.travel("2026-12-23 10:00+00:00", tick=False)
def test_an_offer_is_answered_within_five_working_days_holidays_left_out(session, roof, roofers):
    roof.ends_on = date(2027, 3, 1)
    suggestion = offer_help(session, roof, roofers[0])
    assert suggestion.answer_by == add_working_days(date(2026, 12, 23), 5) == date(2027, 1, 4)


def test_offering_turns_the_models_row_for_the_pair_into_the_firms_own(session, roof, roofers):
    model = suggest_for_need(session, roof)[-1]
    session.commit()
    own = offer_help(session, roof, model.business)
    assert own.id == model.id
    assert own.score == pytest.approx(model.score)


def test_offering_twice_makes_one_row(session, roof, roofers):
    first = offer_help(session, roof, roofers[0])
    session.commit()
    with pytest.raises(AlreadyOffered) as told:
        offer_help(session, roof, roofers[0])
    assert told.value.suggestion.id == first.id
    assert session.query(Suggestion).filter_by(business_id=roofers[0].id).count() == 1


def test_nobody_can_offer_help_for_a_need_that_is_over(session, roof, roofers):
    roof.ends_on = date.today() - timedelta(days=1)  # noqa: DTZ011
    session.commit()
    with pytest.raises(NotOpen):
        offer_help(session, roof, roofers[0])


def test_new_entries_get_suggestions_without_anyone_asking(session, roof, roofers):
    mark_due(roof)
    session.commit()
    assert refresh_suggestions(session) >= 1
    assert standing(session, roof, SuggestionState.OPEN)
    assert roof.suggest_due_at is None


def test_nobody_waits_to_write_while_the_firms_are_read(session, roof, roofers, monkeypatch):
    path = session.get_bind().engine.url.database
    mark_due(roof)
    session.commit()
    wrote = []

    def read_slowly(*_args):
        writer = sqlite3.connect(path, isolation_level=None, timeout=0)
        writer.execute("UPDATE area_list SET name = name")  # fails at once where the database is held
        writer.close()
        wrote.append(True)

    monkeypatch.setattr(refresh, "catalogue_of", read_slowly)
    assert refresh_suggestions(session) >= 1
    assert wrote


def test_a_new_firm_takes_its_place_in_the_needs_it_bears_on(session, roof, area):
    firm = roofer(area, "New Roofing")
    mark_due(firm)
    session.commit()
    refresh_suggestions(session)
    assert [row.business_id for row in standing(session, roof, SuggestionState.OPEN)] == [firm.id]


def test_an_entry_that_cannot_be_looked_at_holds_up_nobody_and_is_tried_again_later(
    session, roof, roofers, partnership, monkeypatch
):
    broken = NeedFactory(title="Broken", partnership=partnership, parts=[PartFactory(kind=Kind.PRO)])

    def look(session, need, **more):
        if need is broken:
            raise RuntimeError
        return suggest_for_need(session, need, **more)

    monkeypatch.setattr("broker.suggestions.refresh.suggest_for_need", look)
    mark_due(broken)
    session.flush()
    mark_due(roof)
    session.commit()
    assert refresh_suggestions(session) == 1
    assert standing(session, roof, SuggestionState.OPEN) and roof.suggest_due_at is None
    assert broken.suggest_due_at > now()


def test_a_firm_that_changes_while_it_is_looked_at_is_looked_at_again(session, roof, area, monkeypatch):
    firm = roofer(area, "New Roofing")
    mark_due(firm)
    session.commit()
    changed_at = now() + timedelta(seconds=1)

    def look(session, need, **more):
        session.execute(update(Business).where(Business.id == firm.id).values(suggest_due_at=changed_at))
        return suggest_for_need(session, need, **more)

    monkeypatch.setattr("broker.suggestions.keep.suggest_for_need", look)
    refresh_suggestions(session)
    assert firm.suggest_due_at == changed_at


def test_what_is_kept_of_the_firms_holds_until_one_changes_and_no_longer(session, area):
    firm = roofer(area, "New Roofing")
    session.add(EntryEvent(id=20, entry_kind=EntryKind.BUSINESS, entry_id=firm.id, what="sent_in"))
    session.commit()
    engine = Engine.shipped()
    kept = catalogue_of(session, engine)
    suggest_for_business(session, firm)
    session.commit()
    assert catalogue_of(session, engine) is kept, "being looked at is no change"
    session.add(EntryEvent(id=19, entry_kind=EntryKind.BUSINESS, entry_id=firm.id, what="changed"))  # committed late
    session.commit()
    assert catalogue_of(session, engine) is not kept


def test_what_was_put_off_comes_back_on_its_day(session, roof, roofers):
    suggestion = suggest_for_need(session, roof)[0]
    suggestion.state, suggestion.later_until = SuggestionState.LATER, date(2027, 2, 1)
    session.commit()
    with time_machine.travel("2027-01-31 12:00+00:00", tick=False):
        assert bring_back(session) == 0
    with time_machine.travel("2027-02-01 12:00+00:00", tick=False):
        assert bring_back(session) == 1
    assert suggestion.state in (SuggestionState.OPEN, SuggestionState.RESERVE)


def test_a_firm_not_yet_read_is_shown_needs_and_suggested_to_nobody(session, roof, area):
    firm = roofer(area, "Waiting Roofing", state=EntryState.WAITING)
    assert [each.need.id for each in needs_it_could_meet(session, firm)] == [roof.id]
    assert suggest_for_need(session, roof) == []


def test_a_firm_is_shown_only_needs_it_would_be_enough_for(session, partnership, area, roof):
    NeedFactory(
        partnership=partnership,
        area=area,
        title="The organ is silent",
        words="The pipe organ has been silent for years. It needs an organ builder who knows leather, wind and reeds.",
        sectors_text="organ builder",
        parts=[PartFactory(kind=Kind.PRO)],
        lat=53.44,
        lon=-2.83,
    )
    shown = needs_it_could_meet(session, roofer(area, "Only Roofs"))
    assert [each.need.title for each in shown] == ["The hall roof leaks"]
    assert all(each.scored.score >= Engine.shipped().weights.somebody for each in shown)


def test_a_firm_that_bids_for_a_contract_is_shown_with_a_call_for_a_second_person(session, roof, area):
    roofer(area, "Bidding Roofing", contracts=[ContractStatus.BIDDING])
    suggestion = suggest_for_need(session, roof)[0]
    assert [flag.strength for flag in Scored.from_json(suggestion.reasons).flags] == ["second_person"]


def test_somebody_who_has_left_ties_the_two_sides_no_longer(session, roof, area):
    both = AccountFactory(email="jo@roofs.example", roles=["business", "officer"])
    firm = roofer(area, "Tied Roofing", contacts=[ContactFactory.build(email=both.email, account=both)])
    there = ContactFactory.build(email="", telephone="01632 960111", account=both)
    roof.partnership.contacts.append(there)
    assert [one.rule for one in conflicts_of(roof, firm)] == ["sits_on_partnership"]
    there.left_at = now()
    assert conflicts_of(roof, firm) == []


def test_the_lead_broker_goes_first_unless_away(session, roof, roofers, area):
    BrokerFactory(name="Builder", areas=[area], experience=["Twenty years in roofing and building"])
    lead = BrokerFactory(name="Lead", areas=[area], experience=["Retail"])
    roof.partnership.lead_broker = lead
    session.commit()
    assert brokers_for(session, roof, roofers[0])[0].broker_id == lead.id
    lead.away_from, lead.away_until = date(2020, 1, 1), date(2099, 1, 1)
    session.commit()
    assert brokers_for(session, roof, roofers[0])[0].broker_id != lead.id


def test_a_broker_who_works_elsewhere_is_not_chosen(session, roof, roofers):
    BrokerFactory(name="Far", areas=[AreaFactory(code="E06000009")], experience=["Thirty years of roofs"])
    assert suggest_for_need(session, roof)[0].broker_id is None


def test_a_broker_who_owns_the_firm_is_not_chosen_for_it(session, roof, roofers, area):
    owner = BrokerFactory(name="Owner", areas=[area])
    BrokerTieFactory(broker=owner, business_id=roofers[0].id, strength=ConflictStrength.BAR)
    assert owner.id not in [each.broker_id for each in brokers_for(session, roof, roofers[0]) if not each.ruled_out]
    assert brokers_for(session, roof, roofers[1])[0].broker_id == owner.id


def test_without_a_broker_the_coordinator_stands_in(session, roof, roofers):
    suggestion = suggest_for_need(session, roof)[0]
    assert suggestion.broker_id is None

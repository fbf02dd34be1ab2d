"""A run onto the work list whole, and back whole."""

import pytest

from broker.cases.log import record
from broker.cases.refusals import NotPossible
from broker.cases.suggestion_life import replayed
from broker.casework import decide, undo
from broker.suggestions import offer_help, planning, suggest_for_need
from broker.suggestions.keep import arrange
from models import Case, Suggestion
from models.base import now
from models.vocabulary import (
    CaseStep,
    ConfirmReason,
    EntryState,
    Kind,
    MatchState,
    PlanEffect,
    PlanState,
    RejectReason,
    SuggestionSource,
    SuggestionState,
)
from tests.factories import MatchFactory, PartFactory, SuggestionFactory
from tests.web.casework.conftest import benches, firm
from tests.web.planning.conftest import pairs, stalls


def of(session, pair) -> Suggestion:
    return (
        session.query(Suggestion)
        .filter_by(need_id=pair.need_id, business_id=pair.business_id)
        .order_by(Suggestion.id.desc())
        .first()
    )


def standing(session) -> dict[tuple[int, int], tuple[str, int | None]]:
    """(need, business) -> state and broker of everything that stands."""
    rows = session.query(Suggestion).filter(Suggestion.state != SuggestionState.WITHDRAWN)
    return {(row.need_id, row.business_id): (row.state.value, row.broker_id) for row in rows}


def test_the_pairs_of_a_run_become_open_suggestions_with_its_brokers(session, speke, ran, coordinator):
    run = ran()
    effects = planning.release(session, run, by=coordinator)
    assert effects == {PlanEffect.ADDED: 2}
    assert run.state is PlanState.RELEASED and run.released_by is coordinator
    for pair in pairs(session, run):
        suggestion = of(session, pair)
        assert suggestion.state is SuggestionState.OPEN and suggestion.source is SuggestionSource.MODEL
        assert (suggestion.broker, suggestion.rank, suggestion.score) == (speke.broker, pair.rank, pair.score)
        assert suggestion.reasons == pair.reasons and suggestion.model_version == run.model_version


def test_what_stands_already_is_kept(session, speke, ran, coordinator):
    run = ran()
    reserve, open_one = pairs(session, run)
    SuggestionFactory(need=reserve.need, business=reserve.business, state=SuggestionState.RESERVE, rank=7)
    SuggestionFactory(need=open_one.need, business=open_one.business)
    effects = planning.release(session, run, by=coordinator)
    assert effects == {PlanEffect.RAISED: 1, PlanEffect.OPEN: 1}
    raised = of(session, reserve)
    assert (raised.state, raised.rank, raised.broker) == (SuggestionState.OPEN, 7, speke.broker)


def test_what_a_person_put_forward_or_put_off_is_left_as_it_is(session, speke, ran, coordinator):
    run = ran()
    offered, put_off = pairs(session, run)
    own = SuggestionFactory(need=offered.need, business=offered.business, source=SuggestionSource.BUSINESS)
    later = SuggestionFactory(need=put_off.need, business=put_off.business, state=SuggestionState.LATER)
    versions = own.version, later.version
    assert planning.release(session, run, by=coordinator) == {PlanEffect.KEPT: 2}
    planning.take_back(session, run, by=coordinator)
    assert (own.state, later.state) == (SuggestionState.OPEN, SuggestionState.LATER)
    assert (own.version, later.version) == versions


def leaves(session, pair, coordinator):
    pair.business.state = EntryState.PAUSED


def closes(session, pair, coordinator):
    pair.need.state = EntryState.ENDED


def is_refused(session, pair, coordinator):
    refused = SuggestionFactory(need=pair.need, business=pair.business)
    decide.reject(session, refused, by=coordinator, reason=RejectReason.SECTOR, seen_version=refused.version)


def is_full(session, pair, coordinator):
    other = SuggestionFactory(need=benches(pair.need.partnership, title="Another"), business=pair.business)
    MatchFactory(suggestion=other, coordinator=coordinator, state=MatchState.PROPOSED)


def is_met(session, pair, coordinator):
    for number in range(2):
        other = SuggestionFactory(need=pair.need, business=firm(f"Quicker {number}"))
        MatchFactory(suggestion=other, coordinator=coordinator, state=MatchState.PROPOSED)


def moves_away(session, pair, coordinator):
    pair.business.reach, pair.business.reach_areas = "boroughs", ["E08000011"]
    record(session, pair.business, "changed")


def test_pairs_that_are_not_possible_any_more_are_left_out(session, speke, ran, coordinator):
    happens = [leaves, closes, is_refused, is_full, is_met, moves_away]
    for number in range(len(happens) - 1):
        benches(speke.partnership, title=f"More benches {number}")
        firm(f"More joiners {number}")
    run = ran()
    *gone, other = pairs(session, run)
    for meanwhile, pair in zip(happens, gone, strict=True):
        meanwhile(session, pair, coordinator)
    session.commit()
    assert planning.release(session, run, by=coordinator) == {PlanEffect.GONE: len(happens), PlanEffect.ADDED: 1}
    left_in = [meanwhile for meanwhile, pair in zip(happens, gone, strict=True) if pair.effect is not PlanEffect.GONE]
    assert left_in == [] and other.effect is PlanEffect.ADDED
    assert [row.business_id for row in session.query(Suggestion).filter_by(state=SuggestionState.OPEN)] == [
        other.business_id
    ]


def test_parts_that_fall_to_one_firm_become_one_suggestion(session, speke, ran, coordinator):
    need = stalls(speke.partnership)
    for one in speke.needs:
        one.state = EntryState.PAUSED
    ash, birch = speke.firms
    ash.proposals_at_once, ash.updated_at, birch.state = 2, now(), EntryState.PAUSED
    first = ran()
    for part in need.parts:
        planning.pin(session, first.plan, need.id, part.id, ash.id, by=coordinator)
    run = ran(first.plan)
    assert [pair.business_id for pair in pairs(session, run)] == [ash.id, ash.id]
    assert planning.release(session, run, by=coordinator) == {PlanEffect.ADDED: 1}
    suggestion = session.query(Suggestion).filter_by(need_id=need.id).one()
    assert suggestion.score == max(pair.score for pair in pairs(session, run))
    assert planning.take_back(session, run, by=coordinator).put_back == 1
    assert suggestion.state is SuggestionState.WITHDRAWN


def test_a_run_is_released_once(session, speke, ran, coordinator):
    run = ran()
    planning.release(session, run, by=coordinator)
    session.commit()
    before = standing(session)
    with pytest.raises(NotPossible):
        planning.release(session, run, by=coordinator)
    session.rollback()
    assert standing(session) == before


def test_a_run_without_a_result_cannot_be_released(session, speke, coordinator):
    run = planning.begin(session, areas=[], by=coordinator)
    with pytest.raises(NotPossible):
        planning.release(session, run, by=coordinator)


def test_a_later_run_of_the_round_takes_the_place_of_the_earlier(session, speke, ran, coordinator):
    first = ran()
    one, other = pairs(session, first)
    planning.release(session, first, by=coordinator)
    planning.pin(session, first.plan, one.need_id, one.part_id, other.business_id, by=coordinator)
    second = ran(first.plan)
    assert planning.release(session, second, by=coordinator) == {PlanEffect.ADDED: 2}
    assert first.state is PlanState.UNDONE
    assert set(standing(session)) == {(pair.need_id, pair.business_id) for pair in pairs(session, second)}


def test_an_undo_puts_everything_back_as_it_was(session, speke, ran, coordinator):
    run = ran()
    reserve, added = pairs(session, run)
    SuggestionFactory(need=reserve.need, business=reserve.business, state=SuggestionState.RESERVE)
    before = standing(session)
    planning.release(session, run, by=coordinator)
    assert standing(session) != before
    result = planning.take_back(session, run, by=coordinator)
    assert standing(session) == before
    log = of(session, added).events
    assert replayed(log) is SuggestionState.WITHDRAWN and log[-1].by is coordinator
    assert run.plan.reference in log[0].words and run.plan.reference in log[-1].words
    assert (result.put_back, result.stay, run.state) == (2, [], PlanState.UNDONE)
    session.expire_all()
    assert all(need.suggest_due_at for need in session.query(type(speke.needs[0])))
    with pytest.raises(NotPossible):
        planning.take_back(session, run, by=coordinator)


def confirms(session, suggestion, coordinator):
    amounts = {suggestion.need.parts[0].id: 4}
    decide.confirm(
        session,
        suggestion,
        by=coordinator,
        reasons=[ConfirmReason.RIGHT_SKILL],
        amounts=amounts,
        seen_version=suggestion.version,
    )


def rejects(session, suggestion, coordinator):
    decide.reject(session, suggestion, by=coordinator, reason=RejectReason.SIZE, seen_version=suggestion.version)


def says_it_could_help(session, suggestion, coordinator):
    offer_help(session, suggestion.need, suggestion.business, words="Gladly.")


def test_what_somebody_decided_or_made_their_own_since_stays(session, speke, ran, coordinator):
    happens = [confirms, rejects, says_it_could_help]
    for number in range(len(happens) - 1):
        benches(speke.partnership, title=f"More benches {number}")
        firm(f"More joiners {number}")
    run = ran()
    *decided, other = pairs(session, run)
    planning.release(session, run, by=coordinator)
    for meanwhile, pair in zip(happens, decided, strict=True):
        meanwhile(session, of(session, pair), coordinator)
    after = [of(session, pair).state for pair in decided]
    assert after == [SuggestionState.CONFIRMED, SuggestionState.REJECTED, SuggestionState.OPEN]
    result = planning.take_back(session, run, by=coordinator)
    assert {suggestion.id for suggestion in result.stay} == {of(session, pair).id for pair in decided}
    assert [of(session, pair).state for pair in decided] == after
    assert of(session, other).state is SuggestionState.WITHDRAWN
    assert [pair.taken_back for pair in (*decided, other)] == [False, False, False, True]


def test_a_decision_that_was_undone_keeps_nothing_on_the_work_list(session, speke, ran, coordinator):
    run = ran()
    one, _other = pairs(session, run)
    planning.release(session, run, by=coordinator)
    rejects(session, of(session, one), coordinator)
    undo.undo(session, of(session, one).decisions[-1], by=coordinator)
    assert planning.take_back(session, run, by=coordinator).put_back == 2


def test_what_another_released_round_chose_too_stays(session, speke, ran, coordinator):
    mine, whole = ran(), ran(areas=())
    planning.release(session, mine, by=coordinator)
    assert planning.release(session, whole, by=coordinator) == {PlanEffect.OPEN: 2}
    assert planning.take_back(session, mine, by=coordinator).put_back == 0
    assert {state for state, _broker in standing(session).values()} == {"open"}
    assert planning.take_back(session, whole, by=coordinator).put_back == 2


def test_a_released_pair_stays_open_whatever_its_rank_and_keeps_its_broker(session, speke, ran, coordinator):
    need = speke.needs[0]
    run = ran()
    pair = next(pair for pair in pairs(session, run) if pair.need_id == need.id)
    planning.release(session, run, by=coordinator)
    pair.business.offers[0].amount = 1  # what makes it the last of all
    for number in range(12):
        firm(f"Nearer {number}")
    session.commit()
    suggestions = suggest_for_need(session, need)
    assert suggestions[0].business_id == pair.business_id, "above those that the plan did not choose"
    chosen = of(session, pair)
    assert chosen.state is SuggestionState.OPEN and chosen.broker is speke.broker
    chosen.rank = 9
    confirms(session, chosen, coordinator)  # no words are asked for: it was chosen with all the others


def test_a_stand_in_of_a_released_run_gets_no_broker_by_itself(session, speke, ran, coordinator):
    speke.broker.caseload_limit = 0
    run = ran()
    assert run.figures["stand_ins"] == 2
    planning.release(session, run, by=coordinator)
    speke.broker.caseload_limit = 1
    session.commit()
    for need in speke.needs:
        assert all(one.broker is None for one in arrange(session, need))


def test_a_released_pair_that_a_rule_forbids_is_withdrawn(session, speke, ran, coordinator):
    run = ran()
    pair = pairs(session, run)[0]
    planning.release(session, run, by=coordinator)
    pair.business.state = EntryState.PAUSED
    session.commit()
    suggest_for_need(session, pair.need)
    assert of(session, pair).state is SuggestionState.WITHDRAWN


def test_each_request_of_a_released_run_has_one_case_on_the_work_list(session, speke, ran, coordinator):
    run = ran()
    planning.release(session, run, by=coordinator)
    cases = session.query(Case).filter_by(step=CaseStep.DECIDE, closed_at=None).all()
    assert sorted(case.subject_id for case in cases) == sorted(need.id for need in speke.needs)
    planning.take_back(session, run, by=coordinator)
    assert session.query(Case).filter_by(step=CaseStep.DECIDE, closed_at=None).count() == 0


def test_a_release_asks_little_more_for_many_pairs_than_for_few(session, speke, ran, coordinator, count_queries):
    """Only the case of each request is looked after by itself."""
    small = ran()
    for number in range(6):
        benches(speke.partnership, title=f"More benches {number}", parts=[PartFactory(kind=Kind.KIT, amount=4)])
        firm(f"More joiners {number}")
    large = ran(small.plan)
    counted = []
    for run in (small, large):
        with count_queries() as queries:
            planning.release(session, run, by=coordinator)
        about_cases = [one for one in queries.statements if 'FROM "case"' in one or "decision" in one]
        asked = [one for one in queries.statements if one.startswith("SELECT") and one not in about_cases]
        counted.append((len(pairs(session, run)), len(asked), len(about_cases)))
        planning.take_back(session, run, by=coordinator)
        session.commit()
    (few, base, _), (many, more, cases) = counted
    assert many >= 3 * few
    assert more - base <= 3 * (many - few), counted
    assert cases <= 4 * many + 10, counted

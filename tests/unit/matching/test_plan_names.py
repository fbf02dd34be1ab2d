"""A plan in names: what is placed, what is not and why."""

import dataclasses

import pytest

from broker.matching.plan import (
    BadPlan,
    Cancelled,
    Limit,
    PlanBroker,
    PlanBusiness,
    PlanNeed,
    PlanOutcome,
    PlanPair,
    PlanPart,
    PlanProblem,
    PlanSettings,
    Watch,
    best_of_both,
    make_plan,
)

PAIRS = (
    PlanPair("n1", 1, "a", 0.9, ("x",), "x"),
    PlanPair("n1", 2, "a", 0.8, ("x",), "x"),
    PlanPair("n2", 1, "a", 0.7, ("x", "y")),
    PlanPair("n2", 1, "b", 0.6, ("y",)),
)
NEEDS = (
    PlanNeed("n1", (PlanPart(1), PlanPart(2)), "north"),
    PlanNeed("n2", (PlanPart(1, 2),), "north"),
    PlanNeed("n3", (PlanPart(1),), "south"),
)


def problem(a: int = 2, b: int = 1, brokers: dict[str, int] | None = None, **other: object) -> PlanProblem:
    settings = PlanSettings(**{key: other.pop(key) for key in ("stand_in", "priority", "fairness") if key in other})  # type: ignore[arg-type]
    given = {
        "needs": NEEDS,
        "businesses": (PlanBusiness("a", a), PlanBusiness("b", b)),
        "pairs": PAIRS,
        "brokers": None if brokers is None else tuple(PlanBroker(*one) for one in brokers.items()),
        "settings": settings,
    }
    return PlanProblem(**{**given, **other})  # type: ignore[arg-type]


def triples(outcome: PlanOutcome) -> set[tuple[object, object, object]]:
    return {(one.need_id, one.part_id, one.business_id) for one in outcome.placed}


def limits(outcome: PlanOutcome) -> dict[tuple[object, object], tuple[int, Limit, str]]:
    return {(one.need_id, one.part_id): (one.open_places, one.limit, one.rule) for one in outcome.unplaced}


def test_parts_that_fall_to_one_firm_become_one_match_and_give_a_place_back():
    plan = make_plan(problem())
    assert triples(plan) == {("n1", 1, "a"), ("n1", 2, "a"), ("n2", 1, "b")}
    assert [(one.need_id, one.business_id, len(one.parts), one.given_back) for one in plan.matches] == [
        ("n1", "a", 2, 1),
        ("n2", "b", 1, 0),
    ]
    assert plan.given_back == 1
    assert plan.certificate.optimal and plan.value == pytest.approx(2.3)


def test_what_stays_unplaced_names_the_limit():
    assert limits(make_plan(problem())) == {
        ("n2", 1): (1, Limit.FIRMS_FULL, ""),
        ("n3", 1): (1, Limit.NO_CANDIDATE, ""),
    }
    assert limits(make_plan(problem(a=1)))["n1", 2] == (1, Limit.FIRMS_FULL, "")
    alone = make_plan(problem(brokers={"x": 2, "y": 0}, stand_in=False))
    assert limits(alone)["n2", 1] == (2, Limit.NO_BROKER, "")


def test_a_need_that_a_rule_keeps_everybody_from_names_the_rule():
    plan = make_plan(problem(ruled_out={"n3": {"reach": 12, "children": 3}}))
    assert limits(plan)["n3", 1] == (1, Limit.RULED_OUT, "reach")


def test_brokers_are_named_and_the_coordinator_stands_in_where_none_is_free():
    plan = make_plan(problem(brokers={"x": 1, "y": 1}))
    assert sorted(str(one.broker_id) for one in plan.placed) == ["None", "x", "y"]
    assert plan.stand_ins == 1


def test_the_parts_of_one_match_share_one_broker():
    plan = make_plan(problem(brokers={"x": 1, "y": 1}))
    assert {(one.business_id, one.broker_id) for one in plan.matches} == {("a", "x"), ("b", "y")}


def test_a_broker_has_a_limit_of_their_own_in_an_area():
    brokers = (PlanBroker("x", 5, area_places={"north": 1}), PlanBroker("y", 5))
    plan = make_plan(dataclasses.replace(problem(), brokers=brokers))
    assert sorted(str(one.broker_id) for one in plan.placed) == ["None", "x", "y"]


def test_excluded_pairs_are_absent_and_pinned_ones_stay():
    plan = make_plan(problem(a=1, pinned=frozenset({("n2", 1, "a")})))
    assert [one.business_id for one in plan.placed if one.pinned] == ["a"]
    plan = make_plan(problem(excluded=frozenset({("n1", "a")})))
    assert not any(one.need_id == "n1" for one in plan.placed)
    assert limits(plan)["n1", 1] == (1, Limit.RULED_OUT, "excluded")


def test_a_second_run_after_confirming_places_the_rest_as_before():
    first = make_plan(problem())
    pins = frozenset((one.need_id, one.part_id, one.business_id) for one in first.placed[:1])
    assert triples(make_plan(problem(pinned=pins))) == triples(first)


def test_deprivation_priority_changes_who_goes_first_and_never_a_score():
    pairs = (PlanPair("n1", 1, "a", 0.70), PlanPair("n2", 1, "a", 0.69, priority=0.02))
    assert triples(make_plan(problem(a=1, pairs=pairs))) == {("n1", 1, "a")}
    twice = make_plan(problem(a=1, pairs=pairs, priority=2.0))
    assert triples(twice) == {("n2", 1, "a")} and twice.value == pytest.approx(0.69)


def test_no_candidates_is_an_empty_plan():
    plan = make_plan(problem(pairs=(), brokers={"x": 1}))
    assert not plan.placed and len(plan.unplaced) == 4 and plan.certificate.optimal


def test_the_best_of_each_need_is_joined_with_the_best_of_each_firm():
    many = [PlanPair("n", 1, f"f{at:02d}", 1 - at / 100) for at in range(30)]
    assert len(best_of_both(many, per_need=3, per_business=0)) == 3
    assert len(best_of_both(many, per_need=3, per_business=1)) == 30


def test_a_watcher_sees_how_far_the_plan_is_and_can_stop_it():
    seen: list[tuple[str, float]] = []
    make_plan(problem(), Watch(lambda stage, share: seen.append((stage, share))))
    assert [share for _, share in seen] == sorted(share for _, share in seen)
    assert seen[0][0] == "check" and seen[-1] == ("done", 1.0)
    with pytest.raises(Cancelled):
        make_plan(problem(), Watch(cancelled=lambda: True))


def test_impossible_wishes_are_named():
    with pytest.raises(BadPlan, match="Business a asks for at least 3 but takes 2"):
        make_plan(problem(businesses=(PlanBusiness("a", 2, least=3), PlanBusiness("b", 1))))

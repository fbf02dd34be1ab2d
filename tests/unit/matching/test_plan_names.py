"""A plan in names: what is placed, what is not and why."""

import dataclasses
from concurrent.futures import ThreadPoolExecutor

import pytest

from broker.matching.plan import (
    BadPlan,
    Cancelled,
    Fairness,
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


def gains(plan: PlanOutcome) -> dict[tuple[str, tuple[object, ...]], tuple[int, float, int]]:
    return {(one.more.value, one.id): (one.filled, one.value, one.served) for one in plan.gains}


def test_one_more_place_of_a_business_says_what_it_would_bring():
    found = gains(make_plan(problem(a=1)))
    assert found["business_place", ("a",)] == (1, pytest.approx(0.8), 0)  # part 2 of n1
    assert ("business_place", ("b",)) not in found  # b already has the only part it suits


def test_one_more_case_of_a_broker_says_what_it_would_bring():
    alone = gains(make_plan(problem(brokers={"x": 2, "y": 0}, stand_in=False)))
    assert alone["broker_place", ("y",)] == (1, pytest.approx(0.6), 1)
    assert alone["broker", ("north",)][0] == 1
    beside = gains(make_plan(problem(brokers={"x": 2, "y": 0})))
    assert beside["broker_place", ("y",)] == (0, 0.0, 1)  # instead of the coordinator


def test_one_more_offer_says_which_kind_is_missing_where():
    needs = (*NEEDS[:2], PlanNeed("n3", (PlanPart(1, kind="PRO"),), "south"))
    found = gains(make_plan(problem(needs=needs)))
    assert found["offer", ("PRO", "south")][0] == 1


def test_wishes_that_contradict_each_other_only_together_are_all_named():
    """Three businesses ask for a place each; a and b suit the same single part."""
    needs = (PlanNeed("n1", (PlanPart(1),)), PlanNeed("n2", (PlanPart(1),)))
    businesses = tuple(PlanBusiness(name, 1, least=1) for name in "abc")
    pairs = (PlanPair("n1", 1, "a", 0.5), PlanPair("n1", 1, "b", 0.6), PlanPair("n2", 1, "c", 0.7))
    with pytest.raises(BadPlan, match="business a at least 1; business b at least 1") as refused:
        make_plan(problem(needs=needs, businesses=businesses, pairs=pairs))
    assert refused.value.about == ("a", "b")


def test_a_need_and_a_broker_that_must_get_something_get_it():
    needs = (NEEDS[0], dataclasses.replace(NEEDS[1], least=2), NEEDS[2])
    plan = make_plan(problem(needs=needs))
    assert sum(one.need_id == "n2" for one in plan.placed) == 2
    brokers = (PlanBroker("x", 2), PlanBroker("y", 2, least=2))
    plan = make_plan(dataclasses.replace(problem(), brokers=brokers))
    assert sum(one.broker_id == "y" for one in plan.placed) == 2


def test_fairness_gives_a_business_that_was_never_matched_a_place_and_says_so():
    needs = (PlanNeed("n1", (PlanPart(1),), hard_to_place=True), PlanNeed("n2", (PlanPart(1),)))
    businesses = (PlanBusiness("a", 1), PlanBusiness("b", 1, never_matched=True))
    pairs = (PlanPair("n2", 1, "a", 0.9), PlanPair("n2", 1, "b", 0.5), PlanPair("n1", 1, "a", 0.1))
    usual = problem(needs=needs[1:], businesses=businesses, pairs=pairs[:2])
    assert triples(make_plan(usual)) == {("n2", 1, "a")}
    assert make_plan(usual).fairness.never_matched == (0, 1)
    fair = make_plan(dataclasses.replace(usual, settings=PlanSettings(fairness=Fairness(never_matched=True))))
    assert triples(fair) == {("n2", 1, "b")} and fair.fairness.never_matched == (1, 1)
    hard = dataclasses.replace(usual, needs=needs, businesses=businesses[:1], pairs=(pairs[0], pairs[2]))
    assert triples(make_plan(hard)) == {("n2", 1, "a")}
    hard = dataclasses.replace(hard, settings=PlanSettings(fairness=Fairness(hard_to_place=True)))
    assert triples(make_plan(hard)) == {("n1", 1, "a")}


def test_fairness_bounds_the_lowest_share_of_needs_placed_in_a_group():
    needs = tuple(PlanNeed(at, (PlanPart(1),), group="east" if at < 2 else "west") for at in range(4))
    pairs = tuple(PlanPair(at, 1, firm, 0.9 if at >= 2 else 0.4) for at in range(4) for firm in "ab")
    usual = problem(a=1, needs=needs, pairs=pairs)
    assert make_plan(usual).fairness.rates == {"east": 0.0, "west": 1.0}
    fair = make_plan(dataclasses.replace(usual, settings=PlanSettings(fairness=Fairness(least_rate=0.9))))
    assert fair.fairness.rates == {"east": 0.5, "west": 0.5}
    assert fair.fairness.promised_rate == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"pairs": (PlanPair("n1", 1, "a", float("nan")),)}, "business a is not a number"),
        ({"pairs": (PlanPair("n1", 1, "a", 1.5),)}, "does not lie between 0 and 1"),
        ({"pairs": (*PAIRS, PAIRS[0])}, "stands twice"),
        ({"pairs": (PlanPair("n9", 1, "a", 0.5),)}, "part 1 of need n9, which is not planned"),
        ({"pairs": (PlanPair("n1", 1, "z", 0.5),)}, "business z, which is not planned"),
        ({"needs": (*NEEDS, NEEDS[0])}, "Need n1 is listed 2 times"),
        ({"businesses": (PlanBusiness("a", -1), PlanBusiness("b", 1))}, "Business a has -1 places"),
        ({"priority": float("nan")}, "deprivation part"),
        ({"pinned": frozenset({("n3", 1, "b")})}, "part 1, and business b is pinned, but"),
        ({"pinned": frozenset({("n2", 1, "b")}), "excluded": frozenset({("n2", "b")})}, "pinned and excluded at once"),
        (
            {"businesses": (PlanBusiness("a", 2), PlanBusiness("b", 5, least=2))},
            "b asks for at least 2 but can be given 1",
        ),
        (
            {"needs": (*NEEDS[:2], PlanNeed("n3", (PlanPart(1),), least=1))},
            "n3 asks for at least 1 but can be given none",
        ),
    ],
)
def test_what_cannot_be_planned_is_refused_and_named(change, says):
    with pytest.raises(BadPlan, match=says):
        make_plan(problem(**change))


@pytest.mark.parametrize(
    "small",
    [
        {"businesses": (PlanBusiness("a", 1),), "pairs": PAIRS[:1], "needs": NEEDS[:1]},  # one business
        {"brokers": {}},
        {"a": 0, "b": 0},
        {"needs": (), "pairs": ()},
        {"businesses": (), "pairs": ()},
        {"pairs": tuple(dataclasses.replace(one, score=0.5) for one in PAIRS)},  # all alike
    ],
)
def test_the_smallest_problems_have_a_plan(small):
    plan = make_plan(problem(**small))
    assert plan.certificate.optimal
    assert len(plan.placed) <= sum(one.places for one in problem(**small).businesses)


def test_two_runs_at_once_do_not_touch_each_other():
    with ThreadPoolExecutor(2) as both:
        plans = [both.submit(make_plan, problem(a=1 + at % 2)) for at in range(6)]
        values = [plan.result().value for plan in plans]
    assert values == [pytest.approx(values[0]), pytest.approx(values[1])] * 3 and values[0] != values[1]


def test_a_run_that_is_stopped_half_way_leaves_nothing_behind():
    asked = iter([False, False, False, True])
    with pytest.raises(Cancelled):
        make_plan(problem(), Watch(cancelled=lambda: next(asked)))
    assert make_plan(problem()).value == pytest.approx(2.3)

import pytest

from broker.matching.plan_build import Candidate, best_of_both, make_plan, prices
from broker.matching.plan_instance import BadPlan

CANDIDATES = [
    Candidate("n1", 1, "a", 0.9, ("x",), "x"),
    Candidate("n1", 2, "a", 0.8, ("x",), "x"),
    Candidate("n2", 1, "a", 0.7, ("x", "y"), None),
    Candidate("n2", 1, "b", 0.6, ("y",), None),
]
PARTS = {("n1", 1): 1, ("n1", 2): 1, ("n2", 1): 2, ("n3", 1): 1}


def test_parts_that_fall_to_one_firm_become_one_match():
    plan = make_plan(CANDIDATES, PARTS, {"a": 2, "b": 1})
    assert {(one.need_id, one.part_id, one.business_id) for one in plan.placed} == {
        ("n1", 1, "a"),
        ("n1", 2, "a"),
        ("n2", 1, "b"),
    }
    assert len(plan.matches) == 2 and len(plan.matches["n1", "a"]) == 2
    assert plan.optimal and plan.value == pytest.approx(2.3)


def test_what_stays_unplaced_names_the_limit():
    assert make_plan(CANDIDATES, PARTS, {"a": 2, "b": 1}).unplaced == (("n3", 1, 1, "no_candidate"),)
    tight = make_plan(CANDIDATES, PARTS, {"a": 1, "b": 1})
    assert ("n1", 2, 1, "firms_full") in tight.unplaced
    alone = make_plan(CANDIDATES, PARTS, {"a": 2, "b": 1}, {"x": 2, "y": 0}, stand_in=False)
    assert ("n2", 1, 2, "no_broker") in alone.unplaced


def test_brokers_are_named_and_the_coordinator_stands_in_where_none_is_free():
    plan = make_plan(CANDIDATES, PARTS, {"a": 2, "b": 1}, {"x": 1, "y": 1})
    assert sorted(str(one.broker_id) for one in plan.placed) == ["None", "x", "y"]
    assert plan.stand_ins == 1


def test_excluded_pairs_are_absent_and_pinned_ones_stay():
    plan = make_plan(CANDIDATES, PARTS, {"a": 1, "b": 1}, pinned=frozenset({("n2", 1, "a")}))
    assert any(one.pinned and one.business_id == "a" for one in plan.placed)
    plan = make_plan(CANDIDATES, PARTS, {"a": 2, "b": 1}, excluded=frozenset({("n1", "a")}))
    assert not any(one.need_id == "n1" for one in plan.placed)


def test_a_second_run_after_confirming_places_the_rest_as_before():
    first = make_plan(CANDIDATES, PARTS, {"a": 2, "b": 1})
    pins = frozenset((one.need_id, one.part_id, one.business_id) for one in first.placed[:1])
    again = make_plan(CANDIDATES, PARTS, {"a": 2, "b": 1}, pinned=pins)
    assert again.value == first.value


def test_impossible_wishes_are_named():
    with pytest.raises(BadPlan, match="asks for at least 3"):
        make_plan(CANDIDATES, PARTS, {"a": 2, "b": 1}, firm_least={"a": 3})


def test_a_price_says_what_one_more_place_would_bring():
    plan = make_plan(CANDIDATES, PARTS, {"a": 1, "b": 1})
    found = prices(plan.instance)
    assert found["firm"][0] == pytest.approx(0.8)  # one more place of a: part 2 of n1
    assert found["firm"][1] == 0.0  # b already has the only part it suits
    few = make_plan(CANDIDATES, PARTS, {"a": 2, "b": 1}, {"x": 1, "y": 1}, stand_in=False)
    assert prices(few.instance)["broker"][0] > 0


def test_no_candidates_is_an_empty_plan():
    plan = make_plan([], PARTS, {"a": 1}, {"x": 1})
    assert not plan.placed and len(plan.unplaced) == 4
    assert prices(plan.instance)["firm"].tolist() == [0.0]


def test_the_best_of_each_need_is_joined_with_the_best_of_each_firm():
    many = [Candidate("n", 1, f"f{at:02d}", 1 - at / 100) for at in range(30)]
    assert len(best_of_both(many, per_need=3, per_business=0)) == 3
    assert len(best_of_both(many, per_need=3, per_business=1)) == 30

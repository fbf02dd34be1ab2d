"""The plan against brute force on small instances, and what must hold on any."""

import dataclasses
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broker.matching.plan.checks import violations
from broker.matching.plan.duals import duals
from broker.matching.plan.instance import BadPlan, Instance, first_bonus, worth
from broker.matching.plan.pairs import pairs
from broker.matching.plan.solve import solve
from tests.sizes import size

DRAWN = settings(max_examples=size(60, 1500), deadline=None)


def made(slots, firms, options, brokers=(), groups=(), leads=(), of=(), **other) -> Instance:
    """options: (slot, firm, value)."""
    slot, firm, value = zip(*options, strict=True) if options else ((), (), ())
    return Instance(
        slot_places=np.array(slots, dtype=np.int64),
        firm_places=np.array(firms, dtype=np.int64),
        option_slot=np.array(slot, dtype=np.int64),
        option_firm=np.array(firm, dtype=np.int64),
        option_value=np.array(value, dtype=np.float64),
        broker_places=np.array(brokers, dtype=np.int64),
        option_group=np.array(of, dtype=np.int64),
        group_posts=tuple(np.array(one, dtype=np.int64) for one in groups),
        group_lead=np.array(leads, dtype=np.int64),
        **other,
    )


@st.composite
def instances(draw: st.DrawFn, with_brokers: bool = False, floors: bool = False) -> Instance:
    slots = draw(st.lists(st.integers(0, 2), min_size=1, max_size=3))
    firms = draw(st.lists(st.integers(0, 2), min_size=1, max_size=3))
    cells = [(s, f) for s in range(len(slots)) for f in range(len(firms))]
    kept = [cell for cell in cells if draw(st.booleans())]
    options = [(s, f, draw(st.integers(1, 100)) / 100) for s, f in kept]
    other: dict[str, object] = {}
    if floors:
        needs = draw(st.lists(st.integers(0, 1), min_size=len(slots), max_size=len(slots)).map(sorted))
        count = max(needs) + 1
        other = {
            "slot_need": np.array(needs),
            "firm_least": np.array([draw(st.integers(0, 3)) // 3 for _ in firms]),
            "need_least": np.array([draw(st.integers(0, 5)) // 4 for _ in range(count)]),
            "hard": np.array([draw(st.booleans()) for _ in range(count)]),
            "never": np.array([draw(st.booleans()) for _ in firms]),
            "need_group": np.arange(count),
            "least_rate": draw(st.sampled_from([0.0, 0.5, 1.0])),
        }
    if not with_brokers:
        return made(slots, firms, options, **other)
    brokers = draw(st.lists(st.integers(0, 2), min_size=1, max_size=2))
    groups = draw(st.lists(st.sets(st.integers(0, len(brokers) - 1)).map(sorted), min_size=1, max_size=3))
    leads = [draw(st.sampled_from([-1, *group])) for group in groups]
    of = [draw(st.integers(0, len(groups) - 1)) for _ in options]
    if floors:
        other["broker_least"] = np.array([min(places, draw(st.integers(0, 3)) // 3) for places in brokers])
    return made(slots, firms, options, brokers, groups, leads, of, stand_in=draw(st.booleans()), **other)


def plans_that_hold(instance: Instance) -> list[np.ndarray]:
    """Every choice of pairs that breaks no limit and gives everybody what they must get."""
    found = []
    for bits in product([False, True], repeat=len(instance.option_slot)):
        chosen = np.array(bits, dtype=bool)
        firms = np.bincount(instance.option_firm[chosen], minlength=len(instance.firm_places))
        slots = np.bincount(instance.option_slot[chosen], minlength=len(instance.slot_places))
        needs = np.bincount(instance.slot_need, weights=slots, minlength=instance.needs)
        if (firms > instance.firm_places).any() or (slots > instance.slot_places).any():
            continue
        if (firms < instance.firm_least).any() or (needs < instance.need_least).any():
            continue
        asked = instance.with_brokers or instance.broker_least.any()
        if asked and not served(instance, list(np.flatnonzero(chosen)), instance.broker_places.tolist()):
            continue
        found.append(chosen)
    return found


def served(instance: Instance, waiting: list[int], left: list[int]) -> bool:
    """Whether brokers can be handed out to these pairs so that everybody's limits and floors hold."""
    if not waiting:
        given = instance.broker_places - np.array(left)
        return bool((given >= instance.broker_least).all())
    first, rest = waiting[0], waiting[1:]
    for broker in instance.group_posts[instance.option_group[first]]:
        if left[broker] and served(instance, rest, [n - (at == broker) for at, n in enumerate(left)]):
            return True
    return instance.stand_in and served(instance, rest, left)


def brute(instance: Instance) -> float | None:
    """The best objective of all plans that hold, found by trying every one; None where none does."""
    plans = plans_that_hold(instance)

    def best(aim):
        most = max((aim(one) for one in plans), default=0)
        return [one for one in plans if aim(one) >= most - 1e-9]

    def partners(chosen):
        return np.bincount(instance.slot_need[instance.option_slot[chosen]], minlength=instance.needs) > 0

    def rate(chosen):
        size = np.bincount(instance.need_group)
        return min(instance.least_rate, min(np.bincount(instance.need_group, weights=partners(chosen)) / size))

    plans = best(lambda one: (partners(one) & instance.hard).sum())
    if instance.least_rate:
        plans = best(rate)
    plans = best(lambda one: len(set(instance.option_firm[one]) & set(np.flatnonzero(instance.never))))
    return max((worth(instance, one)[2] for one in plans), default=None)


@pytest.mark.soak
@DRAWN
@given(st.one_of(instances(), instances(with_brokers=True)))
def test_the_plan_is_the_best_that_brute_force_finds(instance):
    solution = solve(instance)
    assert solution.objective == pytest.approx(brute(instance), abs=1e-4)
    assert solution.optimal and not violations(instance, solution)


@pytest.mark.soak
@DRAWN
@given(st.one_of(instances(floors=True), instances(with_brokers=True, floors=True)))
def test_with_fairness_and_least_places_it_is_still_the_best_of_those_that_hold(instance):
    wanted = brute(instance)
    try:
        solution = solve(instance)
    except BadPlan:
        assert wanted is None
    else:
        assert solution.optimal and not violations(instance, solution)
        assert solution.objective == pytest.approx(wanted, abs=1e-4)


@pytest.mark.soak
@DRAWN
@given(instances(with_brokers=True), st.data())
def test_one_more_place_never_brings_more_than_its_dual_says(instance, data):
    price, before = duals(instance), solve(instance)
    firm = data.draw(st.integers(0, len(instance.firm_places) - 1))
    places = instance.firm_places.copy()
    places[firm] += 1
    after = solve(dataclasses.replace(instance, firm_places=places))
    bonus = first_bonus(instance)  # of the smaller problem: it grows with the places
    gain = after.value - before.value + bonus * (after.filled - before.filled)
    assert gain <= price.firm[firm] + 0.01  # each stand-in weighs a thousandth in the duals


def test_every_part_gets_a_first_partner_before_any_gets_a_second():
    instance = made([2, 1], [1, 1], [(0, 0, 0.9), (0, 1, 0.9), (1, 1, 0.1)])
    assert solve(instance).chosen.tolist() == [True, False, True]


def test_a_part_gets_a_second_partner_where_nobody_else_needs_it():
    instance = made([2], [1, 1], [(0, 0, 0.9), (0, 1, 0.5)])
    assert solve(instance).chosen.all()


def test_no_capacity_and_no_options_are_an_empty_plan():
    assert not solve(made([1, 1], [0, 0], [(0, 0, 0.9), (1, 1, 0.8)])).chosen.any()
    assert solve(made([], [], [])).objective == 0.0
    assert not solve(made([1], [1], [])).chosen.any()


def test_pinned_pairs_stay_and_use_their_places():
    instance = made([1, 1], [1, 1], [(0, 0, 0.1), (0, 1, 0.9), (1, 1, 0.2)], pinned=np.array([True, False, False]))
    assert solve(instance).chosen.tolist() == [True, False, True]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"pinned": np.array([True, True])}, "2 pairs are pinned to firm 0"),
        ({"firm_least": np.array([2])}, "asks for at least 2 but takes 1"),
        ({"option_value": np.array([np.nan, 0.5])}, "not a number"),
        ({"slot_places": np.array([-1, 1])}, "fewer than none"),
        ({"option_slot": np.array([0, 0])}, "stands twice"),
    ],
)
def test_contradictions_are_refused_and_named(change, says):
    instance = dataclasses.replace(made([1, 1], [1], [(0, 0, 0.5), (1, 0, 0.5)]), **change)
    with pytest.raises(BadPlan, match=says):
        solve(instance)


def test_a_firm_that_asks_for_a_place_gets_it_before_a_better_one():
    instance = made([1], [1, 1], [(0, 0, 0.9), (0, 1, 0.2)], firm_least=np.array([0, 1]))
    assert solve(instance).chosen.tolist() == [False, True]


def test_a_lower_bound_that_nobody_can_meet_is_named():
    instance = made([1], [1, 2], [(0, 0, 0.9), (0, 1, 0.2)], firm_least=np.array([0, 2]))
    with pytest.raises(BadPlan, match="cannot all be had together"):
        solve(instance)


def test_the_lead_broker_is_kept_where_there_is_room():
    instance = made([1], [1], [(0, 0, 0.9)], brokers=[5, 5], groups=[[0, 1]], leads=[1], of=[0])
    assert solve(instance).broker.tolist() == [1]


def test_with_no_broker_free_the_coordinator_stands_in_and_is_counted_apart():
    options = [(0, 0, 0.9), (1, 1, 0.8)]
    instance = made([1, 1], [1, 1], options, brokers=[1], groups=[[0]], leads=[-1], of=[0, 0])
    solution = solve(instance)
    assert solution.chosen.all() and solution.stand_ins == 1
    alone = solve(dataclasses.replace(instance, stand_in=False))
    assert alone.chosen.tolist() == [True, False] and alone.stand_ins == 0


def test_brokers_that_are_few_change_which_pairs_are_best():
    # the best pairs both need broker 0; one place of broker 1 can serve a slightly worse pair
    options = [(0, 0, 0.9), (1, 1, 0.9), (1, 2, 0.8)]
    instance = made([1, 1], [1, 1, 1], options, [1, 1], [[0], [1]], [-1, -1], [0, 0, 1], stand_in=False)
    solution = solve(instance)
    assert solution.chosen.tolist() == [True, False, True]
    assert solution.optimal and solution.how != "flow"


def test_the_check_finds_what_is_wrong():
    instance = made([1], [1, 1], [(0, 0, 0.9), (0, 1, 0.5)])
    good = solve(instance)
    bad = dataclasses.replace(good, chosen=np.array([True, True]))
    assert violations(instance, bad) == ["part 0 has 2 of 1 places"]


def test_a_larger_plan_is_quick_and_holds():
    random = np.random.default_rng(13)
    slots, firms = 300, 600
    cells = random.choice(slots * firms, 6000, replace=False)
    values = random.uniform(0.5, 1, 6000)
    options = [(int(cell // firms), int(cell % firms), value) for cell, value in zip(cells, values, strict=True)]
    groups = [[at, (at + 7) % 40] for at in range(40)]
    of = random.integers(0, 40, 6000)
    places = random.integers(0, 3, firms)
    instance = made(np.ones(slots), places, options, [3] * 40, groups, [-1] * 40, of, stand_in=False)
    solution = solve(instance)
    assert not violations(instance, solution)
    assert solution.objective <= solution.bound + 1e-6
    assert worth(instance, pairs(instance))[2] >= solution.objective
    assert first_bonus(instance) > solution.value / 2

"""Choose pairs of a whole area or programme together: exactly, under everyone's capacity.

Pairs by a minimum-cost flow. Then brokers by a second flow: if that serves every pair, the plan is
optimal as it stands. Only where brokers are too few, and no coordinator stands in, pairs and
brokers are solved together (``plan_joint``). Every plan is checked before it is handed out.
"""

import time
from dataclasses import replace

import numpy as np

from broker.matching.plan_instance import BadPlan, Instance, Ints, Mask, Solution, first_bonus, violations, worth

SCALE = 1_000_000
"""Scores become whole numbers of millionths: the flow counts in whole numbers."""

LEAD = 2.0
"""What it is worth to keep the lead broker, in the second flow."""


def solve(instance: Instance, *, time_limit: float = 60.0) -> Solution:
    """The best plan: most parts with a first partner, then the highest sum of scores.

    Raises
    ------
    BadPlan
        When the problem contradicts itself, or the plan found does not hold (never stored then).
    """
    from broker.matching.plan_joint import solve_joint

    instance.check()
    started = time.perf_counter()
    chosen = pairs(instance)
    seconds = {"pairs": time.perf_counter() - started}
    started = time.perf_counter()
    broker = assign(instance, chosen)
    seconds["brokers"] = time.perf_counter() - started
    value, filled, objective = worth(instance, chosen)
    unserved = instance.with_brokers and bool((chosen & (broker < 0) & ~instance.pins()).any())
    if unserved and not instance.stand_in:
        started = time.perf_counter()
        solution = solve_joint(instance, upper=objective, time_limit=time_limit)
        seconds["joint"] = time.perf_counter() - started
        solution = replace(solution, seconds=seconds)
    else:
        solution = Solution(chosen, broker, value, filled, objective, objective, True, "flow", seconds)
    wrong = violations(instance, solution)
    if wrong:
        raise BadPlan(f"The plan did not pass its own check: {wrong[0]}.")
    return solution


def pairs(instance: Instance) -> Mask:
    """The best pairs regardless of brokers, as a bool array over the options.

    Source -> firm -> part -> sink. The first unit into a part carries a bonus above all scores.
    Firms that must get something carry a still larger one on that many units. One bypass arc
    takes what should not flow, so that nothing must be filled at any price.
    """
    pinned = instance.pins()
    firm_left = instance.firm_places - np.bincount(instance.option_firm[pinned], minlength=len(instance.firm_places))
    slot_used = np.bincount(instance.option_slot[pinned], minlength=len(instance.slot_places))
    slot_left = instance.slot_places - slot_used
    least = np.minimum(firm_left, np.maximum(0, instance.least() - (instance.firm_places - firm_left)))
    free = np.flatnonzero(~pinned & (firm_left[instance.option_firm] > 0) & (slot_left[instance.option_slot] > 0))
    supply = int(min(firm_left.sum(), slot_left.sum()))
    chosen = pinned.copy()
    if not len(free) or supply <= 0:
        return chosen
    firms, slots = len(firm_left), len(slot_left)
    source, sink = firms + slots, firms + slots + 1
    bonus = round(first_bonus(instance)) * SCALE
    every_firm, every_slot = np.arange(firms), firms + np.arange(slots)
    value = np.rint(instance.option_value[free] * SCALE).astype(np.int64)
    first = np.where(slot_used > 0, 0, np.minimum(1, slot_left))
    arcs = [  # (from, to, capacity, cost)
        (instance.option_firm[free], firms + instance.option_slot[free], np.ones(len(free), np.int64), -value),
        (np.full(firms, source), every_firm, firm_left - least, np.zeros(firms, np.int64)),
        (every_slot, np.full(slots, sink), first, np.full(slots, -bonus)),
        (every_slot, np.full(slots, sink), slot_left - first, np.zeros(slots, np.int64)),
        (np.array([source]), np.array([sink]), np.array([supply]), np.zeros(1, np.int64)),
    ]
    if least.any():
        must = -bonus * (supply + 1)
        arcs.append((np.full(firms, source), every_firm, least, np.full(firms, must)))
    flow = _flow(arcs, firms + slots + 2, {source: supply, sink: -supply})
    chosen[free[flow[: len(free)] > 0]] = True
    got = np.bincount(instance.option_firm[chosen], minlength=firms)
    short = np.flatnonzero(got < instance.least())
    if len(short):
        raise BadPlan(
            f"Firm {short[0]} asks for at least {instance.least()[short[0]]}, and only {got[short[0]]} suit it."
        )
    return chosen


def assign(instance: Instance, chosen: Mask) -> Ints:
    """Brokers for chosen pairs: as many as possible served, then as many leads kept as possible.

    Returns the broker's index per option, -1 where none is free.
    """
    broker = np.full(len(instance.option_slot), -1, dtype=np.int64)
    options = np.flatnonzero(chosen)
    if not instance.with_brokers or not len(options):
        return broker
    groups, count = np.unique(instance.option_group[options], return_counts=True)
    brokers, kinds = len(instance.broker_places), len(groups)
    tails, heads, costs = [], [], []
    for at, group in enumerate(groups):
        allowed = instance.group_brokers[group]
        tails.append(np.full(len(allowed), at))
        heads.append(kinds + allowed)
        costs.append(np.where(allowed == instance.group_lead[group], -round(LEAD * 1000), 0) - 1_000_000)
    tail, head, cost = (np.concatenate(one).astype(np.int64) for one in (tails, heads, costs))
    source, sink, supply = kinds + brokers, kinds + brokers + 1, int(count.sum())
    arcs = [
        (tail, head, np.minimum(count[tail], instance.broker_places[head - kinds]), cost),
        (np.full(kinds, source), np.arange(kinds), count, np.zeros(kinds, np.int64)),
        (kinds + np.arange(brokers), np.full(brokers, sink), instance.broker_places, np.zeros(brokers, np.int64)),
        (np.array([source]), np.array([sink]), np.array([supply]), np.zeros(1, np.int64)),
    ]
    flow = _flow(arcs, kinds + brokers + 2, {source: supply, sink: -supply})[: len(tail)]
    return hand_out(instance, options, groups, tail, head - kinds, flow)


def hand_out(instance: Instance, options: Ints, groups: Ints, tail: Ints, brokers: Ints, amount: Ints) -> Ints:
    """Turn amounts per (group, broker) into a broker for each option, the best pairs first."""
    broker = np.full(len(instance.option_slot), -1, dtype=np.int64)
    ordered = options[np.lexsort((options, -instance.option_value[options]))]
    by_group = {int(group): ordered[instance.option_group[ordered] == group] for group in groups}
    leads_first = np.lexsort((brokers, brokers != instance.group_lead[groups[tail]], tail))
    taken = dict.fromkeys(by_group, 0)
    for at in leads_first:
        group, units = int(groups[tail[at]]), int(amount[at])
        if units:
            mine = by_group[group]
            broker[mine[taken[group] : taken[group] + units]] = brokers[at]
            taken[group] += units
    return broker


def _flow(arcs: list[tuple[Ints, Ints, Ints, Ints]], nodes: int, supplies: dict[int, int]) -> Ints:
    """Flow on every arc of a minimum-cost flow, in the order given."""
    from ortools.graph.python import min_cost_flow

    solver = min_cost_flow.SimpleMinCostFlow()
    tail, head, capacity, cost = (np.concatenate([arc[at] for arc in arcs]) for at in range(4))
    handles = solver.add_arcs_with_capacity_and_unit_cost(tail, head, capacity, cost)
    for node, supply in supplies.items():
        solver.set_node_supply(node, supply)
    status = solver.solve()
    if status != solver.OPTIMAL:  # asking for flows after any other status can crash
        raise BadPlan("The plan could not be solved.")
    return np.asarray(solver.flows(handles))

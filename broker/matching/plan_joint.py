"""Pairs and brokers together, where brokers are too few to serve the best pairs.

A linear programme with one variable a pair and one a (group, broker): options with the same
allowed brokers and the same lead broker are one group, so there is never a variable per triple.
Its answer is usually whole. Where it is not, the same problem is solved in whole numbers; if time
runs out, the plan comes with the bound that nothing can beat.
"""

from typing import Any

import numpy as np

from broker.matching.plan_instance import Instance, Mask, Solution, first_bonus, worth

WHOLE = 1e-6
LEAD_KEPT = 1e-6
"""A lead broker is kept where that costs no score at all."""


def programme(instance: Instance) -> tuple[Any, Any, Any, Any, Any]:
    """(cost, matrix, lower, upper, bounds) of the joint problem, to be minimised.

    Variables: options x, first partners f a slot, group-broker amounts y.
    """
    from scipy.sparse import coo_matrix

    options, slots, firms = len(instance.option_slot), len(instance.slot_places), len(instance.firm_places)
    allowed = instance.group_brokers if instance.with_brokers else ()
    groups, brokers = len(allowed), len(instance.broker_places)
    y_group = np.repeat(np.arange(groups), [len(one) for one in allowed])
    y_broker = np.concatenate([*allowed, np.zeros(0, dtype=np.int64)]).astype(np.int64)
    x, f, y = np.arange(options), options + np.arange(slots), options + slots + np.arange(len(y_group))
    rows = [
        (instance.option_slot, x, 1.0),  # a part has so many places
        (slots + instance.option_firm, x, 1.0),  # a firm has so many places
        (slots + firms + np.arange(slots), f, 1.0),  # a first partner is a partner
        (slots + firms + instance.option_slot, x, -1.0),
        (2 * slots + firms + instance.option_group, x[: len(instance.option_group)], 1.0),  # a pair has a broker
        (2 * slots + firms + y_group, y, -1.0),
        (2 * slots + firms + groups + y_broker, y, 1.0),  # a broker has so many places
    ]
    row, column = np.concatenate([one[0] for one in rows]), np.concatenate([one[1] for one in rows])
    entries = np.concatenate([np.full(len(one[0]), one[2]) for one in rows])
    height, width = 2 * slots + firms + groups + brokers, options + slots + len(y_group)
    matrix = coo_matrix((entries, (row, column)), shape=(height, width)).tocsr()
    upper = np.concatenate(
        [instance.slot_places, instance.firm_places, np.zeros(slots), np.zeros(groups), instance.broker_places]
    ).astype(float)
    lower = np.full(height, -np.inf)
    lower[slots : slots + firms] = instance.least()
    lower[2 * slots + firms : 2 * slots + firms + groups] = 0.0
    lead = np.where(y_broker == instance.group_lead[y_group], LEAD_KEPT, 0.0) if groups else np.zeros(0)
    cost = -np.concatenate([instance.option_value, np.full(slots, first_bonus(instance)), lead])
    least = np.concatenate([instance.pins().astype(float), np.zeros(slots + len(y_group))])
    most = np.concatenate([np.ones(options + slots), np.full(len(y_group), np.inf)])
    return cost, matrix, lower, upper, (least, most)


def solve_joint(instance: Instance, *, upper: float, time_limit: float) -> Solution:
    """The joint optimum, or a plan that holds with the bound that is proven.

    ``upper`` is the objective without brokers, which no plan with them can beat.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    cost, matrix, low, high, (least, most) = programme(instance)
    options = len(instance.option_slot)
    constraints, bounds = LinearConstraint(matrix, low, high), Bounds(least, most)
    relaxed = milp(cost, constraints=constraints, bounds=bounds, options={"time_limit": time_limit})
    bound = upper
    if relaxed.status == 0 and relaxed.x is not None:
        bound = min(upper, -float(relaxed.fun))
        if np.abs(relaxed.x - np.rint(relaxed.x)).max(initial=0.0) <= WHOLE:
            return _solution(instance, relaxed.x[:options] > 0.5, bound, "programme")
    whole = milp(
        cost,
        integrality=np.ones(len(cost)),
        constraints=constraints,
        bounds=bounds,
        options={"time_limit": time_limit, "mip_rel_gap": 0.0},
    )
    if whole.x is not None:
        proven = -float(whole.mip_dual_bound) if whole.mip_dual_bound is not None else bound
        return _solution(instance, whole.x[:options] > 0.5, min(bound, proven), "whole programme", whole.status == 0)
    return _solution(instance, _served_only(instance), bound, "pairs that have a broker", False)


def _solution(instance: Instance, chosen: Mask, bound: float, how: str, proven: bool = True) -> Solution:
    from broker.matching.plan import assign

    broker = assign(instance, chosen)
    value, filled, objective = worth(instance, chosen)
    bound = max(bound, objective) if not proven else objective
    return Solution(chosen, broker, value, filled, objective, bound, proven, how)


def _served_only(instance: Instance) -> Mask:
    """The best pairs of the flow that also get a broker: a plan that holds, for when time is up."""
    from broker.matching.plan import assign, pairs

    chosen = pairs(instance)
    return chosen & ((assign(instance, chosen) >= 0) | instance.pins())

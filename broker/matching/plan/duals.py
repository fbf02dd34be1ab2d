"""What one more place is worth at most: the duals of the linear programme."""

from dataclasses import dataclass

import numpy as np

from broker.matching.plan.instance import Floats, Instance
from broker.matching.plan.joint import with_floors

A_STAND_IN_LESS = 1e-3
"""What it is worth here that a pair has a broker instead of the coordinator. It only orders what is
tried out: in the plan itself no score is given up for it."""


@dataclass(frozen=True, eq=False)
class Duals:
    """In the plan's objective, where a first partner counts ``first_bonus``: (slots,), (firms,),
    (brokers,). Where the solution of the programme is whole no single place more can bring more."""

    slot: Floats
    firm: Floats
    broker: Floats


def duals(instance: Instance, time_limit: float = 60.0) -> Duals:
    """The duals of the places, floors and all; zeros where there is nothing to solve."""
    from scipy.optimize import linprog
    from scipy.sparse import vstack

    slots, firms, brokers = len(instance.slot_places), len(instance.firm_places), len(instance.broker_places)
    nothing = Duals(np.zeros(slots), np.zeros(firms), np.zeros(brokers))
    if not len(instance.option_slot):
        return nothing
    problem, _ = with_floors(instance, time_limit)
    cost = problem.cost.copy()
    if instance.stand_in:
        cost[problem.at["stand_in"]] = A_STAND_IN_LESS
    below, above = np.isfinite(problem.low), np.isfinite(problem.high)
    result = linprog(
        cost,
        A_ub=vstack([problem.matrix[above], -problem.matrix[below]], format="csr"),
        b_ub=np.concatenate([problem.high[above], -problem.low[below]]),
        bounds=np.column_stack([problem.least, problem.most]),
        method="highs",
    )
    if result.status != 0:
        return nothing
    price = np.zeros(len(problem.high))
    price[above] = -np.asarray(result.ineqlin.marginals)[: int(above.sum())]
    broker = np.zeros(brokers)
    if "broker" in problem.row_at:
        broker = price[problem.row_at["broker"]]
        # a place more is a place more in each area that has a limit of its own
        np.maximum.at(broker, instance.post_broker, broker[instance.post_broker] + price[problem.row_at["post"]])
    return Duals(price[problem.row_at["slot"]], price[problem.row_at["firm"]], broker)

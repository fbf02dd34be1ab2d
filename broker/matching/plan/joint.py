"""Solve pairs and brokers together, where brokers bind or somebody must get something.

Aims come one after the other: what an earlier one reached becomes a floor for the later ones. The
linear programme usually comes out whole. Where it does not, the same problem is solved in whole
numbers; if time runs out, the plan comes with the bound that nothing can beat.
"""

from dataclasses import replace
from typing import Any

import numpy as np

from broker.matching.plan.instance import BadPlan, Floats, Instance, Mask, Solution, worth
from broker.matching.plan.pairs import pairs
from broker.matching.plan.programme import Programme, programme
from broker.matching.plan.serving import assign
from broker.matching.plan.watching import NOBODY, Watch

WHOLE = 1e-6


def solve_joint(instance: Instance, *, upper: float, time_limit: float, watch: Watch = NOBODY) -> Solution:
    """The joint optimum, or a plan that holds with the bound that is proven.

    ``upper`` is the objective without brokers and floors, which no plan with them can beat.

    Raises
    ------
    BadPlan
        Where what must at least be reached cannot be, all together.
    """
    problem, promised = with_floors(instance, time_limit, watch)
    watch.reached("joint", 0.6)
    relaxed = _relaxed(problem, problem.cost, time_limit)
    if relaxed.status == 2:
        raise BadPlan("What must at least be reached cannot all be had together.")
    bound = upper
    if relaxed.status == 0 and relaxed.x is not None:
        bound = min(upper, -float(relaxed.fun))
        if _is_whole(relaxed.x[: problem.at["first"].stop]):
            found = _solution(instance, relaxed.x[problem.at["pair"]] > 0.5, bound, "programme", promised)
            if found is not None:
                return found
    watch.reached("joint", 0.8)
    whole = _in_whole_numbers(problem, problem.cost, time_limit)
    if whole.x is not None:
        proven = -float(whole.mip_dual_bound) if whole.mip_dual_bound is not None else bound
        chosen = whole.x[problem.at["pair"]] > 0.5
        found = _solution(instance, chosen, min(bound, proven), "whole programme", promised, proven=whole.status == 0)
        if found is not None:
            return found
    if instance.has_floors:
        raise BadPlan("Time ran out before a plan was found that gives everybody the least they must get.")
    chosen = pairs(instance)
    broker = assign(instance, chosen)
    served = chosen if broker is None else chosen & ((broker >= 0) | instance.pinned)
    found = _solution(instance, served, bound, "pairs that have a broker", promised, proven=False)
    if found is None:
        raise BadPlan("Time ran out before a plan was found.")
    return found


def lp_alone(instance: Instance, time_limit: float = 60.0) -> float:
    """The linear programme by itself, for comparison: what no plan can beat."""
    problem = programme(instance)
    return -float(_relaxed(problem, problem.cost, time_limit).fun)


def with_floors(
    instance: Instance, time_limit: float, watch: Watch = NOBODY
) -> tuple[Programme, tuple[int, int, float]]:
    """The programme with everything that fairness and pinned pairs ask for as floors, and what was
    promised: (hard needs, never-matched firms, rate)."""
    problem = programme(instance)
    hard, never, rate = 0, 0, 0.0
    if not instance.stand_in and instance.pinned.any():  # pinned pairs have a broker where one is free
        alone = assign(replace(instance, broker_least=np.zeros_like(instance.broker_least)), instance.pinned)
        without = int((instance.pinned & (alone < 0)).sum()) if alone is not None else 0
        problem = _with_row(problem, -problem.objective("stand_in"), -np.inf, float(without))
    if instance.hard.any():
        watch.reached("joint", 0.1)
        most = problem.objective("need", instance.hard.astype(float))
        hard = round(_best(problem, most, time_limit))
        problem = _with_row(problem, -most, hard, np.inf)
    if instance.least_rate > 0:
        watch.reached("joint", 0.2)
        rate = min(instance.least_rate, _best(problem, problem.objective("rate"), time_limit))
        problem.least[problem.at["rate"]] = max(0.0, rate - 1e-9)
    if instance.never.any():
        watch.reached("joint", 0.4)
        most = problem.objective("firm", instance.never.astype(float))
        never = round(_best(problem, most, time_limit))
        problem = _with_row(problem, -most, never, np.inf)
    return problem, (hard, never, rate)


def _best(problem: Programme, cost: Floats, time_limit: float) -> float:
    """The most that can be had of one aim, in whole places."""
    found = _relaxed(problem, cost, time_limit)
    if found.status == 2:
        raise BadPlan("What must at least be reached cannot all be had together.")
    if found.x is None or not _is_whole(found.x[: problem.at["first"].stop]):
        found = _in_whole_numbers(problem, cost, time_limit)
    if found.x is None:
        raise BadPlan("Time ran out before it was known how much fairness can be had.")
    return -float(cost @ found.x)


def _with_row(problem: Programme, row: Floats, low: float, high: float) -> Programme:
    from scipy.sparse import csr_matrix, vstack

    return replace(
        problem,
        matrix=vstack([problem.matrix, csr_matrix(row)], format="csr"),
        low=np.append(problem.low, low),
        high=np.append(problem.high, high),
    )


def _relaxed(problem: Programme, cost: Floats, time_limit: float) -> Any:
    from scipy.optimize import Bounds, LinearConstraint, milp

    return milp(
        cost,
        constraints=LinearConstraint(problem.matrix, problem.low, problem.high),
        bounds=Bounds(problem.least, problem.most),
        options={"time_limit": time_limit},
    )


def _in_whole_numbers(problem: Programme, cost: Floats, time_limit: float) -> Any:
    from scipy.optimize import Bounds, LinearConstraint, milp

    whole = np.ones(len(cost))
    whole[problem.at["rate"]] = 0
    return milp(
        cost,
        integrality=whole,
        constraints=LinearConstraint(problem.matrix, problem.low, problem.high),
        bounds=Bounds(problem.least, problem.most),
        options={"time_limit": time_limit, "mip_rel_gap": 0.0},
    )


def _is_whole(values: Floats) -> bool:
    return bool(np.abs(values - np.rint(values)).max(initial=0.0) <= WHOLE)


def _solution(
    instance: Instance,
    chosen: Mask,
    bound: float,
    how: str,
    promised: tuple[int, int, float],
    proven: bool = True,
) -> Solution | None:
    """The choice with its brokers; None where the brokers' floors do not come out."""
    broker = assign(instance, chosen)
    if broker is None:
        return None
    value, filled, objective = worth(instance, chosen)
    bound = objective if proven else max(bound, objective)
    return Solution(chosen, broker, value, filled, objective, bound, proven, how, promised)

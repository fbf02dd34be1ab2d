"""Which of the things that must at least be reached cannot be had together.

Drops one after the other what is not needed for the contradiction: what remains cannot all be had,
and could be if any one of them were given up.
"""

from dataclasses import replace

import numpy as np

from broker.matching.plan.instance import BadPlan, Instance
from broker.matching.plan.naming import Names
from broker.matching.plan.programme import programme

Floor = tuple[str, int, int]
"""("firm", "need" or "broker", which one, how many it must at least get)."""

MOST_TRIED = 200
"""With more floors than this they are dropped in halves first, which is quick and just as true."""


def contradiction(instance: Instance) -> list[Floor]:
    """A smallest set of floors that contradict each other; empty where all can be had together."""
    floors = [
        (name, int(at), int(least[at]))
        for name, least in (
            ("firm", instance.firm_least),
            ("need", instance.need_least),
            ("broker", instance.broker_least),
        )
        for at in np.flatnonzero(least)
    ]
    if _can_be_had(instance, floors):
        return []
    step = len(floors) // 2 if len(floors) > MOST_TRIED else 1
    while step:
        at = 0
        while at < len(floors):
            fewer = floors[:at] + floors[at + step :]
            if _can_be_had(instance, fewer):
                at += step
            else:
                floors = fewer
        step //= 2
    return floors


def refuse_contradiction(instance: Instance, names: Names) -> None:
    """Raise BadPlan naming every entry of a smallest contradiction; do nothing where there is none."""
    floors = contradiction(instance)
    if not floors:
        return
    called = {
        "firm": ("business", names.businesses),
        "need": ("need", names.needs),
        "broker": ("broker", names.brokers),
    }
    said = [f"{called[name][0]} {called[name][1][at]} at least {count}" for name, at, count in floors]
    raise BadPlan(
        f"These cannot all be had together: {'; '.join(said)}. Lower one of them, or free more places.",
        tuple(called[name][1][at] for name, at, _ in floors),
    )


def _can_be_had(instance: Instance, floors: list[Floor]) -> bool:
    """Whether some plan gives all of these, whatever it is worth."""
    from scipy.optimize import linprog
    from scipy.sparse import vstack

    least = {
        name: np.zeros_like(getattr(instance, f"{name}_least"))  # all others are dropped
        for name in ("firm", "need", "broker")
    }
    for name, at, count in floors:
        least[name][at] = count
    asked = replace(
        instance,
        firm_least=least["firm"],
        need_least=least["need"],
        broker_least=least["broker"],
        hard=np.zeros_like(instance.hard),
        never=np.zeros_like(instance.never),
        least_rate=0.0,
    )
    problem = programme(asked)
    below, above = np.isfinite(problem.low), np.isfinite(problem.high)
    result = linprog(
        np.zeros(len(problem.cost)),
        A_ub=vstack([problem.matrix[above], -problem.matrix[below]]),
        b_ub=np.concatenate([problem.high[above], -problem.low[below]]),
        bounds=np.column_stack([problem.least, problem.most]),
        method="highs",
    )
    return bool(result.status != 2)

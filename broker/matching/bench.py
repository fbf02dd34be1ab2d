"""How fast the plan is and how much it gains, on an instance made up from a seed.

The made-up words follow the usual law of few common and many rare ones; scores are likenesses of
words, places and brokers are drawn. So this measures time, memory and the optimum, not quality.
"""

import resource
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from broker.matching.evaluation import versions
from broker.matching.plan.checks import violations
from broker.matching.plan.instance import Instance, Mask, worth
from broker.matching.plan.pairs import pairs
from broker.matching.plan.solve import solve

BEST_PER_NEED, BEST_PER_BUSINESS = 20, 3
WORDS, WORDS_EACH = 5000, 14


def bench(needs: int, businesses: int, brokers: int, seed: int = 13, *, stand_in: bool = False) -> dict[str, Any]:
    """Make an instance, score its candidates, plan it, and measure the baselines on the same graph.

    Seconds are wall time, ``cpu_seconds`` those of this process, ``peak_mib`` the most memory the
    process has held up to the end of a stage. ``violations`` counts broken rules of our plan;
    baselines report theirs as ``broken_rules``.
    """
    stages: dict[str, dict[str, float]] = {}
    random = np.random.default_rng(seed)
    left, right = _timed(stages, "make", lambda: (_texts(random, needs), _texts(random, businesses)))
    options = _timed(stages, "candidates", lambda: _candidates(left, right))
    instance = _instance(random, options, needs, businesses, brokers, stand_in)
    flow_only = _timed(stages, "pairs", lambda: pairs(instance))
    solution = _timed(stages, "plan", lambda: solve(instance))
    broken = violations(instance, solution)
    bare = worth(instance, flow_only)
    greedy = _timed(stages, "greedy", lambda: _greedy(instance))
    nearest = _timed(stages, "sparse_dot_topn_alone", lambda: _nearest(instance))
    return {
        "needs": needs,
        "businesses": businesses,
        "brokers": brokers,
        "seed": seed,
        "candidates": len(instance.option_slot),
        "stages": stages,
        "placed": int(solution.chosen.sum()),
        "filled": solution.filled,
        "value": round(solution.value, 4),
        "objective": round(solution.objective, 4),
        "bound": round(solution.bound, 4),
        "optimal": solution.optimal,
        "how": solution.how,
        "violations": len(broken),
        "baselines": {
            "bare flow, brokers not asked": _figures(instance, flow_only, bare),
            "greedy": _figures(instance, greedy, worth(instance, greedy)),
            "sparse_dot_topn alone": _figures(instance, nearest, worth(instance, nearest)),
        },
        "versions": versions(),
    }


def _timed(stages: dict[str, dict[str, float]], name: str, run: Callable[[], Any]) -> Any:
    wall, cpu = time.perf_counter(), time.process_time()
    result = run()
    stages[name] = {
        "seconds": round(time.perf_counter() - wall, 4),
        "cpu_seconds": round(time.process_time() - cpu, 4),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }
    return result


def _texts(random: np.random.Generator, n: int) -> Any:
    """Unit rows of made-up words, CSR (n, WORDS)."""
    from scipy.sparse import csr_matrix
    from sklearn.preprocessing import normalize

    chance = 1.0 / np.arange(20, WORDS + 20)
    words = random.choice(WORDS, size=n * WORDS_EACH, p=chance / chance.sum())
    rarity = -np.log(chance / chance.sum())
    rows = np.repeat(np.arange(n), WORDS_EACH)
    if not n:
        return csr_matrix((0, WORDS))
    return normalize(csr_matrix((rarity[words], (rows, words)), shape=(n, WORDS)))


def _candidates(left: Any, right: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(need, business, likeness) of the best of each need joined with the best of each business."""
    from sparse_dot_topn import sp_matmul_topn

    if not left.shape[0] or not right.shape[0]:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0)
    best = sp_matmul_topn(left, right.T.tocsr(), top_n=BEST_PER_NEED).tocoo()
    other = sp_matmul_topn(right, left.T.tocsr(), top_n=BEST_PER_BUSINESS).tocoo()
    need = np.concatenate([best.row, other.col]).astype(np.int64)
    firm = np.concatenate([best.col, other.row]).astype(np.int64)
    value = np.concatenate([best.data, other.data])
    _, first = np.unique(need * right.shape[0] + firm, return_index=True)
    return need[first], firm[first], value[first]


def _instance(
    random: np.random.Generator,
    options: tuple[np.ndarray, np.ndarray, np.ndarray],
    needs: int,
    businesses: int,
    brokers: int,
    stand_in: bool,
) -> Instance:
    need, firm, likeness = options
    slot_places = random.choice([1, 2], size=needs, p=[0.7, 0.3])
    areas = max(1, brokers // 5)
    area_of_need = random.integers(0, areas, needs)
    allowed = tuple(np.flatnonzero(np.arange(brokers) % areas == area).astype(np.int64) for area in range(areas))
    each = int(np.ceil(1.3 * slot_places.sum() / max(1, brokers)))
    return Instance(
        slot_places=slot_places.astype(np.int64),
        firm_places=random.choice([1, 2, 3], size=businesses, p=[0.6, 0.3, 0.1]).astype(np.int64),
        option_slot=need,
        option_firm=firm,
        option_value=np.clip(0.5 + 0.5 * likeness, 0.0, 1.0),
        broker_places=np.full(brokers, each, dtype=np.int64),
        option_group=area_of_need[need].astype(np.int64) if brokers else np.zeros(0, dtype=np.int64),
        group_posts=allowed if brokers else (),
        group_lead=np.full(areas if brokers else 0, -1, dtype=np.int64),
        stand_in=stand_in,
    )


def _greedy(instance: Instance) -> Mask:
    """The best pair first, then the next that still has room, first partners before second ones."""
    chosen = np.zeros(len(instance.option_slot), dtype=bool)
    firm_left, slot_left = instance.firm_places.copy(), instance.slot_places.copy()
    order = np.argsort(-instance.option_value, kind="stable")
    for first_only in (True, False):
        for at in order:
            slot, firm = instance.option_slot[at], instance.option_firm[at]
            started = slot_left[slot] < instance.slot_places[slot]
            if not chosen[at] and firm_left[firm] and slot_left[slot] and not (first_only and started):
                chosen[at] = True
                firm_left[firm] -= 1
                slot_left[slot] -= 1
    return chosen


def _nearest(instance: Instance) -> Mask:
    """The nearest businesses of each need as often as it has places, whoever else wants them."""
    order = np.lexsort((-instance.option_value, instance.option_slot))
    slots = instance.option_slot[order]
    starts = np.flatnonzero(np.r_[True, np.diff(slots) > 0]) if len(slots) else np.zeros(0, dtype=np.int64)
    rank = np.arange(len(slots)) - np.repeat(starts, np.diff(np.r_[starts, len(slots)]))
    chosen = np.zeros(len(slots), dtype=bool)
    chosen[order[rank < instance.slot_places[slots]]] = True
    return chosen


def _figures(instance: Instance, chosen: Mask, worthy: tuple[float, int, float]) -> dict[str, Any]:
    used = np.bincount(instance.option_firm[chosen], minlength=len(instance.firm_places))
    return {
        "placed": int(chosen.sum()),
        "filled": worthy[1],
        "value": round(worthy[0], 4),
        "broken_rules": int((used > instance.firm_places).sum()),
    }

"""Simpler ways and other people's packages on the same graph, for comparison.

The packages are no part of what the service needs (``requirements-bench.txt``): where one is not
installed the result says so. Every way is judged by the same rules as our plan: places of firms and
of parts, no pair twice. What it breaks is counted as ``broken_rules``.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from broker.matching.bench_measure import Stages
from broker.matching.plan.instance import Instance, Ints, Mask, first_bonus, worth
from broker.matching.plan.pairs import SCALE, pairs

MOST_FOR_MATCHING = 1_000_000
"""`matching` works on dictionaries of whole preference lists: more pairs than this take minutes."""

MOST_FOR_MENTORS = 200
"""`mentor-match` gets a square of so many parts and firms."""

MOST_FOR_DENSE = 50_000_000
"""SciPy's dense solver and scikit-learn's brute force hold a matrix of this many numbers at most."""


def figures(instance: Instance, chosen: Mask) -> dict[str, Any]:
    """What a choice is worth, and how many firms and parts it books beyond their places."""
    value, filled, _ = worth(instance, chosen)
    firms = np.bincount(instance.option_firm[chosen], minlength=len(instance.firm_places))
    slots = np.bincount(instance.option_slot[chosen], minlength=len(instance.slot_places))
    broken = int((firms > instance.firm_places).sum() + (slots > instance.slot_places).sum())
    return {"placed": int(chosen.sum()), "filled": filled, "value": round(value, 4), "broken_rules": broken}


def bare_flow(instance: Instance) -> Mask:
    """OR-Tools on the same graph and costs with nothing around it."""
    from ortools.graph.python import min_cost_flow

    firms, slots = len(instance.firm_places), len(instance.slot_places)
    source, sink = firms + slots, firms + slots + 1
    supply = int(min(instance.firm_places.sum(), instance.slot_places.sum()))
    bonus = round(first_bonus(instance)) * SCALE
    first = np.minimum(1, instance.slot_places)
    options = len(instance.option_slot)
    solver = min_cost_flow.SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(
        np.concatenate([instance.option_firm, np.full(firms, source), *[firms + np.arange(slots)] * 2, [source]]),
        np.concatenate([firms + instance.option_slot, np.arange(firms), *[np.full(slots, sink)] * 2, [sink]]),
        np.concatenate(
            [np.ones(options, np.int64), instance.firm_places, first, instance.slot_places - first, [supply]]
        ),
        np.concatenate(
            [
                -np.rint(instance.option_value * SCALE).astype(np.int64),
                np.zeros(firms, np.int64),
                np.full(slots, -bonus),
                np.zeros(slots + 1, np.int64),
            ]
        ),
    )
    solver.set_node_supply(source, supply)
    solver.set_node_supply(sink, -supply)
    if solver.solve() != solver.OPTIMAL:
        return np.zeros(options, dtype=bool)
    return np.asarray(solver.flows(np.arange(options))) > 0


def greedy(instance: Instance) -> Mask:
    """The best pair first, then the next that still has room, first partners before second ones."""
    chosen = [False] * len(instance.option_slot)
    firm_left, slot_left = instance.firm_places.tolist(), instance.slot_places.tolist()
    places, slot_of, firm_of = (
        instance.slot_places.tolist(),
        instance.option_slot.tolist(),
        instance.option_firm.tolist(),
    )
    order = np.argsort(-instance.option_value, kind="stable").tolist()
    for first_only in (True, False):
        for at in order:
            slot, firm = slot_of[at], firm_of[at]
            started = slot_left[slot] < places[slot]
            if not chosen[at] and firm_left[firm] and slot_left[slot] and not (first_only and started):
                chosen[at] = True
                firm_left[firm] -= 1
                slot_left[slot] -= 1
    return np.array(chosen, dtype=bool)


def nearest(instance: Instance) -> Mask:
    """The nearest firms of each part as often as it has places, whoever else wants them."""
    order = np.lexsort((-instance.option_value, instance.option_slot))
    slots = instance.option_slot[order]
    starts = np.flatnonzero(np.r_[True, np.diff(slots) > 0]) if len(slots) else np.zeros(0, dtype=np.int64)
    rank = np.arange(len(slots)) - np.repeat(starts, np.diff(np.r_[starts, len(slots)]))
    chosen = np.zeros(len(slots), dtype=bool)
    chosen[order[rank < instance.slot_places[slots]]] = True
    return chosen


def scipy_assignment(instance: Instance) -> Mask:
    """`scipy.optimize.linear_sum_assignment` on unit places: the textbook reduction, dense."""
    from scipy.optimize import linear_sum_assignment

    slot_unit = np.repeat(np.arange(len(instance.slot_places)), instance.slot_places)
    firm_unit = np.repeat(np.arange(len(instance.firm_places)), instance.firm_places)
    dense = np.zeros((len(instance.slot_places), len(instance.firm_places)))
    dense[instance.option_slot, instance.option_firm] = instance.option_value
    cost = dense[slot_unit][:, firm_unit]
    row, column = linear_sum_assignment(cost, maximize=True)
    real = cost[row, column] > 0
    return _chosen(instance, slot_unit[row[real]], firm_unit[column[real]])


def hospital_resident(instance: Instance) -> Mask:
    """`matching`: firms' places as hospitals, parts as residents, each ranked by score."""
    from matching.games import HospitalResident

    by_slot = np.lexsort((-instance.option_value, instance.option_slot))
    by_firm = np.lexsort((-instance.option_value, instance.option_firm))
    residents: dict[str, list[str]] = {}
    hospitals: dict[str, list[str]] = {}
    for at in by_slot:
        residents.setdefault(f"p{instance.option_slot[at]}", []).append(f"f{instance.option_firm[at]}")
    for at in by_firm:
        hospitals.setdefault(f"f{instance.option_firm[at]}", []).append(f"p{instance.option_slot[at]}")
    places = {name: max(1, int(instance.firm_places[int(name[1:])])) for name in hospitals}
    solved = _with_deep_stack(lambda: HospitalResident.create_from_dictionaries(residents, hospitals, places).solve())
    found = [(int(str(part)[1:]), int(str(firm)[1:])) for firm, parts in solved.items() for part in parts]
    return _chosen(instance, np.array([one for one, _ in found], int), np.array([one for _, one in found], int))


def _with_deep_stack(work: Callable[[], Any]) -> Any:
    """`matching` calls itself deeper than Python's usual limit where there are thousands of players."""
    usual = sys.getrecursionlimit()
    threading.stack_size(512 * 1024 * 1024)
    sys.setrecursionlimit(1_000_000)
    try:
        with ThreadPoolExecutor(1) as alone:
            return alone.submit(work).result()
    finally:
        sys.setrecursionlimit(usual)
        threading.stack_size(0)


def _chosen(instance: Instance, slots: Ints, firms: Ints) -> Mask:
    wide = max(1, len(instance.firm_places))
    return np.isin(instance.option_slot * wide + instance.option_firm, slots * wide + firms)


def brute_neighbours(vectors: Any, items: Any, most: int) -> int:
    """scikit-learn's exact neighbours by brute force on the same words; how many were found."""
    from sklearn.neighbors import NearestNeighbors

    found = NearestNeighbors(n_neighbors=min(most, items.shape[0]), algorithm="brute", metric="cosine").fit(items)
    return int(found.kneighbors(vectors, return_distance=False).size)


def rivals(stages: Stages, instance: Instance, vectors: Any, items: Any, python: Path | None) -> dict[str, Any]:
    """Other people's packages on the same instance: their figures, or one sentence on why there are none."""
    cells = len(instance.slot_places) * len(instance.firm_places)
    said: dict[str, Any] = {}
    said["SciPy linear_sum_assignment"] = _one(
        stages, instance, "scipy", "rival SciPy", scipy_assignment, cells <= MOST_FOR_DENSE
    )
    said["matching HospitalResident"] = _one(
        stages,
        instance,
        "matching",
        "rival matching",
        hospital_resident,
        len(instance.option_slot) <= MOST_FOR_MATCHING,
    )
    if vectors.shape[0] * items.shape[0] <= 20 * MOST_FOR_DENSE:
        found = stages.run("rival scikit-learn", lambda: brute_neighbours(vectors, items, 20))
        said["scikit-learn brute force"] = {"neighbours": found, "does": "candidates by words only, no plan"}
    else:
        said["scikit-learn brute force"] = "not run: it would hold a matrix of all pairs"
    said["mentor-match"] = _mentor_match(instance, python)
    return said


def _one(
    stages: Stages, instance: Instance, package: str, stage: str, way: Callable[[Instance], Mask], small: bool
) -> Any:
    if find_spec(package) is None:
        return "not installed"
    if not small:
        return "not run: too large for it"
    try:
        return figures(instance, stages.run(stage, lambda: way(instance)))
    except Exception as problem:
        return f"failed: {type(problem).__name__}: {problem}"


def _mentor_match(instance: Instance, python: Path | None) -> Any:
    """`mentor-match` in an environment of its own, because it overwrites `matching`; on a corner of
    the instance, because it holds a Python object for every pair. Our optimum there stands beside."""
    if python is None:
        return "not run: give the Python of its own environment with --mentor-match"
    firms = np.unique(instance.option_firm[instance.option_slot < MOST_FOR_MENTORS])[:MOST_FOR_MENTORS]
    inside = np.flatnonzero((instance.option_slot < MOST_FOR_MENTORS) & np.isin(instance.option_firm, firms))
    slots = min(MOST_FOR_MENTORS, len(instance.slot_places))
    corner = Instance(
        slot_places=np.ones(slots, dtype=np.int64),
        firm_places=np.ones(len(firms), dtype=np.int64),
        option_slot=instance.option_slot[inside],
        option_firm=np.searchsorted(firms, instance.option_firm[inside]),
        option_value=instance.option_value[inside],
    )
    asked = {
        "parts": slots,
        "firms": len(firms),
        "pairs": list(
            zip(corner.option_slot.tolist(), corner.option_firm.tolist(), corner.option_value.tolist(), strict=True)
        ),
    }
    done = subprocess.run(  # noqa: S603  (the Python that the operator named)
        [str(python), "-I", str(Path(__file__).with_name("bench_mentor_match.py"))],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return f"failed: {(done.stderr.strip().splitlines() or ['no message'])[-1]}"
    answer = json.loads(done.stdout)
    chosen = _chosen(corner, *(np.array([pair[at] for pair in answer["pairs"]], dtype=np.int64) for at in (0, 1)))
    ours = pairs(corner)
    return {
        "corner": [slots, len(firms)],
        "cpu_seconds": answer["cpu_seconds"],
        **figures(corner, chosen),
        "our plan there": figures(corner, ours),
    }

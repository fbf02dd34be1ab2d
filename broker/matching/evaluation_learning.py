"""How learning serves simulated coordinators, on drawn parts of scores and on those of real pairs."""

import time
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from broker.matching.engine import Engine
from broker.matching.evaluation_programme import load_businesses, load_needs
from broker.matching.simulation import KINDS, Floats, Pairs, drawn, real, simulate
from broker.matching.weights import PARTS, PUBLISHED

AT = (50, 200, 1000, 5000)

TASTES: Mapping[str, Mapping[str, float]] = {
    "near and in turn": {"place": 0.4, "can_do": 0.2, "rotation": 0.2},
    "the kind that is asked for": {"kind": 0.45, "place": 0.2, "theme": 0.15},
    "the trade before all": {"can_do": 0.3, "sector": 0.4, "words": 0.1},
}
"""What simulated coordinators have in their heads; every other part weighs 0.03 before scaling."""


def taste_of(name: str) -> Floats:
    return np.array([TASTES[name].get(code, 0.03) for code in PARTS])


def values_of(folder: Path, engine: Engine, day: date) -> list[Floats]:
    """Of each need of a programme's files, the (firms, parts) values of all that may meet it."""
    businesses, needs = load_businesses(folder / "businesses.csv"), load_needs(folder / "needs.csv")
    catalogue = engine.catalogue(businesses)
    found = []
    for need in needs:
        one = engine.compare(need, catalogue, (), day)
        matrix = np.stack([one.values.parts[code] for code in PARTS], axis=1)
        found.append(matrix[~one.ruled_out & one.business_known])
    return [one for one in found if len(one) > 1]


def evaluate_learning(folder: Path, seeds: Sequence[int], day: date, at: Sequence[int] = AT) -> dict[str, Any]:
    """Mean nDCG@10 over seeds for every taste, every kind of coordinator and both sorts of pairs.

    ``rows`` has one entry for each; in it ``published`` and ``learned`` are the means at each number
    of ``decisions``, ``least`` the worst learned-minus-published of any seed, ``promoted`` the share.
    """
    began = time.perf_counter()
    engine = Engine.shipped()
    values = values_of(folder, engine, day)
    rows = []
    for sort in ("drawn", "real"):
        for name in TASTES:
            for kind in KINDS:
                rows.append(
                    {"pairs": sort, "taste": name, "coordinator": kind, **_row(sort, name, kind, seeds, at, values)}
                )
    return {
        "n": {"needs": len(values), "real pairs": int(sum(len(one) for one in values)), "seeds": len(seeds)},
        "seeds": list(seeds),
        "version": engine.with_weights(PUBLISHED).version,
        "decisions": list(at),
        "rows": rows,
        "seconds": round(time.perf_counter() - began, 1),
    }


def _row(
    sort: str, name: str, kind: str, seeds: Sequence[int], at: Sequence[int], values: Sequence[Floats]
) -> dict[str, Any]:
    runs = []
    for seed in seeds:
        pairs: Pairs = drawn(seed, max(at)) if sort == "drawn" else real(values, seed)
        runs.append(simulate(taste_of(name), at, kind=kind, seed=seed, pairs=pairs))
    steps = list(zip(*runs, strict=True))
    return {
        "published": [round(float(np.mean([one.published for one in step])), 4) for step in steps],
        "learned": [round(float(np.mean([one.learned for one in step])), 4) for step in steps],
        "least": [round(min(one.learned - one.published for one in step), 4) for step in steps],
        "promoted": [round(float(np.mean([one.promoted for one in step])), 2) for step in steps],
    }

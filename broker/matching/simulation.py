"""A simulated coordinator, to show what learning does before anybody has decided anything."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from broker.matching.learning import Decision, retrain
from broker.matching.weights import PARTS, PUBLISHED, Weights

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Step:
    """nDCG@10 on fresh needs, of the published weights and of what was learned, at n decisions."""

    decisions: int
    published: float
    learned: float
    promoted: bool


def simulate(
    taste: Floats, at: Sequence[int] = (50, 200, 1000, 5000), *, kind: str = "steady", seed: int = 13
) -> list[Step]:
    """Decisions of a coordinator with a hidden taste, and how well the learned weights serve it.

    Parameters
    ----------
    taste : (parts,) the weights in the coordinator's head.
    kind : "steady" decides by the taste, "random" by a coin, "hostile" against the taste.
    """
    random = np.random.default_rng(seed)
    values = random.beta(1.2, 1.2, (max(at), len(PARTS)))
    odds = 12.0 * ((values - 0.5) @ (taste / taste.sum()))
    chance = 1 / (1 + np.exp(-odds))
    if kind == "random":
        chance = np.full(len(chance), 0.5)
    elif kind == "hostile":
        chance = 1 - chance
    confirmed = random.random(len(chance)) < chance
    decisions = [
        Decision(dict(zip(PARTS, map(float, row), strict=True)), bool(said))
        for row, said in zip(values, confirmed, strict=True)
    ]
    fresh = random.beta(1.2, 1.2, (200, 60, len(PARTS)))
    steps = []
    for n in at:
        learned = retrain(decisions[:n], PUBLISHED, version=f"simulated-{n}")
        steps.append(Step(n, _ndcg(fresh, taste, PUBLISHED), _ndcg(fresh, taste, learned.weights), learned.promoted))
    return steps


def _ndcg(fresh: Floats, taste: Floats, weights: Weights) -> float:
    """Mean nDCG@10 over needs (needs, firms, parts), gain = the taste's own score."""
    gain = (fresh @ (taste / taste.sum())) ** 4  # the best firms matter most
    score = fresh @ np.array([weights.of(code) for code in PARTS])
    discount = 1 / np.log2(np.arange(2, 12))
    found = np.take_along_axis(gain, np.argsort(-score, axis=1)[:, :10], axis=1) @ discount
    best = -np.sort(-gain, axis=1)[:, :10] @ discount
    return round(float((found / best).mean()), 4)

"""Simulated coordinators, to show what learning does before anybody has decided anything.

A coordinator has a hidden taste: weights in the head. What is learned from its decisions is measured
on needs it has not decided on: nDCG@10, gain = the taste's own score. Parts of scores are drawn, or
those of real pairs of a programme.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from broker.matching.learning import retrain
from broker.matching.teaching import Decision
from broker.matching.weights import NEUTRAL, PARTS, PUBLISHED, Weights
from models.vocabulary import RejectReason

Floats = NDArray[np.float64]

KINDS = ("steady", "random", "hostile", "one hostile of four")
SHARPNESS = 12.0
"""How sharply a coordinator decides: odds a point of the taste's score."""
SHOWN = 10
"""Of a real need a coordinator sees this many firms."""

SAYS: dict[str, RejectReason] = {
    "kind": RejectReason.WRONG_KIND,
    "can_do": RejectReason.SECTOR,
    "sector": RejectReason.SECTOR,
    "place": RejectReason.TOO_FAR,
    "amount": RejectReason.SIZE,
    "rotation": RejectReason.HELPED_ENOUGH,
}
"""The reason given where this part spoke against a pair; of other parts it is "other"."""


@dataclass(frozen=True, slots=True)
class Step:
    """nDCG@10 on fresh needs, of the published weights and of what was learned, at n decisions."""

    decisions: int
    published: float
    learned: float
    promoted: bool
    outcome: str = ""


@dataclass(frozen=True, eq=False)
class Pairs:
    """Pairs to decide on, and needs to be measured on. NaN is "not known".

    decide : (pairs, parts); fresh : one (firms, parts) array a need. ``reasons``: refusals say why.
    """

    decide: Floats
    fresh: tuple[Floats, ...]
    reasons: bool


def drawn(seed: int, decisions: int = 5000) -> Pairs:
    """Parts drawn independently of each other, as many pairs as there are decisions, and 200 fresh
    needs of 60 firms. Refusals give no reason."""
    random = np.random.default_rng(seed)
    decide = random.beta(1.2, 1.2, (decisions, len(PARTS)))
    return Pairs(decide, tuple(random.beta(1.2, 1.2, (200, 60, len(PARTS)))), reasons=False)


def real(values: Sequence[Floats], seed: int) -> Pairs:
    """Real pairs: of each need, the (firms, parts) values of all that no hard rule forbids. A drawn
    two thirds of the needs are decided on (their first firms by the published weights), the rest are fresh."""
    random = np.random.default_rng(seed)
    order = random.permutation(len(values))
    known = [values[at] for at in order[: 2 * len(values) // 3]]
    weights = np.array([PUBLISHED.of(code) for code in PARTS])
    shown = [one[np.argsort(-_filled(one) @ weights, kind="stable")[:SHOWN]] for one in known]
    fresh = tuple(values[at] for at in order[2 * len(values) // 3 :] if len(values[at]) > 1)
    return Pairs(np.concatenate(shown), fresh, reasons=True)


def simulate(
    taste: Floats,
    at: Sequence[int] = (50, 200, 1000, 5000),
    *,
    kind: str = "steady",
    seed: int = 13,
    pairs: Pairs | None = None,
) -> list[Step]:
    """Decisions of coordinators with a hidden taste, and how well the learned weights serve it.

    Parameters
    ----------
    taste : (parts,) the weights in the coordinator's head.
    kind : one of KINDS: "steady" decides by the taste, "random" by a coin, "hostile" against the
        taste; "one hostile of four" is four people of whom one decides against it.
    pairs : what is decided on, again and again where there are fewer than decisions.
    """
    pairs = pairs or drawn(seed, max(at))
    random = np.random.default_rng(seed + 1)
    mind = taste / taste.sum()
    some = random.permutation(len(pairs.decide))
    if max(at) > len(some):
        some = np.concatenate([some, random.integers(len(some), size=max(at) - len(some))])
    values = pairs.decide[some[: max(at)]]
    scores = _filled(values) @ mind
    by = np.arange(len(values)) % (4 if kind == "one hostile of four" else 1)
    sign = np.where((kind == "hostile") | ((kind == "one hostile of four") & (by == 3)), -1.0, 1.0)
    sharp = 0.0 if kind == "random" else SHARPNESS
    odds = sign * sharp * (scores - (scores.mean() if pairs.reasons else 0.5))
    confirmed = random.random(len(values)) < 1 / (1 + np.exp(-odds))
    decisions = [
        Decision(_said(row), bool(yes), _why(row, mind, pairs, bool(yes)), int(who))
        for row, yes, who in zip(values, confirmed, by, strict=True)
    ]
    steps = []
    for n in at:
        learned = retrain(decisions[:n], PUBLISHED, version=f"simulated-{n}")
        scored = _ndcg(pairs.fresh, mind, PUBLISHED), _ndcg(pairs.fresh, mind, learned.weights)
        steps.append(Step(n, *scored, learned.promoted, str(learned.outcome)))
    return steps


def _said(row: Floats) -> dict[str, float | None]:
    return {code: None if np.isnan(value) else float(value) for code, value in zip(PARTS, row, strict=True)}


def _why(row: Floats, mind: Floats, pairs: Pairs, confirmed: bool) -> str:
    """Where reasons are given, the part that took most from a pair in the coordinator's own eyes."""
    if confirmed or not pairs.reasons:
        return ""
    taken = np.where(np.isnan(row), -1.0, mind * (1 - np.nan_to_num(row)))
    return str(SAYS.get(list(PARTS)[int(np.argmax(taken))], RejectReason.OTHER))


def _filled(values: Floats) -> Floats:
    return np.where(np.isnan(values), NEUTRAL, values)


def _ndcg(fresh: Sequence[Floats], mind: Floats, weights: Weights) -> float:
    """Mean nDCG@10 over needs, gain = the taste's own score to the fourth: the best firms matter most."""
    vector = np.array([weights.of(code) for code in PARTS])
    found = []
    for need in fresh:
        filled = _filled(need)
        gain = (filled @ mind) ** 4
        discount = 1 / np.log2(np.arange(2, 2 + min(10, len(gain))))
        best = -np.sort(-gain)[: len(discount)] @ discount
        found.append(float(gain[np.argsort(-(filled @ vector), kind="stable")[:10]] @ discount / best))
    return round(float(np.mean(found)), 4)

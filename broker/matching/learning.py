"""From coordinators' decisions back to weights: carefully, and only if it is better.

A logistic model of "confirmed" whose prior is the published weights. With no decisions it *is*
the published weights; each decision moves it a little. New weights are put forward only when they
foretell decisions that they were not fitted on better than the current ones do, by more than the
uncertainty of that gain. No weight may leave the band around its published value, so that one
hostile person cannot turn the model round.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from broker.matching.scored import Scored
from broker.matching.weights import NEUTRAL, PARTS, Weights
from models.vocabulary import DeclineReason, RejectReason

Floats = NDArray[np.float64]

USABLE = 200
"""Below this many usable decisions the published weights stay."""

BAND = 3.0
"""A weight may at most triple, or fall to a third."""

PULL = 40.0
"""How strongly the prior holds: about as many decisions as it takes to move a weight half way."""

SURE = 2.0
"""A gain counts when it is this many standard errors above nothing."""

TEACHES: Mapping[str, tuple[str, ...]] = {
    RejectReason.WRONG_KIND: ("kind",),
    RejectReason.SECTOR: ("sector", "can_do"),
    RejectReason.TOO_FAR: ("place",),
    RejectReason.SIZE: ("amount",),
    RejectReason.HELPED_ENOUGH: ("rotation",),
    DeclineReason.WRONG_SKILL: ("can_do",),
    DeclineReason.TOO_BIG: ("amount",),
}
"""A refusal for one of these reasons teaches these parts alone."""

TEACHES_NOTHING = frozenset(
    {
        str(RejectReason.CONFLICT),
        str(RejectReason.ALREADY_MET),
        str(RejectReason.NOT_READY),
        str(RejectReason.OTHER),
        str(DeclineReason.WRONG_TIME),
        str(DeclineReason.UNCLEAR),
        str(DeclineReason.HELPING_ELSEWHERE),
        str(DeclineReason.OTHER),
    }
)


@dataclass(frozen=True, slots=True)
class Decision:
    """One verdict on one suggestion. ``values`` is part code -> 0..1, or None where not known."""

    values: Mapping[str, float | None]
    confirmed: bool
    reason: str = ""

    @classmethod
    def of(cls, scored: Scored, confirmed: bool, reason: str = "") -> "Decision":
        return cls({part.code: part.value for part in scored.parts}, confirmed, reason)


@dataclass(frozen=True, slots=True)
class Learned:
    """What a retraining came to.

    ``gain`` is how much better held-back decisions were foretold, in nats a decision, and
    ``uncertainty`` its standard error. ``calibration`` is (foretold share, true share, decisions)
    for up to ten equal groups of held-back decisions. ``sentence`` says it to a person.
    """

    weights: Weights
    promoted: bool
    usable: int
    gain: float
    uncertainty: float
    calibration: tuple[tuple[float, float, int], ...]
    sentence: str


def usable(decisions: Sequence[Decision]) -> list[Decision]:
    """Those that teach anything: confirmations, and refusals for a reason that a part can answer."""
    return [one for one in decisions if one.confirmed or one.reason not in TEACHES_NOTHING]


def retrain(decisions: Sequence[Decision], current: Weights, *, version: str, random_state: int = 13) -> Learned:
    """Fit on decisions and say whether the new weights should take the place of the current ones."""
    kept = usable(decisions)
    truth = np.array([one.confirmed for one in kept], dtype=bool)
    if len(kept) < USABLE or truth.all() or not truth.any():
        sentence = f"{len(kept)} decisions teach something. At least {USABLE}, of both kinds, are needed."
        return Learned(current, False, len(kept), 0.0, 0.0, (), sentence)
    matrix = features(kept)
    prior = np.array([current.of(code) for code in PARTS])
    part = np.random.default_rng(random_state).permutation(len(kept)) % 5
    before, after = np.zeros(len(kept)), np.zeros(len(kept))
    for at in range(5):
        fitted, held = part != at, part == at
        for out, moved in ((before, False), (after, True)):
            weights, scale, shift = _fit(matrix[fitted], truth[fitted], prior, move=moved)
            out[held] = _chance(scale * (matrix[held] @ weights) + shift)
    better = _loss(before, truth) - _loss(after, truth)
    gain, error = float(better.mean()), float(better.std(ddof=1) / np.sqrt(len(better)))
    promoted = gain > SURE * error and gain > 0
    chosen = as_weights(_fit(matrix, truth, prior, move=True)[0], current, version) if promoted else current
    if promoted:
        sentence = f"The new weights foretell held-back decisions better, by {gain:.3f} give or take {error:.3f}."
    else:
        sentence = f"The new weights are not surely better ({gain:.3f} give or take {error:.3f}). The old ones stay."
    return Learned(
        chosen, promoted, len(kept), gain, error, calibration(after if promoted else before, truth), sentence
    )


def features(decisions: Sequence[Decision]) -> Floats:
    """(decisions, parts) values; not known is neutral, and so is what a reason does not speak about."""
    matrix = np.full((len(decisions), len(PARTS)), NEUTRAL)
    for row, one in enumerate(decisions):
        taught = None if one.confirmed else TEACHES.get(one.reason)
        for column, code in enumerate(PARTS):
            value = one.values.get(code)
            if value is not None and (taught is None or code in taught):
                matrix[row, column] = value
    return matrix


def as_weights(raw: Floats, current: Weights, version: str) -> Weights:
    """Raw weights as a version: they add up to 1 and the limits stay."""
    shares = raw / raw.sum()
    parts = {code: round(float(share), 6) for code, share in zip(PARTS, shares, strict=True)}
    return replace(current, version=version, parts=parts)


def calibration(foretold: Floats, truth: NDArray[np.bool_]) -> tuple[tuple[float, float, int], ...]:
    """(foretold share, true share, decisions) in up to ten groups of equal size."""
    order = np.argsort(foretold, kind="stable")
    groups = [group for group in np.array_split(order, min(10, max(1, len(order) // 20))) if len(group)]
    return tuple(
        (round(float(foretold[group].mean()), 4), round(float(truth[group].mean()), 4), len(group)) for group in groups
    )


def _fit(matrix: Floats, truth: NDArray[np.bool_], prior: Floats, *, move: bool) -> tuple[Floats, float, float]:
    """(weights, scale, shift) of chance = logistic(scale * values @ weights + shift).

    Scale and shift turn a score into a chance and are always fitted, so that old and new weights
    are compared by what they say of the order of pairs alone.
    """
    from scipy.optimize import minimize

    centre = matrix.mean(axis=0)
    moved = matrix - centre
    spread = max(float((moved @ prior).std()), 1e-6)
    steps = np.log(BAND)

    def unpack(theta: Floats) -> tuple[Floats, float, float]:
        weights = prior * np.exp(theta[2:]) if move else prior
        return weights, float(np.exp(theta[0])) / spread, float(theta[1])

    def loss(theta: Floats) -> tuple[float, Floats]:
        weights, scale, shift = unpack(theta)
        linear = scale * (moved @ weights) + shift
        wrong = _chance(linear) - truth
        slope = np.zeros(len(theta))
        slope[0] = float(wrong @ (linear - shift)) + theta[0]
        slope[1] = float(wrong.sum())
        total = float(np.logaddexp(0.0, np.where(truth, -linear, linear)).sum()) + 0.5 * float(theta[0] ** 2)
        if move:
            slope[2:] = scale * weights * (wrong @ moved) + PULL * theta[2:] / steps**2
            total += 0.5 * PULL * float((theta[2:] ** 2).sum()) / steps**2
        return total, slope

    size = 2 + (len(prior) if move else 0)
    bounds = [(-4.0, 4.0), (-8.0, 8.0)] + [(-steps, steps)] * (size - 2)
    theta = minimize(loss, np.zeros(size), jac=True, bounds=bounds, method="L-BFGS-B").x
    weights, scale, shift = unpack(theta)
    return weights, scale, shift - scale * float(centre @ weights)


def _chance(odds: Floats) -> Floats:
    return 1.0 / (1.0 + np.exp(-np.clip(odds, -30, 30)))


def _loss(chance: Floats, truth: NDArray[np.bool_]) -> Floats:
    safe = np.clip(chance, 1e-9, 1 - 1e-9)
    return -np.where(truth, np.log(safe), np.log(1 - safe))

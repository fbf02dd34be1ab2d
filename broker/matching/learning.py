"""From coordinators' decisions back to weights: carefully, and only if it is better.

A logistic model of "confirmed" whose prior is the published weights. With no decisions it *is*
the published weights; each decision moves it a little. New weights are put forward only when they
foretell decisions that they were not fitted on better than those in force do, by more than the
uncertainty of that gain. Three guards keep one person from turning the model round: no weight
leaves a band around its published value; decisions that run against the published weights teach
nothing; and what is learned must help to foretell the decisions of people it was not learned from.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from broker.matching.fitting import FOLDS, Floats, Truth, calibration, fit, held_back, loss, order
from broker.matching.teaching import Decision, features, usable, values_of
from broker.matching.weights import PARTS, Weights

USABLE = 200
"""Below this many usable decisions the published weights stay."""

SURE = 2.0
"""A gain counts when it is this many standard errors above nothing."""

JUDGED = 30
"""So many decisions of one person tell whether they run against the published weights."""

PEOPLE = 3
"""With so many people, what is learned must not rest on one of them."""

SINCE = 50
"""Weights that were learned are judged on decisions since, when there are so many."""


class Outcome(StrEnum):
    """What a retraining came to."""

    TOO_FEW = "too_few"
    AGAINST = "against"
    NOT_SURE = "not_sure"
    ONE_PERSON = "one_person"
    BETTER = "better"
    FALLEN = "fallen"


@dataclass(frozen=True, slots=True)
class Learned:
    """What a retraining came to.

    ``weights`` are to be in force from now on, and ``tried`` those that were measured. ``gain`` is how
    much better held-back decisions were foretold, in nats a decision, and ``uncertainty`` its standard
    error; ``left_out`` counts people whose decisions run against the published weights. ``calibration``
    is (foretold share, true share, decisions) for groups of held-back decisions; ``half`` the score at
    which a confirmation is as likely as not.
    """

    weights: Weights
    outcome: Outcome
    usable: int
    people: int = 0
    left_out: int = 0
    gain: float = 0.0
    uncertainty: float = 0.0
    calibration: tuple[tuple[float, float, int], ...] = ()
    half: float | None = None
    tried: Weights | None = None

    @property
    def promoted(self) -> bool:
        return self.outcome in (Outcome.BETTER, Outcome.FALLEN)


def retrain(
    decisions: Sequence[Decision],
    published: Weights,
    *,
    version: str,
    current: Weights | None = None,
    random_state: int = 13,
) -> Learned:
    """Fit on decisions and say which weights should be in force.

    Parameters
    ----------
    published : the newest weights that a person set: the prior, and the middle of the band.
    current : those in force where they were learned; None where the published ones are.
    """
    in_force = current or published
    kept = usable(decisions)
    people = {one.by for one in kept}
    prior = np.array([published.of(code) for code in PARTS])
    strangers = _against(kept, prior)
    heard = [one for one in kept if one.by not in strangers]
    truth = np.array([one.confirmed for one in heard], dtype=bool)
    none = Learned(in_force, Outcome.TOO_FEW, len(kept), len(people), len(strangers))
    if len(heard) < USABLE or truth.all() or not truth.any():
        outcome = Outcome.AGAINST if len(kept) >= USABLE and strangers else Outcome.TOO_FEW
        return replace(none, outcome=outcome)
    matrix, whole = features(heard), values_of(heard)
    area, error = order(whole @ prior, truth)
    if area - SURE * error <= 0.5:
        return replace(none, outcome=Outcome.AGAINST)

    fold = np.random.default_rng(random_state).permutation(len(heard)) % FOLDS
    base, _ = held_back(matrix, truth, fold, prior, move=False)
    new, new_score = held_back(matrix, truth, fold, prior, move=True, whole=whole)
    old, rows = base, np.ones(len(heard), dtype=bool)
    if current is not None:
        rows = np.array([one.since for one in heard], dtype=bool)
        mine = np.array([current.of(code) for code in PARTS])
        old, _ = held_back(matrix, truth, fold, mine, move=False)
    raw, scale, shift = fit(matrix, truth, prior, move=True)
    tried = as_weights(raw, published, version, whole)
    measured = replace(none, outcome=Outcome.NOT_SURE, half=_half(raw, scale, shift), tried=tried)

    if rows.sum() < (SINCE if current is not None else USABLE):
        return replace(measured, calibration=calibration(old, truth))
    gain, doubt = _gain(old, base, truth, rows)
    if current is not None and gain > SURE * doubt:  # worse than if nothing had been learned
        shown, fallen = calibration(base, truth), replace(measured, outcome=Outcome.FALLEN, tried=published)
        return replace(fallen, weights=published, gain=gain, uncertainty=doubt, calibration=shown)
    gain, doubt = _gain(old, new, truth, rows)
    measured = replace(measured, gain=gain, uncertainty=doubt, calibration=calibration(old, truth))
    if gain <= SURE * doubt or order(new_score, truth)[0] <= area:
        return measured
    if _rests_on_one(heard, matrix, truth, prior):
        return replace(measured, outcome=Outcome.ONE_PERSON)
    return replace(measured, outcome=Outcome.BETTER, weights=tried, calibration=calibration(new, truth))


def as_weights(raw: Floats, published: Weights, version: str, whole: Floats) -> Weights:
    """Raw weights as a version: they add up to 1, and the limits move as the scores of ``whole`` (the
    pairs decided on) do, so that learning an order makes nobody stricter."""
    shares = raw / raw.sum()
    prior = np.array([published.of(code) for code in PARTS])
    old, new = whole @ prior, whole @ shares
    stretch = float(new.std() / old.std()) if old.std() > 1e-9 else 1.0

    def moved(limit: float) -> float:
        return round(min(1.0, max(0.0, float(new.mean()) + (limit - float(old.mean())) * stretch)), 4)

    parts = {code: round(float(share), 6) for code, share in zip(PARTS, shares, strict=True)}
    limits = moved(published.threshold), moved(published.somebody)
    return replace(published, version=version, parts=parts, threshold=limits[0], somebody=limits[1])


def _against(kept: Sequence[Decision], prior: Floats) -> set[int]:
    """People whose decisions surely run against the published weights: whoever confirms what scores
    low and refuses what scores high is mistaken, or would harm, or needs other weights set by hand."""
    found = set()
    for person in {one.by for one in kept}:
        theirs = [one for one in kept if one.by == person]
        truth = np.array([one.confirmed for one in theirs], dtype=bool)
        area, error = order(values_of(theirs) @ prior, truth)
        if len(theirs) >= JUDGED and area + SURE * error < 0.5:
            found.add(person)
    return found


def _rests_on_one(heard: Sequence[Decision], matrix: Floats, truth: Truth, prior: Floats) -> bool:
    """Whether what is learned stops helping as soon as one person's decisions are not looked at.

    Every person's decisions are foretold from those of the others. With fewer than three people
    there is nothing to hold one of them against.
    """
    by = np.array([one.by for one in heard])
    people = np.unique(by)
    if len(people) < PEOPLE:
        return False
    base, _ = held_back(matrix, truth, by, prior, move=False)
    new, _ = held_back(matrix, truth, by, prior, move=True)
    better = loss(base, truth) - loss(new, truth)
    return any(float(better[by != person].mean()) <= 0 for person in people)


def _gain(old: Floats, new: Floats, truth: Truth, rows: Truth) -> tuple[float, float]:
    """How much better ``new`` foretells some rows than ``old``, and the standard error of that."""
    better = (loss(old, truth) - loss(new, truth))[rows]
    return float(better.mean()), float(better.std(ddof=1) / np.sqrt(len(better)))


def _half(raw: Floats, scale: float, shift: float) -> float | None:
    """The score, between 0 and 1, at which the chance is one half; None where there is none."""
    half = -shift / scale / float(raw.sum()) if scale > 0 else -1.0
    return round(half, 4) if 0 <= half <= 1 else None

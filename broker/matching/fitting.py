"""The arithmetic of learning: a logistic model held near its prior, and how well it foretells."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Truth = NDArray[np.bool_]

BAND = 3.0
"""A weight may at most triple, or fall to a third of what a person published."""

PULL = 40.0
"""How strongly the prior holds: about as many decisions as it takes to move a weight half way."""

FOLDS = 5


def fit(matrix: Floats, truth: Truth, prior: Floats, *, move: bool) -> tuple[Floats, float, float]:
    """(weights, scale, shift) of chance = logistic(scale * values @ weights + shift).

    Scale and shift turn a score into a chance and are always fitted, so that old and new weights
    are compared by what they say of the order of pairs alone. Without ``move`` the weights stay.
    """
    from scipy.optimize import minimize

    centre = matrix.mean(axis=0)
    moved = matrix - centre
    spread = max(float((moved @ prior).std()), 1e-6)
    steps = np.log(BAND)

    def unpack(theta: Floats) -> tuple[Floats, float, float]:
        weights = prior * np.exp(theta[2:]) if move else prior
        return weights, float(np.exp(theta[0])) / spread, float(theta[1])

    def loss_of(theta: Floats) -> tuple[float, Floats]:
        weights, scale, shift = unpack(theta)
        linear = scale * (moved @ weights) + shift
        wrong = chance(linear) - truth
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
    theta = minimize(loss_of, np.zeros(size), jac=True, bounds=bounds, method="L-BFGS-B").x
    weights, scale, shift = unpack(theta)
    return weights, scale, shift - scale * float(centre @ weights)


def held_back(
    matrix: Floats, truth: Truth, group: NDArray[np.int64], prior: Floats, *, move: bool, whole: Floats | None = None
) -> tuple[Floats, Floats]:
    """(chance, score) of every row by a model fitted on the other groups of rows. The score is of the
    row in ``whole``, where that holds more than what the model is fitted on."""
    foretold, score = np.zeros(len(truth)), np.zeros(len(truth))
    for one in np.unique(group):
        held = group == one
        if truth[~held].all() or not truth[~held].any():
            foretold[held] = truth.mean()
            continue
        weights, scale, shift = fit(matrix[~held], truth[~held], prior, move=move)
        score[held] = (matrix if whole is None else whole)[held] @ (weights / weights.sum())
        foretold[held] = chance(scale * (matrix[held] @ weights) + shift)
    return foretold, score


def chance(odds: Floats) -> Floats:
    return 1.0 / (1.0 + np.exp(-np.clip(odds, -30, 30)))


def loss(foretold: Floats, truth: Truth) -> Floats:
    """What each forecast cost, in nats."""
    safe = np.clip(foretold, 1e-9, 1 - 1e-9)
    return -np.where(truth, np.log(safe), np.log(1 - safe))


def order(score: Floats, truth: Truth) -> tuple[float, float]:
    """How often a confirmed pair scores above a refused one (0.5: by chance), and its standard error.

    The error is Hanley and McNeil's, of 1982. Without both kinds: (0.5, infinity).
    """
    from scipy.stats import rankdata

    yes, no = int(truth.sum()), int((~truth).sum())
    if not yes or not no:
        return 0.5, float("inf")
    area = (float(rankdata(score)[truth].sum()) - yes * (yes + 1) / 2) / (yes * no)
    first, second = area / (2 - area), 2 * area**2 / (1 + area)
    spread = area * (1 - area) + (yes - 1) * (first - area**2) + (no - 1) * (second - area**2)
    return area, float(np.sqrt(max(spread, 0.0) / (yes * no)))


def calibration(foretold: Floats, truth: Truth) -> tuple[tuple[float, float, int], ...]:
    """(foretold share, true share, decisions) in up to ten groups of equal size."""
    ranked = np.argsort(foretold, kind="stable")
    groups = [group for group in np.array_split(ranked, min(10, max(1, len(ranked) // 20))) if len(group)]
    return tuple(
        (round(float(foretold[group].mean()), 4), round(float(truth[group].mean()), 4), len(group)) for group in groups
    )

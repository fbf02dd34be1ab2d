"""Single parts of a score: each one need against a catalogue, 0..1 a business, NaN where not known."""

from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from broker.matching.affinity import KIND_AT, MODEST, NEAR, TRADE_KINDS
from broker.matching.asking import NeedFeatures
from broker.matching.encoder import likeness
from broker.matching.features import Catalogue
from broker.matching.sectors import answers
from broker.matching.weights import NEUTRAL
from models.vocabulary import Kind, ReachKind, Safeguarding, WorksWithChildren

Array = NDArray[np.float64]

DECAY_MILES = {Kind.SPC: 4.0, Kind.VOL: 9.0}
DECAY_MILES_USUAL = 12.0

ANOTHER_THING = 0.8
"""What is left of a ticked kind where the offer's own words are about something else."""

IMMODEST = 0.35
"""Kind of help, where a firm is not sure yet and money, a seat or a new site is asked for."""

LIKE_MEANING = 1.8
"""A cosine of 0.55 already is as near as a request and an answer to it come."""

CLEAR = 0.7
"""From how strong an ask for a row of usual offers on it is clear what is asked for."""

READ = 0.2
"""Below so strong an ask nothing was read at all, and nobody is named on a chance."""

RESTED_DAYS = 180.0
"""So long after it was asked last, a firm is asked as readily as one that never was."""

ONE_MORE_TURN = 0.15
"""What each time that a firm helped adds to its turn."""

DOUBT = 0.45
"""What a firm can do where the ask is unclear and nothing in its words speaks for it."""


def row_max(matrix: Any, weights: Array) -> tuple[Array, NDArray[np.int64]]:
    """Of each row of a CSC matrix, the largest entry times its column's weight, and that column.

    Rows that no weighed column touches have 0 and column -1; of equals the first column stands.
    Only the columns that weigh anything are looked at: few of very many.
    """
    best = np.zeros(matrix.shape[0])
    column = np.full(matrix.shape[0], -1, dtype=np.int64)
    for at in np.flatnonzero((weights > 0) & (np.diff(matrix.indptr) > 0)):
        rows = matrix.indices[matrix.indptr[at] : matrix.indptr[at + 1]]
        values = matrix.data[matrix.indptr[at] : matrix.indptr[at + 1]] * weights[at]
        better = values > best[rows]
        best[rows[better]] = values[better]
        column[rows[better]] = at
    return best, column


def best_three(similar: Array, owner: NDArray[np.int64], n: int) -> Array:
    """Mean of each owner's best three items (fewer where it has fewer); NaN where it has none."""
    mean = np.full(n, np.nan)
    if not len(owner):
        return mean
    order = np.lexsort((-similar, owner))
    sorted_owner = owner[order]
    starts = np.flatnonzero(np.r_[True, sorted_owner[1:] != sorted_owner[:-1]])
    rank = np.arange(len(order)) - np.repeat(starts, np.diff(np.r_[starts, len(order)]))
    kept = rank < 3
    total = np.bincount(sorted_owner[kept], weights=similar[order][kept], minlength=n)
    count = np.bincount(sorted_owner[kept], minlength=n)
    known = count > 0
    mean[known] = total[known] / count[known]
    return mean


def is_clear(most: float, *, strict: bool) -> bool:
    """Whether a firm of which nothing speaks for a trade's own work is out: where it is clear what is
    asked for, where somebody registered is, and where nothing could be read."""
    return strict or most >= CLEAR or most < READ


def can_do(kind: Kind, able: Array, catalogue: Catalogue, *, clear: bool, named: bool) -> Array:
    ticked = catalogue.ticked[:, KIND_AT[kind]]
    if kind in TRADE_KINDS:
        # a clear ask that neither the firm's trade nor its words answer is a no; of an unclear ask
        # we only know that nothing speaks for the firm, and nothing at all of a firm without words
        wrote = np.diff(catalogue.whole.indptr)[: len(catalogue)] > 0
        unclear = np.where(wrote, np.maximum(able, DOUBT), np.where(able > 0, able, np.nan))
        return able if clear else unclear
    # anybody can give these if willing; where a line of business was named, it counts for more
    sure = 0.45 if named else 0.6
    willing = np.where(ticked, sure, np.where(catalogue.open == 0.0, 0.0, 0.2))
    willing = np.where(catalogue.unsure, 0.35 if kind in MODEST else 0.1, willing)
    return willing + np.where(ticked, 1.0 - sure, 0.45) * able


def kind_fit(kind: Kind, able: Array, catalogue: Catalogue, need: NeedFeatures) -> Array:
    near = np.zeros(len(catalogue))
    for other, closeness in NEAR.get(kind, {}).items():
        near = np.maximum(near, np.where(catalogue.ticked[:, KIND_AT[other]], closeness, 0.0))
    openly = np.maximum(0.6 * near, 0.6 * able)
    fit = np.where(catalogue.open == 1.0, openly, np.where(catalogue.open == 0.0, 0.0, 0.7 * openly))
    guessed = np.where(able >= 0.4, 0.5 + 0.4 * able, np.nan)
    # a firm that is not sure yet is asked for something modest first, never to open a shop or to pay
    fit = np.where(catalogue.unsure, guessed if kind in MODEST else IMMODEST, fit)
    fit = np.where(catalogue.ticked[:, KIND_AT[kind]], 1.0, fit)
    if not need.kinds_said:  # read from words, not ticked: a weaker sign either way
        fit = NEUTRAL + (fit - NEUTRAL) * 0.7 * need.kinds[kind] / max(need.kinds.values())
    return fit


def offer_fit(kind: Kind, asked: Array, need: NeedFeatures, catalogue: Catalogue) -> Array:
    """How well each firm's stated offers of a kind answer the ask in their own words, 0..1; NaN
    where it offers none of that kind or said nothing about it."""
    fit = np.full(len(catalogue), np.nan)
    mine = np.flatnonzero(catalogue.offer_kind == KIND_AT[kind])
    if not len(mine):
        return fit
    lit = row_max(catalogue.offer_lit, asked)[0][mine]
    alike = np.asarray((catalogue.offer_text[mine] @ need.vector.T).todense()).ravel()
    best = np.minimum(1.0, np.maximum(2.0 * lit, 5.0 * alike))
    for at, value in zip(catalogue.offer_of[mine], best, strict=True):
        fit[at] = np.fmax(fit[at], value)
    blank = np.zeros(len(catalogue), dtype=bool)  # one offer without words may be just the thing
    blank[catalogue.blank_of[catalogue.blank_kind == KIND_AT[kind]]] = True
    return np.where(blank, np.nan, ANOTHER_THING + (1.0 - ANOTHER_THING) * fit)


def meaning(need: NeedFeatures, catalogue: Catalogue) -> Array:
    """How near the firm's best three texts are to the need in meaning, where there is an encoder."""
    if not len(catalogue.item_of):
        return np.full(len(catalogue), np.nan)
    alike = likeness(catalogue.meanings, need.meaning)[:, 0]
    return np.minimum(1.0, LIKE_MEANING * best_three(alike, catalogue.item_of, len(catalogue)))


def theme(need: NeedFeatures, catalogue: Catalogue) -> Array:
    if need.themes is None:
        return np.full(len(catalogue), np.nan)
    size = np.sqrt((catalogue.themes**2).sum(axis=1)) * np.sqrt((need.themes**2).sum())
    return (catalogue.themes * need.themes).sum(axis=1) / np.where(size > 0, size, np.nan)


def sector(need: NeedFeatures, catalogue: Catalogue) -> tuple[Array, Array]:
    """How well each firm's line of business answers one that was asked for, and the nearness of the
    two on the tree of sectors alone, however surely they were read. (n,) each, NaN: not known."""
    unknown = np.full(len(catalogue), np.nan)
    if not need.sectors:
        return unknown, unknown
    best = [
        max((answers(code, wanted) * trust, answers(code, wanted)) for wanted, trust in need.sectors)
        for code in catalogue.codes
    ]
    value, column = row_max(catalogue.of_code, np.array([weight for weight, _ in best], dtype=float))
    near = np.array([*(nearness for _, nearness in best), 0.0])[column]
    known = np.diff(catalogue.of_code.tocsr().indptr) > 0
    return np.where(known, value, np.nan), np.where(known, near, np.nan)


def place(
    need: NeedFeatures, catalogue: Catalogue, far: Array, kinds: tuple[Kind, ...], kind_at: NDArray[np.int64]
) -> Array:
    scale = np.array([DECAY_MILES.get(kind, DECAY_MILES_USUAL) for kind in kinds] or [DECAY_MILES_USUAL])
    value = np.exp(-far / scale[kind_at])
    here = need.need.area_districts | ({need.need.place.district} if need.need.place.district else set())
    for at, business in enumerate(catalogue.businesses):
        if business.place.district and business.place.district in here:
            value[at] = max(0.85, value[at]) if value[at] == value[at] else 0.9
        elif business.reach.kind is ReachKind.BOROUGHS and business.reach.districts & here:
            value[at] = max(0.8, value[at]) if value[at] == value[at] else 0.8
        elif business.reach.kind in (ReachKind.ENGLAND, ReachKind.REMOTE, ReachKind.REGION):
            # whoever says "anywhere" means it: distance counts, but never as a no
            value[at] = max(0.4, value[at]) if value[at] == value[at] else 0.4
    return value


def amount(need: NeedFeatures, catalogue: Catalogue, kinds: tuple[Kind, ...], kind_at: NDArray[np.int64]) -> Array:
    value = np.full(len(catalogue), np.nan)
    asked = {part.kind: (part.amount, part.places) for part in need.need.parts}
    for at, kind in enumerate(kinds):
        amount, places = asked.get(kind, (None, 1))
        if amount is None or not amount > 0:
            continue
        offered = catalogue.amounts[:, KIND_AT[kind]]
        share = np.minimum(1.0, offered / (amount / max(1, places)))
        value = np.where(kind_at == at, share, value)
    return value


def children(need: NeedFeatures, catalogue: Catalogue) -> Array:
    if need.need.children is Safeguarding.NONE:
        return np.ones(len(catalogue))
    said = {WorksWithChildren.YES: 1.0, WorksWithChildren.NO: 0.0}
    return np.array([said.get(one.children, np.nan) for one in catalogue.businesses], dtype=np.float64)


def rotation(catalogue: Catalogue, today: date) -> Array:
    """Whose turn it is: half for a firm that was never asked or not for half a year, down to nothing for
    one asked today, and more for each time it helped. NaN where nobody looked.

    The half is what a part that is not known adds: being new is neither for a firm nor against it.
    """
    value = np.full(len(catalogue), np.nan)
    for at, business in enumerate(catalogue.businesses):
        before = business.asked_before
        if before is not None:
            rested = 1.0 if before.last_on is None else max(0, (today - before.last_on).days) / RESTED_DAYS
            value[at] = min(1.0, NEUTRAL * min(1.0, rested) + ONE_MORE_TURN * before.helped)
    return value

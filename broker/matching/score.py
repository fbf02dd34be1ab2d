"""The score: parts that add up. One need against any number of businesses at once.

Every part is a value 0..1 for each business, NaN where it is not known. A missing part
contributes the neutral half of its weight and the weights are never rescaled.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from broker.matching.affinity import NEAR, TRADE_KINDS
from broker.matching.features import KIND_AT, Catalogue, NeedFeatures
from broker.matching.geography import miles
from broker.matching.reading import Reading
from broker.matching.sectors import answers
from broker.matching.weights import NEUTRAL, PARTS, Weights
from models.vocabulary import Kind, ReachKind, Safeguarding, WorksWithChildren

Array = NDArray[np.float64]

LIKE_WORDS = 2.5
"""Cosines of short texts are small: a cosine of 0.4 already is as alike as two people write."""

DECAY_MILES = {Kind.SPC: 4.0, Kind.VOL: 9.0}
DECAY_MILES_USUAL = 12.0

LEAST_ASK = 0.6
"""Rows of usual offers are compared with the need's strongest ask, or with this if all are weak."""

ANOTHER_THING = 0.8
"""What is left of a ticked kind where the offer's own words are about something else."""

OTHER_TRADE = 0.85
"""What is left of "can do" where a line of business was named and the firm is in another."""

DOUBT = 0.2
"""What a firm can do where the ask is unclear and nothing in its words speaks for it."""


@dataclass(frozen=True, eq=False)
class Values:
    """Values of all parts (n,), and what the reasons need to know about the best kind of each pair.

    ``kind_at`` indexes ``kinds`` (the kinds the need asks for), -1 where it asks for none;
    ``row`` is the row of usual offers that speaks loudest, -1 for none; ``row_stated`` whether the
    firm said so itself; ``distance`` miles; ``ticked`` whether the best kind is ticked.
    """

    parts: dict[str, Array]
    kinds: tuple[Kind, ...]
    kind_at: NDArray[np.int64]
    row: NDArray[np.int64]
    row_stated: NDArray[np.bool_]
    ticked: NDArray[np.bool_]
    distance: Array


def distances(need: NeedFeatures, catalogue: Catalogue) -> Array:
    """Miles from the need to each business, NaN where one of the two places is not known."""
    place = need.need.place
    if place.lat is None or place.lon is None:
        return np.full(len(catalogue), np.nan)
    return miles(place.lat, place.lon, catalogue.lats, catalogue.lons)


def row_max(matrix: Any, weights: Array) -> tuple[Array, NDArray[np.int64]]:
    """Of each CSR row, the largest entry times its column's weight, and that column (-1: none)."""
    best = np.zeros(matrix.shape[0])
    column = np.full(matrix.shape[0], -1, dtype=np.int64)
    if not matrix.nnz or not weights.any():
        return best, column
    values = matrix.data * weights[matrix.indices]
    owner = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    order = np.lexsort((-matrix.indices, values, owner))
    last = np.flatnonzero(np.r_[owner[order][1:] != owner[order][:-1], True])
    at = order[last]
    lit = values[at] > 0
    best[owner[at[lit]]] = values[at[lit]]
    column[owner[at[lit]]] = matrix.indices[at[lit]]
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


def part_values(need: NeedFeatures, catalogue: Catalogue, reading: Reading, today: date) -> Values:
    """All parts of one need against a catalogue."""
    n = len(catalogue)
    similar = np.asarray((catalogue.items @ need.vector.T).todense()).ravel()
    if not need.vector.nnz:
        similar = np.full(len(similar), np.nan)
    similar = similar[: len(catalogue.item_of)]  # an empty catalogue has one empty row
    words = np.minimum(1.0, LIKE_WORDS * best_three(similar, catalogue.item_of, n))
    direct = np.zeros(n)
    if len(catalogue.item_of):
        np.maximum.at(direct, catalogue.item_of, np.nan_to_num(similar))
    direct = np.minimum(0.8, LIKE_WORDS * direct)
    sector = _sector(need, catalogue)
    far = distances(need, catalogue)

    kinds = tuple(need.kinds)
    can_do, kind_fit = np.full((n, len(kinds)), np.nan), np.full((n, len(kinds)), np.nan)
    rows = np.full((n, len(kinds)), -1, dtype=np.int64)
    stated = np.zeros((n, len(kinds)), dtype=bool)
    row_kinds = [row.kind for row in reading.usual.rows_]
    for at, kind in enumerate(kinds):
        near = NEAR.get(kind, {})
        compatible = np.array([1.0 if one is kind else 0.8 * near.get(one, 0.0) for one in row_kinds])
        asked = need.asks * compatible if len(compatible) else np.zeros(catalogue.guessed.shape[1])
        said, said_row = row_max(catalogue.stated, asked)
        guess, guess_row = row_max(catalogue.guessed, asked)
        stated[:, at] = said >= guess
        rows[:, at] = np.where(stated[:, at], said_row, guess_row)
        strongest = max(LEAST_ASK, float(asked.max(initial=0.0)))
        said, guess = said / strongest, guess / strongest
        able = np.maximum(np.maximum(said, guess), direct)
        if kind in TRADE_KINDS and need.sectors:  # another trade than the one asked for is doubtful
            able = able * np.where(np.nan_to_num(sector, nan=1.0) < 0.25, OTHER_TRADE, 1.0)
        able = np.maximum(able, 0.85 * np.nan_to_num(sector))
        can_do[:, at] = _can_do(
            kind, able, catalogue, clear=bool(asked.max(initial=0.0) >= 0.4), named=bool(need.sectors)
        )
        kind_fit[:, at] = _kind_fit(kind, np.maximum(said, guess), catalogue, need)
        if kind in TRADE_KINDS:
            # a stated offer of that kind may be of quite another thing: plants are no fridge
            near_offer = _offer_fit(kind, asked / strongest, need, catalogue)
            kind_fit[:, at] *= np.where(np.isnan(near_offer), 1.0, ANOTHER_THING + (1 - ANOTHER_THING) * near_offer)
    if kinds:
        # a need may ask for several kinds: each pair is judged by the one that fits it best
        together = 0.6 * np.nan_to_num(can_do, nan=NEUTRAL) + 0.4 * np.nan_to_num(kind_fit, nan=NEUTRAL)
        kind_at = together.argmax(axis=1) if n else np.zeros(0, dtype=np.int64)
        take = np.arange(n), kind_at
        parts = {"can_do": can_do[take], "kind": kind_fit[take]}
        row, row_stated = rows[take], stated[take]
        ticked = catalogue.ticked[np.arange(n), np.array([KIND_AT[kind] for kind in kinds])[kind_at]]
    else:
        kind_at, row = np.full(n, -1, dtype=np.int64), np.full(n, -1, dtype=np.int64)
        row_stated, ticked = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
        parts = {"can_do": np.where(direct > 0.3, direct, np.nan), "kind": np.full(n, np.nan)}
    parts["words"] = words
    parts["theme"] = _theme(need, catalogue)
    parts["sector"] = sector
    parts["place"] = _place(need, catalogue, far, kinds, kind_at)
    parts["amount"] = _amount(need, catalogue, kinds, kind_at)
    parts["children"] = _children(need, catalogue)
    decile = need.need.decile
    parts["priority"] = np.full(n, np.nan if decile is None else (10 - decile) / 9.0)
    parts["rotation"] = _rotation(catalogue, today)
    return Values(
        {code: np.round(np.clip(parts[code], 0.0, 1.0), 6) for code in PARTS},
        kinds, kind_at, row, row_stated, ticked, far,
    )  # fmt: skip


def contributions(values: dict[str, Array], weights: Weights) -> tuple[dict[str, Array], Array]:
    """What each part adds, and their sum, in one fixed order so that a pair always scores the same."""
    added: dict[str, Array] = {}
    score: Array = np.zeros(len(next(iter(values.values()))))
    for code, value in values.items():
        weight = weights.of(code)
        added[code] = np.round(weight * np.where(np.isnan(value), NEUTRAL, value), 6)
        score = score + added[code]
    return added, np.round(score, 6)


def _can_do(kind: Kind, able: Array, catalogue: Catalogue, *, clear: bool, named: bool) -> Array:
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
    willing = np.where(catalogue.unsure, 0.35, willing)
    return willing + np.where(ticked, 1.0 - sure, 0.45) * able


def _kind_fit(kind: Kind, able: Array, catalogue: Catalogue, need: NeedFeatures) -> Array:
    near = np.zeros(len(catalogue))
    for other, likeness in NEAR.get(kind, {}).items():
        near = np.maximum(near, np.where(catalogue.ticked[:, KIND_AT[other]], likeness, 0.0))
    openly = np.maximum(0.6 * near, 0.6 * able)
    fit = np.where(catalogue.open == 1.0, openly, np.where(catalogue.open == 0.0, 0.0, 0.7 * openly))
    fit = np.where(catalogue.unsure, np.where(able >= 0.4, 0.4 + 0.3 * able, np.nan), fit)
    fit = np.where(catalogue.ticked[:, KIND_AT[kind]], 1.0, fit)
    if not need.kinds_said:  # read from words, not ticked: a weaker sign either way
        fit = NEUTRAL + (fit - NEUTRAL) * 0.7 * need.kinds[kind] / max(need.kinds.values())
    return fit


def _offer_fit(kind: Kind, asked: Array, need: NeedFeatures, catalogue: Catalogue) -> Array:
    """How well each firm's stated offers of a kind answer the ask in their own words, 0..1; NaN
    where it offers none of that kind or said nothing about it."""
    fit = np.full(len(catalogue), np.nan)
    mine = np.flatnonzero(catalogue.offer_kind == KIND_AT[kind])
    if not len(mine):
        return fit
    lit, _ = row_max(catalogue.offer_lit[mine], asked)
    alike = np.asarray((catalogue.offer_text[mine] @ need.vector.T).todense()).ravel()
    best = np.minimum(1.0, np.maximum(2.0 * lit, 5.0 * alike))
    for at, value in zip(catalogue.offer_of[mine], best, strict=True):
        fit[at] = np.fmax(fit[at], value)
    blank = np.zeros(len(catalogue), dtype=bool)  # one offer without words may be just the thing
    blank[catalogue.blank_of[catalogue.blank_kind == KIND_AT[kind]]] = True
    return np.where(blank, np.nan, fit)


def _theme(need: NeedFeatures, catalogue: Catalogue) -> Array:
    if need.themes is None:
        return np.full(len(catalogue), np.nan)
    size = np.sqrt((catalogue.themes**2).sum(axis=1)) * np.sqrt((need.themes**2).sum())
    return (catalogue.themes * need.themes).sum(axis=1) / np.where(size > 0, size, np.nan)


def _sector(need: NeedFeatures, catalogue: Catalogue) -> Array:
    if not need.sectors:
        return np.full(len(catalogue), np.nan)
    return np.array(
        [
            max(answers(code, wanted) * sure * trust for code, sure in mine for wanted, trust in need.sectors)
            if mine
            else np.nan
            for mine in catalogue.sectors
        ],
        dtype=np.float64,
    )


def _place(
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


def _amount(need: NeedFeatures, catalogue: Catalogue, kinds: tuple[Kind, ...], kind_at: NDArray[np.int64]) -> Array:
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


def _children(need: NeedFeatures, catalogue: Catalogue) -> Array:
    if need.need.children is Safeguarding.NONE:
        return np.ones(len(catalogue))
    said = {WorksWithChildren.YES: 1.0, WorksWithChildren.NO: 0.0}
    return np.array([said.get(one.children, np.nan) for one in catalogue.businesses], dtype=np.float64)


def _rotation(catalogue: Catalogue, today: date) -> Array:
    value = np.full(len(catalogue), np.nan)
    for at, business in enumerate(catalogue.businesses):
        if business.last_contacted_on is not None:
            value[at] = min(1.0, max(0, (today - business.last_contacted_on).days) / 180.0)
        if business.successes:
            value[at] = min(1.0, (0.5 if np.isnan(value[at]) else value[at]) + 0.15 * business.successes)
    return value

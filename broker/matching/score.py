"""The score: parts that add up. One need against any number of businesses at once.

Every part is a value 0..1 for each business, NaN where it is not known. A missing part
contributes the neutral half of its weight and the weights are never rescaled.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from broker.matching import parts
from broker.matching.affinity import KIND_AT, TRADE_KINDS
from broker.matching.asking import NeedFeatures
from broker.matching.facts import IN_LINE, Source
from broker.matching.features import Catalogue
from broker.matching.geography import miles
from broker.matching.reading import Reading
from broker.matching.weights import MEANING, NEUTRAL, PARTS, Weights
from models.vocabulary import Kind

Array = NDArray[np.float64]

LIKE_WORDS = 2.5
"""Cosines of short texts are small: a cosine of 0.4 already is as alike as two people write."""

LEAST_ASK = 0.7
"""Rows of usual offers are compared with the need's strongest ask of any kind, or with this if all are
weak: a story about a warm pool that mentions a ceiling asks for no roofer."""

WORTH_SAYING = 0.5
"""Of help that anybody can give, what a firm's trade or words must say for it to be named."""

NEAR_TRADE = 0.65
"""What a line of business near to the one asked for says of a trade's own work."""

OTHER_TRADE = 0.85
"""What is left of "can do" where a line of business was named and the firm is in another."""


@dataclass(frozen=True, eq=False)
class Values:
    """Values of all parts (n,), and what the reasons need to know about the best kind of each pair.

    ``kind_at`` indexes ``kinds`` (the kinds the need asks for), -1 where it asks for none;
    ``source`` is what speaks loudest for the firm (a ``Source``), ``row`` the row of usual offers
    where that is its trade, else -1; ``near`` is how near its line of
    business is to one that was asked for; ``distance`` miles; ``ticked`` whether the best kind is ticked.
    """

    parts: dict[str, Array]
    kinds: tuple[Kind, ...]
    kind_at: NDArray[np.int64]
    row: NDArray[np.int64]
    source: NDArray[np.int64]
    near: Array
    ticked: NDArray[np.bool_]
    distance: Array


def distances(need: NeedFeatures, catalogue: Catalogue) -> Array:
    """Miles from the need to each business, NaN where one of the two places is not known."""
    place = need.need.place
    if place.lat is None or place.lon is None:
        return np.full(len(catalogue), np.nan)
    return miles(place.lat, place.lon, catalogue.lats, catalogue.lons)


def part_values(need: NeedFeatures, catalogue: Catalogue, reading: Reading, today: date) -> Values:
    """All parts of one need against a catalogue."""
    n = len(catalogue)
    similar = np.asarray((catalogue.items @ need.vector.T).todense()).ravel()
    if not need.vector.nnz:
        similar = np.full(len(similar), np.nan)
    similar = similar[: len(catalogue.item_of)]  # an empty catalogue has one empty row
    words = np.minimum(1.0, LIKE_WORDS * parts.best_three(similar, catalogue.item_of, n))
    direct = np.zeros(n)
    if len(catalogue.item_of):
        np.maximum.at(direct, catalogue.item_of, np.nan_to_num(similar))
    direct = np.minimum(0.8, LIKE_WORDS * direct)
    sector, near = parts.sector(need, catalogue)
    far = distances(need, catalogue)

    kinds = tuple(need.kinds)
    can_do, kind_fit = np.full((n, len(kinds)), np.nan), np.full((n, len(kinds)), np.nan)
    rows = np.full((n, len(kinds)), -1, dtype=np.int64)
    source = np.full((n, len(kinds)), Source.NONE, dtype=np.int64)
    empty = np.zeros(catalogue.guessed.shape[1])
    asks = [need.asks * reading.usual.compatible(kind) if reading.usual.rows_ else empty for kind in kinds]
    strongest = max([LEAST_ASK, *(float(asked.max(initial=0.0)) for asked in asks)])
    for at, (kind, asked) in enumerate(zip(kinds, asks, strict=True)):
        said, _ = parts.row_max(catalogue.stated, asked)
        guess, rows[:, at] = parts.row_max(catalogue.guessed, asked)
        said, guess = said / strongest, guess / strongest
        able = np.maximum(np.maximum(said, guess), direct)
        if kind in TRADE_KINDS and need.sectors:  # another trade than the one asked for is doubtful
            able = able * np.where(np.nan_to_num(sector, nan=1.0) < 0.25, OTHER_TRADE, 1.0)
        named_trade = 0.85 * np.nan_to_num(sector)
        if kind in TRADE_KINDS:  # an electrician is near to a roofer on the tree, and mends no roof
            named_trade = np.where(near < IN_LINE, NEAR_TRADE * np.nan_to_num(sector), named_trade)
        source[:, at] = _source(kind, np.maximum(said, direct), guess, named_trade)
        able = np.maximum(able, named_trade)
        can_do[:, at] = parts.can_do(
            kind,
            able,
            catalogue,
            clear=parts.is_clear(float(asked.max(initial=0.0)), strict=need.strict),
            named=bool(need.sectors),
        )
        kind_fit[:, at] = parts.kind_fit(kind, np.maximum(said, guess), catalogue, need)
        if kind in TRADE_KINDS:
            # a stated offer of that kind may be of quite another thing: plants are no fridge
            near_offer = parts.offer_fit(kind, asked / strongest, need, catalogue)
            kind_fit[:, at] *= np.where(np.isnan(near_offer), 1.0, near_offer)
    if kinds:
        # a need may ask for several kinds: each pair is judged by the one that fits it best
        together = 0.6 * np.nan_to_num(can_do, nan=NEUTRAL) + 0.4 * np.nan_to_num(kind_fit, nan=NEUTRAL)
        kind_at = together.argmax(axis=1) if n else np.zeros(0, dtype=np.int64)
        take = np.arange(n), kind_at
        values = {"can_do": can_do[take], "kind": kind_fit[take]}
        row, because = rows[take], source[take]
        ticked = catalogue.ticked[np.arange(n), np.array([KIND_AT[kind] for kind in kinds])[kind_at]]
    else:
        kind_at, row = np.full(n, -1, dtype=np.int64), np.full(n, -1, dtype=np.int64)
        because, ticked = np.full(n, Source.SAID, dtype=np.int64), np.zeros(n, dtype=bool)
        values = {"can_do": np.where(direct > 0.3, direct, np.nan), "kind": np.full(n, np.nan)}
    values["words"] = words
    if need.meaning is not None and catalogue.meanings is not None:
        values[MEANING] = parts.meaning(need, catalogue)
    values["theme"] = parts.theme(need, catalogue)
    values["sector"] = sector
    values["place"] = parts.place(need, catalogue, far, kinds, kind_at)
    values["amount"] = parts.amount(need, catalogue, kinds, kind_at)
    values["children"] = parts.children(need, catalogue)
    decile = need.need.decile
    values["priority"] = np.full(n, np.nan if decile is None else (10 - decile) / 9.0)
    values["rotation"] = parts.rotation(catalogue, today)
    return Values(
        {code: np.round(np.clip(values[code], 0.0, 1.0), 6) for code in (*PARTS, MEANING) if code in values},
        kinds, kind_at, row, because, near, ticked, far,
    )  # fmt: skip


def _source(kind: Kind, said: Array, guess: Array, named: Array) -> NDArray[np.int64]:
    """What speaks loudest for each firm. What it said comes first where two are equal, and for help
    that anybody can give neither a trade nor words need to say much."""
    loudest = np.where(guess > said, Source.TRADE, Source.SAID)
    loudest = np.where(named > np.maximum(said, guess), Source.NAMED, loudest)
    least = 0.0 if kind in TRADE_KINDS else WORTH_SAYING
    most = np.maximum(np.maximum(said, guess), named)
    return np.where(most > least, loudest, Source.WILLING if least else Source.NONE)


def contributions(values: dict[str, Array], weights: Weights) -> tuple[dict[str, Array], Array]:
    """What each part adds, and their sum, in one fixed order so that a pair always scores the same."""
    added: dict[str, Array] = {}
    score: Array = np.zeros(len(next(iter(values.values()))))
    for code, value in values.items():
        weight = weights.of(code)
        added[code] = np.round(weight * np.where(np.isnan(value), NEUTRAL, value), 6)
        score = score + added[code]
    return added, np.round(score, 6)

"""Some needs of one place against the firms that would come there.

A bound on every score, cheap enough to be taken for all of them, says which pairs are worth
comparing in full. It is never below the score, so what it leaves out could not have won.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from broker.matching.affinity import KIND_AT
from broker.matching.candidates.asks import Ask, Asks
from broker.matching.candidates.ledger import Floats, Ints, Ledger, Mask, miles_between
from broker.matching.facts import IN_LINE
from broker.matching.pairing import need_known
from broker.matching.parts import DOUBT, IMMODEST
from broker.matching.profiles import NeedProfile
from broker.matching.rules import NEAR_ENOUGH_FOR_REMOTE
from broker.matching.score import LIKE_WORDS, NEAR_TRADE, OTHER_TRADE
from broker.matching.weights import NEUTRAL, Weights
from models.vocabulary import Safeguarding

NEEDS_AT_ONCE = 64
"""So many needs are compared at a time, so that memory does not grow with them."""

ROUNDED_OFF = 1e-5
"""What rounding may add to a score; bounds are kept that much higher."""


@dataclass(frozen=True, eq=False)
class Block:
    """Needs (indexes of ``asks.needs``) and firms (indexes of the ledger) of one place.

    items : (texts,) the firms' texts, one after the other; start : (firms + 1,) where each begins.
    alike : (texts, needs) cosines. most_alike : (needs, firms). far : (needs, firms) miles.
    lit : CSC (firms, rows). about : (needs, firms) how alike their themes are, NaN not known.
    """

    ledger: Ledger
    asks: Asks
    needs: Ints
    firms: Ints
    start: Ints
    alike: Floats
    most_alike: Floats
    far: Floats
    lit: Any
    about: Floats
    place: tuple[Floats, Floats]
    missed: dict[tuple[Any, Any], Mask]


def blocks(ledger: Ledger, asks: Asks, only: Ints | None = None) -> Iterator[Block]:
    """Needs grouped by where they are, with the firms that no rule about places keeps away.

    ``only`` : needs to look at; all without it. Needs that are closed or say nothing are left out.
    """
    together: dict[tuple[frozenset[str], str | None], list[int]] = {}
    for at in range(len(asks.needs)) if only is None else only:
        need = asks.needs[at]
        if need.need.live and not _over(need.need, ledger) and need_known(need):
            together.setdefault((asks.here[at], need.need.place.region), []).append(int(at))
    for (here, region), members in together.items():
        for begin in range(0, len(members), NEEDS_AT_ONCE):
            needs = np.array(members[begin : begin + NEEDS_AT_ONCE], dtype=np.int64)
            firms = _who_would_come(ledger, asks, needs, here, region)
            if len(firms):
                yield block_of(ledger, asks, needs, firms)


def _over(need: NeedProfile, ledger: Ledger) -> bool:
    return need.ends_on is not None and need.ends_on < ledger.today


def _who_would_come(ledger: Ledger, asks: Asks, needs: Ints, here: frozenset[str], region: str | None) -> Ints:
    """Firms that are open and that reach no rule keeps from all of these needs."""
    keep = ~ledger.closed
    columns = [ledger.districts[one] for one in here if one in ledger.districts]
    if here:
        theirs = np.zeros(len(ledger), dtype=bool)
        for column in columns:
            theirs[ledger.boroughs.indices[ledger.boroughs.indptr[column] : ledger.boroughs.indptr[column + 1]]] = True
        keep &= ~ledger.named_boroughs | theirs
    if region:
        keep &= ~(ledger.in_region & (ledger.region >= 0) & (ledger.region != ledger.regions.get(region, -2)))
    points = asks.point[needs]
    if not np.isnan(points).any():
        middle = points.mean(axis=0)
        middle /= np.sqrt((middle**2).sum())
        radius = miles_between(points, middle[None, :]).max()
        limit = np.minimum(ledger.limit, np.where(ledger.remote & asks.present[needs].all(), 5.0, np.inf))
        keep &= ~(miles_between(ledger.point, middle[None, :]).ravel() > limit + radius + 1e-3)
    return np.flatnonzero(keep)


def block_of(ledger: Ledger, asks: Asks, needs: Ints, firms: Ints) -> Block:
    """Everything about these needs and firms that a bound is made of."""
    catalogue = ledger.catalogue
    counts = ledger.item_start[firms + 1] - ledger.item_start[firms]
    start = np.concatenate([[0], np.cumsum(counts)])
    items = np.repeat(ledger.item_start[firms] - start[:-1], counts) + np.arange(start[-1])
    alike = np.zeros((len(items), len(needs)))
    most = np.zeros((len(firms), len(needs)))
    if len(items):
        alike = (catalogue.items[items] @ asks.vectors[needs].T).toarray()
        wrote = counts > 0
        most[wrote] = np.maximum.reduceat(alike, start[:-1][wrote], axis=0)
    here = asks.here[needs[0]]
    columns = [ledger.districts[one] for one in here if one in ledger.districts]
    known, unknown = ledger.place_known[firms], ledger.place_unknown[firms]
    theirs = np.zeros(len(ledger), dtype=bool)
    for column in columns:
        theirs[ledger.boroughs.indices[ledger.boroughs.indptr[column] : ledger.boroughs.indptr[column + 1]]] = True
    known, unknown = np.where(theirs[firms], 0.8, known), np.where(theirs[firms], 0.8, unknown)
    same = np.isin(ledger.district[firms], columns)
    themes = np.array(
        [np.full(catalogue.themes.shape[1], np.nan) if asks.needs[at].themes is None else asks.needs[at].themes for at in needs]
    )
    size = np.sqrt((themes**2).sum(axis=1))[:, None] * np.sqrt((catalogue.themes[firms] ** 2).sum(axis=1))
    return Block(
        ledger=ledger,
        asks=asks,
        needs=needs,
        firms=firms,
        start=start,
        alike=alike,
        most_alike=np.ascontiguousarray(most.T),
        far=miles_between(asks.point[needs], ledger.point[firms]),
        lit=ledger.lit[firms].tocsc(),
        about=themes @ catalogue.themes[firms].T / np.where(size > 0, size, np.nan),
        place=(np.where(same, 0.85, known), np.where(same, 0.9, unknown)),
        missed={},
    )


def allowed(block: Block, nth: int) -> Ints:
    """Places in ``block.firms`` of the firms that no rule keeps from the block's nth need."""
    ledger, at = block.ledger, int(block.needs[nth])
    need, firms, far = block.asks.needs[at].need, block.firms, block.far[nth]
    out = far > ledger.limit[firms]  # NaN compares False: what is not known forbids nothing
    if block.asks.present[at]:
        out |= ledger.remote[firms] & (far > NEAR_ENOUGH_FOR_REMOTE)
    if need.children is not Safeguarding.NONE:
        out |= ledger.children[firms] == 0.0
    if not block.asks.any_kind[at]:
        ticked = ledger.catalogue.ticked[firms][:, [KIND_AT[part.kind] for part in need.parts]].any(axis=1)
        bound = (ledger.catalogue.open[firms] == 0.0) & ~ledger.catalogue.unsure[firms] & ~ledger.undecided[firms]
        out |= bound & ~ticked
    if len(ledger.dated):
        key = need.starts_on, need.ends_on
        if key not in block.missed:
            missed = np.zeros(len(ledger), dtype=bool)
            missed[[one for one in ledger.dated if _misses(ledger, need, int(one))]] = True
            block.missed[key] = missed[firms]
        out |= block.missed[key]
    return np.flatnonzero(~out)


def _misses(ledger: Ledger, need: NeedProfile, firm: int) -> bool:
    first = max(need.starts_on or ledger.today, ledger.today)
    return all(
        (offer.ends_on is not None and offer.ends_on < first)
        or (offer.starts_on is not None and need.ends_on is not None and offer.starts_on > need.ends_on)
        for offer in ledger.catalogue.businesses[firm].offers
    )


def bounds(block: Block, nth: int, ask: Ask, open_to: Ints, weights: Weights) -> tuple[Ints, Floats]:
    """Firms (places in ``block.firms``) that could suit an ask, and what their score cannot exceed."""
    ledger, catalogue = block.ledger, block.ledger.catalogue
    least = min(weights.least_can_do, 0.3 if ask.trade else 0.2)
    lit = np.zeros(len(block.firms))
    for row, weight in zip(ask.rows, ask.weights / ask.strongest, strict=True):
        if weight >= least:  # a weaker row lights nothing brighter than ``least``
            mine = slice(block.lit.indptr[row], block.lit.indptr[row + 1])
            at = block.lit.indices[mine]
            lit[at] = np.maximum(lit[at], block.lit.data[mine] * weight)
    lit = np.maximum(lit[open_to], least)
    alike = LIKE_WORDS * block.most_alike[nth, open_to]
    able = np.maximum(lit, np.minimum(0.8, alike))
    firms = block.firms[open_to]
    if ask.kind is None:
        keep = np.arange(len(open_to))
        can_do, kind = np.where(np.minimum(0.8, alike) > 0.3, able, NEUTRAL), np.full(len(keep), NEUTRAL)
        sector = _sector(block, int(block.needs[nth]), firms)
    else:
        sector = _sector(block, int(block.needs[nth]), firms)
        if sector is not None:
            able = np.maximum(able, _named(ask, *sector))
        keep, can_do = _can_do(block, ask, firms, able, sector is not None, weights)
        firms, lit, alike = firms[keep], lit[keep], alike[keep]
        kind = _kind(block, ask, firms, lit, alike)
    value = weights.of("can_do") * can_do + weights.of("kind") * kind
    value += weights.of("words") * (np.minimum(1.0, alike[: len(keep)]) if block.asks.vectors[block.needs[nth]].nnz else NEUTRAL)
    value += weights.of("theme") * _neutral(block.about[nth, open_to[keep]])
    if sector is None:
        value += weights.of("sector") * NEUTRAL
    else:
        value += weights.of("sector") * _neutral(sector[0][keep])
    far = block.far[nth, open_to[keep]]
    known, unknown = (one[open_to[keep]] for one in block.place)
    place = np.where(np.isnan(far), unknown, np.fmax(np.exp(-far / ask.scale), known))
    value += weights.of("place") * _neutral(place)
    if np.isnan(ask.share):
        value += weights.of("amount") * NEUTRAL
    else:
        value += weights.of("amount") * _neutral(np.minimum(1.0, catalogue.amounts[firms, ask.column] / ask.share))
    need = block.asks.needs[block.needs[nth]].need
    careful = need.children is not Safeguarding.NONE
    value += weights.of("children") * (_neutral(ledger.children[firms]) if careful else 1.0)
    value += weights.of("priority") * (NEUTRAL if need.decile is None else (10 - need.decile) / 9.0)
    value += weights.of("rotation") * _neutral(ledger.rotation[firms]) + ROUNDED_OFF
    enough = value >= weights.threshold
    return open_to[keep[enough]], value[enough]


def _neutral(value: Floats) -> Floats:
    return np.where(np.isnan(value), NEUTRAL, value)


def _sector(block: Block, need: int, firms: Ints) -> tuple[Floats, Floats] | None:
    """How well each firm's line of business answers one that was asked for, and its nearness; None
    where none was asked for. NaN for firms whose line of business is not known."""
    if need not in block.asks.wanted:
        return None
    return sector_values(block.ledger, *block.asks.wanted[need], firms)


def sector_values(ledger: Ledger, weight: Floats, near: Floats, firms: Ints) -> tuple[Floats, Floats]:
    """The best of each firm's sectors; of equals the first in the order of codes."""
    best, nearness = np.zeros(len(firms)), np.zeros(len(firms))
    for slot in range(ledger.sector_code.shape[1]):
        code, sure = ledger.sector_code[firms, slot], ledger.sector_sure[firms, slot]
        value = weight[code] * sure
        better = (value > best) & (code >= 0)
        best, nearness = np.where(better, value, best), np.where(better, near[code], nearness)
    unknown = ~ledger.has_sector[firms]
    best[unknown], nearness[unknown] = np.nan, np.nan
    return best, nearness


def _named(ask: Ask, sector: Floats, near: Floats) -> Floats:
    named = 0.85 * np.nan_to_num(sector)
    return np.where(near < IN_LINE, NEAR_TRADE * np.nan_to_num(sector), named) if ask.trade else named


def _can_do(
    block: Block, ask: Ask, firms: Ints, able: Floats, named: bool, weights: Weights
) -> tuple[Ints, Floats]:
    """Those that may be able to do it, and "can do" at most, half where it is not known."""
    catalogue = block.ledger.catalogue
    if ask.trade:
        unsaid = ~block.ledger.wrote[firms] & (not ask.clear)
        keep = np.flatnonzero((able >= weights.least_can_do) | unsaid)
        value = np.where(unsaid[keep], np.maximum(able[keep], NEUTRAL), np.maximum(able[keep], DOUBT))
        return keep, value
    sure = 0.45 if named else 0.6
    ticked = catalogue.ticked[firms, ask.column]
    willing = np.where(ticked, sure, np.where(catalogue.open[firms] == 0.0, 0.0, 0.2))
    willing = np.where(catalogue.unsure[firms], 0.35 if ask.modest else 0.1, willing)
    value = willing + np.where(ticked, 1.0 - sure, 0.45) * able
    keep = np.flatnonzero(value >= weights.least_can_do)
    return keep, value[keep]


def _kind(block: Block, ask: Ask, firms: Ints, lit: Floats, alike: Floats) -> Floats:
    """Kind of help at most. A worded offer may be of another thing, but never answers better than
    the firm's words do altogether."""
    catalogue = block.ledger.catalogue
    fit = kind_values(catalogue, ask, firms, lit)
    if ask.trade:
        other = 0.8 + 0.2 * np.minimum(1.0, np.maximum(2.0 * np.maximum(lit, 0.25), 2.0 * alike))
        worded = catalogue.ticked[firms, ask.column] & ~block.ledger.blank[firms, ask.column]
        fit = np.where(worded, fit * other, fit)
    return fit


def kind_values(catalogue: Any, ask: Ask, firms: Ints, lit: Floats) -> Floats:
    """How well the kinds that firms ticked answer an ask, before the words of their offers; see
    ``parts.kind_fit``. What rises with ``lit`` only rises."""
    near = np.zeros(len(firms))
    for column, like in ask.near:
        near = np.maximum(near, np.where(catalogue.ticked[firms, column], like, 0.0))
    openly = 0.6 * np.maximum(near, lit)
    known = catalogue.open[firms]
    fit = np.where(known == 1.0, openly, np.where(known == 0.0, 0.0, 0.7 * openly))
    guessed = np.where(lit >= 0.4, 0.5 + 0.4 * lit, np.nan)
    fit = np.where(catalogue.unsure[firms], np.where(np.isnan(guessed), NEUTRAL, guessed) if ask.modest else IMMODEST, fit)
    fit = np.where(catalogue.ticked[firms, ask.column], 1.0, fit)
    return NEUTRAL + (fit - NEUTRAL) * ask.surely if ask.surely != 1.0 else fit

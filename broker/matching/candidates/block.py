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
from broker.matching.geography import EARTH_MILES
from broker.matching.pairing import need_known
from broker.matching.parts import DOUBT, IMMODEST
from broker.matching.profiles import NeedProfile
from broker.matching.rules import NEAR_ENOUGH_FOR_REMOTE
from broker.matching.score import LIKE_WORDS, NEAR_TRADE
from broker.matching.weights import NEUTRAL, Weights
from models.vocabulary import Safeguarding

NEEDS_AT_ONCE = 64
"""So many needs are compared at a time, so that memory does not grow with them."""

ROUNDED_OFF = 1e-5
"""What rounding may add to a score; bounds are kept that much higher."""


@dataclass(frozen=True, eq=False)
class Block:
    """Needs (indexes of ``asks.needs``) and firms (indexes of the ledger) of one place.

    start : (firms + 1,) where each firm's texts begin among the block's texts. alike : CSR (needs,
    texts) cosines. most_alike : (needs, firms). near : (needs, firms) cosines of the angle between
    the places, NaN not known. lit : CSC (firms, rows). about : (needs, firms) how alike their themes
    are, NaN not known. place : (places, firms) the least "place" counts by district and reach, where
    the distance is known and where it is not; place_of : (needs,) which of these a need goes by.
    The rest are arrays of the ledger along these firms, by kind where there is one for each kind.
    """

    ledger: Ledger
    asks: Asks
    needs: Ints
    firms: Ints
    start: Ints
    alike: Any
    most_alike: Floats
    near: Floats
    lit: Any
    about: Floats
    place: tuple[Floats, Floats]
    place_of: Ints
    ticked: Mask
    worded: Mask
    amounts: Floats
    open: Floats
    unsure: Mask
    wrote: Mask
    bound: Mask
    children: Floats
    rotation: Floats
    nearest: Floats
    remote: Mask
    missed: dict[tuple[Any, Any], Mask]


def blocks(ledger: Ledger, asks: Asks, only: Ints | None = None) -> Iterator[Block]:
    """Needs grouped by where they are, with the firms that no rule about places keeps away.

    ``only`` : needs to look at; all without it. Needs that are closed or say nothing are left out.
    """
    together: dict[tuple[frozenset[str], str | None], list[int]] = {}
    for at in range(len(asks.needs)) if only is None else only:
        if is_open(asks, int(at), ledger):
            together.setdefault((asks.here[at], asks.needs[at].need.place.region), []).append(int(at))
    for (here, region), members in together.items():
        for begin in range(0, len(members), NEEDS_AT_ONCE):
            needs = np.array(members[begin : begin + NEEDS_AT_ONCE], dtype=np.int64)
            firms = _who_would_come(ledger, asks, needs, here, region)
            if len(firms):
                yield block_of(ledger, asks, needs, firms)


def is_open(asks: Asks, at: int, ledger: Ledger) -> bool:
    """Whether a need is open and says enough to be compared."""
    need = asks.needs[at].need
    over = need.ends_on is not None and need.ends_on < ledger.today
    return need.live and not over and need_known(asks.needs[at])


def _who_would_come(ledger: Ledger, asks: Asks, needs: Ints, here: frozenset[str], region: str | None) -> Ints:
    """Firms that are open and that reach no rule keeps from all of these needs."""
    keep = ~ledger.closed
    if here:
        columns = [ledger.districts[one] for one in here if one in ledger.districts]
        keep &= ~ledger.named_boroughs | ledger.named(columns)
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
    alike = (asks.vectors[needs] @ catalogue.items[items].T.tocsr()).tocsr()
    owner = np.repeat(np.arange(len(firms)), counts)
    most = np.zeros((len(needs), len(firms)))
    cell = np.repeat(np.arange(len(needs)) * len(firms), np.diff(alike.indptr)) + owner[alike.indices]
    np.maximum.at(most.reshape(-1), cell, alike.data)
    places = list(dict.fromkeys(asks.here[at] for at in needs))
    by_reach = [_place(ledger, firms, here) for here in places]
    unread = np.full(catalogue.themes.shape[1], np.nan)
    themes = np.array([unread if asks.needs[at].themes is None else asks.needs[at].themes for at in needs])
    size = np.sqrt((themes**2).sum(axis=1))[:, None] * np.sqrt((catalogue.themes[firms] ** 2).sum(axis=1))
    unsure = catalogue.unsure[firms]
    return Block(
        ledger=ledger,
        asks=asks,
        needs=needs,
        firms=firms,
        start=start,
        alike=alike,
        most_alike=most,
        near=asks.point[needs] @ ledger.point[firms].T,
        lit=ledger.lit[firms].tocsc(),
        about=themes @ catalogue.themes[firms].T / np.where(size > 0, size, np.nan),
        place=(np.array([known for known, _ in by_reach]), np.array([unknown for _, unknown in by_reach])),
        place_of=np.array([places.index(asks.here[at]) for at in needs], dtype=np.int64),
        ticked=np.ascontiguousarray(catalogue.ticked[firms].T),
        worded=np.ascontiguousarray((catalogue.ticked[firms] & ~ledger.blank[firms]).T),
        amounts=np.ascontiguousarray(catalogue.amounts[firms].T),
        open=catalogue.open[firms],
        unsure=unsure,
        wrote=ledger.wrote[firms],
        bound=(catalogue.open[firms] == 0.0) & ~unsure & ~ledger.undecided[firms],
        children=ledger.children[firms],
        rotation=ledger.rotation[firms],
        nearest=np.cos(np.minimum(np.pi, ledger.limit[firms] / EARTH_MILES)),
        remote=ledger.remote[firms],
        missed={},
    )


def _place(ledger: Ledger, firms: Ints, here: frozenset[str]) -> tuple[Floats, Floats]:
    columns = [ledger.districts[one] for one in here if one in ledger.districts]
    known, unknown = ledger.place_known[firms], ledger.place_unknown[firms]
    theirs = ledger.named(columns)[firms]
    known, unknown = np.where(theirs, 0.8, known), np.where(theirs, 0.8, unknown)
    same = np.isin(ledger.district[firms], columns)
    return np.where(same, 0.85, known), np.where(same, 0.9, unknown)


def allowed(block: Block, nth: int) -> Mask:
    """Which of ``block.firms`` no rule keeps from the block's nth need."""
    ledger, at = block.ledger, int(block.needs[nth])
    need, near = block.asks.needs[at].need, block.near[nth]
    out = near < block.nearest  # NaN compares False: what is not known forbids nothing
    if block.asks.present[at]:
        out |= block.remote & (near < np.cos(NEAR_ENOUGH_FOR_REMOTE / EARTH_MILES))
    if need.children is not Safeguarding.NONE:
        out |= block.children == 0.0
    if not block.asks.any_kind[at]:
        ticked = block.ticked[[KIND_AT[part.kind] for part in need.parts]].any(axis=0)
        out |= block.bound & ~ticked
    if len(ledger.dated):
        key = need.starts_on, need.ends_on
        if key not in block.missed:
            missed = np.zeros(len(ledger), dtype=bool)
            missed[[one for one in ledger.dated if _misses(ledger, need, int(one))]] = True
            block.missed[key] = missed[block.firms]
        out |= block.missed[key]
    return ~out


def _misses(ledger: Ledger, need: NeedProfile, firm: int) -> bool:
    first = max(need.starts_on or ledger.today, ledger.today)
    return all(
        (offer.ends_on is not None and offer.ends_on < first)
        or (offer.starts_on is not None and need.ends_on is not None and offer.starts_on > need.ends_on)
        for offer in ledger.catalogue.businesses[firm].offers
    )


def bounds(block: Block, nth: int, ask: Ask, free: Mask, weights: Weights) -> tuple[Ints, Floats, Floats]:
    """Firms (places in ``block.firms``) that could suit an ask, what their score cannot exceed, and
    what their "can do" cannot exceed in a trade's own work (0 in any other)."""
    need = int(block.needs[nth])
    least = min(weights.least_can_do, 0.3 if ask.trade else 0.2) - ROUNDED_OFF
    lit = np.zeros(len(block.firms))
    for row, weight in zip(ask.rows, ask.weights / ask.strongest, strict=True):
        if weight >= least:  # a weaker row lights nothing brighter than ``least``
            mine = slice(block.lit.indptr[row], block.lit.indptr[row + 1])
            at = block.lit.indices[mine]
            lit[at] = np.maximum(lit[at], block.lit.data[mine] * weight)
    able = np.maximum(lit, np.minimum(0.8, LIKE_WORDS * block.most_alike[nth]))
    sector = None
    if need in block.asks.wanted:
        sector = sector_values(block.ledger, *block.asks.wanted[need], block.firms)
        able = np.maximum(able, _named(ask, *sector)) if ask.kind is not None else able
    keep, can_do = _can_do(block, ask, free, np.maximum(able, least), sector is not None, weights)
    alike = LIKE_WORDS * block.most_alike[nth, keep]
    kind = _kind(block, ask, keep, np.maximum(lit[keep], least), alike)
    profile = block.asks.needs[need].need
    words = np.minimum(1.0, alike) if block.asks.vectors.indptr[need] < block.asks.vectors.indptr[need + 1] else NEUTRAL
    far = EARTH_MILES * np.arccos(np.clip(block.near[nth, keep], -1.0, 1.0))
    known, unknown = (one[block.place_of[nth], keep] for one in block.place)
    place = np.where(np.isnan(far), unknown, np.fmax(np.exp(-far / ask.scale), known))
    enough = np.nan if np.isnan(ask.share) else np.minimum(1.0, block.amounts[ask.column, keep] / ask.share)
    careful = profile.children is not Safeguarding.NONE
    value = (
        weights.of("can_do") * can_do
        + weights.of("kind") * kind
        + weights.of("words") * words
        + weights.of("theme") * _neutral(block.about[nth, keep])
        + weights.of("sector") * (NEUTRAL if sector is None else _neutral(sector[0][keep]))
        + weights.of("place") * _neutral(place)
        + weights.of("amount") * _neutral(enough)
        + weights.of("children") * (_neutral(block.children[keep]) if careful else 1.0)
        + weights.of("priority") * (NEUTRAL if profile.decile is None else (10 - profile.decile) / 9.0)
        + weights.of("rotation") * _neutral(block.rotation[keep])
        + ROUNDED_OFF
    )
    reach = np.flatnonzero(value >= weights.threshold)
    return keep[reach], value[reach], can_do[reach] if ask.trade else np.zeros(len(reach))


def _neutral(value: Floats | float) -> Floats:
    return np.where(np.isnan(value), NEUTRAL, value)


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


def _can_do(block: Block, ask: Ask, free: Mask, able: Floats, named: bool, weights: Weights) -> tuple[Ints, Floats]:
    """Those that may be able to do it, and "can do" at most, half where it is not known."""
    if ask.kind is None:
        keep = np.flatnonzero(free)
        return keep, np.maximum(able[keep], NEUTRAL)
    if ask.trade:
        unsaid = ~block.wrote & (not ask.clear)
        keep = np.flatnonzero(free & ((able >= weights.least_can_do - ROUNDED_OFF / 2) | unsaid))
        return keep, np.maximum(able[keep], np.where(unsaid[keep], NEUTRAL, DOUBT))
    sure = 0.45 if named else 0.6
    ticked = block.ticked[ask.column]
    willing = np.where(block.unsure, 0.35 if ask.modest else 0.1, np.where(block.open == 0.0, 0.0, 0.2))
    value = np.where(ticked & ~block.unsure, sure, willing) + np.where(ticked, 1.0 - sure, 0.45) * able
    keep = np.flatnonzero(free & (value >= weights.least_can_do - ROUNDED_OFF / 2))
    return keep, value[keep]


def _kind(block: Block, ask: Ask, keep: Ints, lit: Floats, alike: Floats) -> Floats:
    """Kind of help at most; see ``parts.kind_fit``, which only rises with ``lit``. A worded offer may
    be of another thing, but never answers better than the firm's words do altogether."""
    if ask.kind is None:
        return np.full(len(keep), NEUTRAL)
    near = np.zeros(len(keep))
    for column, like in ask.near:
        near = np.maximum(near, np.where(block.ticked[column, keep], like, 0.0))
    openly, known = 0.6 * np.maximum(near, lit), block.open[keep]
    fit = np.where(known == 1.0, openly, np.where(known == 0.0, 0.0, 0.7 * openly))
    guessed = np.where(lit >= 0.4, 0.5 + 0.4 * lit, NEUTRAL) if ask.modest else IMMODEST
    fit = np.where(block.unsure[keep], guessed, fit)
    fit = np.where(block.ticked[ask.column, keep], 1.0, fit)
    fit = NEUTRAL + (fit - NEUTRAL) * ask.surely
    if ask.trade:
        other = 0.8 + 0.2 * np.minimum(1.0, np.maximum(2.0 * np.maximum(lit, 0.25), 2.0 * alike))
        fit = np.where(block.worded[ask.column, keep], fit * other, fit)
    return fit

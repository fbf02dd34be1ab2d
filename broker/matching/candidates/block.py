"""Some needs of one place against the firms that would come there.

A bound on every score, cheap enough to be taken for all of them, says which pairs are worth
comparing in full. It is never below the score, so what it leaves out could not have won.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from broker.matching.affinity import KIND_AT
from broker.matching.candidates.asks import Asks
from broker.matching.candidates.ledger import Floats, Ints, Ledger, Mask, miles_between
from broker.matching.geography import EARTH_MILES
from broker.matching.pairing import need_known
from broker.matching.rules import NEAR_ENOUGH_FOR_REMOTE
from models.vocabulary import Safeguarding

NEEDS_AT_ONCE = 64
"""So many needs are compared at a time, so that memory does not grow with them."""


@dataclass(frozen=True, eq=False)
class Block:
    """Needs (indexes of ``asks.needs``) and firms (indexes of the ledger) of one place.

    items : the firms' texts in the catalogue, start : (firms + 1,) where each firm's begin among
    them. alike : CSR (needs, texts) cosines. most_alike : (needs, firms). lit : CSC (firms, rows).
    point : (3, firms). about : (firms, themes) of length 1. place : (places, firms) the least "place"
    counts by district and reach, where the distance is known and where it is not; place_of : (needs,)
    which of these a need goes by. The rest are arrays of the ledger along these firms, by kind where
    there is one for each kind.
    """

    ledger: Ledger
    asks: Asks
    needs: Ints
    firms: Ints
    items: Ints
    start: Ints
    alike: Any
    most_alike: Floats
    lit: Any
    point: Floats
    about: Floats
    place: tuple[Floats, Floats]
    place_of: Ints
    ticked: Mask
    worded: Mask
    open: Floats
    unsure: Mask
    wrote: Mask
    bound: Mask
    children: Floats
    rotation: Floats
    nearest: Floats
    remote: Mask
    sector_code: Ints
    sector_sure: Floats
    has_sector: Mask
    missed: dict[tuple[Any, Any], Mask]

    def near(self, nth: int) -> Floats:
        """Cosines of the angle between the nth need's place and each firm's, NaN not known. By hand:
        a product of so narrow matrices is slower where the processor is shared."""
        x, y, z = self.asks.point[self.needs[nth]]
        return np.asarray(self.point[0] * x + self.point[1] * y + self.point[2] * z)


def blocks(ledger: Ledger, asks: Asks, only: Ints | None = None) -> Iterator[Block]:
    """Needs grouped by where they are, with the firms that no rule about places keeps away.

    only : needs to look at; all without it. Needs that are closed or say nothing are left out.
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
    unsure = catalogue.unsure[firms]
    return Block(
        ledger=ledger,
        asks=asks,
        needs=needs,
        firms=firms,
        items=items,
        start=start,
        alike=alike,
        most_alike=most,
        lit=ledger.lit[firms].tocsc(),
        point=np.ascontiguousarray(ledger.point[firms].T),
        about=ledger.about[firms],
        place=(np.array([known for known, _ in by_reach]), np.array([unknown for _, unknown in by_reach])),
        place_of=np.array([places.index(asks.here[at]) for at in needs], dtype=np.int64),
        ticked=np.ascontiguousarray(catalogue.ticked[firms].T),
        worded=np.ascontiguousarray((catalogue.ticked[firms] & ~ledger.blank[firms]).T),
        open=catalogue.open[firms],
        unsure=unsure,
        wrote=ledger.wrote[firms],
        bound=(catalogue.open[firms] == 0.0) & ~unsure & ~ledger.undecided[firms],
        children=ledger.children[firms],
        rotation=ledger.rotation[firms],
        nearest=np.cos(np.minimum(np.pi, ledger.limit[firms] / EARTH_MILES)),
        remote=ledger.remote[firms],
        sector_code=np.ascontiguousarray(ledger.sector_code[firms].T),
        sector_sure=np.ascontiguousarray(ledger.sector_sure[firms].T),
        has_sector=ledger.has_sector[firms],
        missed={},
    )


def _place(ledger: Ledger, firms: Ints, here: frozenset[str]) -> tuple[Floats, Floats]:
    columns = [ledger.districts[one] for one in here if one in ledger.districts]
    known, unknown = ledger.place_known[firms], ledger.place_unknown[firms]
    theirs = ledger.named(columns)[firms]
    known, unknown = np.where(theirs, 0.8, known), np.where(theirs, 0.8, unknown)
    same = np.isin(ledger.district[firms], columns)
    return np.where(same, 0.85, known), np.where(same, 0.9, unknown)


def allowed(block: Block, nth: int, near: Floats) -> Mask:
    """Which of ``block.firms`` no rule keeps from the block's nth need. near : see ``Block.near``."""
    ledger, at = block.ledger, int(block.needs[nth])
    need = block.asks.needs[at].need
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
            block.missed[key] = ledger.catalogue.for_rules.missed(need, ledger.today)[block.firms]
        out |= block.missed[key]
    return ~out

"""The best firms of every need, and the best needs of every firm, without comparing all with all.

Exact: a bound that no score exceeds is taken for every pair that the rules allow. The pairs with
the highest bounds are compared in full, and more of them until what is left could not have won.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np

from broker.matching.candidates.asks import Along, Asks
from broker.matching.candidates.block import Block, allowed, block_of, blocks, bounds, is_open
from broker.matching.candidates.compare import Pairs, compare
from broker.matching.candidates.ledger import Floats, Ints, Ledger, Mask
from broker.matching.geography import EARTH_MILES
from broker.matching.pairing import NEAR_THE_BEST
from broker.matching.parts import DOUBT
from broker.matching.weights import Weights

FIRST_LOOK = 20
"""So many more than asked for are compared in full at first."""

CERTAIN = 10
"""The best ten firms of a need are certain: the same that comparing all with all would find."""


@dataclass(frozen=True, eq=False)
class Candidates:
    """Pairs compared in full, in the order of needs and asks.

    ``shown`` marks what a ranking of firms for a need shows (each firm by the ask that fits it
    best), ``kept`` what a plan should know (each part of a need for itself). ``nobody`` are needs
    for which no firm reaches the bar.
    """

    pairs: Pairs
    need: Ints
    shown: Mask
    kept: Mask
    nobody: Mask

    def __len__(self) -> int:
        return len(self.need)

    def ranking(self, need: int, most: int = CERTAIN) -> Ints:
        """Pairs of the best firms for a need, best first, equal scores in the order of the firms."""
        mine = np.flatnonzero(self.shown & (self.need == need))
        return mine[np.lexsort((self.pairs.firm[mine], -self.pairs.score[mine]))][:most]


def candidates(
    ledger: Ledger,
    asks: Asks,
    weights: Weights,
    *,
    per_need: int = 20,
    per_business: int = 3,
    barred: Mapping[int, Ints] | None = None,
    only: Ints | None = None,
) -> Candidates:
    """The ``per_need`` best suitable firms of every ask joined with the best needs of every firm.

    The first ten of a need are certain, the others those with the highest bounds. Of a firm's needs
    the likeliest of each block of needs is looked at, and the best ``per_business`` of what was
    compared are kept: they are there so that no firm is forgotten.

    barred : for a need (index), the firms (indexes) that are ruled out with it.
    only : the needs (indexes) to look at; all without it.
    """
    found: list[Pairs] = []
    for block in blocks(ledger, asks, only):
        found.extend(_of_block(block, weights, per_need, per_business, barred or {}))
    return _kept(_joined(found), asks, weights, per_need, per_business, len(ledger))


def needs_of_one(ledger: Ledger, asks: Asks, weights: Weights, *, barred: frozenset[int] = frozenset()) -> Pairs:
    """The needs that the one business of a ledger could meet, best first, each by the ask that fits
    it best. ``barred`` are the needs (indexes) that are ruled out with it."""
    near = (asks.point @ ledger.point[0]) < np.cos(min(np.pi, float(ledger.limit[0]) / EARTH_MILES))
    needs = np.array([at for at in np.flatnonzero(~near) if is_open(asks, int(at), ledger) and at not in barred])
    if not len(needs) or ledger.closed[0]:
        return _joined([])
    asks = asks.against(ledger, needs)
    block = block_of(ledger, asks, needs.astype(np.int64), np.zeros(1, dtype=np.int64))
    nth = np.array([at for at, need in enumerate(needs) if _would_come(ledger, asks, need) and allowed(block, at)[0]])
    if not len(nth):
        return _joined([])
    pairs = _all_asks(block, nth.astype(np.int64), np.zeros(len(nth), dtype=np.int64), weights)
    fitting = np.flatnonzero(_fitting(pairs, asks.along.need[pairs.ask], 1))
    order = fitting[np.lexsort((asks.along.need[pairs.ask[fitting]], -pairs.score[fitting]))]
    return pairs.take(order)


def _would_come(ledger: Ledger, asks: Asks, need: int) -> bool:
    """Whether the boroughs or the region that a business named let it come to a need."""
    here, region = asks.here[need], asks.needs[need].need.place.region
    if here and ledger.named_boroughs[0]:
        return bool(ledger.named([ledger.districts[one] for one in here if one in ledger.districts])[0])
    if region and ledger.in_region[0] and ledger.region[0] >= 0:
        return bool(ledger.region[0] == ledger.regions.get(region, -2))
    return True


def _of_block(
    block: Block, weights: Weights, per_need: int, per_business: int, barred: Mapping[int, Ints]
) -> Iterator[Pairs]:
    """Everything of one block that was compared."""
    look = _Look(block)
    for nth, need in enumerate(block.needs):
        free = allowed(block, nth)
        if int(need) in barred:
            free &= ~np.isin(block.firms, barred[int(need)])
        bound, able = np.zeros(len(block.firms)), np.zeros(len(block.firms))
        for at in range(block.asks.first[need], block.asks.first[need + 1]):
            place, value, can_do = bounds(block, nth, block.asks.asks[at], free, weights)
            bound[place] = np.maximum(bound[place], value)
            able[place] = np.maximum(able[place], can_do)
        look.add(nth, bound, able, per_need + FIRST_LOOK)
    done = [_all_asks(block, *look.first(bool(per_business)), weights)]
    # no firm left out can do it better than the best, and none could be among the first ten
    for rest in (look.abler, look.higher):
        nths, places = rest(*_reached(done, block, weights))
        if len(nths):
            done.append(_all_asks(block, nths, places, weights))
    yield from done


class _Look:
    """What of a block is compared in full, and what waits."""

    def __init__(self, block: Block) -> None:
        self.firms = len(block.firms)
        self.highest, self.likeliest = np.zeros(self.firms), np.full(self.firms, -1, dtype=np.int64)
        self.nth: list[Ints] = []
        self.place: list[Ints] = []
        self.waiting: list[tuple[int, Ints, Floats, Floats]] = []

    def add(self, nth: int, bound: Floats, able: Floats, first: int) -> None:
        place = np.flatnonzero(bound)
        value = bound[place]
        better = value > self.highest[place]
        self.highest[place[better]], self.likeliest[place[better]] = value[better], nth
        if len(place) > first:
            order = np.argpartition(-value, first)
            rest = place[order[first:]]
            self.waiting.append((nth, rest, bound[rest], able[rest]))
            place = place[order[:first]]
        self.place.append(place)
        self.nth.append(np.full(len(place), nth))

    def first(self, every_firm: bool) -> tuple[Ints, Ints]:
        """Pairs with the highest bounds, and the likeliest need of every firm."""
        nth, place = np.concatenate(self.nth), np.concatenate(self.place)
        if every_firm:
            some = np.flatnonzero(self.likeliest >= 0)
            cells = nth * self.firms + place
            some = some[~np.isin(self.likeliest[some] * self.firms + some, cells)]
            self.waiting = [self._without(some, *one) for one in self.waiting]
            nth, place = np.concatenate([nth, self.likeliest[some]]), np.concatenate([place, some])
        return nth, place

    def _without(
        self, likely: Ints, nth: int, place: Ints, value: Floats, able: Floats
    ) -> tuple[int, Ints, Floats, Floats]:
        """What waits for a need, without the firms that are compared with it as their likeliest one."""
        left = ~np.isin(place, likely[self.likeliest[likely] == nth])
        return nth, place[left], value[left], able[left]

    def abler(self, best: Floats, bar: Floats) -> tuple[Ints, Ints]:
        """Who could do it better than the best that is known."""
        return self._take(lambda nth, value, able: able > best[nth])

    def higher(self, best: Floats, bar: Floats) -> tuple[Ints, Ints]:
        """Who could still be among the first ten."""
        return self._take(lambda nth, value, able: value >= bar[nth])

    def _take(self, wanted: Callable[[int, Floats, Floats], Mask]) -> tuple[Ints, Ints]:
        nths, places, left = [], [], []
        for nth, place, value, able in self.waiting:
            now = wanted(nth, value, able)
            nths.append(np.full(int(now.sum()), nth))
            places.append(place[now])
            left.append((nth, place[~now], value[~now], able[~now]))
        self.waiting = left
        nothing = np.zeros(0, dtype=np.int64)
        return np.concatenate([nothing, *nths]), np.concatenate([nothing, *places])


def _reached(done: Sequence[Pairs], block: Block, weights: Weights) -> tuple[Floats, Floats]:
    """For each need of a block, the best "can do" of a trade's own work that is suggested, and the
    score of the tenth firm shown (0 where there are fewer)."""
    pairs = _joined(done)
    nth = np.searchsorted(block.needs, block.asks.along.need[pairs.ask])
    fitting = _fitting(pairs, nth, len(block.ledger))
    shown, best = _beside_the_best(pairs, fitting, nth, len(block.needs), block.asks.along, weights)
    some = np.flatnonzero(shown)
    order = some[np.lexsort((-pairs.score[some], nth[some]))]
    bar = np.zeros(len(block.needs))
    at, starts, counts = np.unique(nth[order], return_index=True, return_counts=True)
    full = counts >= CERTAIN
    bar[at[full]] = pairs.score[order[starts[full] + CERTAIN - 1]]
    return best, bar


def _all_asks(block: Block, nth: Ints, place: Ints, weights: Weights) -> Pairs:
    """Each need of the pairs with every one of its asks."""
    need = block.needs[nth]
    counts = block.asks.first[need + 1] - block.asks.first[need]
    ends = np.cumsum(counts)
    ask = np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(block.asks.first[need] - (ends - counts), counts)
    return compare(block, np.repeat(nth, counts), ask, np.repeat(place, counts), weights)


def _fitting(pairs: Pairs, need: Ints, firms: int) -> Mask:
    """Each firm by the ask of a need that fits it best, where it suits that."""
    cell = need * max(1, firms) + pairs.firm
    order = np.lexsort((pairs.ask, -pairs.together, cell))
    first = np.flatnonzero(np.r_[True, np.diff(cell[order]) > 0]) if len(order) else order
    fitting = np.zeros(len(need), dtype=bool)
    fitting[order[first]] = True
    return fitting & pairs.suitable


def _beside_the_best(
    pairs: Pairs, usable: Mask, of: Ints, count: int, along: Along, weights: Weights
) -> tuple[Mask, Floats]:
    """Those worth naming beside the one that can do it best, and the best "can do" of a trade's own
    work; see ``pairing.beside_the_best``."""
    can_do, trade = np.nan_to_num(pairs.values["can_do"], nan=DOUBT), along.trade[pairs.ask]
    best = np.zeros(count)
    some = usable & trade
    np.maximum.at(best, of[some], can_do[some])
    if not weights.least_can_do:
        return usable, best
    return usable & (~trade | (can_do >= NEAR_THE_BEST * best[of])), best


def _kept(pairs: Pairs, asks: Asks, weights: Weights, per_need: int, per_business: int, firms: int) -> Candidates:
    need = asks.along.need[pairs.ask]
    if not len(need):
        nothing = np.zeros(0, dtype=bool)
        return Candidates(pairs, need, nothing, nothing, np.ones(len(asks.needs), dtype=bool))
    fitting = _fitting(pairs, need, firms)
    surest = np.zeros(len(asks.needs))
    np.maximum.at(surest, need[fitting], pairs.sure[fitting])
    nobody = surest < weights.somebody
    shown, _ = _beside_the_best(pairs, fitting, need, len(asks.needs), asks.along, weights)
    usable = pairs.suitable & ~nobody[need]
    usable, _ = _beside_the_best(pairs, usable, pairs.ask, len(asks), asks.along, weights)
    kept = _first(pairs.ask, pairs.score, usable, per_need) | _first(pairs.firm, pairs.score, usable, per_business)
    return Candidates(pairs, need, shown & ~nobody[need], kept, nobody)


def _first(of: Ints, score: Floats, usable: Mask, most: int) -> Mask:
    """The ``most`` highest of each."""
    some = np.flatnonzero(usable)
    order = some[np.lexsort((-score[some], of[some]))]
    starts = np.flatnonzero(np.r_[True, np.diff(of[order]) > 0]) if len(order) else order
    rank = np.arange(len(order)) - np.repeat(starts, np.diff(np.r_[starts, len(order)]))
    kept = np.zeros(len(of), dtype=bool)
    kept[order[rank < most]] = True
    return kept


def _joined(found: Sequence[Pairs]) -> Pairs:
    if not found:
        nothing, nobody = np.zeros(0), np.zeros(0, dtype=np.int64)
        return Pairs(nobody, nobody, {}, nothing, nothing, nothing > 0, nothing, nothing, nobody, nobody, nothing)
    given = {
        one.name: np.concatenate([getattr(pairs, one.name) for pairs in found])
        for one in fields(Pairs)
        if one.name != "values"
    }
    values = {code: np.concatenate([pairs.values[code] for pairs in found]) for code in found[0].values}
    return Pairs(values=values, **given)

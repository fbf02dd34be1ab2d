"""The best firms of every need, and the best needs of every firm, without comparing all with all.

Exact: a bound that no score exceeds is taken for every pair that the rules allow. The pairs with
the highest bounds are compared in full, and more of them until what is left could not have won.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np

from broker.matching.candidates.asks import Asks
from broker.matching.candidates.block import Block, allowed, blocks, bounds
from broker.matching.candidates.compare import Pairs, compare
from broker.matching.candidates.ledger import Floats, Ints, Ledger, Mask
from broker.matching.weights import Weights

FIRST_LOOK = 40
"""So many more than asked for are compared in full at first."""


@dataclass(frozen=True, eq=False)
class Candidates:
    """Pairs compared in full, in the order of needs and asks.

    ``best`` marks, for each need and firm, the ask that fits the firm best: what a ranking of firms
    for a need shows. ``kept`` marks the pairs a plan should know. ``nobody`` are needs for which no
    firm reaches the bar.
    """

    pairs: Pairs
    need: Ints
    best: Mask
    kept: Mask
    nobody: Mask

    def __len__(self) -> int:
        return len(self.need)


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
    """The ``per_need`` best suitable firms of every ask, joined with needs of every firm.

    The first are exact. Of a firm's needs the likeliest of each place is looked at, and the best
    ``per_business`` of those are kept: they are there so that no firm is forgotten.

    barred : for a need (index), the firms (indexes) that are ruled out with it.
    only : the needs (indexes) to look at; all without it.
    """
    found: list[Pairs] = []
    for block in blocks(ledger, asks, only):
        found.extend(_of_block(block, weights, per_need, per_business, barred or {}))
    pairs = _joined(found)
    return _kept(pairs, asks, weights, per_need, per_business, len(ledger))


def _of_block(
    block: Block, weights: Weights, per_need: int, per_business: int, barred: Mapping[int, Ints]
) -> Iterator[Pairs]:
    """Everything of one block that was compared."""
    places: list[Ints] = []
    nths: list[Ints] = []
    highest, likeliest = np.zeros(len(block.firms)), np.full(len(block.firms), -1, dtype=np.int64)
    waiting: list[tuple[int, Ints, Floats]] = []
    for nth, need in enumerate(block.needs):
        open_to = allowed(block, nth)
        if int(need) in barred:
            open_to = open_to[~np.isin(block.firms[open_to], barred[int(need)])]
        bound = np.zeros(len(block.firms))
        for at in range(block.asks.first[need], block.asks.first[need + 1]):
            place, value = bounds(block, nth, block.asks.asks[at], open_to, weights)
            bound[place] = np.maximum(bound[place], value)
        place = np.flatnonzero(bound)
        value = bound[place]
        if per_business:
            better = value > highest[place]
            highest[place[better]], likeliest[place[better]] = value[better], nth
        order = np.argsort(-value, kind="stable")
        place, value = place[order], value[order]
        first = per_need + FIRST_LOOK
        places.append(place[:first])
        nths.append(np.full(len(places[-1]), nth))
        waiting.append((nth, place[first:], value[first:]))
    if per_business:
        some = np.flatnonzero(likeliest >= 0)
        taken = np.concatenate([nth * len(block.firms) + place for nth, place in zip(nths, places, strict=True)])
        more = some[~np.isin(likeliest[some] * len(block.firms) + some, taken)]
        places.append(more)
        nths.append(likeliest[more])
    done = _all_asks(block, np.concatenate(nths), np.concatenate(places), weights)
    yield done
    yield from _until_certain(block, done, waiting, weights, per_need)


def _until_certain(
    block: Block, done: Pairs, waiting: list[tuple[int, Ints, Floats]], weights: Weights, per_need: int
) -> Iterator[Pairs]:
    """Compare what could still belong to the best of an ask: whatever's bound reaches the score that
    must be beaten."""
    if not per_need:
        return
    beaten: dict[int, float] = {}
    suits = np.flatnonzero(done.suitable)
    order = suits[np.lexsort((-done.score[suits], done.ask[suits]))]
    ask, starts, counts = np.unique(done.ask[order], return_index=True, return_counts=True)
    for one, start, count in zip(ask, starts, counts, strict=True):
        beaten[int(one)] = float(done.score[order[start + per_need - 1]]) if count >= per_need else 0.0
    places, nths = [], []
    for nth, place, value in waiting:
        need = block.needs[nth]
        every = range(block.asks.first[need], block.asks.first[need + 1])
        bar = min((beaten.get(at, 0.0) for at in every), default=0.0)
        could = place[value >= bar]
        if len(could):
            places.append(could)
            nths.append(np.full(len(could), nth))
    if places:
        yield _all_asks(block, np.concatenate(nths), np.concatenate(places), weights)


def _all_asks(block: Block, nth: Ints, place: Ints, weights: Weights) -> Pairs:
    """Each need of the pairs with every one of its asks."""
    need = block.needs[nth]
    counts = block.asks.first[need + 1] - block.asks.first[need]
    ends = np.cumsum(counts)
    ask = np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(block.asks.first[need] - (ends - counts), counts)
    return compare(block, np.repeat(nth, counts), ask, np.repeat(place, counts), weights)


def _kept(
    pairs: Pairs, asks: Asks, weights: Weights, per_need: int, per_business: int, firms: int
) -> Candidates:
    need_of = np.array([one.need for one in asks.asks], dtype=np.int64)
    need = need_of[pairs.ask]
    cell = need * max(1, firms) + pairs.firm
    order = np.lexsort((pairs.ask, -pairs.together, cell))
    first = np.flatnonzero(np.r_[True, np.diff(cell[order]) > 0]) if len(order) else order
    best = np.zeros(len(need), dtype=bool)
    best[order[first]] = True
    surest = np.zeros(len(asks.needs))
    suits = best & pairs.suitable
    np.maximum.at(surest, need[suits], pairs.sure[suits])
    nobody = surest < weights.somebody
    usable = pairs.suitable & ~nobody[need]
    kept = _first(pairs.ask, pairs.score, usable, per_need) | _first(pairs.firm, pairs.score, usable, per_business)
    return Candidates(pairs, need, best, kept, nobody)


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

"""Every firm that suits every need, without comparing all with all: for a plan that also says which
place a firm has among all who suit.

A bound below the bar is enough to know that a firm does not suit; the others are compared in full.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields

import numpy as np

from broker.matching.candidates.asks import Asks
from broker.matching.candidates.block import Block, blocks
from broker.matching.candidates.bounds import bounds_of_need
from broker.matching.candidates.choosing import beside_the_best, fitting_asks
from broker.matching.candidates.compare import compare_all_asks
from broker.matching.candidates.ledger import Floats, Ints, Ledger
from broker.matching.weights import NEUTRAL, Weights

AT_ONCE = 20_000
"""So many pairs are compared in full at a time, so that memory does not grow with a crowded place."""


@dataclass(frozen=True, eq=False)
class Suiting:
    """Pairs that suit, arrays along them, by need and then by firm. ``need`` and ``firm`` index the
    asks' needs and the ledger; ``score`` and ``sure`` as in ``pairing.Comparison``; ``priority`` is
    what the deprivation of the neighbourhood adds to the score.
    """

    need: Ints
    firm: Ints
    score: Floats
    sure: Floats
    priority: Floats

    def of(self, need: int) -> slice:
        """Where the pairs of one need are."""
        return slice(*np.searchsorted(self.need, [need, need + 1]))

    def without(self, left_out: Mapping[int, Ints]) -> "Suiting":
        """The same without some firms (indexes) of some needs (indexes)."""
        kept = np.ones(len(self.need), dtype=bool)
        for need, firms in left_out.items():
            mine = self.of(need)
            kept[mine] = ~np.isin(self.firm[mine], firms)
        return Suiting(*(getattr(self, one.name)[kept] for one in fields(self)))


_NOBODY = Suiting(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), *(np.zeros(0) for _ in range(3)))


def suiting(
    ledger: Ledger,
    asks: Asks,
    weights: Weights,
    *,
    barred: Mapping[int, Ints] | None = None,
    told: Callable[[int], None] = lambda done: None,
) -> Suiting:
    """The pairs for which ``pairing.compare`` would say "suitable", no rule stands against, and that are
    worth naming beside the best firm of their need (``pairing.beside_the_best``).

    barred : for a need (index), the firms (indexes) that are ruled out with it.
    told : hears how many needs have been compared; what it raises ends the work.
    """
    found = [_NOBODY]
    done = 0
    for block in blocks(ledger, asks):
        told(done)
        for nth, place in _could_suit(block, weights, barred or {}):
            found.append(_that_suit(block, nth, place, weights))
            told(done + int(nth[-1]))
        done += len(block.needs)
    told(len(asks.needs))
    columns = [np.concatenate([getattr(some, one.name) for some in found]) for one in fields(Suiting)]
    order = np.lexsort((columns[1], columns[0]))
    return Suiting(*(column[order] for column in columns))


def _could_suit(block: Block, weights: Weights, barred: Mapping[int, Ints]) -> Iterator[tuple[Ints, Ints]]:
    """The pairs of a block whose bound reaches the bar (places of needs and firms), some at a time."""
    nths: list[Ints] = []
    places: list[Ints] = []
    for nth in range(len(block.needs)):
        bound, _ = bounds_of_need(block, nth, weights, barred)
        place = np.flatnonzero(bound)
        nths.append(np.full(len(place), nth))
        places.append(place)
        if sum(map(len, places)) >= AT_ONCE or nth == len(block.needs) - 1:
            if sum(map(len, places)):
                yield np.concatenate(nths), np.concatenate(places)
            nths, places = [], []


def _that_suit(block: Block, nth: Ints, place: Ints, weights: Weights) -> Suiting:
    """Compare pairs in full; of each the ask that fits best, where it suits."""
    pairs = compare_all_asks(block, nth, place, weights)
    need = block.asks.along.need[pairs.ask]
    fitting = fitting_asks(pairs, need, len(block.ledger))
    # all that could suit a need are here together, so the best of them is the best there is
    named, _ = beside_the_best(pairs, fitting, need, len(block.asks.needs), block.asks.along, weights)
    suits = np.flatnonzero(named)
    known = pairs.values["priority"][suits]
    return Suiting(
        need=need[suits],
        firm=pairs.firm[suits],
        score=pairs.score[suits],
        sure=pairs.sure[suits],
        priority=np.round(weights.of("priority") * np.where(np.isnan(known), NEUTRAL, known), 6),
    )

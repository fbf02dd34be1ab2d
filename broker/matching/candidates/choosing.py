"""Which of the compared pairs are shown for a need, and which a plan should know."""

from dataclasses import dataclass

import numpy as np

from broker.matching.candidates.asks import Along, Asks
from broker.matching.candidates.ledger import Floats, Ints, Mask
from broker.matching.candidates.pairs import Pairs
from broker.matching.pairing import FAR_BELOW, NEAR_THE_BEST
from broker.matching.parts import DOUBT
from broker.matching.weights import Weights

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


def fitting_asks(pairs: Pairs, need: Ints, firms: int) -> Mask:
    """Each firm by the ask of a need that fits it best, where it suits that."""
    cell = need * max(1, firms) + pairs.firm
    order = np.lexsort((pairs.ask, -pairs.together, cell))
    first = np.flatnonzero(np.r_[True, np.diff(cell[order]) > 0]) if len(order) else order
    fitting = np.zeros(len(need), dtype=bool)
    fitting[order[first]] = True
    return fitting & pairs.suitable


def beside_the_best(
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
    highest = np.zeros(count)
    np.maximum.at(highest, of[usable], pairs.score[usable])
    near = pairs.score >= highest[of] - FAR_BELOW
    return usable & near & (~trade | (can_do >= NEAR_THE_BEST * best[of])), best


def chosen(pairs: Pairs, asks: Asks, weights: Weights, per_need: int, per_business: int, firms: int) -> Candidates:
    need = asks.along.need[pairs.ask]
    if not len(need):
        nothing = np.zeros(0, dtype=bool)
        return Candidates(pairs, need, nothing, nothing, np.ones(len(asks.needs), dtype=bool))
    fitting = fitting_asks(pairs, need, firms)
    surest = np.zeros(len(asks.needs))
    np.maximum.at(surest, need[fitting], pairs.sure[fitting])
    nobody = surest < weights.somebody
    shown, _ = beside_the_best(pairs, fitting, need, len(asks.needs), asks.along, weights)
    usable = pairs.suitable & ~nobody[need]
    usable, _ = beside_the_best(pairs, usable, pairs.ask, len(asks), asks.along, weights)
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

"""The best firms of every need, and the best needs of every firm, without comparing all with all.

Exact: a bound that no score exceeds is taken for every pair that the rules allow. The pairs with
the highest bounds are compared in full, and more of them until what is left could not have won.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from broker.matching.candidates.asks import Asks
from broker.matching.candidates.block import NEEDS_AT_ONCE, Block, allowed, block_of, blocks, is_open
from broker.matching.candidates.bounds import bounds_of_need
from broker.matching.candidates.choosing import CERTAIN, Candidates, beside_the_best, chosen, fitting_asks
from broker.matching.candidates.compare import compare_all_asks
from broker.matching.candidates.ledger import Floats, Ints, Ledger
from broker.matching.candidates.look import Likeliest, Look
from broker.matching.candidates.pairs import Pairs, joined
from broker.matching.geography import EARTH_MILES
from broker.matching.weights import Weights

FIRST_LOOK = 20
"""So many more than asked for are compared in full at first."""


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

    The first ten of a need are certain, the others those with the highest bounds. Of every firm the
    need with the highest bound is compared too, so that no firm is forgotten, and of all that was
    compared its best ``per_business`` are kept.

    barred : for a need (index), the firms (indexes) that are ruled out with it.
    only : the needs (indexes) to look at; all without it.
    """
    found: list[Pairs] = []
    likeliest = Likeliest(len(ledger))
    for block in blocks(ledger, asks, only):
        found.extend(_of_block(block, weights, per_need, barred or {}, likeliest))
    if per_business:
        found.extend(_of_every_firm(ledger, asks, likeliest, joined(found), weights))
    return chosen(joined(found), asks, weights, per_need, per_business, len(ledger))


def needs_of_one(ledger: Ledger, asks: Asks, weights: Weights, *, barred: frozenset[int] = frozenset()) -> Pairs:
    """The needs that the one business of a ledger could meet, best first, each by the ask that fits
    it best. ``barred`` are the needs (indexes) that are ruled out with it."""
    near = (asks.point @ ledger.point[0]) < np.cos(min(np.pi, float(ledger.limit[0]) / EARTH_MILES))
    needs = np.array([at for at in np.flatnonzero(~near) if is_open(asks, int(at), ledger) and at not in barred])
    if not len(needs) or ledger.closed[0]:
        return joined([])
    asks = asks.against(ledger, needs)
    block = block_of(ledger, asks, needs.astype(np.int64), np.zeros(1, dtype=np.int64))
    come = [at for at, need in enumerate(needs) if _would_come(ledger, asks, need)]
    nth = np.array([at for at in come if allowed(block, at, block.near(at))[0]])
    if not len(nth):
        return joined([])
    pairs = compare_all_asks(block, nth.astype(np.int64), np.zeros(len(nth), dtype=np.int64), weights)
    fitting = np.flatnonzero(fitting_asks(pairs, asks.along.need[pairs.ask], 1))
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
    block: Block, weights: Weights, per_need: int, barred: Mapping[int, Ints], likeliest: Likeliest
) -> list[Pairs]:
    """Everything of one block that was compared."""
    look = Look(len(block.firms), per_need + FIRST_LOOK)
    for nth, need in enumerate(block.needs):
        bound, able = bounds_of_need(block, nth, weights, barred)
        look.add(nth, bound, able)
        likeliest.add(int(need), block.firms, bound)
    done = [compare_all_asks(block, *look.first(), weights)]
    # no firm left out can do it better than the best, and none could be among the first ten
    for rest in (look.abler, look.higher):
        nths, places = rest(*_reached(done, block, weights))
        if len(nths):
            done.append(compare_all_asks(block, nths, places, weights))
    return done


def _of_every_firm(ledger: Ledger, asks: Asks, likeliest: Likeliest, done: Pairs, weights: Weights) -> list[Pairs]:
    """The likeliest need of every firm, where the two have not been compared yet."""
    need, firm = likeliest.left(asks.along.need[done.ask] * len(ledger) + done.firm)
    place_of: dict[tuple[frozenset[str], str | None], list[int]] = {}
    for one in np.unique(need).tolist():
        place_of.setdefault((asks.here[one], asks.needs[one].need.place.region), []).append(one)
    found = []
    for members in place_of.values():
        mine = np.flatnonzero(np.isin(need, members))
        for begin in range(0, len(members), NEEDS_AT_ONCE):
            some = mine[np.isin(need[mine], members[begin : begin + NEEDS_AT_ONCE])]
            needs, nth = np.unique(need[some], return_inverse=True)
            firms, place = np.unique(firm[some], return_inverse=True)
            found.append(compare_all_asks(block_of(ledger, asks, needs, firms), nth, place, weights))
    return found


def _reached(done: Sequence[Pairs], block: Block, weights: Weights) -> tuple[Floats, Floats]:
    """For each need of a block, the best "can do" of a trade's own work that is suggested, and the
    score of the tenth firm shown (0 where there are fewer)."""
    pairs = joined(done)
    nth = np.searchsorted(block.needs, block.asks.along.need[pairs.ask])
    fitting = fitting_asks(pairs, nth, len(block.ledger))
    shown, best = beside_the_best(pairs, fitting, nth, len(block.needs), block.asks.along, weights)
    some = np.flatnonzero(shown)
    order = some[np.lexsort((-pairs.score[some], nth[some]))]
    bar = np.zeros(len(block.needs))
    at, starts, counts = np.unique(nth[order], return_index=True, return_counts=True)
    full = counts >= CERTAIN
    bar[at[full]] = pairs.score[order[starts[full] + CERTAIN - 1]]
    return best, bar

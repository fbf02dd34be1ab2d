"""Which pairs are compared in full first, and which wait to see whether they could still win."""

from collections.abc import Callable

import numpy as np

from broker.matching.candidates.ledger import Floats, Ints, Mask


class Look:
    """What of a block is compared in full, and what waits."""

    def __init__(self, firms: int, at_first: int) -> None:
        self.firms, self.at_first = firms, at_first
        self.nth: list[Ints] = []
        self.place: list[Ints] = []
        self.waiting: list[tuple[int, Ints, Floats, Floats]] = []

    def add(self, nth: int, bound: Floats, able: Floats) -> None:
        """The bounds of one need, (firms,), 0 where a firm cannot suit it."""
        place = np.flatnonzero(bound)
        if len(place) > self.at_first:
            order = np.argpartition(-bound[place], self.at_first)
            rest = place[order[self.at_first :]]
            self.waiting.append((nth, rest, bound[rest], able[rest]))
            place = place[order[: self.at_first]]
        self.place.append(place)
        self.nth.append(np.full(len(place), nth))

    def first(self) -> tuple[Ints, Ints]:
        """The pairs with the highest bounds of each need."""
        return np.concatenate(self.nth), np.concatenate(self.place)

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


class Likeliest:
    """The need with the highest bound of every firm, over all blocks."""

    def __init__(self, firms: int) -> None:
        self.bound, self.need = np.zeros(firms), np.full(firms, -1, dtype=np.int64)

    def add(self, need: int, firms: Ints, bound: Floats) -> None:
        """The bounds of one need with these firms, 0 where a firm cannot suit it."""
        better = np.flatnonzero(bound > self.bound[firms])
        self.bound[firms[better]], self.need[firms[better]] = bound[better], need

    def left(self, compared: Ints) -> tuple[Ints, Ints]:
        """(need, firm) of the firms whose likeliest pair is not among ``compared`` (need times the
        number of firms, and the firm)."""
        firm = np.flatnonzero(self.need >= 0)
        firm = firm[~np.isin(self.need[firm] * len(self.need) + firm, compared)]
        return self.need[firm], firm

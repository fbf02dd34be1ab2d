"""What other weights would change, before anybody lives with it: every need compared once, weighed twice."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from broker.matching.pairing import Comparison, reweighed
from broker.matching.weights import Weights

FIRST = 3
"""How many firms of a need are looked at: those that a coordinator sees at first."""

MOST_DEPRIVED = 3
"""A neighbourhood of this decile or a lower one counts among the most deprived."""

Id = int | str


@dataclass(frozen=True, slots=True)
class NeedChange:
    """The first firms of one need under the old weights and under the new ones, best first."""

    need_id: Id
    before: tuple[Id, ...]
    after: tuple[Id, ...]

    @property
    def gained(self) -> tuple[Id, ...]:
        return tuple(one for one in self.after if one not in self.before)

    @property
    def lost(self) -> tuple[Id, ...]:
        return tuple(one for one in self.before if one not in self.after)


@dataclass(frozen=True, slots=True)
class Turns:
    """Whose need comes first for firms: of ``firms`` with a need that suits them, ``most_deprived``
    have one of the most deprived neighbourhoods as their first, of ``known`` whose first is in a
    neighbourhood with a decile."""

    firms: int
    known: int
    most_deprived: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What new weights would change.

    ``changes`` holds the needs whose first firms differ in who or in order; ``average`` is the mean
    change of the score of firms shown before; ``without`` counts needs with nobody, before and
    after; ``firms`` the firms among anybody's first, before and after. ``turns`` are with the
    priority of the most deprived neighbourhoods as it is, as it would be, and without it;
    ``turned`` is how many firms' first need the priority itself decides under the new weights.
    """

    needs: int
    changes: tuple[NeedChange, ...]
    average: float
    without: tuple[int, int]
    firms: tuple[int, int]
    turns: tuple[Turns, Turns, Turns]
    turned: int

    @property
    def other_first(self) -> int:
        """Needs whose best firm is another."""
        return sum(one.before[:1] != one.after[:1] for one in self.changes)

    @property
    def others(self) -> int:
        """Needs that gain or lose a firm among their first, not counting a new order."""
        return sum(bool(one.gained or one.lost) for one in self.changes)


def effect(
    needs: Sequence[Id],
    compare: Callable[[int, Weights], Comparison],
    before: Weights,
    after: Weights,
    deciles: Sequence[int | None],
) -> Effect:
    """Compare each need with the catalogue and weigh it by both.

    Parameters
    ----------
    needs : ids, in the order of ``deciles``.
    compare : place of a need in ``needs`` and weights -> its comparison; called once a need, twice
        where the two differ in how well kinds of help suit themes.
    """
    changes: list[NeedChange] = []
    average: list[float] = []
    without, shown = [0, 0], [set[Id](), set[Id]()]
    best: list[list[np.ndarray]] = [[], [], []]
    plain = after.without("priority") if after.of("priority") < 1 else after
    for at, need_id in enumerate(needs):
        old = compare(at, before)
        new = reweighed(old, after) if before.affinity == after.affinity else compare(at, after)
        firsts = [one.chosen()[:FIRST] for one in (old, new)]
        names = [tuple(old.catalogue.businesses[firm].id for firm in first) for first in firsts]
        for side in (0, 1):
            without[side] += not names[side]
            shown[side].update(names[side])
        if names[0] != names[1]:
            changes.append(NeedChange(need_id, *names))
        average.extend(float(new.score[firm] - old.score[firm]) for firm in firsts[0])
        for scores, one in zip(best, (old, new, reweighed(new, plain)), strict=True):
            scores.append(np.where(one.suitable & ~one.ruled_out, one.score, -1.0))
    turns = [_turns(scores, deciles) for scores in best]
    firsts_of = [np.argmax(np.array(scores), axis=0) for scores in best[1:]] if needs else [np.zeros(0), np.zeros(0)]
    suited = np.array(best[1]).max(axis=0) >= 0 if needs else np.zeros(0, dtype=bool)
    return Effect(
        needs=len(needs),
        changes=tuple(changes),
        average=float(np.mean(average)) if average else 0.0,
        without=(without[0], without[1]),
        firms=(len(shown[0]), len(shown[1])),
        turns=(turns[0], turns[1], turns[2]),
        turned=int((suited & (firsts_of[0] != firsts_of[1])).sum()),
    )


def _turns(scores: list[np.ndarray], deciles: Sequence[int | None]) -> Turns:
    if not scores:
        return Turns(0, 0, 0)
    stacked = np.array(scores)
    suited = stacked.max(axis=0) >= 0
    first = stacked.argmax(axis=0)[suited]
    known = [deciles[at] for at in first if deciles[at] is not None]
    return Turns(int(suited.sum()), len(known), sum(one <= MOST_DEPRIVED for one in known))

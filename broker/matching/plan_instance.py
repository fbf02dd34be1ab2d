"""What a plan has to solve, as numbers, and what it comes to.

A *slot* is one part of one need; an *option* is one firm that could take one slot. Each slot that
is filled uses one place of the firm and, where brokers go between, one place of a broker.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from broker.matching.errors import MatchingError

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


class BadPlan(MatchingError):
    """A plan that contradicts itself; the message says what does."""


@dataclass(frozen=True, eq=False)
class Instance:
    """A planning problem.

    slot_places : (slots,) the most firms each part takes.
    firm_places : (firms,) how many more proposals each firm may get.
    option_slot, option_firm : (options,) indexes; a slot and a firm meet at most once.
    option_value : (options,) scores 0..1.
    broker_places : (brokers,) how many more cases each broker takes; empty: brokers play no part.
    option_group : (options,) options of one group have the same allowed brokers and lead broker.
    group_brokers : for each group the indexes of the brokers allowed.
    group_lead : (groups,) index of the lead broker, -1 for none.
    firm_least : (firms,) how many places a firm must at least get, where it asks for that.
    pinned : (options,) bool, options that must be in the plan.
    stand_in : whether the coordinator stands in where no broker is free.
    """

    slot_places: Ints
    firm_places: Ints
    option_slot: Ints
    option_firm: Ints
    option_value: Floats
    broker_places: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    option_group: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    group_brokers: tuple[Ints, ...] = ()
    group_lead: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    firm_least: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    pinned: Mask = field(default_factory=lambda: np.zeros(0, dtype=bool))
    stand_in: bool = True

    @property
    def with_brokers(self) -> bool:
        return bool(len(self.option_group))

    def pins(self) -> Mask:
        return self.pinned if len(self.pinned) else np.zeros(len(self.option_slot), dtype=bool)

    def least(self) -> Ints:
        return self.firm_least if len(self.firm_least) else np.zeros(len(self.firm_places), dtype=np.int64)

    def check(self) -> None:
        """Raise BadPlan where the problem contradicts itself."""
        options = len(self.option_slot)
        if not len(self.option_firm) == len(self.option_value) == options:
            raise BadPlan("Every option needs a slot, a firm and a value.")
        if options and not np.isfinite(self.option_value).all():
            raise BadPlan("A score in the plan is not a number.")
        if (self.slot_places < 0).any() or (self.firm_places < 0).any() or (self.broker_places < 0).any():
            raise BadPlan("Places cannot be fewer than none.")
        keys = self.option_slot * max(1, len(self.firm_places)) + self.option_firm
        if len(np.unique(keys)) != options:
            raise BadPlan("A firm stands twice among the options of one part.")
        over = np.flatnonzero(self.least() > self.firm_places)
        if len(over):
            raise BadPlan(
                f"Firm {over[0]} asks for at least {self.least()[over[0]]} but takes {self.firm_places[over[0]]}."
            )
        pins = self.pins()
        for name, of, places in (
            ("firm", self.option_firm, self.firm_places),
            ("part", self.option_slot, self.slot_places),
        ):
            used = np.bincount(of[pins], minlength=len(places))
            over = np.flatnonzero(used > places)
            if len(over):
                raise BadPlan(
                    f"{used[over[0]]} pairs are pinned to {name} {over[0]}, which has {places[over[0]]} places."
                )


@dataclass(frozen=True, eq=False)
class Solution:
    """A plan.

    chosen : (options,) bool.
    broker : (options,) index of the broker of each chosen option; -1 the coordinator stands in,
        or, for options not chosen and plans without brokers, nobody.
    value : sum of the scores chosen. filled : parts with a first partner.
    optimal : whether no better plan exists; ``bound`` is then ``objective``, else what no plan can
        beat. ``objective`` counts filled parts before scores.
    """

    chosen: Mask
    broker: Ints
    value: float
    filled: int
    objective: float
    bound: float
    optimal: bool
    how: str
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def stand_ins(self) -> int:
        return int((self.chosen & (self.broker < 0)).sum())


def first_bonus(instance: Instance) -> float:
    """What the first partner of a part is worth beside its score: more than all scores together,
    so that every part gets a first partner before any gets a second, where that is possible."""
    return float(min(instance.slot_places.sum(), instance.firm_places.sum()) + 1)


def worth(instance: Instance, chosen: Mask) -> tuple[float, int, float]:
    """(sum of scores, parts filled, objective) of a choice."""
    value = float(instance.option_value[chosen].sum())
    filled = len(np.unique(instance.option_slot[chosen]))
    return value, filled, value + first_bonus(instance) * filled


def violations(instance: Instance, solution: Solution) -> list[str]:
    """Every way in which a plan breaks the problem it solves; empty for a good plan."""
    found: list[str] = []
    chosen = solution.chosen
    for name, of, places in (
        ("firm", instance.option_firm, instance.firm_places),
        ("part", instance.option_slot, instance.slot_places),
    ):
        used = np.bincount(of[chosen], minlength=len(places))
        found += [f"{name} {at} has {used[at]} of {places[at]} places" for at in np.flatnonzero(used > places)]
    keys = instance.option_slot[chosen] * max(1, len(instance.firm_places)) + instance.option_firm[chosen]
    if len(np.unique(keys)) != len(keys):
        found.append("a pair is booked twice")
    if (instance.pins() & ~chosen).any():
        found.append("a pinned pair is missing")
    if (solution.broker[~chosen] >= 0).any():
        found.append("a broker is booked for nothing")
    if instance.with_brokers:
        given = chosen & (solution.broker >= 0)
        used = np.bincount(solution.broker[given], minlength=len(instance.broker_places))
        over = np.flatnonzero(used > instance.broker_places)
        found += [f"broker {at} has {used[at]} of {instance.broker_places[at]} places" for at in over]
        for at in np.flatnonzero(given):
            if solution.broker[at] not in instance.group_brokers[instance.option_group[at]]:
                found.append(f"broker {solution.broker[at]} may not take option {at}")
        if not instance.stand_in and (chosen & (solution.broker < 0) & ~instance.pins()).any():
            found.append("a pair has no broker")
    return found

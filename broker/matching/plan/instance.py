"""What a plan has to solve, as numbers, and what it comes to.

A *slot* is one part of one need; an *option* is one firm that could take one slot. Each slot that
is filled uses one place of the firm and, where brokers go between, one place of a broker. A *post*
is a broker in one area, or in all areas where no limit of its own is set for one.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from broker.matching.errors import MatchingError

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


class BadPlan(MatchingError):
    """A plan that contradicts itself; the message says what does, ``about`` holds the ids."""

    def __init__(self, sentence: str, about: tuple[object, ...] = ()) -> None:
        super().__init__(sentence)
        self.about = about


def no_ints() -> Ints:
    return np.zeros(0, dtype=np.int64)


def no_mask() -> Mask:
    return np.zeros(0, dtype=bool)


@dataclass(frozen=True, eq=False)
class Instance:
    """A planning problem. Arrays that may be left empty stand for "none" (or "every post is a broker").

    slot_places : (slots,) the most firms each part takes.
    firm_places : (firms,) how many more proposals each firm may get.
    option_slot, option_firm : (options,) indexes; a slot and a firm meet at most once.
    option_value : (options,) what each is worth, 0..1 and a little more where priority counts double.
    broker_places : (brokers,) how many more cases each broker takes.
    post_broker, post_places : (posts,) whose post it is, and its own limit.
    option_group : (options,) options of one group may be served by the same posts and have the
        same lead; empty: brokers play no part.
    group_posts : for each group the indexes of the posts allowed. group_lead : its lead's post, or -1.
    slot_need : (slots,) whose part it is; empty: every slot is a need of its own.
    firm_least, need_least, broker_least : how many places each must at least get.
    pinned : (options,) options that must be in the plan.
    hard, never : (needs,) and (firms,) marked for fairness. need_group : (needs,) for rates.
    least_rate : the share of each group's needs that is asked for; 0: none.
    stand_in : whether the coordinator stands in where no broker is free.
    """

    slot_places: Ints
    firm_places: Ints
    option_slot: Ints
    option_firm: Ints
    option_value: Floats
    broker_places: Ints = field(default_factory=no_ints)
    option_group: Ints = field(default_factory=no_ints)
    group_posts: tuple[Ints, ...] = ()
    group_lead: Ints = field(default_factory=no_ints)
    post_broker: Ints = field(default_factory=no_ints)
    post_places: Ints = field(default_factory=no_ints)
    slot_need: Ints = field(default_factory=no_ints)
    firm_least: Ints = field(default_factory=no_ints)
    need_least: Ints = field(default_factory=no_ints)
    broker_least: Ints = field(default_factory=no_ints)
    pinned: Mask = field(default_factory=no_mask)
    hard: Mask = field(default_factory=no_mask)
    never: Mask = field(default_factory=no_mask)
    need_group: Ints = field(default_factory=no_ints)
    least_rate: float = 0.0
    stand_in: bool = True

    def __post_init__(self) -> None:
        """Fill what was left empty, so that nobody has to ask again."""
        slots, firms, options = len(self.slot_places), len(self.firm_places), len(self.option_slot)
        brokers = len(self.broker_places)
        if not len(self.slot_need):
            self._set("slot_need", np.arange(slots))
        needs = int(self.slot_need.max(initial=-1)) + 1
        if not len(self.post_broker):
            self._set("post_broker", np.arange(brokers))
            self._set("post_places", self.broker_places)
        for name, length, empty in (
            ("firm_least", firms, np.int64),
            ("need_least", needs, np.int64),
            ("broker_least", brokers, np.int64),
            ("pinned", options, np.bool_),
            ("hard", needs, np.bool_),
            ("never", firms, np.bool_),
            ("need_group", needs, np.int64),
        ):
            if not len(getattr(self, name)):
                self._set(name, np.zeros(length, dtype=empty))

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)

    @property
    def needs(self) -> int:
        return len(self.need_least)

    @property
    def with_brokers(self) -> bool:
        return bool(len(self.option_group))

    @property
    def has_floors(self) -> bool:
        """Whether anybody must get something, beyond what scores bring."""
        marked = self.hard.any() or self.never.any() or self.least_rate > 0
        return bool(marked or self.firm_least.any() or self.need_least.any() or self.broker_least.any())

    def check(self) -> None:
        """Raise BadPlan where the numbers contradict each other; names are checked in ``refusals``."""
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
        over = np.flatnonzero(self.firm_least > self.firm_places)
        if len(over):
            raise BadPlan(
                f"Firm {over[0]} asks for at least {self.firm_least[over[0]]} but takes {self.firm_places[over[0]]}."
            )
        for name, of, places in (
            ("firm", self.option_firm, self.firm_places),
            ("part", self.option_slot, self.slot_places),
        ):
            used = np.bincount(of[self.pinned], minlength=len(places))
            over = np.flatnonzero(used > places)
            if len(over):
                raise BadPlan(
                    f"{used[over[0]]} pairs are pinned to {name} {over[0]}, which has {places[over[0]]} places."
                )


@dataclass(frozen=True, eq=False)
class Solution:
    """A plan in numbers.

    chosen : (options,) bool.
    broker : (options,) index of the broker of each chosen option; -1 the coordinator stands in,
        or, for options not chosen and plans without brokers, nobody.
    value : sum of the values chosen. filled : parts with a first partner.
    optimal : whether no better plan exists; ``bound`` is then ``objective``, else what no plan can
        beat. ``objective`` counts filled parts before values.
    promised : the floors that fairness was turned into: (hard needs, never-matched firms, rate).
    """

    chosen: Mask
    broker: Ints
    value: float
    filled: int
    objective: float
    bound: float
    optimal: bool
    how: str
    promised: tuple[int, int, float] = (0, 0, 0.0)
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def stand_ins(self) -> int:
        return int((self.chosen & (self.broker < 0)).sum())


def first_bonus(instance: Instance) -> float:
    """What the first partner of a part is worth beside its score: more than all scores together,
    so that every part gets a first partner before any gets a second, where that is possible."""
    most = float(instance.option_value.max(initial=1.0))
    return float(min(instance.slot_places.sum(), instance.firm_places.sum()) + 1) * max(1.0, np.ceil(most))


def worth(instance: Instance, chosen: Mask) -> tuple[float, int, float]:
    """(sum of values, parts filled, objective) of a choice."""
    value = float(instance.option_value[chosen].sum())
    filled = len(np.unique(instance.option_slot[chosen]))
    return value, filled, value + first_bonus(instance) * filled

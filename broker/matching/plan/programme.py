"""Pairs and brokers together as one linear programme, with whatever must at least be reached.

One variable a pair and one a (group, post): options with the same allowed posts and the same lead
are one group, so there is never a variable per triple.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from broker.matching.plan.instance import Floats, Instance, Ints, first_bonus


@dataclass(frozen=True, eq=False)
class Programme:
    """Minimise cost·z with low <= matrix z <= high and least <= z <= most.

    ``at`` says where the variables of each name begin and end: "pair" (options), "first" (slots),
    "need" and "firm" (served at all: only where fairness asks), "post" (group, post), "stand_in"
    (groups), "rate". ``row_at`` the same for the rows, which are named after what they limit.
    """

    cost: Floats
    matrix: Any
    low: Floats
    high: Floats
    least: Floats
    most: Floats
    at: dict[str, slice]
    row_at: dict[str, slice]

    def objective(self, name: str, weight: Floats | float = 1.0) -> Floats:
        """The cost that asks for as much as can be of one kind of variable."""
        cost = np.zeros(len(self.cost))
        cost[self.at[name]] = -np.asarray(weight)
        return cost


class _Rows:
    """Rows gathered piece by piece."""

    def __init__(self, width: int) -> None:
        self.width, self.height = width, 0
        self.entries: list[tuple[Ints, Ints, Floats]] = []
        self.low: list[Floats] = []
        self.high: list[Floats] = []
        self.at: dict[str, slice] = {}

    def add(self, name: str, count: int, low: Any, high: Any, *entries: tuple[Ints, Ints, Any]) -> None:
        """``entries``: (row within these, variable, factor)."""
        for row, column, factor in entries:
            self.entries.append((row + self.height, column, np.broadcast_to(np.asarray(factor, float), row.shape)))
        self.low.append(np.broadcast_to(np.asarray(low, float), (count,)))
        self.high.append(np.broadcast_to(np.asarray(high, float), (count,)))
        self.at[name] = slice(self.height, self.height + count)
        self.height += count

    def matrix(self) -> Any:
        from scipy.sparse import coo_matrix

        row, column, factor = (np.concatenate([one[at] for one in self.entries]) for at in range(3))
        return coo_matrix((factor, (row, column)), shape=(self.height, self.width)).tocsr()


def programme(instance: Instance) -> Programme:
    """The joint problem. Floors of fairness are added by ``joint`` as rows of what it found."""
    slots, firms, options = len(instance.slot_places), len(instance.firm_places), len(instance.option_slot)
    groups = instance.group_posts if instance.with_brokers else ()
    brokers, posts = len(instance.broker_places), len(instance.post_places)
    y_group = np.repeat(np.arange(len(groups)), [len(one) for one in groups])
    y_post = np.concatenate([*groups, np.zeros(0, dtype=np.int64)]).astype(np.int64)
    by_rate, fair_needs = instance.least_rate > 0, bool(instance.hard.any())
    at: dict[str, slice] = {}
    width = 0
    for name, count in (
        ("pair", options),
        ("first", slots),
        ("need", instance.needs if by_rate or fair_needs else 0),
        ("firm", firms if instance.never.any() else 0),
        ("post", len(y_group)),
        ("stand_in", len(groups)),
        ("rate", int(by_rate)),
    ):
        at[name] = slice(width, width + count)
        width += count
    every = {name: np.arange(one.start, one.stop) for name, one in at.items()}
    x, need_of = every["pair"], instance.slot_need[instance.option_slot]
    rows, none = _Rows(width), -np.inf
    least = np.where(instance.firm_least > 0, instance.firm_least, none)
    rows.add("slot", slots, none, instance.slot_places, (instance.option_slot, x, 1.0))
    rows.add("firm", firms, least, instance.firm_places, (instance.option_firm, x, 1.0))
    rows.add(
        "first", slots, none, 0.0, (np.arange(slots), every["first"], 1.0), (instance.option_slot, x, -1.0)
    )  # a first partner is a partner
    if instance.need_least.any():
        rows.add("need_least", instance.needs, instance.need_least, np.inf, (need_of, x, 1.0))
    if len(every["need"]):
        served = np.arange(instance.needs), every["need"], 1.0
        rows.add("need", instance.needs, none, 0.0, served, (need_of, x, -1.0))
    if len(every["firm"]):
        rows.add("never", firms, none, 0.0, (np.arange(firms), every["firm"], 1.0), (instance.option_firm, x, -1.0))
    if groups:
        kinds = np.arange(len(groups))
        rows.add(
            "group", len(groups), 0.0, 0.0,
            (instance.option_group, x, 1.0), (y_group, every["post"], -1.0), (kinds, every["stand_in"], -1.0),
        )  # a pair has a broker  # fmt: skip
        rows.add("post", posts, none, instance.post_places, (y_post, every["post"], 1.0))
        floor = np.where(instance.broker_least > 0, instance.broker_least, none)
        rows.add("broker", brokers, floor, instance.broker_places, (instance.post_broker[y_post], every["post"], 1.0))
    if by_rate:
        size = np.bincount(instance.need_group).astype(float)
        each, count = np.arange(len(size)), len(size)
        here = instance.need_group, every["need"], 1.0
        rows.add("rate", count, 0.0, np.inf, here, (each, np.full(count, at["rate"].start), -size))
    cost = np.zeros(width)
    cost[at["pair"]], cost[at["first"]] = -instance.option_value, -first_bonus(instance)
    lower, upper = np.zeros(width), np.ones(width)
    lower[at["pair"]] = instance.pinned
    upper[at["post"]] = np.inf
    upper[at["stand_in"]] = _stand_in_most(instance)
    upper[at["rate"]] = instance.least_rate
    return Programme(
        cost, rows.matrix(), np.concatenate(rows.low), np.concatenate(rows.high), lower, upper, at, rows.at
    )


def _stand_in_most(instance: Instance) -> Floats:
    """How many pairs of each group may do with the coordinator: any where that is allowed, else
    only pinned ones, which stay in the plan even where no broker is free."""
    count = len(instance.group_posts) if instance.with_brokers else 0
    if instance.stand_in:
        return np.full(count, np.inf)
    return np.bincount(instance.option_group[instance.pinned], minlength=count).astype(float)

"""From names to numbers, and which number is whose."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from broker.matching.plan.instance import Instance, Ints
from broker.matching.plan.problem import Id, PlanBroker, PlanNeed, PlanPair, PlanPart, PlanProblem


@dataclass(frozen=True, eq=False)
class Names:
    """What each number of an instance stands for. ``options`` are the pairs that are not excluded."""

    options: tuple[PlanPair, ...]
    slots: tuple[tuple[PlanNeed, PlanPart], ...]
    needs: tuple[Id, ...]
    businesses: tuple[Id, ...]
    brokers: tuple[Id, ...]
    groups: tuple[str, ...]
    areas: tuple[str, ...]
    """The area of each group of options, for saying where a broker is missing."""


def in_numbers(problem: PlanProblem) -> tuple[Instance, Names]:
    """The same problem as numbers. The order of everything is the order given."""
    settings = problem.settings
    options = tuple(one for one in problem.pairs if (one.need_id, one.business_id) not in problem.excluded)
    slots = tuple((need, part) for need in problem.needs for part in need.parts)
    slot_at = {(need.id, part.id): at for at, (need, part) in enumerate(slots)}
    firm_at = {one.id: at for at, one in enumerate(problem.businesses)}
    need_at = {one.id: at for at, one in enumerate(problem.needs)}
    labels = tuple(dict.fromkeys(one.group for one in problem.needs))
    brokers = problem.brokers or ()
    posts = _Posts(brokers)
    area_of = {need.id: need.area for need in problem.needs}
    of: list[int] = []
    if problem.brokers is not None:
        of = [posts.group(one, area_of[one.need_id]) for one in options]
    value = [one.score + (settings.priority - 1.0) * one.priority for one in options]
    instance = Instance(
        slot_places=ints(part.places for _, part in slots),
        slot_need=ints(need_at[need.id] for need, _ in slots),
        firm_places=ints(one.places for one in problem.businesses),
        option_slot=ints(slot_at[one.need_id, one.part_id] for one in options),
        option_firm=ints(firm_at[one.business_id] for one in options),
        option_value=np.maximum(0.0, np.round(np.array(value, dtype=np.float64), 6)),
        broker_places=ints(one.places for one in brokers),
        post_broker=ints(posts.broker),
        post_places=ints(posts.places),
        option_group=ints(of),
        group_posts=tuple(ints(one) for one in posts.allowed),
        group_lead=ints(posts.leads),
        firm_least=ints(one.least for one in problem.businesses),
        need_least=ints(one.least for one in problem.needs),
        broker_least=ints(one.least for one in brokers),
        pinned=np.array([(one.need_id, one.part_id, one.business_id) in problem.pinned for one in options], dtype=bool),
        hard=np.array([settings.fairness.hard_to_place and one.hard_to_place for one in problem.needs], dtype=bool),
        never=np.array(
            [settings.fairness.never_matched and one.never_matched for one in problem.businesses], dtype=bool
        ),
        need_group=ints(labels.index(one.group) for one in problem.needs),
        least_rate=settings.fairness.least_rate if problem.needs else 0.0,
        stand_in=settings.stand_in,
    )
    names = Names(
        options,
        slots,
        tuple(one.id for one in problem.needs),
        tuple(one.id for one in problem.businesses),
        tuple(one.id for one in brokers),
        labels,
        tuple(posts.areas),
    )
    return instance, names


class _Posts:
    """Brokers' posts, and the groups of pairs that the same posts may serve."""

    def __init__(self, brokers: tuple[PlanBroker, ...]) -> None:
        self.brokers = {one.id: (at, one) for at, one in enumerate(brokers)}
        self.broker: list[int] = []
        self.places: list[int] = []
        self.allowed: list[list[int]] = []
        self.leads: list[int] = []
        self.areas: list[str] = []
        self._post_at: dict[tuple[Id, str | None], int] = {}
        self._group_at: dict[tuple[frozenset[Id], Id | None, str], int] = {}
        for one in brokers:
            self._post(one.id, None)

    def _post(self, broker: Id, area: str | None) -> int:
        at, one = self.brokers[broker]
        area = area if area in one.area_places else None
        if (broker, area) not in self._post_at:
            self._post_at[broker, area] = len(self.broker)
            self.broker.append(at)
            self.places.append(one.places if area is None else min(one.places, one.area_places[area]))
        return self._post_at[broker, area]

    def group(self, pair: PlanPair, area: str) -> int:
        """The group of a pair: same brokers, same lead, same area. Brokers not planned are left out."""
        key = frozenset(pair.brokers), pair.lead, area
        if key not in self._group_at:
            here = [one for one in dict.fromkeys(pair.brokers) if one in self.brokers]
            self._group_at[key] = len(self.allowed)
            self.allowed.append(sorted(self._post(one, area) for one in here))
            self.leads.append(self._post(pair.lead, area) if pair.lead in here and pair.lead is not None else -1)
            self.areas.append(area)
        return self._group_at[key]


def ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)

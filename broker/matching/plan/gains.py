"""What one more place, offer or broker would bring.

Duals say which limits bind and what one more of each is worth at most; the most promising are then
tried out: the plan is solved again with one more, so that what is said is what would happen.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import islice

import numpy as np

from broker.matching.plan.duals import Duals, duals
from broker.matching.plan.instance import BadPlan, Floats, Instance, Ints, Solution
from broker.matching.plan.naming import Names
from broker.matching.plan.outcome import Gain, More
from broker.matching.plan.problem import Id
from broker.matching.plan.solve import solve
from broker.matching.plan.watching import NOBODY, Watch

A_USUAL_SCORE = 0.7
"""The score of an offer that nobody has made yet."""

A_USUAL_CASELOAD = 5
"""Cases that a new broker takes where there are no brokers yet to take as a measure."""

Idea = tuple[More, tuple[Id, ...], int, Callable[[], Instance]]
"""One more of what, of which, how many places, and the problem with it."""


def gains(
    instance: Instance, names: Names, solution: Solution, most: int, *, time_limit: float = 60.0, watch: Watch = NOBODY
) -> tuple[Gain, ...]:
    """The ``most`` most promising of each kind of limit, tried out, the best first. What brings
    nothing is left out."""
    if most <= 0 or not len(instance.slot_places):
        return ()
    price = duals(instance, time_limit)
    ideas = [
        *islice(_more_places(instance, names, price), 3 * most),
        *_more_offers(instance, names, solution, most),
        *_more_brokers(instance, names, solution, most),
    ]
    found = []
    for nth, (more, id_, places, changed) in enumerate(ideas):
        watch.reached("gains", 0.82 + 0.17 * nth / len(ideas))
        try:
            better = solve(changed(), time_limit=time_limit)
        except BadPlan:  # fairness may promise more beside the new place than can be had in time
            continue
        gain = Gain(
            more,
            id_,
            filled=better.filled - solution.filled,
            value=round(better.value - solution.value, 6),
            served=int((better.broker >= 0).sum() - (solution.broker >= 0).sum()) if instance.with_brokers else 0,
            places=places,
        )
        if gain.filled > 0 or (gain.filled == 0 and gain.value > 1e-9) or gain.served > 0:
            found.append(gain)
    found.sort(key=lambda one: (-one.filled, -one.value, -one.served, one.more, str(one.id)))
    return tuple(found)


def _more_places(instance: Instance, names: Names, price: Duals) -> list[Idea]:
    """One more place of the businesses, parts and brokers whose limits bind hardest."""
    each = len(instance.slot_places) + len(instance.firm_places) + len(instance.broker_places)
    firms: list[Idea] = [
        (More.BUSINESS_PLACE, (names.businesses[at],), 1, lambda at=at: _plus(instance, "firm_places", at))  # type: ignore[misc]
        for at in _highest(price.firm, each)
    ]
    parts: list[Idea] = [
        (
            More.PART_PLACE,
            (names.slots[at][0].id, names.slots[at][1].id),
            1,
            lambda at=at: _plus(instance, "slot_places", at),  # type: ignore[misc]
        )
        for at in _highest(price.slot, each)
    ]
    brokers: list[Idea] = [
        (More.BROKER_PLACE, (names.brokers[at],), 1, lambda at=at: _one_case_more(instance, at))  # type: ignore[misc]
        for at in _highest(price.broker, each)
    ]
    turns = zip(*(part + [None] * (each - len(part)) for part in (firms, parts, brokers)), strict=True)  # type: ignore[operator]
    return [one for turn in turns for one in turn if one is not None]


def _more_offers(instance: Instance, names: Names, solution: Solution, most: int) -> list[Idea]:
    """One more business that could give a kind of help in an area, where most parts wait for it."""
    used = np.bincount(instance.option_slot[solution.chosen], minlength=len(instance.slot_places))
    waiting: dict[tuple[str, str], list[int]] = {}
    for at, (need, part) in enumerate(names.slots):
        if not used[at] and part.places:
            waiting.setdefault((part.kind, need.area), []).append(at)
    ordered = sorted(waiting, key=lambda key: (-len(waiting[key]), key))[:most]
    return [
        (More.OFFER, key, 1, lambda key=key: _one_business_more(instance, names, key[1], waiting[key]))  # type: ignore[misc]
        for key in ordered
    ]


def _more_brokers(instance: Instance, names: Names, solution: Solution, most: int) -> list[Idea]:
    """One more broker for an area, with as many places as its other brokers usually have, in the
    areas with most pairs that have no broker now."""
    if not instance.with_brokers:
        return []
    used = np.bincount(instance.option_slot[solution.chosen], minlength=len(instance.slot_places))
    without = (solution.chosen & (solution.broker < 0)) | (~solution.chosen & (used[instance.option_slot] == 0))
    waiting = Counter(names.areas[group] for group in instance.option_group[without])
    places = int(np.median(instance.broker_places)) if len(instance.broker_places) else 0
    places = max(1, places) if places else A_USUAL_CASELOAD
    ordered = sorted(waiting, key=lambda area: (-waiting[area], area))[:most]
    return [
        (More.BROKER, (area,), places, lambda area=area: _one_broker_more(instance, names, area, places))  # type: ignore[misc]
        for area in ordered
    ]


def _plus(instance: Instance, places: str, at: int) -> Instance:
    more = getattr(instance, places).copy()
    more[at] += 1
    return replace(instance, **{places: more})


def _one_case_more(instance: Instance, broker: int) -> Instance:
    """A broker with one more place, in each of their areas too."""
    posts = np.where(instance.post_broker == broker, instance.post_places + 1, instance.post_places)
    return replace(_plus(instance, "broker_places", broker), post_places=posts)


def _one_business_more(instance: Instance, names: Names, area: str, slots: list[int]) -> Instance:
    """A business with one place that suits these parts at a usual score."""
    new, count = len(instance.firm_places), len(slots)
    groups, groups_of = instance.group_posts, instance.option_group
    if instance.with_brokers:
        here = [at for at, one in enumerate(names.areas) if one == area]
        widest = max(here, key=lambda at: len(groups[at]), default=-1)
        if widest < 0:
            widest, groups = len(groups), (*groups, np.zeros(0, dtype=np.int64))
        groups_of = np.append(groups_of, np.full(count, widest))
    lead = np.append(instance.group_lead, np.full(len(groups) - len(instance.group_lead), -1))
    return replace(
        instance,
        firm_places=np.append(instance.firm_places, 1),
        firm_least=np.append(instance.firm_least, 0),
        never=np.append(instance.never, False),
        option_slot=np.append(instance.option_slot, np.array(slots, dtype=np.int64)),
        option_firm=np.append(instance.option_firm, np.full(count, new)),
        option_value=np.append(instance.option_value, np.full(count, A_USUAL_SCORE)),
        pinned=np.append(instance.pinned, np.zeros(count, dtype=bool)),
        option_group=groups_of,
        group_posts=groups,
        group_lead=lead,
    )


def _one_broker_more(instance: Instance, names: Names, area: str, places: int) -> Instance:
    """A broker who may serve every pair of an area."""
    broker, post = len(instance.broker_places), len(instance.post_places)
    return replace(
        instance,
        broker_places=np.append(instance.broker_places, places),
        broker_least=np.append(instance.broker_least, 0),
        post_broker=np.append(instance.post_broker, broker),
        post_places=np.append(instance.post_places, places),
        group_posts=tuple(
            np.append(one, post) if names.areas[at] == area else one for at, one in enumerate(instance.group_posts)
        ),
    )


def _highest(price: Floats, most: int) -> Ints:
    order = np.lexsort((np.arange(len(price)), -price))[:most]
    return np.asarray(order[price[order] > 1e-9], dtype=np.int64)

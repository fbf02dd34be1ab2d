"""The plan's check of itself: every way in which it could break the problem it solves."""

import numpy as np

from broker.matching.plan.instance import Instance, Solution


def violations(instance: Instance, solution: Solution) -> list[str]:
    """What is wrong with a plan, one sentence each; empty for a good one."""
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
    if (instance.pinned & ~chosen).any():
        found.append("a pinned pair is missing")
    if (solution.broker[~chosen] >= 0).any():
        found.append("a broker is booked for nothing")
    return found + _floors(instance, solution) + (_brokers(instance, solution) if instance.with_brokers else [])


def _floors(instance: Instance, solution: Solution) -> list[str]:
    found: list[str] = []
    need_of = instance.slot_need[instance.option_slot]
    firm_got = np.bincount(instance.option_firm[solution.chosen], minlength=len(instance.firm_places))
    need_got = np.bincount(need_of[solution.chosen], minlength=instance.needs)
    broker_got = np.bincount(solution.broker[solution.broker >= 0], minlength=len(instance.broker_places))
    for name, got, least in (
        ("firm", firm_got, instance.firm_least),
        ("need", need_got, instance.need_least),
        ("broker", broker_got, instance.broker_least),
    ):
        found += [f"{name} {at} has {got[at]} and must get {least[at]}" for at in np.flatnonzero(got < least)]
    hard, never, rate = solution.promised
    if (need_got[instance.hard] > 0).sum() < hard:
        found.append("fewer needs that are hard to place got a partner than can")
    if (firm_got[instance.never] > 0).sum() < never:
        found.append("fewer businesses that were never matched got a place than can")
    if rate > 0:
        size = np.bincount(instance.need_group, minlength=1)
        placed = np.bincount(instance.need_group[need_got > 0], minlength=len(size))
        if (placed < rate * size - 1e-6).any():
            found.append("a group of needs is placed at a lower rate than promised")
    return found


def _brokers(instance: Instance, solution: Solution) -> list[str]:
    found: list[str] = []
    given = np.flatnonzero(solution.chosen & (solution.broker >= 0))
    used = np.bincount(solution.broker[given], minlength=len(instance.broker_places))
    over = np.flatnonzero(used > instance.broker_places)
    found += [f"broker {at} has {used[at]} of {instance.broker_places[at]} places" for at in over]
    # a broker has at most one post in a group: which one it is tells whether its own limit holds
    brokers = max(1, len(instance.broker_places))
    group = np.repeat(np.arange(len(instance.group_posts)), [len(one) for one in instance.group_posts])
    post = np.concatenate([*instance.group_posts, np.zeros(0, dtype=np.int64)]).astype(np.int64)
    post_of = dict(zip((group * brokers + instance.post_broker[post]).tolist(), post.tolist(), strict=True))
    filled = np.zeros(len(instance.post_places), dtype=np.int64)
    for at in given:
        key = int(instance.option_group[at]) * brokers + int(solution.broker[at])
        if key in post_of:
            filled[post_of[key]] += 1
        else:
            found.append(f"broker {solution.broker[at]} may not take option {at}")
    for at in np.flatnonzero(filled > instance.post_places):
        found.append(f"broker {instance.post_broker[at]} has {filled[at]} of {instance.post_places[at]} in one area")
    if not instance.stand_in and (solution.chosen & (solution.broker < 0) & ~instance.pinned).any():
        found.append("a pair has no broker")
    return found

"""Brokers for pairs already chosen: a second flow, group -> post -> broker.

Pinned pairs are served first, then as many others as possible; of all such ways the one that keeps
the most lead brokers. Moving a lead costs, but never so much that a pair goes without a broker.
"""

import numpy as np

from broker.matching.plan.flow import Network
from broker.matching.plan.instance import Instance, Ints, Mask


def assign(instance: Instance, chosen: Mask) -> Ints | None:
    """The broker's index for each option, -1 where none is free; None where a broker who must get
    so many cases cannot get them from these pairs."""
    broker = np.full(len(instance.option_slot), -1, dtype=np.int64)
    options = np.flatnonzero(chosen)
    if not instance.with_brokers or not len(instance.broker_places):
        return broker
    # pinned options of a group are a kind of their own, served before the others
    kind_of = 2 * instance.option_group[options] + ~instance.pinned[options]
    kinds, count = np.unique(kind_of, return_counts=True)
    posts, brokers = len(instance.post_places), len(instance.broker_places)
    allowed = [instance.group_posts[kind // 2] for kind in kinds]
    tail = np.repeat(np.arange(len(kinds)), [len(one) for one in allowed])
    post = np.concatenate([*allowed, np.zeros(0, dtype=np.int64)]).astype(np.int64)
    lead = post == instance.group_lead[kinds[tail] // 2] if len(tail) else np.zeros(0, dtype=bool)
    more = int(count.sum()) + 1
    cost = -lead.astype(np.int64) - np.where(kinds[tail] % 2 == 0, more * more, more)
    first_post, first_broker = len(kinds), len(kinds) + posts
    source = first_broker + brokers
    network = Network(source + 2, source, source + 1, supply=int(count.sum()))
    amounts = network.add(tail, first_post + post, np.minimum(count[tail], instance.post_places[post]), cost)
    network.add(source, np.arange(len(kinds)), count)
    network.add(first_post + np.arange(posts), first_broker + instance.post_broker, instance.post_places)
    least = np.minimum(instance.broker_least, instance.broker_places)
    network.add(first_broker + np.arange(brokers), network.sink, instance.broker_places - least)
    if least.any():
        network.hold(first_broker + np.arange(brokers), least)
    flow = network.solve()
    if flow is None:
        return None
    return _hand_out(instance, options, kind_of, kinds[tail], post, flow[amounts])


def _hand_out(instance: Instance, options: Ints, kind_of: Ints, kind: Ints, post: Ints, amount: Ints) -> Ints:
    """Turn amounts per (kind, post) into a broker for each option, the best pairs and the lead first."""
    broker = np.full(len(instance.option_slot), -1, dtype=np.int64)
    best_first = np.lexsort((options, -instance.option_value[options], kind_of))
    used = np.flatnonzero(amount)
    moved = post[used] != instance.group_lead[kind[used] // 2]
    used = used[np.lexsort((post[used], moved, kind[used]))]
    handed, of = np.repeat(instance.post_broker[post[used]], amount[used]), np.repeat(kind[used], amount[used])
    # both lists run along the kinds: the nth unit of a kind goes to its nth option
    starts = np.searchsorted(kind_of[best_first], of)
    nth = np.arange(len(of)) - np.searchsorted(of, of)
    broker[options[best_first[starts + nth]]] = handed
    return broker

"""The best pairs regardless of brokers, by one minimum-cost flow: source -> firm -> part -> sink."""

import numpy as np

from broker.matching.plan.flow import Network
from broker.matching.plan.instance import Instance, Mask, first_bonus

SCALE = 1_000_000
"""Scores become whole numbers of millionths: the flow counts in whole numbers."""


def pairs(instance: Instance) -> Mask:
    """The best pairs where nobody must get anything, as a bool array over the options.

    The first unit into a part carries a bonus above all scores. Pinned pairs keep their places.
    """
    pinned = instance.pinned
    firm_left = instance.firm_places - np.bincount(instance.option_firm[pinned], minlength=len(instance.firm_places))
    slot_used = np.bincount(instance.option_slot[pinned], minlength=len(instance.slot_places))
    slot_left = instance.slot_places - slot_used
    free = np.flatnonzero(~pinned & (firm_left[instance.option_firm] > 0) & (slot_left[instance.option_slot] > 0))
    supply = int(min(firm_left.sum(), slot_left.sum()))
    chosen = pinned.copy()
    if not len(free) or supply <= 0:
        return chosen
    firms, slots = len(firm_left), len(slot_left)
    network = Network(firms + slots + 2, source=firms + slots, sink=firms + slots + 1, supply=supply)
    every_slot = firms + np.arange(slots)
    value = np.rint(instance.option_value[free] * SCALE).astype(np.int64)
    first = np.where(slot_used > 0, 0, np.minimum(1, slot_left))
    taken = network.add(instance.option_firm[free], firms + instance.option_slot[free], 1, -value)
    network.add(network.source, np.arange(firms), firm_left)
    network.add(every_slot, network.sink, first, -round(first_bonus(instance)) * SCALE)
    if (slot_left > first).any():
        network.add(every_slot, network.sink, slot_left - first)
    flow = network.solve()
    if flow is not None:
        chosen[free[flow[taken] > 0]] = True
    return chosen

"""A minimum-cost flow in whole numbers, with at least so much on an arc where that is asked."""

from dataclasses import dataclass, field

import numpy as np

from broker.matching.plan.instance import BadPlan, Ints, no_ints


@dataclass(eq=False)
class Network:
    """Arcs added in bulk, then solved once. Nodes are 0..nodes-1; ``source`` and ``sink`` are two of
    them, joined by a bypass so that nothing must be filled at any price."""

    nodes: int
    source: int
    sink: int
    supply: int
    _arcs: list[tuple[Ints, Ints, Ints, Ints]] = field(default_factory=list)
    _count: int = 0
    _held: Ints = field(default_factory=no_ints)

    def add(self, tail: Ints | int, head: Ints | int, capacity: Ints | int, cost: Ints | int = 0) -> slice:
        """Arcs from ``tail`` to ``head``; what is one number is the same for all. Returns where they are."""
        given = [np.atleast_1d(np.asarray(one, dtype=np.int64)) for one in (tail, head, capacity, cost)]
        length = max(len(one) if len(one) != 1 else 0 for one in given) or min(len(one) for one in given)
        wide = [one if len(one) == length else np.resize(one, length) for one in given]
        self._arcs.append((wide[0], wide[1], wide[2], wide[3]))
        start, self._count = self._count, self._count + length
        return slice(start, self._count)

    def hold(self, nodes: Ints, least: Ints) -> None:
        """Keep ``least`` units on the way from each node to the sink, whatever else flows."""
        if not len(self._held):
            self._held = np.zeros(self.nodes, dtype=np.int64)
        self._held[nodes] += least

    def solve(self) -> Ints | None:
        """Flow on every arc in the order added; None where the least asked for cannot be had."""
        from ortools.graph.python import min_cost_flow

        self.add(self.source, self.sink, self.supply)
        solver = min_cost_flow.SimpleMinCostFlow()
        tail, head, capacity, cost = (np.concatenate([arc[at] for arc in self._arcs]) for at in range(4))
        handles = solver.add_arcs_with_capacity_and_unit_cost(tail, head, capacity, cost)
        supplies = np.zeros(self.nodes, dtype=np.int64)
        held = int(self._held.sum())
        if held:
            supplies -= self._held
        supplies[self.source], supplies[self.sink] = self.supply, held - self.supply
        solver.set_nodes_supplies(np.arange(self.nodes), supplies)
        status = solver.solve()
        if status == solver.INFEASIBLE and held:
            return None
        if status != solver.OPTIMAL:  # asking for flows after any other status can crash
            raise BadPlan("The plan could not be solved.")
        return np.asarray(solver.flows(handles))

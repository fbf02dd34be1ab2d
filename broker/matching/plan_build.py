"""From needs, firms and brokers to a planning problem, and from its answer back to names.

Candidates are the best firms of each need joined with the best needs of each firm, so that a firm
nobody's first choice needs is not forgotten.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from broker.matching.plan import solve
from broker.matching.plan_instance import Instance, Solution

Id = int | str
STAND_IN = None
"""The broker of a pair where the coordinator stands in."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A firm that suits one part of a need. ``brokers`` may go between, ``lead`` among them first."""

    need_id: Id
    part_id: Id
    business_id: Id
    score: float
    brokers: tuple[Id, ...] = ()
    lead: Id | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """One pair of the plan. ``broker_id`` None: the coordinator stands in."""

    need_id: Id
    part_id: Id
    business_id: Id
    broker_id: Id | None
    score: float
    pinned: bool = False


@dataclass(frozen=True, eq=False)
class Programme:
    """A plan in names. ``matches`` joins the parts of one need that fall to the same firm;
    ``unplaced`` are (need, part, places still open, limit that binds)."""

    placed: tuple[Placed, ...]
    unplaced: tuple[tuple[Id, Id, int, str], ...]
    matches: Mapping[tuple[Id, Id], tuple[Placed, ...]]
    value: float
    objective: float
    bound: float
    optimal: bool
    how: str
    stand_ins: int
    seconds: Mapping[str, float]
    instance: Instance = field(repr=False)
    solution: Solution = field(repr=False)


LIMITS = {
    "no_candidate": "No firm suits this.",
    "firms_full": "Every firm that suits this is taken up elsewhere.",
    "no_broker": "A firm suits this, but no broker is free for that area and line of business.",
}


def best_of_both(candidates: Iterable[Candidate], per_need: int = 20, per_business: int = 5) -> list[Candidate]:
    """The best of each need joined with the best of each firm, in one fixed order."""
    ordered = sorted(candidates, key=lambda one: (-one.score, str(one.need_id), str(one.part_id), str(one.business_id)))
    kept: list[Candidate] = []
    needs: dict[tuple[Id, Id], int] = {}
    firms: dict[Id, int] = {}
    for one in ordered:
        key = (one.need_id, one.part_id)
        needs[key], firms[one.business_id] = needs.get(key, 0) + 1, firms.get(one.business_id, 0) + 1
        if needs[key] <= per_need or firms[one.business_id] <= per_business:
            kept.append(one)
    return kept


def make_plan(
    candidates: Sequence[Candidate],
    part_places: Mapping[tuple[Id, Id], int],
    firm_places: Mapping[Id, int],
    broker_places: Mapping[Id, int] | None = None,
    *,
    pinned: frozenset[tuple[Id, Id, Id]] = frozenset(),
    excluded: frozenset[tuple[Id, Id]] = frozenset(),
    firm_least: Mapping[Id, int] | None = None,
    stand_in: bool = True,
    time_limit: float = 60.0,
) -> Programme:
    """Plan a programme.

    Parameters
    ----------
    candidates : pairs that no hard rule forbids, at most one a (need, part, firm).
    part_places : (need, part) -> how many more firms it takes; parts without candidates included.
    firm_places : firm -> how many more proposals; confirmed pairs are subtracted beforehand.
    broker_places : broker -> how many more cases; None plans without brokers.
    pinned : (need, part, firm) that must stay. excluded : (need, firm) that must not be.
    firm_least : firm -> how many places it must at least get.

    Raises
    ------
    BadPlan
        When these contradict each other; the message says which.
    """
    options = [one for one in candidates if (one.need_id, one.business_id) not in excluded]
    slots, firms, brokers = list(part_places), list(firm_places), list(broker_places or {})
    slot_at, firm_at, broker_at = ({key: at for at, key in enumerate(keys)} for keys in (slots, firms, brokers))
    groups: dict[tuple[tuple[Id, ...], Id | None], int] = {}
    of = [groups.setdefault((tuple(sorted(one.brokers, key=str)), one.lead), len(groups)) for one in options]
    with_brokers = broker_places is not None
    instance = Instance(
        slot_places=_ints(part_places[key] for key in slots),
        firm_places=_ints(firm_places[key] for key in firms),
        option_slot=_ints(slot_at[one.need_id, one.part_id] for one in options),
        option_firm=_ints(firm_at[one.business_id] for one in options),
        option_value=np.array([one.score for one in options], dtype=np.float64),
        broker_places=_ints((broker_places or {})[key] for key in brokers),
        option_group=_ints(of if with_brokers else ()),
        group_brokers=tuple(
            _ints(broker_at[one] for one in allowed if one in broker_at) for allowed, _ in groups if with_brokers
        ),
        group_lead=_ints(broker_at.get(lead, -1) if lead is not None else -1 for _, lead in groups),
        firm_least=_ints((firm_least or {}).get(key, 0) for key in firms),
        pinned=np.array([(one.need_id, one.part_id, one.business_id) in pinned for one in options], dtype=bool),
        stand_in=stand_in,
    )
    solution = solve(instance, time_limit=time_limit)
    placed = tuple(
        Placed(
            one.need_id,
            one.part_id,
            one.business_id,
            brokers[solution.broker[at]] if solution.broker[at] >= 0 else STAND_IN,
            one.score,
            bool(instance.pinned[at]),
        )
        for at, one in enumerate(options)
        if solution.chosen[at]
    )
    matches: dict[tuple[Id, Id], list[Placed]] = {}
    for pair in placed:
        matches.setdefault((pair.need_id, pair.business_id), []).append(pair)
    return Programme(
        placed=placed,
        unplaced=tuple((*slots[at], open_places, limit) for at, open_places, limit in limits(instance, solution)),
        matches={key: tuple(pairs) for key, pairs in matches.items()},
        value=solution.value,
        objective=solution.objective,
        bound=solution.bound,
        optimal=solution.optimal,
        how=solution.how,
        stand_ins=solution.stand_ins if with_brokers else 0,
        seconds=solution.seconds,
        instance=instance,
        solution=solution,
    )


def limits(instance: Instance, solution: Solution) -> list[tuple[int, int, str]]:
    """Slots without any partner: (slot, places open, the limit that binds)."""
    used = np.bincount(instance.option_slot[solution.chosen], minlength=len(instance.slot_places))
    given = np.bincount(instance.option_firm[solution.chosen], minlength=len(instance.firm_places))
    free = given[instance.option_firm] < instance.firm_places[instance.option_firm]
    has_option = np.bincount(instance.option_slot, minlength=len(used)) > 0
    has_free = np.bincount(instance.option_slot[free], minlength=len(used)) > 0
    found = []
    for at in np.flatnonzero((used == 0) & (instance.slot_places > 0)):
        limit = "no_candidate" if not has_option[at] else "no_broker" if has_free[at] else "firms_full"
        found.append((int(at), int(instance.slot_places[at]), limit))
    return found


def prices(instance: Instance) -> dict[str, np.ndarray]:
    """What one more place would add to the sum of scores (duals of the linear programme).

    Keys "part", "firm" and "broker", each an array along its places; first partners count like
    any other here, so that a price is in units of one perfect score.
    """
    from scipy.optimize import linprog

    from broker.matching.plan_joint import programme

    cost, matrix, _, upper, (least, most) = programme(instance)
    slots, firms = len(instance.slot_places), len(instance.firm_places)
    groups, brokers = len(instance.group_brokers) if instance.with_brokers else 0, len(instance.broker_places)
    options = len(instance.option_slot)
    cost[options : options + slots] = 0.0
    if not options:
        return {"part": np.zeros(slots), "firm": np.zeros(firms), "broker": np.zeros(brokers)}
    result = linprog(cost, A_ub=matrix, b_ub=upper, bounds=np.column_stack([least, most]), method="highs")
    dual = -np.asarray(result.ineqlin.marginals)
    brokers_from = 2 * slots + firms + groups
    return {
        "part": dual[:slots],
        "firm": dual[slots : slots + firms],
        "broker": dual[brokers_from : brokers_from + brokers],
    }


def _ints(values: Iterable[int]) -> np.ndarray:
    return np.fromiter(values, dtype=np.int64)

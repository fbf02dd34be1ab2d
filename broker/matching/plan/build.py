"""From a problem in names to a plan in names."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

import numpy as np

from broker.matching.plan.contradictions import refuse_contradiction
from broker.matching.plan.gains import gains
from broker.matching.plan.instance import BadPlan, Instance, Solution
from broker.matching.plan.naming import Names, in_numbers
from broker.matching.plan.outcome import (
    Certificate,
    FairnessAccount,
    Gain,
    Limit,
    Placed,
    PlannedMatch,
    PlanOutcome,
    Unplaced,
)
from broker.matching.plan.problem import Id, PlanProblem
from broker.matching.plan.refusals import check
from broker.matching.plan.solve import solve
from broker.matching.plan.watching import NOBODY, Watch


class Pairing(Protocol):
    """Whatever has a score for a part of a need and a business."""

    @property
    def need_id(self) -> Id: ...
    @property
    def part_id(self) -> Id: ...
    @property
    def business_id(self) -> Id: ...
    @property
    def score(self) -> float: ...


AnyPair = TypeVar("AnyPair", bound=Pairing)


def best_of_both(pairs: Iterable[AnyPair], per_need: int = 20, per_business: int = 5) -> list[AnyPair]:
    """The best of each part of a need joined with the best of each business, in one fixed order, so
    that a firm that is nobody's first choice is not forgotten."""
    ordered = sorted(pairs, key=lambda one: (-one.score, str(one.need_id), str(one.part_id), str(one.business_id)))
    kept: list[AnyPair] = []
    needs: dict[tuple[Id, Id], int] = {}
    firms: dict[Id, int] = {}
    for one in ordered:
        key = (one.need_id, one.part_id)
        needs[key], firms[one.business_id] = needs.get(key, 0) + 1, firms.get(one.business_id, 0) + 1
        if needs[key] <= per_need or firms[one.business_id] <= per_business:
            kept.append(one)
    return kept


def make_plan(problem: PlanProblem, watch: Watch = NOBODY) -> PlanOutcome:
    """Plan a programme or an area.

    Raises
    ------
    BadPlan
        When the problem contradicts itself; the message says which entries do.
    Cancelled
        When ``watch.cancelled`` answered True.
    """
    watch.reached("check", 0.0)
    check(problem)
    instance, names = in_numbers(problem)
    settings = problem.settings
    try:
        solution = solve(instance, time_limit=settings.time_limit, watch=watch)
    except BadPlan:
        refuse_contradiction(instance, names)
        raise
    watch.reached("gains", 0.8)
    more = gains(instance, names, solution, settings.gains, time_limit=settings.time_limit, watch=watch)
    outcome = in_names(problem, instance, names, solution, more)
    watch.reached("done", 1.0)
    return outcome


def in_names(
    problem: PlanProblem, instance: Instance, names: Names, solution: Solution, more: tuple[Gain, ...] = ()
) -> PlanOutcome:
    """A solved plan in the caller's ids."""
    placed = tuple(_placed(instance, names, solution, int(at)) for at in np.flatnonzero(solution.chosen))
    matches = _matches(placed, names)
    with_brokers = problem.brokers is not None
    return PlanOutcome(
        placed=placed,
        matches=matches,
        unplaced=_unplaced(problem, instance, names, solution),
        gains=more,
        certificate=Certificate(solution.optimal, solution.how, solution.objective, solution.bound),
        fairness=_fairness(problem, instance, names, solution),
        value=round(sum(one.score for one in placed), 6),
        filled=solution.filled,
        parts=len(names.slots),
        stand_ins=sum(one.broker_id is None for one in placed) if with_brokers else 0,
        leads_moved=sum(one.lead_moved for one in placed),
        seconds=solution.seconds,
    )


def _placed(instance: Instance, names: Names, solution: Solution, at: int) -> Placed:
    pair, broker = names.options[at], int(solution.broker[at])
    lead = int(instance.group_lead[instance.option_group[at]]) if instance.with_brokers else -1
    return Placed(
        pair.need_id,
        pair.part_id,
        pair.business_id,
        names.brokers[broker] if broker >= 0 else None,
        pair.score,
        bool(instance.pinned[at]),
        lead >= 0 and int(instance.post_broker[lead]) != broker,
    )


def _matches(placed: tuple[Placed, ...], names: Names) -> tuple[PlannedMatch, ...]:
    """Parts of one need that fall to the same business as one match, under one broker: one who may
    take all of them, the lead first, then whoever has the best pair."""
    together: dict[tuple[Id, Id], list[Placed]] = {}
    for one in placed:
        together.setdefault((one.need_id, one.business_id), []).append(one)
    several = {key for key, parts in together.items() if len(parts) > 1}
    allowed: dict[tuple[Id, Id], set[Id]] = {}
    chosen = {(one.need_id, one.part_id, one.business_id) for one in placed}
    for pair in names.options:
        key = pair.need_id, pair.business_id
        if key in several and (pair.need_id, pair.part_id, pair.business_id) in chosen:
            allowed[key] = allowed.get(key, set(pair.brokers)) & set(pair.brokers)
    matches = []
    for key, parts in together.items():
        served = [
            one for one in parts if one.broker_id is not None and one.broker_id in allowed.get(key, {one.broker_id})
        ]
        first = min(served, key=lambda one: (one.lead_moved, -one.score, str(one.part_id)), default=None)
        matches.append(PlannedMatch(*key, None if first is None else first.broker_id, tuple(parts)))
    return tuple(matches)


def _unplaced(problem: PlanProblem, instance: Instance, names: Names, solution: Solution) -> tuple[Unplaced, ...]:
    """Every part with places left, and the limit that binds."""
    used = np.bincount(instance.option_slot[solution.chosen], minlength=len(instance.slot_places))
    given = np.bincount(instance.option_firm[solution.chosen], minlength=len(instance.firm_places))
    left = ~solution.chosen
    free = left & (given[instance.option_firm] < instance.firm_places[instance.option_firm])
    has_more = np.bincount(instance.option_slot[left], minlength=len(used)) > 0
    has_free = np.bincount(instance.option_slot[free], minlength=len(used)) > 0
    excluded = {need for need, _ in problem.excluded}
    found = []
    for at in np.flatnonzero(used < instance.slot_places):
        need, part = names.slots[at]
        rule = ""
        limit = Limit.NO_BROKER if has_free[at] else Limit.FIRMS_FULL
        if not has_more[at]:
            limit = Limit.NO_CANDIDATE
            rules = {code: count for code, count in problem.ruled_out.get(need.id, {}).items() if count > 0}
            if rules or need.id in excluded:
                limit = Limit.RULED_OUT
                rule = max(rules, key=lambda code: (rules[code], code)) if rules else "excluded"
        found.append(Unplaced(need.id, part.id, part.places, int(part.places - used[at]), limit, rule))
    return tuple(found)


def _fairness(problem: PlanProblem, instance: Instance, names: Names, solution: Solution) -> FairnessAccount:
    hard = np.array([one.hard_to_place for one in problem.needs], dtype=bool)
    never = np.array([one.never_matched for one in problem.businesses], dtype=bool)
    need = instance.slot_need[instance.option_slot[solution.chosen]]
    served = np.bincount(need, minlength=instance.needs) > 0
    firms = np.bincount(instance.option_firm[solution.chosen], minlength=len(instance.firm_places)) > 0
    size = np.bincount(instance.need_group, minlength=len(names.groups))
    placed = np.bincount(instance.need_group[served], minlength=len(names.groups))
    return FairnessAccount(
        hard_to_place=(int(served[hard].sum()), int(hard.sum())),
        never_matched=(int(firms[never].sum()), int(never.sum())),
        rates={label: round(float(placed[at] / size[at]), 6) for at, label in enumerate(names.groups)},
        promised_rate=round(solution.promised[2], 6),
    )

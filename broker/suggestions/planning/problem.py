"""The problem as the plan takes it, with what people ask of it; and what contradicts itself, in names."""

from flask_babel import gettext as _

from models import PlanRun
from models.vocabulary import PlanFairness, PlanRuleKind

from ...matching.plan import Fairness, PlanBroker, PlanBusiness, PlanNeed, PlanPart, PlanProblem, PlanSettings
from .candidates import Found
from .gather import Gathered, RuleOfRun

#: For how many limits one more place is tried out.
GAINS = 12
#: Every area gets at least this share of its requests placed, or the most that all can have at once.
EVERY_AREA_ALIKE = 1.0


class Contradiction(Exception):
    """What people ask of a plan cannot be had. ``str()`` says which."""


def problem_of(run: PlanRun, gathered: Gathered, found: Found, time_limit: float) -> PlanProblem:
    """The problem of a run. ``time_limit``: seconds for each programme that choosing solves.

    Raises:
        Contradiction: a pinned pair is not possible, or a bound asks for more than there is.
    """
    pins = [rule for rule in gathered.rules if rule.kind is PlanRuleKind.PIN and not _is_met(rule, gathered)]
    for rule in pins:
        _check_pin(rule, gathered, found)
    least = {kind: _least(gathered, kind) for kind in _BOUNDS}
    fairness = Fairness(
        hard_to_place=PlanFairness.HARD_TO_PLACE in run.fairness,
        never_matched=PlanFairness.NEVER_MATCHED in run.fairness,
        least_rate=EVERY_AREA_ALIKE if PlanFairness.EVERY_AREA in run.fairness else 0.0,
    )
    return PlanProblem(
        needs=tuple(
            PlanNeed(
                id=need.id,
                parts=tuple(PlanPart(part.id, part.places, part.kind.value) for part in need.parts),
                area=need.area,
                least=least[PlanRuleKind.NEED_LEAST].get(need.id, 0),
                hard_to_place=need.hard_to_place,
                group=need.area,
            )
            for need in gathered.needs
        ),
        businesses=tuple(
            PlanBusiness(
                id=one.id,
                places=one.capacity,
                least=least[PlanRuleKind.BUSINESS_LEAST].get(int(one.id), 0),
                never_matched=int(one.id) in gathered.never_matched,
            )
            for one in gathered.catalogue.businesses
        ),
        pairs=found.pairs,
        brokers=tuple(
            PlanBroker(
                id=one.id,
                places=one.capacity,
                least=least[PlanRuleKind.BROKER_LEAST].get(int(one.id), 0),
                area_places=one.capacity_by_district,
            )
            for one in gathered.brokers
        ),
        pinned=frozenset((rule.need_id or 0, rule.part_id or 0, rule.business_id or 0) for rule in pins),
        excluded=frozenset(
            (rule.need_id or 0, rule.business_id or 0) for rule in gathered.rules if rule.kind is PlanRuleKind.EXCLUDE
        ),
        ruled_out=found.ruled_out,
        settings=PlanSettings(
            stand_in=run.stand_in,
            priority=1.0 if run.priority_on else 0.0,
            fairness=fairness,
            gains=GAINS,
            time_limit=time_limit,
        ),
    )


_BOUNDS = (PlanRuleKind.NEED_LEAST, PlanRuleKind.BUSINESS_LEAST, PlanRuleKind.BROKER_LEAST)


def _is_met(rule: RuleOfRun, gathered: Gathered) -> bool:
    """Whether the two are working together already: the pin has had its way."""
    return (rule.need_id, rule.business_id) in gathered.matched


def _check_pin(rule: RuleOfRun, gathered: Gathered, found: Found) -> None:
    business, need = rule.names[0], rule.names[1]
    if (rule.part_id, rule.business_id) in found.impossible:
        why = found.impossible[rule.part_id or 0, rule.business_id or 0] or _(
            "This firm is not taking part at the moment."
        )
        raise Contradiction(
            _(
                "“%(business)s” must be in for “%(need)s”, but it cannot be: %(why)s",
                business=business,
                need=need,
                why=why,
            )
        )
    if (rule.part_id, rule.business_id) not in found.ranks:
        raise Contradiction(
            _(
                "“%(business)s” must be in for “%(need)s”, but nothing is left to be filled there.",
                business=business,
                need=need,
            )
        )


def _least(gathered: Gathered, kind: PlanRuleKind) -> dict[int, int]:
    """entry id -> how many places it must at least get. Where it has fewer, the run says so."""
    if kind is PlanRuleKind.NEED_LEAST:
        room = {need.id: sum(part.places for part in need.parts) for need in gathered.needs}
    elif kind is PlanRuleKind.BUSINESS_LEAST:
        room = {int(one.id): one.capacity for one in gathered.catalogue.businesses}
    else:
        room = {int(one.id): one.capacity for one in gathered.brokers}
    least: dict[int, int] = {}
    for rule in gathered.rules:
        if rule.kind is not kind:
            continue
        entry = {
            PlanRuleKind.NEED_LEAST: rule.need_id,
            PlanRuleKind.BUSINESS_LEAST: rule.business_id,
            PlanRuleKind.BROKER_LEAST: rule.broker_id,
        }[kind]
        if entry is None:
            continue
        if rule.least > room.get(entry, 0):
            raise Contradiction(
                _(
                    "“%(name)s” must get at least %(least)d, but has only %(room)d left to give.",
                    name=rule.names[0],
                    least=rule.least,
                    room=room.get(entry, 0),
                )
            )
        least[entry] = max(least.get(entry, 0), rule.least)
    return least

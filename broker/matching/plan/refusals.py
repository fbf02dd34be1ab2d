"""What cannot be planned is refused in a sentence that says which entry it is about."""

import math
from collections import Counter
from collections.abc import Iterable

from broker.matching.plan.instance import BadPlan
from broker.matching.plan.problem import Id, PlanProblem


def check(problem: PlanProblem) -> None:
    """Raise BadPlan where a problem contradicts itself by what is written in it.

    Bounds that contradict each other only together are found by ``contradictions``.
    """
    _ids(problem)
    _numbers(problem)
    _pairs(problem)
    _least(problem)
    _pinned(problem)


def _ids(problem: PlanProblem) -> None:
    for name, ids in (
        ("Need", [one.id for one in problem.needs]),
        ("Business", [one.id for one in problem.businesses]),
        ("Broker", [one.id for one in problem.brokers or ()]),
        ("Part", [(need.id, part.id) for need in problem.needs for part in need.parts]),
    ):
        for one, count in Counter(ids).items():
            if count > 1:
                raise BadPlan(f"{name} {_said(one)} is listed {count} times.", (one,))


def _numbers(problem: PlanProblem) -> None:
    entries: list[tuple[str, Id | tuple[Id, Id], Iterable[float]]] = [
        *(("Need", one.id, (one.least,)) for one in problem.needs),
        *(("Part", (need.id, part.id), (part.places,)) for need in problem.needs for part in need.parts),
        *(("Business", one.id, (one.places, one.least)) for one in problem.businesses),
        *(("Broker", one.id, (one.places, one.least, *one.area_places.values())) for one in problem.brokers or ()),
    ]
    for name, id_, numbers in entries:
        for number in numbers:
            if not math.isfinite(number) or number < 0 or number != int(number):
                raise BadPlan(f"{name} {_said(id_)} has {number} places. Places are whole numbers from 0 up.", (id_,))
    settings = problem.settings
    if not math.isfinite(settings.priority) or settings.priority < 0:
        raise BadPlan("How far the deprivation part counts must be a number that is not negative.")
    if not 0 <= settings.fairness.least_rate <= 1:
        raise BadPlan("The least share of needs placed in a group must lie between 0 and 1.")


def _pairs(problem: PlanProblem) -> None:
    parts = {(need.id, part.id) for need in problem.needs for part in need.parts}
    businesses = {one.id for one in problem.businesses}
    seen = set()
    for pair in problem.pairs:
        triple = pair.need_id, pair.part_id, pair.business_id
        if (pair.need_id, pair.part_id) not in parts:
            raise BadPlan(f"A pair is about part {pair.part_id} of need {pair.need_id}, which is not planned.", triple)
        if pair.business_id not in businesses:
            raise BadPlan(f"A pair is about business {pair.business_id}, which is not planned.", triple)
        if triple in seen:
            raise BadPlan(f"{_triple(triple)} stands twice among the pairs.", triple)
        seen.add(triple)
        if not (math.isfinite(pair.score) and math.isfinite(pair.priority)):
            raise BadPlan(f"The score of {_triple(triple)} is not a number.", triple)
        if not 0 <= pair.score <= 1 or abs(pair.priority) > 1:
            raise BadPlan(f"The score of {_triple(triple)} does not lie between 0 and 1.", triple)


def _least(problem: PlanProblem) -> None:
    """Bounds that contradict each other one by one: more asked for than there are places or pairs."""
    usable = [one for one in problem.pairs if (one.need_id, one.business_id) not in problem.excluded]
    for need in problem.needs:
        _within("Need", need.id, need.least, sum(part.places for part in need.parts), "has places for")
    for one in problem.businesses:
        _within("Business", one.id, one.least, one.places, "takes")
    for broker in problem.brokers or ():
        _within("Broker", broker.id, broker.least, broker.places, "takes")
    asked = [one.least for one in problem.needs] + [one.least for one in problem.businesses]
    if any(asked) or any(one.least for one in problem.brokers or ()):
        needs, firms = Counter(one.need_id for one in usable), Counter(one.business_id for one in usable)
        brokers = Counter(broker for one in usable for broker in set(one.brokers))
        for need in problem.needs:
            _within("Need", need.id, need.least, needs[need.id], "can be given")
        for one in problem.businesses:
            _within("Business", one.id, one.least, firms[one.id], "can be given")
        for broker in problem.brokers or ():
            _within("Broker", broker.id, broker.least, brokers[broker.id], "can be given")


def _within(name: str, id_: Id, least: int, most: int, verb: str) -> None:
    if least > most:
        raise BadPlan(f"{name} {id_} asks for at least {least} but {verb} {most or 'none'}.", (id_,))


def _pinned(problem: PlanProblem) -> None:
    pairs = {(one.need_id, one.part_id, one.business_id) for one in problem.pairs}
    parts: Counter[object] = Counter()
    firms: Counter[object] = Counter()
    for triple in sorted(problem.pinned, key=str):
        need, part, business = triple
        if (need, business) in problem.excluded:
            raise BadPlan(f"Need {need} and business {business} are pinned and excluded at once.", triple)
        if triple not in pairs:
            raise BadPlan(f"{_triple(triple)} is pinned, but a rule or a missing entry keeps it out.", triple)
        parts[need, part] += 1
        firms[business] += 1
    for planned in problem.needs:
        for one in planned.parts:
            if parts[planned.id, one.id] > one.places:
                count = parts[planned.id, one.id]
                raise BadPlan(
                    f"{count} pairs are pinned to part {one.id} of need {planned.id}, which has {one.places} places.",
                    (planned.id, one.id),
                )
    for firm in problem.businesses:
        if firms[firm.id] > firm.places:
            raise BadPlan(
                f"{firms[firm.id]} pairs are pinned to business {firm.id}, which has {firm.places} places.", (firm.id,)
            )


def _triple(triple: tuple[Id, Id, Id]) -> str:
    return f"The pair of need {triple[0]}, part {triple[1]}, and business {triple[2]}"


def _said(id_: object) -> str:
    return f"{id_[1]} of need {id_[0]}" if isinstance(id_, tuple) else str(id_)

"""Two runs side by side: what was asked of them, what they came to, and for which needs they choose otherwise."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Select, select, union
from sqlalchemy.orm import Session, aliased, selectinload

from models import Need, PlanPair, PlanRun


@dataclass(slots=True)
class NeedInBoth:
    """A need for which two runs choose otherwise."""

    need: Need
    first: list[PlanPair] = field(default_factory=list)
    second: list[PlanPair] = field(default_factory=list)


def changed_needs(session: Session, first: PlanRun, second: PlanRun) -> list[int]:
    """The ids of the needs for which the two do not choose the same businesses and brokers, in order."""
    either = union(_only_in(first, second), _only_in(second, first)).subquery()
    return list(session.scalars(select(either.c.need_id).order_by(either.c.need_id)))


def side_by_side(session: Session, first: PlanRun, second: PlanRun, need_ids: Sequence[int]) -> list[NeedInBoth]:
    """What the two choose for some needs."""
    statement = (
        select(Need)
        .where(Need.id.in_(need_ids))
        .options(selectinload(Need.area), selectinload(Need.neighbourhood))
        .order_by(Need.id)
    )
    rows = {need.id: NeedInBoth(need) for need in session.scalars(statement)}
    chosen: dict[tuple[int, int], list[PlanPair]] = defaultdict(list)
    pairs = (
        select(PlanPair)
        .where(PlanPair.run_id.in_((first.id, second.id)), PlanPair.need_id.in_(need_ids))
        .options(selectinload(PlanPair.business), selectinload(PlanPair.broker), selectinload(PlanPair.part))
        .order_by(PlanPair.score.desc(), PlanPair.id)
    )
    for pair in session.scalars(pairs):
        chosen[pair.need_id, pair.run_id].append(pair)
    for need_id, row in rows.items():
        row.first, row.second = chosen[need_id, first.id], chosen[need_id, second.id]
    return list(rows.values())


def _only_in(one: PlanRun, other: PlanRun) -> Select[int]:
    """Needs with a pair that the other run does not have, or links by another broker."""
    here, there = aliased(PlanPair), aliased(PlanPair)
    same = (
        select(there.id)
        .where(
            there.run_id == other.id,
            there.part_id == here.part_id,
            there.business_id == here.business_id,
            there.broker_id.is_not_distinct_from(here.broker_id),
        )
        .exists()
    )
    return select(here.need_id).where(here.run_id == one.id, ~same)

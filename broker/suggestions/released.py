"""Which suggestions stand on the work list because a plan put them there."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import PlanPair, PlanRun
from models.vocabulary import PlanEffect, PlanState

#: What a release did with pairs that it put on the work list, or found there.
ON_THE_LIST = (PlanEffect.ADDED, PlanEffect.RAISED, PlanEffect.OPEN)


def chosen_by_a_plan(session: Session, suggestion_ids: Iterable[int]) -> set[int]:
    """Of these suggestions, those that a released plan chose. They stay open, with the plan's broker,
    whatever their rank: they were chosen together with all the others."""
    ids = list(suggestion_ids)
    if not ids:
        return set()
    statement = (
        select(PlanPair.suggestion_id)
        .join(PlanRun, PlanRun.id == PlanPair.run_id)
        .where(PlanPair.suggestion_id.in_(ids), PlanRun.state == PlanState.RELEASED, PlanPair.effect.in_(ON_THE_LIST))
    )
    return {suggestion_id for suggestion_id in session.scalars(statement) if suggestion_id is not None}

"""The list of what is due: each step with its reference, whose it is, and how late it is. Nobody's name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session, selectinload

from models import Case
from models.vocabulary import CaseKind, CaseStep

from ..reference.working_days import working_days_between
from .clocks import today
from .waiting import TABLE_OF

#: Rows a page.
PAGE = 50


@dataclass(frozen=True, slots=True)
class DueRow:
    """One open case of which a day has come. ``late`` is in working days, 0 on the day itself.

    ``owner`` is a broker's reference, ``account 7``, or ``office``; ``by_service`` says that the
    service does the step by itself, and not the owner.
    """

    case_id: int
    kind: CaseKind
    subject_id: int
    step: CaseStep
    reference: str
    owner: str
    due_on: date
    late: int
    by_service: bool


class DueList(NamedTuple):
    rows: list[DueRow]
    total: int
    for_service: int


def due_list(
    session: Session,
    *,
    day: date | None = None,
    areas: Iterable[str] | None = None,
    first: int = 0,
    at_most: int | None = PAGE,
    seen: ColumnElement[bool] | None = None,
) -> DueList:
    """What is due on a day (default: today), longest due first, in these areas (None: all). ``seen``
    narrows it down to what its reader may see.

    A case without a place is everybody's. The counts are of all, whatever part of them is shown.
    """
    day = day or today()
    serviced = and_(Case.acts_on.is_not(None), Case.acts_on <= day)
    due_on = case((and_(serviced, Case.acts_on < Case.next_on), Case.acts_on), else_=Case.next_on)
    where: list[ColumnElement[bool]] = [Case.closed_at.is_(None), or_(Case.next_on <= day, serviced)]
    if seen is not None:
        where.append(seen)
    if areas is not None:
        where.append(or_(Case.area_code.in_(list(areas)), Case.area_code.is_(None)))
    total, for_service = session.execute(
        select(func.count(), func.coalesce(func.sum(case((serviced, 1), else_=0)), 0)).where(*where)
    ).one()
    statement = (
        select(Case)
        .where(*where)
        .options(selectinload(Case.owner_broker))
        .order_by(due_on, Case.id)
        .offset(first)
        .limit(at_most)
    )
    cases = session.scalars(statement).all()
    references = references_of(session, cases)
    return DueList([_row(one, references, day) for one in cases], total, int(for_service))


def references_of(session: Session, cases: Sequence[Case]) -> dict[tuple[CaseKind, int], str]:
    """What the subject of each case is called on the telephone, in one query a kind."""
    found: dict[tuple[CaseKind, int], str] = {}
    for kind in {one.kind for one in cases} & set(TABLE_OF):
        table: Any = TABLE_OF[kind]
        ids = [one.subject_id for one in cases if one.kind is kind]
        rows = session.execute(select(table.id, table.reference).where(table.id.in_(ids)))
        found.update({(kind, row_id): reference for row_id, reference in rows})
    return found


def _row(one: Case, references: dict[tuple[CaseKind, int], str], day: date) -> DueRow:
    by_service = one.acts_on is not None and one.acts_on <= day
    due_on = min(one.next_on, one.acts_on) if by_service and one.acts_on else one.next_on
    if one.owner_broker is not None:
        owner = one.owner_broker.reference
    else:
        owner = f"account {one.owner_account_id}" if one.owner_account_id else "office"
    reference = references.get((one.kind, one.subject_id), f"{one.kind.value} {one.subject_id}")
    late = max(0, working_days_between(due_on, day))
    return DueRow(one.id, one.kind, one.subject_id, one.step, reference, owner, due_on, late, by_service)

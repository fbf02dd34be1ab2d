"""The work list: open cases in four groups, the longest overdue first, counted and paged by the database.

Nothing here reads all rows: counts are one GROUP BY over an index, a page is its own rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select, tuple_
from sqlalchemy.orm import Session, selectinload

from models import Account, Broker, Case, Suggestion
from models.vocabulary import CaseKind, CaseStep, SuggestionSource, SuggestionState, WorkGroup

from ..cases.clocks import today
from ..cases.holders import covered_by, covered_by_account, without_holder
from ..edge.paging import page_within
from .concern_reading import cases_readable
from .filters import MINE, Filters
from .scope import Areas, cases_in

PAGE = 20
#: Rows of each group where all four are shown.
FIRST = 10
STEPS: dict[WorkGroup, list[CaseStep]] = {
    group: [step for step in CaseStep if step.group is group] for group in WorkGroup
}
#: What a broker may own and only the office can finish.
FOR_THE_OFFICE = (CaseStep.READ,)


@dataclass(frozen=True, slots=True)
class Position:
    """Where somebody is in a list: after this case, on a round that began at that time (seconds since 1970).
    Written ``2026-11-20_123_1795775292.5``."""

    next_on: date
    case_id: int
    began: float

    def __str__(self) -> str:
        return f"{self.next_on.isoformat()}_{self.case_id}_{self.began!r}"

    @classmethod
    def read(cls, text: str) -> "Position | None":
        day, _line, rest = text.partition("_")
        number, _line, began = rest.partition("_")
        try:
            read = cls(date.fromisoformat(day), int(number), float(began))
        except ValueError:
            return None
        return read if 0 <= read.case_id < 2**31 and 0 <= read.began < 1e11 else None


@dataclass(slots=True)
class Group:
    """One group of the work list: ``total``, ``overdue`` and ``calls`` (to make) count all its rows, ``cases``
    are those shown."""

    group: WorkGroup
    total: int = 0
    overdue: int = 0
    calls: int = 0
    cases: Sequence[Case] = field(default_factory=tuple)
    page: int = 1

    @property
    def pages(self) -> int:
        return page_within(self.total, self.page, PAGE)[1]


def office_scope(account: Account, areas: Areas, owner: str, day: date) -> ColumnElement[bool]:
    """What waits for somebody of the office: their own, the office's in their areas, and those of brokers
    they stand in for; or everybody's in their areas."""
    here, read = cases_in(areas), cases_readable(account)
    if owner != MINE:
        return and_(read, here)
    left = select(Account.id).where(Account.active.is_(False))
    no_account = or_(Case.owner_account_id.is_(None), Case.owner_account_id.in_(left))
    no_broker = or_(
        Case.owner_broker_id.is_(None),
        Case.step.in_(FOR_THE_OFFICE),
        Case.owner_broker_id.in_(without_holder(day)),
    )
    mine = or_(
        Case.owner_account_id == account.id,
        and_(no_account, here, no_broker),
        Case.owner_broker_id.in_(covered_by_account(account, day)),
    )
    return and_(read, mine)


def broker_scope(brokers: Sequence[Broker], day: date) -> ColumnElement[bool]:
    """What waits for a broker: their own cases, and those of brokers they stand in for."""
    ids = [broker.id for broker in brokers]
    return or_(Case.owner_broker_id.in_(ids), Case.owner_broker_id.in_(covered_by(ids, day)))


def groups(
    session: Session, scope: ColumnElement[bool], filters: Filters, *, page: int = 1, unsure_at: float = 0.5
) -> list[Group]:
    """Every group with its counts; the one chosen with a page of rows, else each with its first.

    On request those decisions come first of which the service is least sure: with a score nearest to
    ``unsure_at``, where a confirmation is as likely as not.
    """
    day = today()
    found = {group: Group(group) for group in WorkGroup}
    late = func.sum(case((Case.next_on < day, 1), else_=0))
    counted = select(Case.step, func.count(), late).where(*_open(scope, filters.within(None), day)).group_by(Case.step)
    for step, count, overdue in session.execute(counted):
        found[step.group].total += count
        found[step.group].overdue += overdue
        found[step.group].calls += count if step is CaseStep.READ_OUT else 0
    for group in found.values():
        if filters.group is group.group:
            group.page = min(max(1, page), group.pages)
            group.cases = _cases(session, scope, filters, PAGE, (group.page - 1) * PAGE, unsure_at)
        elif filters.group is None and group.total:
            group.cases = _cases(session, scope, filters.within(group.group), FIRST, 0, unsure_at)
    empty_seats = found[WorkGroup.SEATS]
    if not empty_seats.total and filters.group is not WorkGroup.SEATS:
        del found[WorkGroup.SEATS]  # most people have none, ever
    return list(found.values())


def next_case(session: Session, scope: ColumnElement[bool], filters: Filters, after: Position | None) -> Case | None:
    """The first case of a list after a position. What was done on this round has a later day by now, and is
    not shown again."""
    statement = _in_order(select(Case).where(*_open(scope, filters, today())))
    if after is not None:
        statement = statement.where(
            tuple_(Case.next_on, Case.id) > tuple_(after.next_on, after.case_id),
            Case.updated_at <= datetime.fromtimestamp(after.began, UTC),
        )
    return session.scalar(statement.limit(1))


def case_seen(session: Session, scope: ColumnElement[bool], case_id: int) -> Case | None:
    """An open case, or one just closed, that this scope shows."""
    return session.scalar(select(Case).where(Case.id == case_id, scope))


def first_decisions(
    session: Session, scope: ColumnElement[bool], filters: Filters, count: int
) -> Sequence[tuple[int, int]]:
    """(case id, need id) of the first so many decisions of a list."""
    filters = filters.within(WorkGroup.DECISIONS)
    statement = _in_order(select(Case.id, Case.subject_id).where(*_open(scope, filters, today())))
    return [(row.id, row.subject_id) for row in session.execute(statement.limit(count))]


def _cases(
    session: Session, scope: ColumnElement[bool], filters: Filters, limit: int, offset: int, unsure_at: float
) -> Sequence[Case]:
    statement = select(Case).where(*_open(scope, filters, today()))
    if filters.what == "unsure":
        doubt = (
            select(func.min(func.abs(Suggestion.score - unsure_at)))
            .where(Suggestion.need_id == Case.subject_id, Suggestion.state == SuggestionState.OPEN)
            .correlate(Case)
            .scalar_subquery()
        )
        statement = statement.order_by(func.coalesce(doubt, 1))
    options = (selectinload(Case.owner_broker).selectinload(Broker.cover), selectinload(Case.owner_account))
    return session.scalars(_in_order(statement).limit(limit).offset(offset).options(*options)).all()


def _in_order(statement: Any) -> Any:
    return statement.order_by(Case.next_on, Case.id)


def _open(scope: ColumnElement[bool], filters: Filters, day: date) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [Case.closed_at.is_(None), scope]
    if filters.group:
        wanted.append(Case.step.in_(STEPS[filters.group]))
    if filters.area:
        wanted.append(cases_in(frozenset([filters.area]), known=True))
    if filters.theme:
        wanted.append(Case.theme == filters.theme)
    if filters.what == "overdue":
        wanted.append(Case.next_on < day)
    elif filters.what == "unsure":
        wanted.append(Case.step == CaseStep.DECIDE)
    elif filters.what == "calls":
        wanted.append(Case.step == CaseStep.READ_OUT)
    elif filters.what == "people":
        offered = select(Suggestion.need_id).where(
            Suggestion.state == SuggestionState.OPEN, Suggestion.source != SuggestionSource.MODEL
        )
        wanted += [Case.kind == CaseKind.NEED, Case.step == CaseStep.DECIDE, Case.subject_id.in_(offered)]
    return wanted

"""What waits for a coordinator: suggestions by need, and entries to be read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from math import ceil
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session, selectinload

from models import Account, Area, Decision, Need, PartnershipArea, Suggestion
from models.vocabulary import SuggestionSource, SuggestionState, Theme, Verdict

from ..cases.places import has_room
from ..reference.working_days import add_working_days
from .scope import Areas, needs_in

PAGE = 20
#: Working days in which a suggestion on the work list is decided.
DECIDE_DAYS = 5


@dataclass(frozen=True, slots=True)
class Filters:
    """What the work list is narrowed to; all of it is in the address of the page."""

    area: str = ""
    theme: Theme | None = None
    what: str = ""

    @property
    def any(self) -> bool:
        return bool(self.area or self.theme or self.what)


@dataclass(slots=True)
class NeedRow:
    """One line of the work list: a need, and how many firms there are to look at."""

    need_id: int
    firms: int
    reserves: int
    by_people: int
    answer_by: date
    overdue: bool
    score: float
    doubt: float = 1.0
    today: bool = False
    need: Need | None = None


@dataclass(slots=True)
class Listed:
    """One page of rows. ``total`` and ``firms`` count all of them."""

    rows: Sequence[Any] = field(default_factory=tuple)
    total: int = 0
    firms: int = 0
    for_today: int = 0
    page: int = 1
    pages: int = 1


def work_list(
    session: Session,
    *,
    areas: Areas,
    filters: Filters = Filters(),
    page: int = 1,
    a_day: int = 20,
    decided_today: int = 0,
    unsure_at: float = 0.5,
    today: date | None = None,
) -> Listed:
    """Needs with firms to look at: what people put forward first, by its date of answer, then the
    model's, longest waiting first. The first rows are marked "today", up to a day's decisions.

    On request those come first of which the service is least sure: with a score nearest to
    ``unsure_at``, where a confirmation is as likely as not.
    """
    day = today or datetime.now(UTC).date()
    rows = [_need_row(row, day) for row in session.execute(_needs_with_firms(areas, filters, unsure_at))]
    if filters.what == "overdue":
        rows = [row for row in rows if row.overdue]
    rows.sort(key=lambda row: (not row.by_people, row.answer_by, -row.score, row.need_id))
    if filters.what == "unsure":
        rows.sort(key=lambda row: row.doubt)
    left = a_day - decided_today
    for row in rows:
        row.today = row.firms <= left
        left -= row.firms
    listed = paged(rows, page)
    listed.firms = sum(row.firms for row in rows)
    listed.for_today = sum(row.firms for row in rows if row.today)
    _load_needs(session, listed.rows)
    return listed


def paged(rows: Sequence[Any], page: int, size: int = PAGE) -> Listed:
    """One page of rows that are all at hand; a page beyond the last is the last."""
    pages = max(1, ceil(len(rows) / size))
    page = min(max(1, page), pages)
    return Listed(rows[(page - 1) * size : page * size], total=len(rows), page=page, pages=pages)


def decided_today(session: Session, account: Account, today: date | None = None) -> int:
    """How many suggestions an account has decided today, undone ones not counted."""
    day = today or datetime.now(UTC).date()
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    counted = case((Decision.verdict == Verdict.UNDO, -1), (Decision.verdict == Verdict.AGREE, 0), else_=1)
    total = session.scalar(select(func.sum(counted)).where(Decision.by_id == account.id, Decision.at >= midnight))
    return max(0, int(total or 0))


def areas_to_choose(session: Session, areas: Areas) -> list[Area]:
    """Areas with a partnership, as choices of the filter."""
    statement = select(Area).where(Area.code.in_(select(PartnershipArea.area_code))).order_by(Area.name)
    if areas is not None:
        statement = statement.where(Area.code.in_(areas))
    return list(session.scalars(statement))


def _needs_with_firms(areas: Areas, filters: Filters, unsure_at: float) -> Any:
    person = Suggestion.source != SuggestionSource.MODEL
    is_open = Suggestion.state == SuggestionState.OPEN
    # a need that has asked enough firms shows only what people put forward: they are owed an answer
    shown = and_(is_open, or_(person, has_room()))
    statement = (
        select(
            Suggestion.need_id,
            func.sum(case((shown, 1), else_=0)).label("firms"),
            func.sum(case((is_open, 0), else_=1)).label("reserves"),
            func.sum(case((and_(is_open, person), 1), else_=0)).label("by_people"),
            func.min(case((is_open, Suggestion.answer_by))).label("answer_by"),
            func.min(case((is_open, Suggestion.created_at))).label("oldest_at"),
            func.max(case((is_open, Suggestion.score))).label("score"),
            func.min(case((is_open, func.abs(Suggestion.score - unsure_at)))).label("doubt"),
        )
        .join(Need, Need.id == Suggestion.need_id)
        .where(Suggestion.state.in_([SuggestionState.OPEN, SuggestionState.RESERVE]), needs_in(areas))
        .group_by(Suggestion.need_id)
        .having(func.sum(case((shown, 1), else_=0)) > 0)
    )
    if filters.area:
        statement = statement.where(needs_in(frozenset([filters.area])))
    if filters.theme:
        statement = statement.where(or_(Need.theme == filters.theme, Need.second_theme == filters.theme))
    if filters.what == "people":
        statement = statement.having(func.sum(case((and_(is_open, person), 1), else_=0)) > 0)
    return statement


def _need_row(row: Any, day: date) -> NeedRow:
    promised = _as_date(row.answer_by)
    usual = add_working_days(_as_datetime(row.oldest_at).date(), DECIDE_DAYS)
    answer_by = promised or usual
    return NeedRow(
        need_id=row.need_id,
        firms=row.firms,
        reserves=row.reserves,
        by_people=row.by_people,
        answer_by=answer_by,
        overdue=answer_by < day,
        score=row.score or 0.0,
        doubt=1.0 if row.doubt is None else row.doubt,
    )


def _as_date(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _as_datetime(value: Any) -> datetime:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def _load_needs(session: Session, rows: Sequence[NeedRow]) -> None:
    statement = (
        select(Need)
        .where(Need.id.in_([row.need_id for row in rows]))
        .options(selectinload(Need.area), selectinload(Need.neighbourhood), selectinload(Need.partnership))
    )
    needs = {need.id: need for need in session.scalars(statement)}
    for row in rows:
        row.need = needs[row.need_id]

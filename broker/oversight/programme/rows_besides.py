"""The rows behind numbers that are no facts of a firm, a need or a match: brokers in an area, and what was
written down about matches."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models import Area, Broker, CaseNote, CheckIn, Match

from ...edge.filters import label, spoken_date
from ...edge.paging import page_within, paged
from ..fairness_rows import Row
from .brokers import brokers_here
from .facts import Areas
from .work_done import check_ins_of, contacts_of


def broker_rows(session: Session, areas: Areas, page: int, a_page: int) -> tuple[int, list[Row]]:
    """A row for each area that a broker works in, with the places free there."""
    here = brokers_here(session, areas)
    shown = paged(here, page, a_page).rows
    ids, codes = {one.broker_id for one in shown}, {one.area for one in shown}
    names = {one.id: one for one in session.scalars(select(Broker).where(Broker.id.in_(ids)))}
    places = {code: name for code, name in session.execute(select(Area.code, Area.name).where(Area.code.in_(codes)))}
    return len(here), [
        Row(one.broker_id, names[one.broker_id].reference, names[one.broker_id].name, places[one.area], one.free)
        for one in shown
    ]


def contact_rows(session: Session, areas: Areas, page: int, a_page: int) -> tuple[int, list[Row]]:
    """Calls, meetings and the like about matches, the newest first."""
    statement = contacts_of(areas, select(Match.id, Match.reference, CaseNote.how, CaseNote.happened_on))
    statement = statement.join(Match, Match.id == CaseNote.subject_id)
    total, rows = _page(session, statement.order_by(CaseNote.happened_on.desc(), CaseNote.id.desc()), page, a_page)
    return total, [_row(row.id, row.reference, label(row.how), row.happened_on) for row in rows]


def check_in_rows(session: Session, areas: Areas, page: int, a_page: int) -> tuple[int, list[Row]]:
    """Check-ins of matches, the newest first."""
    statement = check_ins_of(areas, select(Match.id, Match.reference, CheckIn.outcome, CheckIn.at))
    statement = statement.join(Match, Match.id == CheckIn.match_id)
    total, rows = _page(session, statement.order_by(CheckIn.at.desc(), CheckIn.id.desc()), page, a_page)
    return total, [_row(row.id, row.reference, label(row.outcome), row.at) for row in rows]


#: What is counted -> its rows: how many there are, and one page of them.
BESIDES: dict[str, Callable[[Session, Areas, int, int], tuple[int, list[Row]]]] = {
    "brokers": broker_rows,
    "contacts": contact_rows,
    "check_ins": check_in_rows,
}


def _row(match_id: int, reference: str, what: str, on: date) -> Row:
    said = f"{reference}, {what[:1].lower()}{what[1:]}, {spoken_date(on)}"
    return Row(match_id, said, said, "")


def _page(session: Session, statement: Select, page: int, a_page: int) -> tuple[int, list]:  # type: ignore[type-arg]
    total = session.scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    page, _pages = page_within(total, page, a_page)
    return total, list(session.execute(statement.limit(a_page).offset((page - 1) * a_page)))

"""The safety net: nothing that waits is without an open case, and nothing that is over has one."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from models import Broker, Business, Case, Concern, Match, Need, Partnership, Suggestion
from models.match import OVER
from models.vocabulary import CaseKind, ConcernState, EntryState, Strand, SuggestionState

from .. import work
from ..cases.concern_life import follow as follow_concern
from ..cases.entries import follow_entry
from ..cases.following import follow
from ..cases.waiting import KIND_OF
from ..extensions import reading
from .deciding import follow_decisions

#: At most so many of each sort are seen to at once; the next run does more.
A_RUN = 500
#: States in which an entry always waits for somebody.
WAITS = (EntryState.WAITING, EntryState.INVITED, EntryState.DRAFT, EntryState.PAUSED, EntryState.EXPIRED)
ENTRIES: tuple[Any, ...] = (Partnership, Business, Broker, Need)


@work.timetable("0 25 * * * *")
def find_forgotten(session: Session) -> int:
    """Open the case of whatever waits and has none, and close the case of whatever is over.

    Also gives a database from before there were cases its cases. Commits after each. Returns how many.
    """
    done = 0
    for statement, put_right in _lost():
        with reading(session):
            ids = session.scalars(statement.limit(A_RUN)).all()
        table = statement.column_descriptions[0]["entity"]
        for row_id in ids:
            subject = session.get(table, row_id, with_for_update=True, populate_existing=True)
            if subject is not None:
                put_right(session, subject)
                done += 1
            session.commit()
    return done


def _lost() -> Iterator[tuple[Select[Any], Callable[[Session, Any], object]]]:
    """(what is not as it should be, what puts one of them right)."""
    for table in ENTRIES:
        yield select(table.id).where(table.state.in_(WAITS), ~_has(table, Strand.LIFE)).order_by(table.id), follow_entry
        yield select(table.id).where(table.state == EntryState.ENDED, _has(table)).order_by(table.id), follow_entry
    for table in (Business, Need):
        lost = and_(table.state == EntryState.LIVE, ~_has(table, Strand.UPKEEP))
        yield select(table.id).where(lost).order_by(table.id), follow_entry
    for table in (Partnership, Business, Broker):
        lost = and_(table.state == EntryState.LIVE, table.spoken_at.is_(None), ~_has(table, Strand.LIFE))
        yield select(table.id).where(lost).order_by(table.id), follow_entry
    lost = and_(Need.state == EntryState.LIVE, Need.ends_on.is_not(None), ~_has(Need, Strand.LIFE))
    yield select(Need.id).where(lost).order_by(Need.id), follow_entry
    to_decide = (
        select(Suggestion.id).where(Suggestion.need_id == Need.id, Suggestion.state == SuggestionState.OPEN).exists()
    )
    waits = and_(Need.state == EntryState.LIVE, to_decide)
    has = _has(Need, Strand.DECISION)
    yield select(Need.id).where(or_(and_(waits, ~has), and_(~waits, has))).order_by(Need.id), follow_decisions
    yield select(Match.id).where(Match.state.not_in(OVER), ~_has(Match)).order_by(Match.id), follow
    yield select(Match.id).where(Match.state.in_(OVER), _has(Match)).order_by(Match.id), follow
    closed = Concern.state == ConcernState.CLOSED
    lost = or_(and_(~closed, ~_has(Concern)), and_(closed, _has(Concern)))
    yield select(Concern.id).where(lost).order_by(Concern.id), follow_concern


def _has(table: Any, strand: Strand | None = None) -> ColumnElement[bool]:
    kind: CaseKind = KIND_OF[table]
    where = [Case.kind == kind, Case.subject_id == table.id, Case.closed_at.is_(None)]
    if strand is not None:
        where.append(Case.strand == strand)
    return select(Case.id).where(*where).correlate(table).exists()

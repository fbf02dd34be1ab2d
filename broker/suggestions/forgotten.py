"""The safety net: nothing that waits is without an open case, and nothing that is over has one."""

from collections.abc import Callable
from functools import cache
from typing import Any

import structlog
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from models import Broker, Business, Case, Concern, Match, Need, Partnership, SeatGap, Story, Suggestion
from models.match import OVER
from models.vocabulary import CaseKind, ConcernState, EntryState, Strand, SuggestionState

from .. import work
from ..cases import story_life
from ..cases.calls import CALLED, called_about, follow_calls
from ..cases.concern_life import follow as follow_concern
from ..cases.deciding import follow_decisions
from ..cases.entries import follow_entry
from ..cases.following import follow
from ..cases.seat_gaps import follow_gap, follow_seats
from ..cases.waiting import KIND_OF
from ..extensions import reading
from .forgotten_seats import left_by_its_owner, seats_forgotten

log = structlog.get_logger()

#: At most so many of each sort are seen to at once; the next run does more.
A_RUN = 500
#: States in which an entry always waits for somebody.
WAITS = (EntryState.WAITING, EntryState.INVITED, EntryState.DRAFT, EntryState.PAUSED, EntryState.EXPIRED)
ENTRIES: tuple[Any, ...] = (Partnership, Business, Broker, Need)
#: What is over is waited for in none of these. What its people are to be told of that is told all the same.
BUT_CALLS = tuple(strand for strand in Strand if strand is not Strand.CALLS)


@work.timetable("0 25 * * * *")
def find_forgotten(session: Session) -> int:
    """Open the case of whatever waits and has none, and close the case of whatever is over.

    Also gives a database from before there were cases its cases. Commits after each. Returns how many.
    """
    with reading(session):
        lost = [
            (table, put_right, session.scalars(select(table.id).where(wrong).order_by(table.id).limit(A_RUN)).all())
            for table, wrong, put_right in _lost()
        ]
    done = 0
    for table, put_right, ids in lost:
        for row_id in ids:
            try:
                subject = session.get(table, row_id, with_for_update=True, populate_existing=True)
                if subject is not None:
                    put_right(session, subject)
                    done += 1
                session.commit()
            except Exception:  # one that cannot be put right must not keep the others waiting
                session.rollback()
                log.exception("not_put_right", table=table.__tablename__, row=row_id)
    return done


@cache
def _lost() -> tuple[tuple[Any, ColumnElement[bool], Callable[[Session, Any], object]], ...]:
    """(table, what is not as it should be, what puts one of them right)."""
    to_decide = (
        select(Suggestion.id).where(Suggestion.need_id == Need.id, Suggestion.state == SuggestionState.OPEN).exists()
    )
    decides = and_(Need.state == EntryState.LIVE, to_decide)
    decided = _has(Need, Strand.DECISION)
    ends = and_(Need.state == EntryState.LIVE, Need.ends_on.is_not(None))
    closed, looked_into = Concern.state == ConcernState.CLOSED, _has(Concern, Strand.LIFE)
    open_gap, has_gap = SeatGap.ended_at.is_(None), _has(SeatGap, Strand.LIFE)
    unasked = and_(Story.state.in_(story_life.WAITS), ~_asks_about())
    wrong: list[tuple[Any, ColumnElement[bool], Callable[[Session, Any], object]]] = [
        (Need, and_(ends, ~_has(Need, Strand.LIFE)), follow_entry),
        (Need, or_(and_(decides, ~decided), and_(~decides, decided)), follow_decisions),
        (Match, and_(Match.state.not_in(OVER), ~_has(Match, Strand.LIFE)), follow),
        (Match, and_(Match.state.in_(OVER), _has(Match, Strand.LIFE)), follow),
        (Concern, or_(and_(~closed, ~looked_into), and_(closed, looked_into)), follow_concern),
        (SeatGap, or_(and_(open_gap, ~has_gap), and_(~open_gap, has_gap), left_by_its_owner()), follow_gap),
        (Partnership, and_(Partnership.state == EntryState.LIVE, seats_forgotten()), follow_seats),
        (Story, or_(unasked, story_life.out_of_step()), story_life.follow),
    ]
    table: Any
    for table in (Partnership, Business, Broker):
        unspoken = and_(table.state == EntryState.LIVE, table.spoken_at.is_(None))
        wrong.append((table, and_(unspoken, ~_has(table, Strand.LIFE)), follow_entry))
    for table in (Business, Need):
        wrong.append((table, and_(table.state == EntryState.LIVE, ~_has(table, Strand.UPKEEP)), follow_entry))
    for table in ENTRIES:
        wrong.append((table, and_(table.state.in_(WAITS), ~_has(table, Strand.LIFE)), follow_entry))
        wrong.append((table, and_(table.state == EntryState.ENDED, _has(table, *BUT_CALLS)), follow_entry))
    for table in CALLED:
        to_call = table.id.in_(called_about(table))
        in_hand = table.id.in_(select(Case.subject_id).where(*_open(table, Strand.CALLS)))
        wrong.append((table, or_(and_(to_call, ~in_hand), and_(~to_call, in_hand)), follow_calls))
    return tuple(wrong)


def _has(table: Any, *strands: Strand) -> ColumnElement[bool]:
    return select(Case.id).where(*_open(table, *strands), Case.subject_id == table.id).correlate(table).exists()


def _open(table: Any, *strands: Strand) -> tuple[ColumnElement[bool], ...]:
    kind: CaseKind = KIND_OF[table]
    return Case.kind == kind, Case.strand.in_(strands), Case.closed_at.is_(None)


def _asks_about() -> ColumnElement[bool]:
    """Whether the match of a story has the story's case."""
    here = Case.subject_id == Story.match_id
    return select(Case.id).where(*_open(Match, Strand.STORY), here).correlate(Story).exists()

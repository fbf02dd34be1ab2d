"""New and changed entries get their suggestions without anyone asking."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeVar

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import Broker, Business, Need, Partnership, Suggestion
from models.base import now
from models.vocabulary import EntryState, SuggestionAct, SuggestionState

from .. import work
from ..cases import suggestion_life
from ..cases.clocks import today
from ..extensions import reading
from .catalogue import catalogue_of
from .keep import arrange, suggest_for_business, suggest_for_need
from .model import current_engine

log = structlog.get_logger()

A_RUN = 200
#: When an entry that could not be looked at is tried again.
AGAIN_IN = timedelta(minutes=5)
E = TypeVar("E", Need, Business)


def mark_due(entry: Business | Need | Partnership | Broker) -> None:
    """Note that the suggestions of an entry must be made anew."""
    entry.suggest_due_at = now()


def mark_all_due(session: Session) -> int:
    """Note that every live need must be looked at again. Returns how many."""
    result = session.execute(update(Need).where(Need.state == EntryState.LIVE).values(suggest_due_at=now()))
    return result.rowcount  # type: ignore[attr-defined]


@work.timetable("*/15 * * * * *")
def refresh_suggestions(session: Session) -> int:
    """Look again for every entry that is due. Commits after each. Returns how many were done."""
    return _look_again(session, Need, suggest_for_need) + _look_again(session, Business, suggest_for_business)


def _look_again(session: Session, table: type[E], look: Callable[[Session, E], object]) -> int:
    due = select(table.id).where(table.suggest_due_at <= now()).order_by(table.suggest_due_at, table.id).limit(A_RUN)
    with reading(session):
        ids = session.scalars(due).all()
    done = 0
    for entry_id in ids:
        done += _look_at(session, table, entry_id, look)
    return done


def _look_at(session: Session, table: type[E], entry_id: int, look: Callable[[Session, E], object]) -> bool:
    """One entry, committed. One that cannot be looked at now must not hold up all that wait behind it."""
    try:
        with reading(session):  # the long part, so that nobody waits to write meanwhile
            catalogue_of(session, current_engine(session))
        entry = session.get(table, entry_id)
        if entry is None or entry.suggest_due_at is None:
            return False
        look(session, entry)
        session.commit()
    except Exception:
        session.rollback()
        log.exception("not_looked_at", table=table.__name__, entry=entry_id)
        later = {table.suggest_due_at: now() + AGAIN_IN, table.updated_at: table.updated_at}
        session.execute(update(table).where(table.id == entry_id).values(later))
        session.commit()
        return False
    return True


@work.timetable("0 5 * * * *")
def bring_back(session: Session) -> int:
    """Put back on the work list what was put off until today. Commits after each. Returns how many."""
    day = today()
    due = select(Suggestion.id).where(Suggestion.state == SuggestionState.LATER, Suggestion.later_until <= day)
    with reading(session):
        ids = session.scalars(due.order_by(Suggestion.id).limit(A_RUN)).all()
    return sum(_bring_back(session, suggestion_id, day) for suggestion_id in ids)


def _bring_back(session: Session, suggestion_id: int, day: date) -> bool:
    """One suggestion, committed. False where somebody decided it meanwhile."""
    try:
        suggestion = session.get_one(Suggestion, suggestion_id)
        session.refresh(suggestion.need, with_for_update=True)
        session.refresh(suggestion, with_for_update=True)
        due = suggestion.state is SuggestionState.LATER
        if due:
            suggestion_life.move(session, suggestion, SuggestionAct.BRING_BACK)
            session.flush()
            arrange(session, suggestion.need, today=day)
        session.commit()
    except Exception:
        session.rollback()
        log.exception("not_brought_back", suggestion=suggestion_id)
        return False
    return due

"""New and changed entries get their suggestions without anyone asking."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import Broker, Business, Need, Partnership, Suggestion
from models.base import now
from models.vocabulary import EntryState, SuggestionState

from .. import work
from .keep import arrange, suggest_for_business, suggest_for_need

A_RUN = 200
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
    due = select(table.id).where(table.suggest_due_at.is_not(None)).order_by(table.suggest_due_at).limit(A_RUN)
    ids = session.scalars(due).all()
    for entry_id in ids:
        entry = session.get(table, entry_id)
        if entry is not None and entry.suggest_due_at is not None:
            look(session, entry)
        session.commit()
    return len(ids)


@work.timetable("0 5 * * * *")
def bring_back(session: Session) -> int:
    """Put back on the work list what was put off until today. Returns how many."""
    day = datetime.now(UTC).date()
    statement = select(Suggestion).where(Suggestion.state == SuggestionState.LATER, Suggestion.later_until <= day)
    suggestions = session.scalars(statement).all()
    for suggestion in suggestions:
        suggestion.state, suggestion.later_until = SuggestionState.OPEN, None
        session.flush()
        arrange(session, suggestion.need, today=day)
    session.commit()
    return len(suggestions)

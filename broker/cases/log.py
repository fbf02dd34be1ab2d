"""Write down what happened to an entry, change its state with it, and keep its case in step."""

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, selectinload

from models import Account, EntryEvent
from models.base import now
from models.vocabulary import EntryState

from .entries import KIND_OF, AnyEntry, follow_entry

TABLE_OF = {kind: table for table, kind in KIND_OF.items()}

#: Events by which an entry says something else than before.
SAYS_ELSE = ("sent_in", "changed", "imported")

#: From each state, the states an entry can go to.
ALLOWED: dict[EntryState, frozenset[EntryState]] = {
    EntryState.DRAFT: frozenset({EntryState.WAITING, EntryState.ENDED}),
    EntryState.INVITED: frozenset({EntryState.WAITING, EntryState.LIVE, EntryState.ENDED}),
    EntryState.WAITING: frozenset({EntryState.LIVE, EntryState.DRAFT, EntryState.ENDED}),
    EntryState.LIVE: frozenset({EntryState.PAUSED, EntryState.EXPIRED, EntryState.ENDED, EntryState.WAITING}),
    EntryState.PAUSED: frozenset({EntryState.LIVE, EntryState.WAITING, EntryState.EXPIRED, EntryState.ENDED}),
    EntryState.EXPIRED: frozenset({EntryState.LIVE, EntryState.WAITING, EntryState.ENDED}),
    EntryState.ENDED: frozenset({EntryState.WAITING}),
}


class NotAllowed(Exception):
    """The entry cannot go from its state to that one. ``str()`` is a sentence for the page."""


def record(
    session: Session,
    entry: AnyEntry,
    what: str,
    *,
    by: Account | None = None,
    words: str = "",
    to_state: EntryState | None = None,
    on_behalf: bool = False,
) -> EntryEvent:
    """Write an event, change the entry's state where ``to_state`` differs from it, and say who has
    what to do next. What the caller changes of the entry, it changes before.

    Raises:
        NotAllowed: where the life of an entry does not lead there.
    """
    session.flush()
    came_from = entry.state
    if to_state is not None and to_state is not came_from:
        if to_state not in ALLOWED[came_from]:
            states = {"now": _(came_from.label), "then": _(to_state.label)}
            raise NotAllowed(_("This entry is “%(now)s” and cannot become “%(then)s”.", **states))
        entry.state = to_state
    entry.updated_at = now()
    event = EntryEvent(
        entry_kind=KIND_OF[type(entry)],
        entry_id=entry.id,
        what=what,
        from_state=came_from,
        to_state=to_state or came_from,
        words=words,
        by=by,
        on_behalf=on_behalf,
    )
    session.add(event)
    session.flush()
    follow_entry(session, entry)
    return event


def history(session: Session, entry: AnyEntry) -> list[EntryEvent]:
    """Everything that happened to an entry, oldest first."""
    statement = select(EntryEvent).where(*_of(entry)).options(selectinload(EntryEvent.by)).order_by(EntryEvent.id)
    return list(session.scalars(statement))


def last_change(session: Session, entry: AnyEntry) -> int:
    """The number of the event by which an entry last came to say something else; 0 where there is none."""
    statement = select(func.max(EntryEvent.id)).where(*_of(entry), EntryEvent.what.in_(SAYS_ELSE))
    return session.scalar(statement) or 0


def _of(entry: AnyEntry) -> tuple[ColumnElement[bool], ...]:
    return EntryEvent.entry_kind == KIND_OF[type(entry)], EntryEvent.entry_id == entry.id

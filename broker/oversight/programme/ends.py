"""How a need ended, and on which day: by the events of its log, never by when its row last changed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Subquery, func, select

from models import EntryEvent, Need
from models.vocabulary import EntryKind, EntryState, NeedCameTo, NeedEnd

from ...cases.clocks import day_of

#: Events of a need's log that say how it ended.
CLOSINGS = {f"closed_{end.value}": NeedCameTo(end.value) for end in NeedEnd}


def last_closing() -> Subquery:
    """need -> ``what``: the last event that says how it ended."""
    last = (
        select(func.max(EntryEvent.id))
        .where(EntryEvent.entry_kind == EntryKind.NEED, EntryEvent.what.in_(CLOSINGS))
        .group_by(EntryEvent.entry_id)
    )
    return select(EntryEvent.entry_id, EntryEvent.what).where(EntryEvent.id.in_(last)).subquery()


def last_end() -> tuple[ColumnElement[Any], Subquery]:
    """The moment at which a need ended, in SQL, and the subquery it needs (outer join on its ``entry_id``)."""
    ended = (
        select(EntryEvent.entry_id, func.max(EntryEvent.at).label("at"))
        .where(
            EntryEvent.entry_kind == EntryKind.NEED,
            EntryEvent.to_state == EntryState.ENDED,
            EntryEvent.from_state != EntryState.ENDED,
        )
        .group_by(EntryEvent.entry_id)
        .subquery()
    )
    return func.coalesce(Need.closed_at, ended.c.at), ended


def end_of(
    state: EntryState, what: str | None, ended_at: datetime | None, ends_on: date | None, day: date
) -> tuple[NeedCameTo, date | None] | None:
    """How a need stood at its end, and the day in England; None where it has not ended. The day is not known
    of one that was ended without a line in its log."""
    if state is EntryState.ENDED:
        return CLOSINGS.get(what or "", NeedCameTo.OTHERWISE), None if ended_at is None else day_of(ended_at)
    if ends_on is not None and ends_on < day:
        return NeedCameTo.NOT_SAID, ends_on
    return None

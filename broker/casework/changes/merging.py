"""Take one entry into another, and undo it.

Whatever points to the entry that goes is moved to the one that stays: the tables' own foreign keys
say what that is, so that a new table is thought of too. Nothing is deleted and nothing is counted
twice; every moved row is written down, and an undo moves exactly these back.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Table, and_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models import Account, Base, Business, Case, EntryMerge, Match, Partnership, Suggestion
from models.base import now
from models.match import HOLDING
from models.suggestion import STANDING
from models.vocabulary import EntryState, SuggestionAct, SuggestionState

from ...cases import suggestion_life
from ...cases.calls import follow_calls
from ...cases.log import KIND_OF, TABLE_OF, record
from ...suggestions import mark_due
from ..refusals import Refused
from ..search import as_reference

Mergeable = Business | Partnership
#: History stays with the entry that it happened to.
STAYS = frozenset({"entry_event", "entry_merge"})


@dataclass(slots=True)
class Preview:
    """What would move, by table, and why it cannot be done, if so."""

    moves: Counter[str] = field(default_factory=Counter)
    refused: str = ""


def preview(session: Session, kept: Mergeable, gone: Mergeable) -> Preview:
    """What merging would move. Nothing is changed."""
    said = Preview(refused=_why_not(session, kept, gone))
    for table, column in _pointing_to(gone):
        found = session.execute(select(*table.primary_key.columns).where(table.c[column] == gone.id)).all()
        if found:
            said.moves[table.name] += len(found)
    return said


def merge(session: Session, kept: Mergeable, gone: Mergeable, *, by: Account, words: str = "") -> EntryMerge:
    """Take ``gone`` into ``kept``; ``gone`` ends. What both have alike stays where it is.

    Raises:
        Refused: they are not two entries of one kind that take part, or both are matched for one need.
    """
    for entry in sorted((kept, gone), key=lambda entry: entry.id):
        session.refresh(entry, with_for_update=True)
    if refused := _why_not(session, kept, gone):
        raise Refused(refused)
    _withdraw_doubles(session, kept, gone)
    session.flush()
    moved = [
        [table.name, column, list(key)]
        for table, column in _pointing_to(gone)
        for key in session.execute(select(*table.primary_key.columns).where(table.c[column] == gone.id)).all()
        if _moves(session, table, column, tuple(key), kept.id)
    ]
    merged = EntryMerge(
        entry_kind=KIND_OF[type(gone)],
        kept_id=kept.id,
        gone_id=gone.id,
        gone_state=gone.state,
        moved=moved,
        words=words,
        by=by,
    )
    session.add(merged)
    session.flush()
    session.expire_all()
    record(session, kept, "merged", by=by, words=gone.reference)
    record(session, gone, "merged", by=by, words=kept.reference, to_state=EntryState.ENDED)
    _close_cases(session, gone)
    for entry in (kept, gone):
        follow_calls(session, entry)
    mark_due(kept)
    return merged


def undo_merge(session: Session, merged: EntryMerge, *, by: Account) -> None:
    """Move back what was moved, and bring the entry back to the state it was in.

    Raises:
        Refused: it was undone already.
    """
    session.refresh(merged, with_for_update=True)
    if merged.undone_at is not None:
        raise Refused(_("This was undone already"))
    table_of: Any = TABLE_OF[merged.entry_kind]
    kept: Mergeable = session.get_one(table_of, merged.kept_id)
    gone: Mergeable = session.get_one(table_of, merged.gone_id)
    for name, column, key in reversed(merged.moved):
        table = Base.metadata.tables[name]
        _set(session, table, column, _as_now(table, column, key, kept.id), gone.id)
    merged.undone_at, merged.undone_by_id = now(), by.id
    session.flush()
    session.expire_all()
    record(session, kept, "merge_undone", by=by, words=gone.reference)
    # an ended entry comes back by being read again, as one that left and returns does
    record(session, gone, "merge_undone", by=by, words=kept.reference, to_state=EntryState.WAITING)
    if merged.gone_state is EntryState.LIVE:
        record(session, gone, "read", by=by, to_state=EntryState.LIVE)
    for entry in (kept, gone):
        follow_calls(session, entry)
        mark_due(entry)


def standing_merge(session: Session, entry: Mergeable) -> EntryMerge | None:
    """The merge by which an entry has gone into another, unless it was undone."""
    return session.scalar(
        select(EntryMerge).where(
            EntryMerge.entry_kind == KIND_OF[type(entry)],
            EntryMerge.gone_id == entry.id,
            EntryMerge.undone_at.is_(None),
        )
    )


def merge_of(session: Session, merge_id: int) -> tuple[EntryMerge, Mergeable, Mergeable] | None:
    """A merge with the entry that stayed and the one that went."""
    merged = session.get(EntryMerge, merge_id)
    if merged is None:
        return None
    table_of: Any = TABLE_OF[merged.entry_kind]
    return merged, session.get_one(table_of, merged.kept_id), session.get_one(table_of, merged.gone_id)


def by_reference(session: Session, entry: Mergeable, reference: str) -> Mergeable | None:
    """The entry of the same kind with this reference, however it was typed."""
    table: Any = type(entry)
    spoken = as_reference(reference)
    return session.scalar(select(table).where(table.reference == spoken)) if spoken else None


def _why_not(session: Session, kept: Mergeable, gone: Mergeable) -> str:
    if type(kept) is not type(gone) or not isinstance(kept, (Business, Partnership)):
        return _("Only two businesses, or two partnerships, can be made one")
    if kept.id == gone.id:
        return _("This is the same entry: choose another one")
    if EntryState.ENDED in (kept.state, gone.state):
        return _("One of the two has ended already")
    if isinstance(gone, Business):
        running = [
            set(session.scalars(select(Match.need_id).where(Match.business_id == one.id, Match.state.in_(HOLDING))))
            for one in (kept, gone)
        ]
        if running[0] & running[1]:
            return _("Both are matched for the same request: take one of the two back first")
    return ""


def _withdraw_doubles(session: Session, kept: Mergeable, gone: Mergeable) -> None:
    """Of two standing suggestions for one need, the one of the entry that goes is withdrawn."""
    if not isinstance(gone, Business):
        return
    theirs = select(Suggestion.need_id).where(Suggestion.business_id == kept.id, Suggestion.state.in_(STANDING))
    doubles = select(Suggestion).where(
        Suggestion.business_id == gone.id, Suggestion.state.in_(STANDING), Suggestion.need_id.in_(theirs)
    )
    for suggestion in session.scalars(doubles).all():
        confirmed = suggestion.state is SuggestionState.CONFIRMED
        act = SuggestionAct.RELEASE if confirmed else SuggestionAct.WITHDRAW
        suggestion_life.move(session, suggestion, act, words="merged")


def _pointing_to(entry: Mergeable) -> Iterator[tuple[Table, str]]:
    """Every column of the schema that points to entries of this kind."""
    target = Base.metadata.tables[type(entry).__tablename__]
    for table in Base.metadata.sorted_tables:
        if table.name not in STAYS:
            for key in table.foreign_keys:
                if key.column.table is target:
                    yield table, key.parent.name


def _moves(session: Session, table: Table, column: str, key: tuple[Any, ...], to: int) -> bool:
    """Move one row; False where the other entry has the same already, and it stays."""
    try:
        with session.begin_nested():
            _set(session, table, column, key, to)
    except IntegrityError:
        return False
    return True


def _set(session: Session, table: Table, column: str, key: tuple[Any, ...], to: int) -> None:
    columns = list(table.primary_key.columns)
    this = and_(*(one == part for one, part in zip(columns, key, strict=True)))
    session.execute(update(table).where(this).values({column: to}))


def _as_now(table: Table, column: str, key: list[Any], kept_id: int) -> tuple[Any, ...]:
    """The key of a moved row as it is now: where the column is part of the key, it has changed."""
    names = [one.name for one in table.primary_key.columns]
    return tuple(kept_id if name == column else part for name, part in zip(names, key, strict=True))


def _close_cases(session: Session, gone: Mergeable) -> None:
    session.execute(
        update(Case)
        .where(Case.kind == KIND_OF[type(gone)].value, Case.subject_id == gone.id, Case.closed_at.is_(None))
        .values(closed_at=now(), closed_words="merged")
    )

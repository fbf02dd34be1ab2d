"""The log of a case: who was in touch with whom, and what was noted."""

from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from models import Account, CaseNote, Concern, Match, SeatGap
from models.base import now
from models.vocabulary import CaseKind, NoteKind

from .clocks import today
from .log import record
from .waiting import KIND_OF, Subject

#: The same line within this time is the same line; later it happened again ("nobody answered").
PRESSED_TWICE = timedelta(minutes=10)


class NotWritten(Exception):
    """A line of the log cannot be kept so. ``str()`` is a sentence for the page."""


def write_note(
    session: Session, subject: Subject, *, how: NoteKind, on: date, words: str, by: Account | None
) -> CaseNote:
    """Write one line of a subject's log. An entry's people who were spoken to were spoken to: the case
    that waited for it goes on. The same line twice within minutes is a button pressed twice, and one line.

    Raises:
        NotWritten: about a day to come.
    """
    if on > today():
        raise NotWritten(_("The day must be today or in the past"))
    session.refresh(subject, with_for_update=True)
    said = {"kind": KIND_OF[type(subject)], "subject_id": subject.id, "how": how, "happened_on": on, "words": words}
    by_id = None if by is None else by.id
    there = select(CaseNote).filter_by(**said, by_id=by_id).where(CaseNote.written_at > now() - PRESSED_TWICE)
    if (same := session.scalar(there.limit(1))) is not None:
        return same
    note = CaseNote(**said, by=by)
    session.add(note)
    if how in (NoteKind.CALL, NoteKind.MEETING, NoteKind.VISIT) and not isinstance(subject, Match | Concern | SeatGap):
        subject.spoken_at = subject.spoken_at or now()
        record(session, subject, "spoken", by=by)
    session.flush()
    return note


def log_of(session: Session, kind: CaseKind, subject_id: int, *, page: int = 1, size: int = 20) -> list[CaseNote]:
    """One page of a subject's log, newest first."""
    statement = (
        select(CaseNote)
        .where(CaseNote.kind == kind, CaseNote.subject_id == subject_id)
        .options(selectinload(CaseNote.by))
        .order_by(CaseNote.happened_on.desc(), CaseNote.id.desc())
        .limit(size)
        .offset((page - 1) * size)
    )
    return list(session.scalars(statement))


def log_length(session: Session, kind: CaseKind, subject_id: int) -> int:
    statement = select(func.count()).where(CaseNote.kind == kind, CaseNote.subject_id == subject_id)
    return session.scalar(statement) or 0

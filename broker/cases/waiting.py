"""Who has what to do, and by when: open a case, move it on, close it.

There is one open case a subject and strand. Nothing here decides what comes next: the lives of
matches, entries, concerns and empty seats do, and keep their case in step.
"""

from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models import Broker, Business, Case, Concern, Match, Need, Partnership, SeatGap
from models.base import now
from models.vocabulary import CaseKind, CaseStep, Strand, Theme

from .clocks import today
from .owners import Owner, Subject, owner_of, place_of

__all__ = [
    "KIND_OF",
    "TABLE_OF",
    "Owner",
    "Subject",
    "Wait",
    "close",
    "open_case",
    "open_cases",
    "owner_of",
    "wait_for",
]

KIND_OF: dict[type, CaseKind] = {
    Business: CaseKind.BUSINESS,
    Partnership: CaseKind.PARTNERSHIP,
    Need: CaseKind.NEED,
    Broker: CaseKind.BROKER,
    Match: CaseKind.MATCH,
    Concern: CaseKind.CONCERN,
    SeatGap: CaseKind.SEAT,
}
TABLE_OF: dict[CaseKind, type] = {kind: table for table, kind in KIND_OF.items()}


class Wait(NamedTuple):
    """A step, the day it is due, the service's own day, and since when it has waited."""

    step: CaseStep
    next_on: date
    acts_on: date | None = None
    since: date | None = None


def wait_for(
    session: Session,
    subject: Subject,
    step: CaseStep,
    *,
    next_on: date,
    acts_on: date | None = None,
    owner: Owner | None = None,
    since: date | None = None,
) -> Case:
    """Say what is next for a subject: opens the case of the step's strand, or moves it on.

    ``since`` is when this step began to wait (default: today, or as it was where the step stays).
    The caller holds the subject's row.
    """
    session.flush()
    case = open_case(session, subject, step.strand) or _opened(session, subject, step, next_on)
    if case.step is not step:
        case.waiting_since = today()
    case.step, case.next_on, case.acts_on = step, next_on, acts_on
    case.waiting_since = since or case.waiting_since
    owner = owner or owner_of(subject, Owner(case.owner_broker, case.owner_account))
    case.owner_broker, case.owner_account = owner.broker, owner.account
    case.area_code, case.theme = place_of(subject), _theme_of(subject)
    case.illustrative = subject.illustrative
    session.flush()
    return case


def close(session: Session, subject: Subject, *strands: Strand, words: str = "") -> None:
    """Nothing waits for anybody any more in these strands of a subject (none named: in all)."""
    for strand, case in open_cases(session, subject).items():
        if not strands or strand in strands:
            case.closed_at, case.closed_words = now(), words[:200]
    session.flush()


def open_case(session: Session, subject: Subject, strand: Strand = Strand.LIFE) -> Case | None:
    """The open case of a subject's strand."""
    return open_cases(session, subject).get(strand)


def open_cases(session: Session, subject: Subject) -> dict[Strand, Case]:
    """The open cases of a subject: at most one a strand."""
    statement = select(Case).where(
        Case.kind == KIND_OF[type(subject)], Case.subject_id == subject.id, Case.closed_at.is_(None)
    )
    return {case.strand: case for case in session.scalars(statement)}


def _opened(session: Session, subject: Subject, step: CaseStep, next_on: date) -> Case:
    """A new case, or the one that somebody else has opened in the same moment."""
    kind = KIND_OF[type(subject)]
    case = Case(
        kind=kind,
        subject_id=subject.id,
        strand=step.strand,
        step=step,
        waiting_since=today(),
        next_on=next_on,
    )
    try:
        with session.begin_nested():
            session.add(case)
    except IntegrityError:
        theirs = open_case(session, subject, step.strand)
        if theirs is None:
            raise
        return theirs
    return case


def _theme_of(subject: Subject) -> Theme | None:
    if isinstance(subject, Match):
        return subject.need.theme
    return subject.theme if isinstance(subject, Need) else None

"""Who has what to do, and by when: open a case, move it on, close it.

There is one open case a subject and strand. Nothing here decides what comes next: the lives of
matches, entries and concerns do, and keep their case in step.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, Broker, Business, Case, Match, Need, Partnership
from models.base import now
from models.vocabulary import CaseKind, CaseStep, EntryState, Strand, Theme

from .clocks import today

Subject = Business | Partnership | Need | Broker | Match

KIND_OF: dict[type, CaseKind] = {
    Business: CaseKind.BUSINESS,
    Partnership: CaseKind.PARTNERSHIP,
    Need: CaseKind.NEED,
    Broker: CaseKind.BROKER,
    Match: CaseKind.MATCH,
}


@dataclass(frozen=True, slots=True)
class Owner:
    """A broker, or an account of the office; neither: everybody in the office who covers the area."""

    broker: Broker | None = None
    account: Account | None = None


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
    case = open_case(session, subject, step.strand)
    if case is None:
        case = Case(kind=KIND_OF[type(subject)], subject_id=subject.id, strand=step.strand, waiting_since=today())
        session.add(case)
    elif case.step is not step:
        case.waiting_since = today()
    case.step, case.next_on, case.acts_on = step, next_on, acts_on
    case.waiting_since = since or case.waiting_since
    owner = owner or owner_of(subject)
    case.owner_broker, case.owner_account = owner.broker, owner.account
    case.area_code, case.theme = _place_of(subject), _theme_of(subject)
    case.illustrative = subject.illustrative
    session.flush()
    return case


def close(session: Session, subject: Subject, *strands: Strand, words: str = "") -> None:
    """Nothing waits for anybody any more in these strands of a subject (none named: in all)."""
    for strand in strands or tuple(Strand):
        case = open_case(session, subject, strand)
        if case is not None:
            case.closed_at, case.closed_words = now(), words[:200]
    session.flush()


def open_case(session: Session, subject: Subject, strand: Strand = Strand.LIFE) -> Case | None:
    """The open case of a subject's strand."""
    return session.scalar(
        select(Case).where(
            Case.kind == KIND_OF[type(subject)],
            Case.subject_id == subject.id,
            Case.strand == strand,
            Case.closed_at.is_(None),
        )
    )


def owner_of(subject: Subject) -> Owner:
    """Who carries a subject: its broker while in post, else a coordinator who is named, else the office."""
    if isinstance(subject, Match):
        return Owner(subject.broker) if _in_post(subject.broker) else Owner(account=subject.coordinator)
    if isinstance(subject, Broker):
        return Owner()
    lead = subject.partnership.lead_broker if isinstance(subject, Need) else subject.lead_broker
    return Owner(lead) if _in_post(lead) else Owner()


def _in_post(broker: Broker | None) -> bool:
    return broker is not None and broker.state in (EntryState.LIVE, EntryState.PAUSED)


def _place_of(subject: Subject) -> str | None:
    if isinstance(subject, Match):
        return _place_of(subject.need)
    if isinstance(subject, Business):
        return subject.area_code
    if isinstance(subject, Need):
        return subject.area_code or _place_of(subject.partnership)
    return subject.areas[0].code if subject.areas else None


def _theme_of(subject: Subject) -> Theme | None:
    if isinstance(subject, Match):
        return subject.need.theme
    return subject.theme if isinstance(subject, Need) else None

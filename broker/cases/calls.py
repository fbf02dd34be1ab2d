"""Calls to make: what cannot be written to somebody waits to be read out to them, as a case of what it is
about. One case has all that is unread of its subject, so that whoever is rung is rung once.

It is a match's where it is about a match, and goes on when the match is over: a no is told as well. Else it
is a concern's, or that of the entry whose contact is rung.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from models import Broker, Business, Case, Concern, Contact, Match, Message, Partnership
from models.entry import CanBeAway
from models.match import OVER
from models.vocabulary import CaseStep, MessageState, Strand

from ..messages.calls import keeps_calls
from .clocks import awaited, day_of, due_on, settings, today
from .owners import Owner, Subject, in_post, owner_of
from .waiting import KIND_OF, close, open_cases, wait_for

#: Entries, and the column by which a contact speaks for one.
SPEAKS_FOR: dict[type, Any] = {
    Business: Contact.business_id,
    Partnership: Contact.partnership_id,
    Broker: Contact.broker_id,
}
#: What calls can be about.
CALLED: tuple[Any, ...] = (Match, Concern, *SPEAKS_FOR)


@keeps_calls
def keep_call(session: Session, message: Message) -> None:
    """A message has become a call, or is none any more: bring the case of what it is about in step."""
    session.flush()
    subject = subject_of(session, message)
    if subject is not None:
        follow_calls(session, subject)


def subject_of(session: Session, message: Message) -> Subject | None:
    """What a message is about, as far as its call goes."""
    if message.concern_id is not None:
        return session.get(Concern, message.concern_id)
    if message.match is not None:
        return message.match
    contact = message.contact
    if contact is None:
        return None
    if contact.business_id is not None:
        return session.get(Business, contact.business_id)
    if contact.partnership_id is not None:
        return session.get(Partnership, contact.partnership_id)
    return session.get(Broker, contact.broker_id) if contact.broker_id is not None else None


def follow_calls(session: Session, subject: Subject) -> Case | None:
    """Bring the case of a subject's calls in step with what is still to be read out. None: nothing is.

    Its day is the first on which one of them should be made, its owner whoever carries the subject.
    """
    session.flush()
    # held, so that of two who act at once on calls of one subject the second sees what the first did
    held = select(Case).where(*_open(subject)).with_for_update().execution_options(populate_existing=True)
    case = session.scalar(held)
    messages = unread(session, subject)
    if not messages:
        if case is not None:
            close(session, subject, Strand.CALLS)
        return None
    since = min(today(), *(day_of(message.leave_at) for message in messages))
    owner = _owner(session, subject)
    next_on = min(_rings_on(subject, message, owner) for message in messages)
    return wait_for(session, subject, CaseStep.READ_OUT, next_on=next_on, owner=owner, since=since)


def unread(session: Session, subject: Subject) -> Sequence[Message]:
    """What is still to be read out about a subject, oldest first."""
    statement = select(Message).where(Message.state == MessageState.TO_RING, *_about(subject))
    return session.scalars(statement.order_by(Message.id).execution_options(populate_existing=True)).all()


def called_about(table: Any) -> Select[Any]:
    """The ids of the rows of a table about which there is something to be read out."""
    to_ring = Message.state == MessageState.TO_RING
    if table is Concern:
        return select(Message.concern_id).where(to_ring, Message.concern_id.is_not(None))
    if table is Match:
        return select(Message.match_id).where(to_ring, Message.match_id.is_not(None), Message.concern_id.is_(None))
    column = SPEAKS_FOR[table]
    statement = select(column).join(Message, Message.contact_id == Contact.id)
    return statement.where(to_ring, column.is_not(None), Message.match_id.is_(None), Message.concern_id.is_(None))


def _about(subject: Subject) -> tuple[ColumnElement[bool], ...]:
    if isinstance(subject, Concern):
        return (Message.concern_id == subject.id,)
    if isinstance(subject, Match):
        return Message.match_id == subject.id, Message.concern_id.is_(None)
    contacts = select(Contact.id).where(SPEAKS_FOR[type(subject)] == subject.id)
    return Message.contact_id.in_(contacts), Message.match_id.is_(None), Message.concern_id.is_(None)


def _open(subject: Subject) -> tuple[ColumnElement[bool], ...]:
    of_it = Case.kind == KIND_OF[type(subject)], Case.subject_id == subject.id
    return *of_it, Case.strand == Strand.CALLS, Case.closed_at.is_(None)


def _owner(session: Session, subject: Subject) -> Owner:
    """Whoever carries the subject. A match that is over may have been handed over since: then it stays so."""
    cases = open_cases(session, subject)
    case = cases.get(Strand.LIFE) or cases.get(Strand.CALLS)
    was = Owner(case.owner_broker, case.owner_account) if case else None
    if isinstance(subject, Match) and subject.state in OVER and was is not None and in_post(was.broker):
        return was
    return owner_of(subject, was)


def _rings_on(subject: Subject, message: Message, owner: Owner) -> date:
    """The next working day after it came up, or was tried, on which both are there."""
    tried: datetime = max(message.leave_at, message.claimed_at or message.leave_at)
    return due_on(day_of(tried), settings().call_days, waits_for=[*_party(subject, message), *awaited(owner.broker)])


def _party(subject: Subject, message: Message) -> list[CanBeAway]:
    if isinstance(subject, Match):
        sides: dict[str, CanBeAway] = {"business": subject.business, "partnership": subject.need.partnership}
        return [sides[message.to_side]] if message.to_side in sides else []
    return [subject] if isinstance(subject, Business | Partnership) else []

"""Ring somebody and read out what could not be sent: whom, what, and how the call ended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from models import Account, Concern, Contact, Match, Message
from models.base import now
from models.vocabulary import CallOutcome, MessageState, NoteKind, NotSent

from ..cases.calls import follow_calls, unread
from ..cases.clocks import today
from ..cases.notes import write_note
from ..cases.owners import Subject
from ..cases.rows import hold_match
from ..messages.calls import stands
from ..messages.may_leave import reader_of
from .post import write_down
from .refusals import Refused


@dataclass(frozen=True, slots=True)
class Call:
    """One person to be rung. ``messages`` are what can be read out now, oldest first; where that is nothing
    yet, ``not_before`` is when it can. ``others`` have to be rung besides."""

    name: str
    telephone: str
    best_reached: str
    has_left: bool
    messages: list[Message]
    not_before: datetime
    others: int

    @property
    def tried(self) -> int:
        return max((message.attempts for message in self.messages), default=0)


def next_call(session: Session, subject: Subject) -> Call | None:
    """Whoever is to be rung first about a subject: those who can be rung now go before the others."""
    people: dict[tuple[int | None, int | None, str], list[Message]] = {}
    for message in unread(session, subject):
        people.setdefault((message.contact_id, message.account_id, message.to_name), []).append(message)
    if not people:
        return None
    calls = [_call_of(subject, messages, len(people) - 1) for messages in people.values()]
    return min(calls, key=lambda call: (not call.messages, call.tried, call.not_before))


def called(
    session: Session, subject: Subject, message_ids: Iterable[int], outcome: CallOutcome, *, by: Account, words: str
) -> None:
    """Write down how a call ended in which these messages were to be read out. All of them are said, all stay
    on the list until the next working day, or none need be said any more.

    Raises:
        Refused: somebody was first, it can still be undone, or nobody says why it need not be said.
    """
    if isinstance(subject, Match):
        hold_match(session, subject)
    else:
        session.refresh(subject, with_for_update=True)
    wanted = set(message_ids)
    messages = [one for one in unread(session, subject) if one.id in wanted and one.leave_at <= now()]
    if not messages:
        raise Refused(_("There is nothing to be read out here any more: somebody was faster, or it was taken back"))
    if outcome is CallOutcome.NOT_NEEDED and not words:
        raise Refused(_("Say why it need not be said any more"), "words")
    for message in messages:
        session.refresh(message, with_for_update=True)
    _END[outcome](session, subject, messages, by, words)


def _said(session: Session, subject: Subject, messages: list[Message], by: Account, words: str) -> None:
    for message in messages:
        message.sent_at = now()
        stands(session, message, MessageState.SENT)
    what = _("Rang %(name)s, and read out: %(what)s.", name=_whom(messages), what=_subjects(messages))
    write_down(session, messages[0], by=by, words=f"{what} {words}".strip())


def _no_answer(session: Session, subject: Subject, messages: list[Message], by: Account, words: str) -> None:
    """It is on the list again for the next working day."""
    for message in messages:
        message.attempts, message.claimed_at = message.attempts + 1, now()
    follow_calls(session, subject)
    what = _("Rang %(name)s, and could not reach them.", name=_whom(messages))
    write_note(session, subject, how=NoteKind.NOTE, on=today(), words=f"{what} {words}".strip(), by=by)


def _not_needed(session: Session, subject: Subject, messages: list[Message], by: Account, words: str) -> None:
    for message in messages:
        message.not_sent = NotSent.NOT_NEEDED
        stands(session, message, MessageState.STOPPED)
    what = _("Not to be said any more: %(what)s.", what=_subjects(messages))
    write_down(session, messages[0], by=by, what="message", words=f"{what} {words}")


_END = {CallOutcome.SAID: _said, CallOutcome.NO_ANSWER: _no_answer, CallOutcome.NOT_NEEDED: _not_needed}


def _call_of(subject: Subject, messages: list[Message], others: int) -> Call:
    reader = reader_of(messages[0])
    contact = reader if isinstance(reader, Contact) else None
    if reader is None and isinstance(subject, Concern):
        number = subject.telephone
    else:
        number = reader.telephone if reader is not None else ""
    return Call(
        name=messages[0].to_name,
        telephone=number,
        best_reached=contact.best_reached if contact else "",
        has_left=bool(contact and contact.left_at),
        messages=[one for one in messages if one.leave_at <= now()],
        not_before=min(one.leave_at for one in messages),
        others=others,
    )


def _whom(messages: list[Message]) -> str:
    return messages[0].to_name or _("them")


def _subjects(messages: list[Message]) -> str:
    return "; ".join(f"“{one.subject}”" for one in messages)

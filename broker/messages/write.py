"""Write a message as a row. It leaves later, so that an undo is an undo."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, render_template
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from models import Account, Concern, Contact, Draft, Match, Message, Need, SeatInvitation, SurveyAsked
from models.base import now
from models.vocabulary import LinkPurpose, MailChoice, MessageClass, MessageState, NotSent

from .calls import stands
from .choices import choice_of
from .daily import next_daily_on
from .kinds import KINDS, MessageKind, kind_of
from .may_leave import hindrance, hold_back
from .sender import Sender, sender_of

#: What stands in the stored text where the personal link belongs.
LINK_PLACE = "[personal link]"
#: A message in one of these states can still be stopped.
STOPPABLE = (MessageState.WAITING, MessageState.HELD, MessageState.TO_RING)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who is in no table yet, such as a person with an unfinished sign-up."""

    name: str
    email: str


def write(
    session: Session,
    kind: str,
    *,
    to: Contact | Account | Recipient,
    side: str = "",
    match: Match | None = None,
    concern: Concern | None = None,
    draft: Draft | None = None,
    asked: SurveyAsked | None = None,
    invitation: SeatInvitation | None = None,
    link: LinkPurpose | None = None,
    leave_at: datetime | None = None,
    from_person: Account | None = None,
    **values: Any,
) -> Message:
    """Write one message from ``templates/messages/<kind>.txt``.

    The template's first line is ``Subject: ...``. A contact without an e-mail address gets the
    same words as a call to make. ``leave_at`` (UTC) holds the message back until then.
    ``from_person`` reads the reply; without one, whoever links the match does. What is written about a
    ``concern`` is read where the concern is read, and nowhere else. What may not be sent is kept as a
    row that says why.
    """
    known = kind_of(kind)
    sender = sender_of(session, to, match, from_person)
    subject, body = render(kind, to=to, sender=sender, classes=[known.message_class], **values)
    message = Message(
        kind=kind,
        message_class=known.message_class,
        to_name=to.name,
        to_email=to.email,
        reply_to=sender.reply_to,
        account=to if isinstance(to, Account) else getattr(to, "account", None),
        contact=to if isinstance(to, Contact) else None,
        draft_id=draft.id if draft else None,
        match=match,
        concern_id=concern.id if concern else None,
        asked=asked,
        invitation=invitation,
        need_id=_need_id(match, values.get("need")),
        to_side=side,
        subject=subject,
        body=body,
        link_purpose=link,
        state=MessageState.WAITING,
        leave_at=leave_at or now(),
        illustrative=any(about.illustrative for about in (match, concern) if about is not None),
    )
    session.add(message)
    because = hindrance(session, message)
    if because is not None:
        hold_back(session, message, because)
    elif not isinstance(to, Recipient) and waits_for_the_daily(session, to, known, link):
        message.state, message.digest_on = MessageState.HELD, next_daily_on(message.leave_at)
    return message


def render(kind: str, *, to: Any, sender: Sender, classes: Iterable[MessageClass], **values: Any) -> tuple[str, str]:
    """Subject and text of a message, with the foot that every mail has."""
    settings = current_app.extensions["settings"]
    stoppable = [one for one in classes if one.may_be_refused]
    text = render_template(
        f"messages/{kind}.txt",
        to=to,
        sender=sender,
        why=_(KINDS[kind].why),
        stop_places=[(one, stop_place(one)) for one in stoppable] if not isinstance(to, Recipient) else [],
        personal_link=LINK_PLACE,
        service_telephone=settings.service_telephone,
        base_url=settings.base_url,
        **values,
    )
    first, _newline, body = text.strip().partition("\n")
    return first.removeprefix("Subject:").strip()[:200], body.strip() + "\n"


def stop_place(message_class: MessageClass) -> str:
    """What stands in the stored text where the link to say no to a class belongs."""
    return f"[link to stop: {message_class.value}]"


def waits_for_the_daily(session: Session, to: Contact | Account, known: MessageKind, link: LinkPurpose | None) -> bool:
    """Whether a message waits for its reader's daily mail. One with a link of its own does not."""
    if not known.may_wait or link not in (None, LinkPurpose.OWN_PAGE):
        return False
    return choice_of(session, to, known.message_class) is MailChoice.DAILY


def stop(session: Session, messages: Iterable[Message], because: NotSent = NotSent.TAKEN_BACK) -> int:
    """Stop messages that have not left. Returns how many were stopped; the others have gone."""
    stopped = 0
    for message in messages:
        session.refresh(message, with_for_update=True)
        if message.state in STOPPABLE:
            message.not_sent, message.digest_on = because, None
            stands(session, message, MessageState.STOPPED)
            stopped += 1
    return stopped


def _need_id(match: Match | None, need: Any) -> int | None:
    if isinstance(need, Need):
        return need.id
    return match.need_id if match is not None else None

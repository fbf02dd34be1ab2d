"""Write a message as a row. It leaves later, so that an undo is an undo."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, render_template
from sqlalchemy.orm import Session

from models import Account, Contact, Draft, Match, Message
from models.base import now
from models.vocabulary import LinkPurpose, MessageState

#: What stands in the stored text where the personal link belongs.
LINK_PLACE = "[personal link]"


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
    draft: Draft | None = None,
    link: LinkPurpose | None = None,
    leave_at: datetime | None = None,
    **values: Any,
) -> Message:
    """Write one message from ``templates/messages/<kind>.txt``.

    The template's first line is ``Subject: ...``. A contact without an e-mail address gets the
    same words as a call to make. ``leave_at`` (UTC) holds the message back until then.
    """
    settings = current_app.extensions["settings"]
    text = render_template(
        f"messages/{kind}.txt",
        to=to,
        personal_link=LINK_PLACE,
        service_telephone=settings.service_telephone,
        base_url=settings.base_url,
        **values,
    )
    first, _, body = text.strip().partition("\n")
    message = Message(
        kind=kind,
        to_name=to.name,
        to_email=to.email,
        account=to if isinstance(to, Account) else getattr(to, "account", None),
        contact=to if isinstance(to, Contact) else None,
        draft_id=draft.id if draft else None,
        match=match,
        to_side=side,
        subject=first.removeprefix("Subject:").strip()[:200],
        body=body.strip() + "\n",
        link_purpose=link,
        state=MessageState.WAITING if to.email else MessageState.TO_RING,
        leave_at=leave_at or now(),
        illustrative=bool(match and match.illustrative),
    )
    session.add(message)
    return message


def stop(session: Session, messages: Iterable[Message]) -> int:
    """Stop messages that have not left. Returns how many were stopped; the others have gone."""
    stopped = 0
    for message in messages:
        session.refresh(message, with_for_update=True)
        if message.state in (MessageState.WAITING, MessageState.TO_RING):
            message.state = MessageState.STOPPED
            stopped += 1
    return stopped

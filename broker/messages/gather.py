"""Gather what waits for somebody into one mail a day. All of a person's rows change in one
transaction, so that nothing is lost or said twice wherever the process dies."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, Contact, Message
from models.base import now
from models.vocabulary import LinkPurpose, MessageState

from .. import work
from .daily import gathered_until
from .kinds import KINDS
from .may_leave import hindrance, hold_back, reader_of
from .sender import the_service
from .write import render

#: What parts the words of a message from its foot.
FOOT = "\n-- \n"
A_RUN = 200


@work.timetable("25 */5 * * * *")
def gather_daily(session: Session) -> int:
    """Make the daily mails that are due. Commits around each person. Returns how many rows were let go."""
    day = gathered_until(now())
    waiting = (
        select(Message.contact_id, Message.account_id)
        .where(Message.state == MessageState.HELD, Message.digest_on <= day)
        .group_by(Message.contact_id, Message.account_id)
        .limit(A_RUN)
    )
    people = session.execute(waiting).all()
    session.commit()
    gathered = 0
    for contact_id, account_id in people:
        gathered += _gather(session, contact_id, account_id, day)
        session.commit()
    return gathered


def _gather(session: Session, contact_id: int | None, account_id: int | None, day: date) -> int:
    statement = (
        select(Message)
        .where(
            Message.state == MessageState.HELD,
            Message.digest_on <= day,
            Message.contact_id.is_not_distinct_from(contact_id),
            Message.account_id.is_not_distinct_from(account_id),
        )
        .order_by(Message.id)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    wanted = []
    for message in session.scalars(statement).all():
        because = hindrance(session, message)
        if because is None:
            wanted.append(message)
        else:
            hold_back(session, message, because)
    if len(wanted) == 1:
        wanted[0].state, wanted[0].digest_on, wanted[0].leave_at = MessageState.WAITING, None, now()
    elif wanted:
        _into_one(session, wanted)
    return len(wanted)


def _into_one(session: Session, messages: list[Message]) -> Message:
    """Write one mail that names each message, and mark them as part of it."""
    first = messages[0]
    reader: Contact | Account | None = reader_of(first)
    sender = the_service()
    items: list[dict[str, Any]] = [
        {"subject": one.subject, "reference": one.reference, "words": one.body.partition(FOOT)[0].strip()}
        for one in messages
    ]
    classes = list(dict.fromkeys(one.message_class for one in messages))
    subject, body = render("daily", to=reader or first, sender=sender, classes=classes, items=items)
    linked = any(one.link_purpose for one in messages)
    daily = Message(
        kind="daily",
        message_class=KINDS["daily"].message_class,
        to_name=first.to_name,
        to_email=first.to_email,
        account=first.account,
        contact=first.contact,
        subject=subject,
        body=body,
        link_purpose=LinkPurpose.OWN_PAGE if linked else None,
        state=MessageState.WAITING,
        leave_at=now(),
        illustrative=all(one.illustrative for one in messages),
    )
    session.add(daily)
    session.flush()
    for one in messages:
        one.state, one.digest = MessageState.GATHERED, daily
    return daily

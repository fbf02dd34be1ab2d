"""A message that did not arrive: send it again, or ring instead. Pressing twice does it once."""

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, Message
from models.base import now
from models.message import ON_ITS_WAY
from models.vocabulary import MessageClass, MessageState, NotSent

from ..edge.filters import label
from ..messages.calls import stands
from ..messages.may_leave import hindrance, telephone_of
from .post import write_down
from .refusals import Refused

#: States in which a message can be rung in place of being sent.
CAN_BE_RUNG = (MessageState.WAITING, MessageState.HELD, MessageState.FAILED, MessageState.STOPPED)


def can_be_sent_again(message: Message) -> bool:
    return message.state in (MessageState.FAILED, MessageState.SENT) and bool(message.to_email)


def can_be_rung(message: Message) -> bool:
    """A link cannot be said by telephone, and what was taken back is not said at all."""
    taken_back = message.not_sent is NotSent.TAKEN_BACK
    is_link = message.message_class is MessageClass.SECURITY
    return message.state in CAN_BE_RUNG and not taken_back and not is_link and bool(telephone_of(message))


def send_again(session: Session, message: Message, *, by: Account) -> Message:
    """Send a message again, and return the row that leaves.

    One that failed is put back to wait: it never left, so it keeps its number. Of one that was sent
    a copy leaves that names it: both are kept. A second press finds what the first one did.

    Raises:
        Refused: it cannot be sent again, or its address is left alone.
    """
    session.refresh(message, with_for_update=True)
    copy = session.scalar(
        select(Message).where(Message.again_of_id == message.id, Message.state.in_(ON_ITS_WAY)).limit(1)
    )
    if copy is not None or message.state in ON_ITS_WAY:
        return copy or message
    if not can_be_sent_again(message):
        raise Refused(_("This message cannot be sent again: it is “%(state)s”", state=label(message.state)))
    because = hindrance(session, message)
    if because is not None:
        raise Refused(_("It cannot be sent. %(why)s.", why=label(because)))
    write_down(session, message, by=by, what="message", words=_("Sent again: %(subject)s", subject=message.subject))
    if message.state is MessageState.FAILED:
        message.state, message.not_sent = MessageState.WAITING, None
        message.attempts, message.leave_at = 0, now()
        return message
    copy = _copy_of(message)
    session.add(copy)
    session.flush()
    return copy


def ring_instead(session: Session, message: Message, *, by: Account) -> Message:
    """Make a call of a message. Nothing more is sent of it.

    Raises:
        Refused: it has left, or there is nothing to say or no number to ring.
    """
    session.refresh(message, with_for_update=True)
    if message.state is MessageState.TO_RING:
        return message
    if not can_be_rung(message):
        raise Refused(_("This message cannot be rung: it is “%(state)s”", state=label(message.state)))
    message.not_sent, message.digest_on = message.not_sent or NotSent.RUNG_INSTEAD, None
    message.leave_at = max(message.leave_at, now())  # it has waited to be rung since now, or can still be undone
    stands(session, message, MessageState.TO_RING)
    write_down(
        session, message, by=by, what="message", words=_("To be rung instead: %(subject)s", subject=message.subject)
    )
    return message


def _copy_of(message: Message) -> Message:
    same = (
        "kind",
        "message_class",
        "to_name",
        "to_email",
        "reply_to",
        "account_id",
        "contact_id",
        "draft_id",
        "match_id",
        "invitation_id",
        "suggestion_id",
        "need_id",
        "to_side",
        "subject",
        "body",
        "link_purpose",
        "illustrative",
    )
    return Message(again_of_id=message.id, **{name: getattr(message, name) for name in same})

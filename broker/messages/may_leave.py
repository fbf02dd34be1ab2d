"""Whether a message may leave: asked when it is written, and again when it is handed over."""

from sqlalchemy.orm import Session

from models import Account, Contact, Message
from models.vocabulary import MailChoice, MessageClass, MessageState, NotSent, SuppressionReason, SuppressionScope

from .calls import stands
from .choices import choice_of
from .suppression import suppressed

#: What is said by telephone where it cannot be written. A link cannot be said, and news can wait.
SAID_BY_TELEPHONE = (MessageClass.SERVICE, MessageClass.REMINDER)
#: Why a message cannot be written, however much its reader would like to have it.
CANNOT_BE_WRITTEN = (NotSent.NO_ADDRESS, NotSent.BOUNCED, NotSent.ASKED_FOR_NOTHING)


def hindrance(session: Session, message: Message) -> NotSent | None:
    """What keeps a message from leaving as an e-mail, or None."""
    if not message.to_email:
        return NotSent.NO_ADDRESS
    row = suppressed(session, message.to_email, message.message_class)
    if row is not None:
        if row.reason is SuppressionReason.BOUNCED:
            return NotSent.BOUNCED
        return NotSent.REFUSED if row.scope is SuppressionScope.ONE_CLASS else NotSent.ASKED_FOR_NOTHING
    reader = reader_of(message)
    if reader is None or choice_of(session, reader, message.message_class) is not MailChoice.NONE:
        return None
    return NotSent.NOT_ASKED_FOR if message.message_class is MessageClass.NEWS else NotSent.REFUSED


def hold_back(session: Session, message: Message, because: NotSent) -> None:
    """Keep a message from leaving, and say why. What must reach its reader becomes a call to make."""
    rings = because is NotSent.NO_ADDRESS and not message.message_class.may_be_refused
    rings = rings or (
        because in CANNOT_BE_WRITTEN
        and message.message_class in SAID_BY_TELEPHONE
        and (because is NotSent.NO_ADDRESS or bool(telephone_of(message)))
    )
    message.not_sent, message.digest_on = because, None
    stands(session, message, MessageState.TO_RING if rings else MessageState.STOPPED)


def reader_of(message: Message) -> Contact | Account | None:
    """Whose choices a message goes by; None for somebody who is in no table yet."""
    return message.contact or message.account


def telephone_of(message: Message) -> str:
    """The number to ring in place of a mail; empty where none is known."""
    reader = reader_of(message)
    return reader.telephone if reader is not None else ""

"""Hand messages over to the mail server: claimed first, so that no two workers send one twice."""

import smtplib
from datetime import datetime, timedelta

import structlog
from flask import current_app
from flask_mailman import EmailMessage
from sqlalchemy import or_, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from models import Message
from models.base import now
from models.vocabulary import MessageClass, MessageState, NotSent, SuppressionReason

from .. import work
from . import links
from .bounces import refused_for_good
from .calls import stands
from .choices import stop_token
from .may_leave import SAID_BY_TELEPHONE, hindrance, hold_back, reader_of, telephone_of
from .suppression import suppress
from .write import LINK_PLACE, stop_place

log = structlog.get_logger()

#: A hand-over that began so long ago was cut short: the process died in the middle of it.
CUT_SHORT = timedelta(minutes=10)
#: Minutes to wait before each further attempt; after the last, the message counts as failed.
RETRY_AFTER = (1, 5, 30, 120, 600)
A_RUN = 200
#: How often a sent mail is tried to be noted as sent; each try waits for the database by itself.
NOTE_TRIES = 5


@work.timetable("*/10 * * * * *")
def send_messages(session: Session) -> int:
    """Hand over what is due. Commits around every message. Returns how many left."""
    sent = 0
    for message_id in _due(session, now()):
        message = _claim(session, message_id)
        if message is not None:
            sent += _hand_over(session, message)
    return sent


def _due(session: Session, at: datetime) -> list[int]:
    statement = (
        select(Message.id)
        .where(
            or_(
                (Message.state == MessageState.WAITING) & (Message.leave_at <= at),
                (Message.state == MessageState.SENDING) & (Message.claimed_at <= at - CUT_SHORT),
            )
        )
        .order_by(Message.leave_at)
        .limit(A_RUN)
    )
    ids = list(session.scalars(statement))
    session.commit()
    return ids


def _claim(session: Session, message_id: int) -> Message | None:
    """Take a message for this worker, or None where another worker has it or it was stopped."""
    message = session.scalar(select(Message).where(Message.id == message_id).with_for_update(skip_locked=True))
    at = now()
    if message is None:
        session.rollback()
        return None
    cut_short = message.state is MessageState.SENDING and message.claimed_at and message.claimed_at <= at - CUT_SHORT
    if message.state is not MessageState.WAITING and not cut_short:
        session.rollback()
        return None
    because = hindrance(session, message)  # the reader may have said no since it was written
    if because is not None:
        hold_back(session, message, because)
        session.commit()
        return None
    message.state, message.claimed_at = MessageState.SENDING, at
    message.maybe_twice = message.maybe_twice or bool(cut_short)
    message.attempts += 1
    session.commit()
    return message


def _hand_over(session: Session, message: Message) -> int:
    settings = current_app.extensions["settings"]
    body, headers = message.body, {"Message-ID": message_id_header(message), "Auto-Submitted": "auto-generated"}
    for one in MessageClass:
        if stop_place(one) in body:
            address = stop_address(message, one)
            body = body.replace(stop_place(one), address)
            headers["List-Unsubscribe"] = f"<{address}>"
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if message.link_purpose is not None:
        token = links.mint(
            session, message.link_purpose, account=message.account, contact=message.contact, message=message
        )
        body = body.replace(LINK_PLACE, f"{settings.base_url}/link/{token}")
    mail = EmailMessage(
        message.subject,
        body,
        settings.mail_from,
        [message.to_email],
        reply_to=[message.reply_to or settings.mail_reply_to],
        headers=headers,
    )
    message_id = message.id
    session.commit()  # a mail server that hangs must not hold the database meanwhile
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        code = refused_for_good(error)
        if code is None:
            _put_back(message, error)
        else:
            _came_back(session, message, code)
        session.commit()
        return 0
    except Exception as error:  # any failure of a mail server is the same to us: try again later
        _put_back(message, error)
        session.commit()
        return 0
    _note_sent(session, message_id)
    return 1


def stop_address(message: Message, message_class: MessageClass) -> str:
    """The link by which the reader of a message says no to a class."""
    base_url = current_app.extensions["settings"].base_url
    reader = reader_of(message)
    return f"{base_url}/stop-messages/{stop_token(reader, message_class)}" if reader else f"{base_url}/sign-in"


def _note_sent(session: Session, message_id: int) -> None:
    """The mail has gone, and saying so must not fail because the database is busy for a moment."""
    for tries_left in reversed(range(NOTE_TRIES)):
        try:
            message = session.get_one(Message, message_id)
            message.state, message.sent_at, message.last_error = MessageState.SENT, now(), ""
            session.commit()
            return
        except OperationalError:
            session.rollback()
            if not tries_left:
                raise


def _put_back(message: Message, error: Exception) -> None:
    message.last_error = type(error).__name__
    log.warning("message_not_sent", message=message.reference, attempts=message.attempts, error=type(error).__name__)
    if message.attempts > len(RETRY_AFTER):
        message.state = MessageState.FAILED
        return
    message.state = MessageState.WAITING
    message.leave_at = now() + timedelta(minutes=RETRY_AFTER[message.attempts - 1])


def _came_back(session: Session, message: Message, code: int) -> None:
    """There is no such mailbox: the address is left alone from now on, and somebody rings."""
    words = f"The mail server answered {code}"
    suppress(session, message.to_email, SuppressionReason.BOUNCED, words=words, message=message)
    rings = message.message_class in SAID_BY_TELEPHONE and telephone_of(message)
    message.not_sent, message.last_error = NotSent.BOUNCED, words
    stands(session, message, MessageState.TO_RING if rings else MessageState.FAILED)
    log.warning("address_left_alone", message=message.reference, code=code)


def message_id_header(message: Message) -> str:
    """The same header on every attempt, so that a mail program can tell a copy."""
    settings = current_app.extensions["settings"]
    domain = settings.mail_from.rpartition("@")[2].rstrip("> ") or "localhost"
    return f"<{message.reference}@{domain}>"

"""Messages: each is a row before it is sent, and stays to be read; what people chose to be sent; and
addresses that are left alone."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .account import Account, Contact
from .base import Base, Code, Timestamped, UTCDateTime, new_reference, now
from .match import Match
from .seat_gap import SeatInvitation
from .survey import SurveyAsked
from .vocabulary import (
    LinkPurpose,
    MailChoice,
    MessageClass,
    MessageState,
    NotSent,
    SuppressionReason,
    SuppressionScope,
)

#: States of a message that is still on its way.
ON_ITS_WAY = (MessageState.WAITING, MessageState.HELD, MessageState.SENDING)

#: States of a message that its reader has, or is about to have.
GONE = (MessageState.SENDING, MessageState.SENT, MessageState.GATHERED)


class Message(Timestamped, Base):
    """One e-mail, or one call to make where the person has no e-mail address.

    ``body`` holds ``[personal link]`` where a link belongs; the link itself is made only when the
    mail is handed over, and is not stored. So it is with ``[link to stop these]``.
    """

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True, default=new_reference("E"))
    kind: Mapped[str] = mapped_column(String(40), index=True, comment="which template")
    message_class: Mapped[MessageClass] = mapped_column(Code(MessageClass), default=MessageClass.SERVICE)
    to_email: Mapped[str] = mapped_column(String(254), default="")
    to_name: Mapped[str] = mapped_column(String(120), default="")
    reply_to: Mapped[str] = mapped_column(String(400), default="", comment="a person; empty: the service's own")
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("draft.id"), index=True)
    match_id: Mapped[int | None] = mapped_column(ForeignKey("match.id"), index=True)
    suggestion_id: Mapped[int | None] = mapped_column(
        ForeignKey("suggestion.id"), index=True, comment="the answer to whoever put a pairing forward"
    )
    need_id: Mapped[int | None] = mapped_column(ForeignKey("need.id"), index=True, comment="where it is about one")
    concern_id: Mapped[int | None] = mapped_column(
        ForeignKey("concern.id"), index=True, comment="read with the concern, and nowhere else"
    )
    asked_id: Mapped[int | None] = mapped_column(
        ForeignKey("survey_asked.id"), index=True, comment="where it asks somebody to answer the survey"
    )
    invitation_id: Mapped[int | None] = mapped_column(
        ForeignKey("seat_invitation.id"), index=True, comment="where it is about a firm invited to a seat"
    )
    to_side: Mapped[str] = mapped_column(String(20), default="", comment="business, partnership or broker")
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    link_purpose: Mapped[LinkPurpose | None] = mapped_column(Code(LinkPurpose))
    state: Mapped[MessageState] = mapped_column(Code(MessageState), default=MessageState.WAITING, index=True)
    not_sent: Mapped[NotSent | None] = mapped_column(Code(NotSent), comment="why it was stopped, or is to be rung")
    digest_on: Mapped[date | None] = mapped_column(Date, index=True, comment="the day whose daily mail it waits for")
    digest_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"), index=True, comment="the daily mail")
    again_of_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"), index=True, comment="one sent before")
    leave_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now, index=True)
    claimed_at: Mapped[datetime | None] = mapped_column(UTCDateTime(), comment="when a hand-over began")
    maybe_twice: Mapped[bool] = mapped_column(default=False, comment="a hand-over was cut short and done again")
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    last_error: Mapped[str] = mapped_column(String(500), default="")
    illustrative: Mapped[bool] = mapped_column(default=False)

    account: Mapped[Account | None] = relationship()
    contact: Mapped[Contact | None] = relationship()
    match: Mapped[Match | None] = relationship()
    asked: Mapped[SurveyAsked | None] = relationship()
    invitation: Mapped[SeatInvitation | None] = relationship()
    digest: Mapped["Message | None"] = relationship(foreign_keys=[digest_id], remote_side=[id])
    again_of: Mapped["Message | None"] = relationship(foreign_keys=[again_of_id], remote_side=[id])


class MessageChoice(Base):
    """How a person wants the messages of one class. Append-only: the newest row holds.

    Of a contact, or of an account of the office, which has no contact.
    """

    __tablename__ = "message_choice"

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    message_class: Mapped[MessageClass] = mapped_column(Code(MessageClass))
    choice: Mapped[MailChoice] = mapped_column(Code(MailChoice))
    how: Mapped[str] = mapped_column(String(20), default="page", comment="page, link or telephone")
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)


class Suppression(Base):
    """An address that is left alone. Only a keyed hash of it is kept, so that the list tells nobody
    whom it holds, and outlives the person's own rows."""

    __tablename__ = "suppression"
    id: Mapped[int] = mapped_column(primary_key=True)
    address_hash: Mapped[str] = mapped_column(String(64), index=True, comment="HMAC-SHA-256, hexadecimal")
    scope: Mapped[SuppressionScope] = mapped_column(Code(SuppressionScope))
    message_class: Mapped[MessageClass | None] = mapped_column(Code(MessageClass), comment="where it is one class")
    reason: Mapped[SuppressionReason] = mapped_column(Code(SuppressionReason))
    words: Mapped[str] = mapped_column(String(500), default="")
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"), index=True, comment="the one that failed")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), comment="empty: the mail server, or the person")
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now, index=True)
    lifted_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    lifted_words: Mapped[str] = mapped_column(String(500), default="")

    by: Mapped[Account | None] = relationship(foreign_keys=[by_id])
    lifted_by: Mapped[Account | None] = relationship(foreign_keys=[lifted_by_id])
    message: Mapped[Message | None] = relationship()

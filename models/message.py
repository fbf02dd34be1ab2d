"""Messages: each is a row before it is sent, and stays to be read."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .account import Account, Contact
from .base import Base, Code, Timestamped, UTCDateTime, new_reference, now
from .match import Match
from .vocabulary import LinkPurpose, MessageState


class Message(Timestamped, Base):
    """One e-mail, or one call to make where the person has no e-mail address.

    ``body`` holds ``[personal link]`` where a link belongs; the link itself is made only when the
    mail is handed over, and is not stored.
    """

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True, default=new_reference("E"))
    kind: Mapped[str] = mapped_column(String(40), index=True, comment="which template")
    to_email: Mapped[str] = mapped_column(String(254), default="")
    to_name: Mapped[str] = mapped_column(String(120), default="")
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("draft.id"), index=True)
    match_id: Mapped[int | None] = mapped_column(ForeignKey("match.id"), index=True)
    suggestion_id: Mapped[int | None] = mapped_column(
        ForeignKey("suggestion.id"), index=True, comment="the answer to whoever put a pairing forward"
    )
    to_side: Mapped[str] = mapped_column(String(20), default="", comment="business, partnership or broker")
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    link_purpose: Mapped[LinkPurpose | None] = mapped_column(Code(LinkPurpose))
    state: Mapped[MessageState] = mapped_column(Code(MessageState), default=MessageState.WAITING, index=True)
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

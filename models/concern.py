"""Concerns and complaints; what either side asks for in private; and firms that we have paused."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .account import Account
from .base import Base, Code, Timestamped, UTCDateTime, new_reference, now
from .business import Business
from .match import Match
from .partnership import Partnership
from .vocabulary import (
    CaseKind,
    ConcernAct,
    ConcernKind,
    ConcernOutcome,
    ConcernState,
    PauseReason,
    Side,
)


class Concern(Timestamped, Base):
    """What somebody told us was wrong. Its words are read by its owner and by administrators, never
    by the person it is about."""

    __tablename__ = "concern"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True, default=new_reference("C"))
    once: Mapped[str | None] = mapped_column(String(40), unique=True, comment="of the form: sent twice is one concern")
    kind: Mapped[ConcernKind] = mapped_column(Code(ConcernKind))
    state: Mapped[ConcernState] = mapped_column(Code(ConcernState), default=ConcernState.RECEIVED, index=True)
    words: Mapped[str] = mapped_column(Text)
    about_words: Mapped[str] = mapped_column(String(200), default="", comment="whom or what it is about, as written")
    about_kind: Mapped[CaseKind | None] = mapped_column(Code(CaseKind), comment="where it names something of ours")
    about_id: Mapped[int | None] = mapped_column(Integer)
    about_account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    match_id: Mapped[int | None] = mapped_column(ForeignKey("match.id"), index=True)
    area_code: Mapped[str | None] = mapped_column(ForeignKey("area.code"), index=True)
    name: Mapped[str] = mapped_column(String(120), default="", comment="empty: they did not say who they are")
    email: Mapped[str] = mapped_column(String(254), default="")
    telephone: Mapped[str] = mapped_column(String(40), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), comment="who was signed in")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    acknowledge_by: Mapped[date] = mapped_column(Date)
    acknowledged_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    outcome: Mapped[ConcernOutcome | None] = mapped_column(Code(ConcernOutcome))
    outcome_words: Mapped[str] = mapped_column(Text, default="")
    told_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    illustrative: Mapped[bool] = mapped_column(default=False)

    match: Mapped[Match | None] = relationship()
    by: Mapped[Account | None] = relationship(foreign_keys=[by_id])
    owner: Mapped[Account | None] = relationship(foreign_keys=[owner_id])
    about_account: Mapped[Account | None] = relationship(foreign_keys=[about_account_id])
    events: Mapped[list["ConcernEvent"]] = relationship(back_populates="concern", order_by="ConcernEvent.id")

    @property
    def can_be_answered(self) -> bool:
        """Whether they left a way to reach them."""
        return bool(self.email or self.telephone)


class ConcernEvent(Base):
    """What was done with a concern. Append-only."""

    __tablename__ = "concern_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    act: Mapped[ConcernAct] = mapped_column(Code(ConcernAct))
    from_state: Mapped[ConcernState | None] = mapped_column(Code(ConcernState))
    to_state: Mapped[ConcernState] = mapped_column(Code(ConcernState))
    words: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    concern: Mapped[Concern] = relationship(back_populates="events")
    by: Mapped[Account | None] = relationship()


class NotAgain(Base):
    """One side of a match asked, in private, not to be put together with the other again. It holds
    until whoever said it takes it back."""

    __tablename__ = "not_again"
    __table_args__ = (
        Index(
            "uq_not_again_standing",
            "business_id",
            "partnership_id",
            "side",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int] = mapped_column(ForeignKey("business.id"), index=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), index=True)
    side: Mapped[Side] = mapped_column(Code(Side), comment="who asked for it")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    business: Mapped[Business] = relationship()
    partnership: Mapped[Partnership] = relationship()


class FirmPause(Base):
    """A firm that we have paused: a decision with a reason, a day on which it is reviewed, and the
    firm's own answer."""

    __tablename__ = "firm_pause"
    __table_args__ = (
        Index(
            "uq_firm_pause_standing",
            "business_id",
            unique=True,
            sqlite_where=text("lifted_at IS NULL"),
            postgresql_where=text("lifted_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int] = mapped_column(ForeignKey("business.id"), index=True)
    reason: Mapped[PauseReason] = mapped_column(Code(PauseReason))
    words: Mapped[str] = mapped_column(Text, comment="as the firm is told")
    review_on: Mapped[date] = mapped_column(Date)
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    lifted_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    lifted_words: Mapped[str] = mapped_column(Text, default="")

    business: Mapped[Business] = relationship()
    by: Mapped[Account] = relationship(foreign_keys=[by_id])
    replies: Mapped[list["FirmPauseReply"]] = relationship(back_populates="pause", order_by="FirmPauseReply.id")


class FirmPauseReply(Base):
    """What a firm answered to its pause. Append-only."""

    __tablename__ = "firm_pause_reply"

    id: Mapped[int] = mapped_column(primary_key=True)
    pause_id: Mapped[int] = mapped_column(ForeignKey("firm_pause.id"), index=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    words: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    pause: Mapped[FirmPause] = relationship(back_populates="replies")
    by: Mapped[Account | None] = relationship()

"""Matches: they exist only after a confirming decision."""

from datetime import datetime

from sqlalchemy import Float, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .account import Account
from .base import Base, Code, Timestamped, UTCDateTime, new_reference, now
from .broker import Broker
from .business import Business
from .partnership import Need, NeedPart
from .suggestion import Suggestion
from .vocabulary import EndReason, MatchState

#: States in which a match holds one of the business's places.
HOLDING = (MatchState.PROPOSED, MatchState.ACCEPTED, MatchState.INTRODUCED, MatchState.ACTIVE, MatchState.ON_HOLD)
_holding = "state NOT IN ('declined', 'lapsed', 'withdrawn', 'ended_early')"


class Match(Timestamped, Base):
    """A business and a need that a coordinator has put together."""

    __tablename__ = "match"
    __table_args__ = (
        Index(
            "uq_match_standing",
            "suggestion_id",
            unique=True,
            sqlite_where=text(_holding),
            postgresql_where=text(_holding),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True, default=new_reference("M"))
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"), index=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), index=True)
    business_id: Mapped[int] = mapped_column(ForeignKey("business.id"), index=True)
    broker_id: Mapped[int | None] = mapped_column(ForeignKey("broker.id"), index=True)
    coordinator_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    state: Mapped[MatchState] = mapped_column(Code(MatchState), default=MatchState.PROPOSED, index=True)
    illustrative: Mapped[bool] = mapped_column(default=False)

    suggestion: Mapped[Suggestion] = relationship()
    need: Mapped[Need] = relationship()
    business: Mapped[Business] = relationship()
    broker: Mapped[Broker | None] = relationship()
    coordinator: Mapped[Account] = relationship()
    parts: Mapped[list["MatchPart"]] = relationship(back_populates="match", cascade="all, delete-orphan")
    events: Mapped[list["MatchEvent"]] = relationship(back_populates="match", order_by="MatchEvent.id")


class MatchPart(Base):
    """How much of one part of the need this match is to give."""

    __tablename__ = "match_part"

    match_id: Mapped[int] = mapped_column(ForeignKey("match.id"), primary_key=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("need_part.id"), primary_key=True)
    amount: Mapped[float | None] = mapped_column(Float, comment="in the kind's own unit")

    match: Mapped[Match] = relationship(back_populates="parts")
    part: Mapped[NeedPart] = relationship()


class MatchEvent(Base):
    """Every change of a match: who, when, from, to, why. Append-only."""

    __tablename__ = "match_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    match_id: Mapped[int] = mapped_column(ForeignKey("match.id"), index=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    from_state: Mapped[MatchState | None] = mapped_column(Code(MatchState))
    to_state: Mapped[MatchState] = mapped_column(Code(MatchState))
    reason: Mapped[EndReason | None] = mapped_column(Code(EndReason))
    words: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    on_behalf_of: Mapped[str] = mapped_column(String(20), default="", comment="a role, where an officer acted for it")

    match: Mapped[Match] = relationship(back_populates="events")
    by: Mapped[Account | None] = relationship()

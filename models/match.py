"""Matches: they exist only after a confirming decision."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Date, Float, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .account import Account
from .base import Base, Code, Timestamped, UTCDateTime, new_reference, now
from .broker import Broker
from .business import Business
from .partnership import Need, NeedPart
from .suggestion import Suggestion
from .vocabulary import Answer, DeclineReason, EndReason, HoldReason, MatchAct, MatchState, Side, Term

if TYPE_CHECKING:
    from .case_note import CheckIn

#: States in which a match holds one of the business's places.
HOLDING = (MatchState.PROPOSED, MatchState.ACCEPTED, MatchState.INTRODUCED, MatchState.ACTIVE, MatchState.ON_HOLD)
#: States of a match that has run its course: the pair is not put together again unless both would.
DONE = (MatchState.COMPLETED, MatchState.VERIFIED)
#: States that a match does not leave any more.
OVER = frozenset(
    {
        MatchState.VERIFIED,
        MatchState.DECLINED,
        MatchState.LAPSED,
        MatchState.WITHDRAWN,
        MatchState.ENDED_EARLY,
    }
)
_holding = "state NOT IN ('declined', 'lapsed', 'withdrawn', 'ended_early')"


#: Which list the reason of an event is from, where it is not why something ended.
_REASONS: dict[MatchAct, type[Term]] = {
    MatchAct.ANSWER: Answer,
    MatchAct.RING: Answer,
    MatchAct.DECLINE: DeclineReason,
    MatchAct.HOLD: HoldReason,
}


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
    held_from: Mapped[MatchState | None] = mapped_column(Code(MatchState), comment="where it goes on after a hold")
    hold_reason: Mapped[HoldReason | None] = mapped_column(Code(HoldReason))
    hold_until: Mapped[date | None] = mapped_column(Date)
    introduced_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    started_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    ends_on: Mapped[date | None] = mapped_column(Date, comment="planned end, where one was agreed")
    completed_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    verified_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime(), comment="declined, lapsed, withdrawn, ended early")
    illustrative: Mapped[bool] = mapped_column(default=False)

    suggestion: Mapped[Suggestion] = relationship()
    need: Mapped[Need] = relationship()
    business: Mapped[Business] = relationship()
    broker: Mapped[Broker | None] = relationship()
    coordinator: Mapped[Account] = relationship()
    parts: Mapped[list["MatchPart"]] = relationship(back_populates="match", cascade="all, delete-orphan")
    answers: Mapped[list["MatchAnswer"]] = relationship(back_populates="match", cascade="all, delete-orphan")
    events: Mapped[list["MatchEvent"]] = relationship(back_populates="match", order_by="MatchEvent.id")
    check_ins: Mapped[list["CheckIn"]] = relationship(back_populates="match", order_by="CheckIn.id")


class MatchPart(Base):
    """How much of one part of the need this match is to give."""

    __tablename__ = "match_part"

    match_id: Mapped[int] = mapped_column(ForeignKey("match.id"), primary_key=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("need_part.id"), primary_key=True, index=True)
    amount: Mapped[float | None] = mapped_column(Float, comment="in the kind's own unit")

    match: Mapped[Match] = relationship(back_populates="parts")
    part: Mapped[NeedPart] = relationship()


class MatchAnswer(Base):
    """What one side has said to a proposal so far, and the clock it answers by."""

    __tablename__ = "match_answer"

    match_id: Mapped[int] = mapped_column(ForeignKey("match.id"), primary_key=True)
    side: Mapped[Side] = mapped_column(Code(Side), primary_key=True)
    answer: Mapped[Answer] = mapped_column(Code(Answer), default=Answer.WAITING)
    asked_on: Mapped[date] = mapped_column(Date, comment="when the clock of this side started, or started again")
    ask_again_on: Mapped[date | None] = mapped_column(Date, comment="the day they asked to be asked on")
    reminded_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    reason: Mapped[DeclineReason | None] = mapped_column(Code(DeclineReason))
    words: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    on_behalf: Mapped[bool] = mapped_column(default=False, comment="an officer answered for them")

    match: Mapped[Match] = relationship(back_populates="answers")
    by: Mapped[Account | None] = relationship()


class MatchEvent(Base):
    """Every change of a match: who, when, from, to, why. Append-only."""

    __tablename__ = "match_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    match_id: Mapped[int] = mapped_column(ForeignKey("match.id"), index=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    act: Mapped[MatchAct | None] = mapped_column(Code(MatchAct))
    from_state: Mapped[MatchState | None] = mapped_column(Code(MatchState))
    to_state: Mapped[MatchState] = mapped_column(Code(MatchState))
    reason: Mapped[str | None] = mapped_column(
        String(32), comment="a code of the act's own list: why it ended, was declined or waits"
    )
    side: Mapped[Side | None] = mapped_column(Code(Side), comment="whose answer it was")
    words: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    on_behalf_of: Mapped[str] = mapped_column(String(20), default="", comment="a role, where an officer acted for it")

    match: Mapped[Match] = relationship(back_populates="events")
    by: Mapped[Account | None] = relationship()

    @property
    def why(self) -> Term | None:
        """The reason as a term of the act's own list."""
        if self.reason is None:
            return None
        return _REASONS.get(self.act or MatchAct.WITHDRAW, EndReason)(self.reason)

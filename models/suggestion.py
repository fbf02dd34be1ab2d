"""Suggestions (a pairing put forward, never an agreement) and the decisions taken on them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, Float, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .account import Account
from .base import Base, Code, Timestamped, UTCDateTime, new_reference, now
from .broker import Broker
from .business import Business
from .partnership import Need
from .vocabulary import SuggestionAct, SuggestionSource, SuggestionState, Verdict

#: States in which a pair stands; there is never a second row of the same pair in one of them.
STANDING = ("open", "reserve", "later", "confirmed")


class Suggestion(Timestamped, Base):
    """A pairing of need and business, and a broker where one is named."""

    __tablename__ = "suggestion"
    __table_args__ = (
        Index(
            "uq_suggestion_standing_pair",
            "need_id",
            "business_id",
            unique=True,
            sqlite_where=text("state IN ('open', 'reserve', 'later', 'confirmed')"),
            postgresql_where=text("state IN ('open', 'reserve', 'later', 'confirmed')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True, default=new_reference("S"))
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), index=True)
    business_id: Mapped[int] = mapped_column(ForeignKey("business.id"), index=True)
    broker_id: Mapped[int | None] = mapped_column(ForeignKey("broker.id"), index=True)
    source: Mapped[SuggestionSource] = mapped_column(Code(SuggestionSource))
    put_forward_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    words: Mapped[str] = mapped_column(Text, default="", comment="what the person who put it forward said")
    state: Mapped[SuggestionState] = mapped_column(Code(SuggestionState), default=SuggestionState.OPEN, index=True)
    rank: Mapped[int | None] = mapped_column(Integer, comment="1 is the best of its need")
    score: Mapped[float | None] = mapped_column(Float, comment="0 to 1, where the model gave one")
    model_version: Mapped[str | None] = mapped_column(String(80))
    reasons: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, comment="matching.Scored as JSON")
    later_until: Mapped[date | None] = mapped_column(Date)
    answer_by: Mapped[date | None] = mapped_column(Date, comment="promised to a person who put it forward")
    tried_out: Mapped[bool] = mapped_column(default=False, comment="shown to learn from, in place of a better score")
    version: Mapped[int] = mapped_column(Integer, comment="counts changes: two people cannot decide at once")

    __mapper_args__ = {"version_id_col": version}

    need: Mapped[Need] = relationship()
    business: Mapped[Business] = relationship()
    broker: Mapped[Broker | None] = relationship()
    put_forward_by: Mapped[Account | None] = relationship()
    decisions: Mapped[list["Decision"]] = relationship(back_populates="suggestion", order_by="Decision.id")
    events: Mapped[list["SuggestionEvent"]] = relationship(back_populates="suggestion", order_by="SuggestionEvent.id")


class Decision(Base):
    """A coordinator's verdict. Append-only: an undo is a new row."""

    __tablename__ = "decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"), index=True)
    verdict: Mapped[Verdict] = mapped_column(Code(Verdict))
    reason: Mapped[str] = mapped_column(String(40), default="", comment="a code of the verdict's own list")
    words: Mapped[str] = mapped_column(Text, default="")
    until: Mapped[date | None] = mapped_column(Date)
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))

    suggestion: Mapped[Suggestion] = relationship(back_populates="decisions")
    by: Mapped[Account] = relationship()


class SuggestionEvent(Base):
    """Every change of a suggestion's state: who, when, from, to, why. Append-only."""

    __tablename__ = "suggestion_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestion.id"), index=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    act: Mapped[SuggestionAct | None] = mapped_column(
        Code(SuggestionAct), comment="empty: where it stood when this log began"
    )
    from_state: Mapped[SuggestionState | None] = mapped_column(Code(SuggestionState), comment="empty: a new row")
    to_state: Mapped[SuggestionState] = mapped_column(Code(SuggestionState))
    words: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), comment="empty: the service")

    suggestion: Mapped[Suggestion] = relationship(back_populates="events")
    by: Mapped[Account | None] = relationship()

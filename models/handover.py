"""Handovers: a broker's cases given to others, all in one step, each noted so that it can be taken back."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .account import Account
from .base import Base, Code, UTCDateTime, now
from .broker import Broker
from .vocabulary import CaseKind


class Handover(Base):
    """What a broker handed over at one time, and why."""

    __tablename__ = "handover"

    id: Mapped[int] = mapped_column(primary_key=True)
    broker_id: Mapped[int] = mapped_column(ForeignKey("broker.id"), index=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    reason: Mapped[str] = mapped_column(Text)
    past_limit: Mapped[str] = mapped_column(Text, default="", comment="why somebody got more than their limit")
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UTCDateTime())

    broker: Mapped[Broker] = relationship()
    by: Mapped[Account] = relationship()
    items: Mapped[list["HandoverItem"]] = relationship(
        back_populates="handover", order_by="HandoverItem.id", cascade="all, delete-orphan"
    )


class HandoverItem(Base):
    """One match, or one business or partnership that was led. Nobody as receiver is the office."""

    __tablename__ = "handover_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    handover_id: Mapped[int] = mapped_column(ForeignKey("handover.id"), index=True)
    kind: Mapped[CaseKind] = mapped_column(Code(CaseKind))
    subject_id: Mapped[int] = mapped_column(Integer)
    to_broker_id: Mapped[int | None] = mapped_column(ForeignKey("broker.id"))

    handover: Mapped[Handover] = relationship(back_populates="items")
    to_broker: Mapped[Broker | None] = relationship()

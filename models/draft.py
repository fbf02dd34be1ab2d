"""Unfinished sign-ups. The signed cookie holds only the draft's number; the answers stay here."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String
from sqlalchemy.ext.mutable import MutableDict
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, Code, Timestamped, UTCDateTime
from .vocabulary import EntryKind


class Draft(Timestamped, Base):
    """The answers of one unfinished journey, by step."""

    __tablename__ = "draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    journey: Mapped[str] = mapped_column(String(40), comment="business, partnership, broker or need")
    answers: Mapped[dict[str, Any]] = mapped_column(MutableDict.as_mutable(JSON), default=dict)
    email: Mapped[str] = mapped_column(String(254), default="", comment="where to send the link back")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    entry_kind: Mapped[EntryKind | None] = mapped_column(Code(EntryKind))
    entry_id: Mapped[int | None] = mapped_column(Integer, comment="what it became, once sent in")
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime())

"""Two entries that were one: what was moved, so that it can be moved back."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .account import Account
from .base import Base, Code, Timestamped, UTCDateTime
from .vocabulary import EntryKind, EntryState


class EntryMerge(Timestamped, Base):
    """One entry taken into another. ``moved`` lists every row that changed hands."""

    __tablename__ = "entry_merge"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_kind: Mapped[EntryKind] = mapped_column(Code(EntryKind))
    kept_id: Mapped[int] = mapped_column(Integer, index=True)
    gone_id: Mapped[int] = mapped_column(Integer, index=True)
    gone_state: Mapped[EntryState] = mapped_column(Code(EntryState), comment="as it was before")
    moved: Mapped[list[Any]] = mapped_column(JSON, default=list, comment="[table, column, primary key] of each row")
    words: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    by: Mapped[Account] = relationship(foreign_keys=[by_id])

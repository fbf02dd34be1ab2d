"""What the entries of the register share: a reference, a state, who read them, and their log."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from .account import Account
from .base import Base, Code, Timestamped, UTCDateTime, now
from .vocabulary import EntryKind, EntryState


class Entry(Timestamped):
    """A business, partnership, need or broker. Nothing is public or matched before it is live,
    and nothing goes live before a named person has read it."""

    state: Mapped[EntryState] = mapped_column(Code(EntryState), default=EntryState.WAITING, index=True)
    paused_until: Mapped[date | None] = mapped_column(Date)
    sent_in_at: Mapped[datetime | None] = mapped_column(UTCDateTime(), default=now)
    spoken_at: Mapped[datetime | None] = mapped_column(UTCDateTime(), comment="first human contact")
    read_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    source: Mapped[str] = mapped_column(String(20), default="form", comment="form, telephone or import")
    source_key: Mapped[str | None] = mapped_column(
        String(80), index=True, comment="what the file it was imported from calls it"
    )
    illustrative: Mapped[bool] = mapped_column(default=False)
    suggest_due_at: Mapped[datetime | None] = mapped_column(
        UTCDateTime(), index=True, comment="set when suggestions must be made anew; empty when they are up to date"
    )

    @declared_attr
    def read_by_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("account.id"))

    @declared_attr
    def read_by(cls) -> Mapped[Account | None]:
        return relationship(foreign_keys=[cls.read_by_id])  # type: ignore[list-item]

    @property
    def is_live(self) -> bool:
        return self.state is EntryState.LIVE


class CanBeAway:
    """When somebody is away: clocks that wait for them stop meanwhile. With one date only, from then or until then."""

    away_from: Mapped[date | None] = mapped_column(Date)
    away_until: Mapped[date | None] = mapped_column(Date)


class EntryEvent(Base):
    """What happened to an entry. Append-only."""

    __tablename__ = "entry_event"
    __table_args__ = (Index("ix_entry_event_entry", "entry_kind", "entry_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    entry_kind: Mapped[EntryKind] = mapped_column(Code(EntryKind))
    entry_id: Mapped[int] = mapped_column(Integer)
    what: Mapped[str] = mapped_column(String(40), comment="sent_in, changed, read, paused, ended ...")
    from_state: Mapped[EntryState | None] = mapped_column(Code(EntryState))
    to_state: Mapped[EntryState | None] = mapped_column(Code(EntryState))
    words: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    on_behalf: Mapped[bool] = mapped_column(default=False, comment="an officer did it for the entry's own people")

    by: Mapped[Account | None] = relationship()

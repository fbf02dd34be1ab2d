"""Lists from outside that somebody brings in: the file, its rows, and what became of each."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .account import Account
from .base import Base, Code, Timestamped, UTCDateTime, new_reference
from .business import Business
from .introducer import Introducer
from .vocabulary import ListJob, ListState, RowDecision, RowKept, RowOutcome

_AT_WORK = text("state = 'running'")


class ImportedList(Timestamped, Base):
    """One file that somebody uploaded. The row is all that the pages and the worker know of each other."""

    __tablename__ = "imported_list"
    __table_args__ = (
        # The database is the judge: one list is worked on at a time.
        Index("uq_imported_list_at_work", "state", unique=True, sqlite_where=_AT_WORK, postgresql_where=_AT_WORK),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True, default=new_reference("L"))
    name: Mapped[str] = mapped_column(String(200), comment="of the file")
    source: Mapped[str] = mapped_column(String(120), comment="who gave it to us")
    source_key: Mapped[str] = mapped_column(String(120), index=True, comment="folded, to remember its columns")
    agreed: Mapped[bool] = mapped_column(default=False, comment="its people have agreed to be written to")
    introducer_id: Mapped[int | None] = mapped_column(ForeignKey("introducer.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    read_as: Mapped[str] = mapped_column(String(200), default="")
    headings: Mapped[list[str]] = mapped_column(JSON, default=list)
    columns: Mapped[list[str]] = mapped_column(JSON, default=list, comment="which of ours each of them is; '' is none")
    examples: Mapped[list[str]] = mapped_column(JSON, default=list, comment="the first cell under each heading")

    state: Mapped[ListState] = mapped_column(Code(ListState), default=ListState.COLUMNS)
    job: Mapped[ListJob | None] = mapped_column(Code(ListJob))
    asked_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    worker: Mapped[str | None] = mapped_column(String(36), comment="drawn anew by whoever takes it up")
    alive_until: Mapped[datetime | None] = mapped_column(UTCDateTime(), comment="taken for dead when silent for longer")
    stop_asked_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    done: Mapped[int] = mapped_column(Integer, default=0, comment="steps of the job")
    of: Mapped[int] = mapped_column(Integer, default=0)
    trouble: Mapped[str] = mapped_column(String(500), default="", comment="why it stopped, in a sentence")

    checked_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    saved_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    undone_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    invited_at: Mapped[datetime | None] = mapped_column(UTCDateTime(), comment="when invitations were asked for")
    forgotten_at: Mapped[datetime | None] = mapped_column(UTCDateTime(), comment="when what its rows say was deleted")
    illustrative: Mapped[bool] = mapped_column(default=False)

    by: Mapped[Account] = relationship(foreign_keys=[by_id])
    undone_by: Mapped[Account | None] = relationship(foreign_keys=[undone_by_id])
    introducer: Mapped[Introducer | None] = relationship()

    @property
    def is_at_work(self) -> bool:
        """Whether something is being done with it, or waits to be."""
        return self.state in (ListState.WAITING, ListState.RUNNING)


class ImportedContent(Base):
    """The file itself, until its rows are saved or forgotten."""

    __tablename__ = "imported_content"

    list_id: Mapped[int] = mapped_column(ForeignKey("imported_list.id"), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class ImportedRow(Base):
    """One row of a list: what it says by our columns, what becomes of it, and which business it became."""

    __tablename__ = "imported_row"
    __table_args__ = (
        UniqueConstraint("list_id", "number"),
        Index("ix_imported_row_outcome", "list_id", "outcome", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("imported_list.id"))
    number: Mapped[int] = mapped_column(Integer, comment="as a spreadsheet shows it")
    cells: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, comment="by our columns")
    name: Mapped[str] = mapped_column(String(200), default="")
    outcome: Mapped[RowOutcome] = mapped_column(Code(RowOutcome))
    words: Mapped[str] = mapped_column(Text, default="", comment="why, in a sentence")
    notes: Mapped[str] = mapped_column(Text, default="", comment="what was not understood, a line each")
    twin_id: Mapped[int | None] = mapped_column(
        ForeignKey("business.id", ondelete="SET NULL"), index=True, comment="a business that it is, or may be"
    )
    decision: Mapped[RowDecision | None] = mapped_column(Code(RowDecision))
    business_id: Mapped[int | None] = mapped_column(
        ForeignKey("business.id", ondelete="SET NULL"), index=True, comment="what was made or changed of it"
    )
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime(), comment="when it was saved")
    undone_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    kept: Mapped[RowKept | None] = mapped_column(Code(RowKept), comment="why an undo left it")

    twin: Mapped[Business | None] = relationship(foreign_keys=[twin_id])
    business: Mapped[Business | None] = relationship(foreign_keys=[business_id])

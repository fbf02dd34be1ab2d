"""What people write down about a case: notes, contacts, and check-ins with their three answers."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .account import Account
from .base import Base, Code, UTCDateTime, now
from .match import Match
from .vocabulary import AsAgreed, CaseKind, CheckInOutcome, NoteKind


class CaseNote(Base):
    """One line of the log of a subject (kind and id as in ``Case``): all its cases share it. Append-only."""

    __tablename__ = "case_note"
    __table_args__ = (Index("ix_case_note_subject", "kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[CaseKind] = mapped_column(Code(CaseKind))
    subject_id: Mapped[int] = mapped_column(Integer)
    how: Mapped[NoteKind] = mapped_column(Code(NoteKind))
    happened_on: Mapped[date] = mapped_column(Date)
    words: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)

    by: Mapped[Account | None] = relationship()


class CheckIn(Base):
    """The three answers of one check-in of a match. Append-only."""

    __tablename__ = "check_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    match_id: Mapped[int] = mapped_column(ForeignKey("match.id"), index=True)
    as_agreed: Mapped[AsAgreed] = mapped_column(Code(AsAgreed))
    given: Mapped[str] = mapped_column(Text, default="", comment="what was given since the last time")
    change: Mapped[str] = mapped_column(Text, default="", comment="what needs to change, or worries somebody")
    outcome: Mapped[CheckInOutcome] = mapped_column(Code(CheckInOutcome))
    answers_until: Mapped[date] = mapped_column(Date, comment="check-ins due up to this day are answered by it")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)

    match: Mapped[Match] = relationship(back_populates="check_ins")
    by: Mapped[Account | None] = relationship()

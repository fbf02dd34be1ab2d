"""Cases: whatever waits for somebody, with one owner and one next date."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .account import Account
from .base import Base, Code, Timestamped, UTCDateTime, now
from .broker import Broker
from .vocabulary import CaseKind, CaseStep, Strand, Theme

#: What an index of open cases holds.
OPEN = text("closed_at IS NULL")


class Case(Timestamped, Base):
    """One thing that waits. Open while ``closed_at`` is empty; a subject has one open case a strand.

    The owner is a broker, or else an account of the office. With neither, it is everybody's in the
    office who covers the area. ``next_on`` is the day the owner's step is due; ``acts_on`` is the day
    the service does something by itself (reminds, asks again, lets lapse) if nothing has happened.
    """

    __tablename__ = "case"
    __table_args__ = (
        Index(
            "uq_case_open",
            "kind",
            "subject_id",
            "strand",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index("ix_case_broker", "owner_broker_id", "closed_at", "next_on"),
        Index("ix_case_account", "owner_account_id", "closed_at", "next_on"),
        Index("ix_case_area", "area_code", "closed_at", "next_on"),
        Index("ix_case_acts", "acts_on", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        # the numbers of the work list: step by step, so that nothing has to be sorted
        Index(
            "ix_case_step",
            "step",
            "owner_account_id",
            "owner_broker_id",
            "area_code",
            "next_on",
            "kind",
            "subject_id",
            "theme",
            "closed_at",
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        # its rows: in their order. Both have all that it is narrowed by and counted by, so that no row is read
        Index(
            "ix_case_waiting",
            "next_on",
            "id",
            "step",
            "owner_broker_id",
            "owner_account_id",
            "area_code",
            "theme",
            "kind",
            "subject_id",
            "closed_at",
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[CaseKind] = mapped_column(Code(CaseKind))
    subject_id: Mapped[int] = mapped_column(Integer)
    strand: Mapped[Strand] = mapped_column(Code(Strand), default=Strand.LIFE)
    step: Mapped[CaseStep] = mapped_column(Code(CaseStep))
    owner_broker_id: Mapped[int | None] = mapped_column(ForeignKey("broker.id"))
    owner_account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    area_code: Mapped[str | None] = mapped_column(ForeignKey("area.code"))
    theme: Mapped[Theme | None] = mapped_column(Code(Theme))
    waiting_since: Mapped[date] = mapped_column(Date, comment="when this step began to wait")
    next_on: Mapped[date] = mapped_column(Date)
    acts_on: Mapped[date | None] = mapped_column(Date)
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    closed_words: Mapped[str] = mapped_column(String(200), default="")
    illustrative: Mapped[bool] = mapped_column(default=False)

    owner_broker: Mapped[Broker | None] = relationship()
    owner_account: Mapped[Account | None] = relationship()

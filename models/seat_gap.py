"""Empty seats of partnerships that are to be filled, who is invited to sit there, and how seats stood before."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, event, insert, inspect, text
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from .account import Account, Contact
from .base import Base, Code, Timestamped, UTCDateTime, new_reference, now
from .business import Business
from .partnership import Partnership, Seat
from .vocabulary import Answer, InvitationEnd, SeatGapAct, SeatGapEnd, SeatNo, SeatStatus, StakeholderGroup

#: Answers with which an invitation keeps the seat for its firm.
KEEPS_THE_SEAT = (Answer.WAITING, Answer.RING_FIRST, Answer.YES)
#: Answers of a firm that has not said yes or no. Such an invitation is one of the questions it has at a time.
UNDECIDED = (Answer.WAITING, Answer.RING_FIRST)
_open = "ended_at IS NULL"


class SeatGap(Timestamped, Base):
    """A group's place on a partnership that nobody takes, from when that is known until it is filled or closed.
    Its owner and next day are those of its case. A group has one open gap on a partnership."""

    __tablename__ = "seat_gap"
    __table_args__ = (
        Index(
            "uq_seat_gap_open",
            "partnership_id",
            "stakeholder_group",
            unique=True,
            sqlite_where=text(_open),
            postgresql_where=text(_open),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True, default=new_reference("G"))
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), index=True)
    group: Mapped[StakeholderGroup] = mapped_column("stakeholder_group", Code(StakeholderGroup))
    fill_by: Mapped[date] = mapped_column(Date, comment="the day by which its owner has done something about it")
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    end: Mapped[SeatGapEnd | None] = mapped_column(Code(SeatGapEnd))
    end_words: Mapped[str] = mapped_column(Text, default="")
    illustrative: Mapped[bool] = mapped_column(default=False)

    partnership: Mapped[Partnership] = relationship()
    invitations: Mapped[list["SeatInvitation"]] = relationship(back_populates="gap", order_by="SeatInvitation.id")
    events: Mapped[list["SeatGapEvent"]] = relationship(back_populates="gap", order_by="SeatGapEvent.id")

    @property
    def standing(self) -> "SeatInvitation | None":
        """The invitation that keeps the seat for its firm."""
        return next((one for one in self.invitations if one.keeps_the_seat), None)

    @property
    def put_off(self) -> list["SeatInvitation"]:
        """Invitations whose firm asked to be asked later."""
        return [one for one in self.invitations if one.ended_at is None and one.answer is Answer.NOT_NOW]


class SeatGapEvent(Base):
    """What was done about an empty seat. Append-only."""

    __tablename__ = "seat_gap_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    gap_id: Mapped[int] = mapped_column(ForeignKey("seat_gap.id"), index=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    act: Mapped[SeatGapAct] = mapped_column(Code(SeatGapAct))
    words: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    on_behalf: Mapped[bool] = mapped_column(default=False, comment="an officer did it for the firm")

    gap: Mapped[SeatGap] = relationship(back_populates="events")
    by: Mapped[Account | None] = relationship()


class SeatInvitation(Timestamped, Base):
    """A firm that was asked to take a seat, and what it has said so far. Open while ``ended_at`` is empty."""

    __tablename__ = "seat_invitation"
    __table_args__ = (
        Index(
            "uq_seat_invitation_open",
            "gap_id",
            "business_id",
            unique=True,
            sqlite_where=text(_open),
            postgresql_where=text(_open),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    gap_id: Mapped[int] = mapped_column(ForeignKey("seat_gap.id"), index=True)
    business_id: Mapped[int] = mapped_column(ForeignKey("business.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True, comment="who was asked")
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    reasons: Mapped[str] = mapped_column(Text, default="", comment="why this firm, one to a line, as it was told")
    by_telephone: Mapped[bool] = mapped_column(default=False, comment="it could not be written, and is said")
    asked_on: Mapped[date] = mapped_column(Date, comment="when the clock started, or started again")
    answer: Mapped[Answer] = mapped_column(Code(Answer), default=Answer.WAITING)
    ask_again_on: Mapped[date | None] = mapped_column(Date)
    reminded_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    words: Mapped[str] = mapped_column(Text, default="")
    no: Mapped[SeatNo | None] = mapped_column(Code(SeatNo))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    on_behalf: Mapped[bool] = mapped_column(default=False, comment="an officer answered for them")
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    end: Mapped[InvitationEnd | None] = mapped_column(Code(InvitationEnd))

    gap: Mapped[SeatGap] = relationship(back_populates="invitations")
    business: Mapped[Business] = relationship()
    contact: Mapped[Contact | None] = relationship()
    invited_by: Mapped[Account] = relationship(foreign_keys=[invited_by_id])
    by: Mapped[Account | None] = relationship(foreign_keys=[by_id])

    @property
    def keeps_the_seat(self) -> bool:
        return self.ended_at is None and self.answer in KEEPS_THE_SEAT


class SeatEvent(Base):
    """How a seat came to stand: its status from a moment on; none where it was taken away. Append-only.

    Written by the tables themselves, whoever changes a seat, so that no history is forgotten.
    """

    __tablename__ = "seat_event"
    __table_args__ = (Index("ix_seat_event_partnership", "partnership_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"))
    seat_id: Mapped[int] = mapped_column(Integer, comment="of a seat that may be gone by now")
    group: Mapped[StakeholderGroup] = mapped_column("stakeholder_group", Code(StakeholderGroup))
    status: Mapped[SeatStatus | None] = mapped_column(Code(SeatStatus), comment="empty: there is no such seat any more")
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)


def _write(connection: Any, seat: Seat, status: SeatStatus | None) -> None:
    row = {"partnership_id": seat.partnership_id, "seat_id": seat.id, "group": seat.group, "status": status}
    connection.execute(insert(SeatEvent).values(**row, at=now()))


@event.listens_for(Seat, "after_insert")
def _made(_mapper: Mapper[Any], connection: Any, seat: Seat) -> None:
    _write(connection, seat, seat.status)


@event.listens_for(Seat, "after_update")
def _changed(_mapper: Mapper[Any], connection: Any, seat: Seat) -> None:
    if inspect(seat).attrs.status.history.has_changes():
        _write(connection, seat, seat.status)


@event.listens_for(Seat, "after_delete")
def _gone(_mapper: Mapper[Any], connection: Any, seat: Seat) -> None:
    _write(connection, seat, None)

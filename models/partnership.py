"""Partnerships, who sits on them, and what they ask business for."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import JSON, Date, Float, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .account import Contact
from .area import Area
from .base import Base, Code, CodeList, Timestamped, UTCDateTime, new_reference
from .entry import CanBeAway, Entry
from .neighbourhood import Neighbourhood
from .vocabulary import (
    Beneficiary,
    Kind,
    PartnershipKind,
    Safeguarding,
    SeatStatus,
    StakeholderGroup,
    Theme,
)

if TYPE_CHECKING:
    from .broker import Broker


class Partnership(CanBeAway, Entry, Base):
    """A local strategic partnership or its successor, for one or more areas."""

    __tablename__ = "partnership"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True, default=new_reference("P"))
    name: Mapped[str] = mapped_column(String(200), index=True)
    kind: Mapped[PartnershipKind] = mapped_column(Code(PartnershipKind))
    about: Mapped[str] = mapped_column(Text, default="")
    lead_broker_id: Mapped[int | None] = mapped_column(ForeignKey("broker.id"), index=True)
    ended_on: Mapped[date | None] = mapped_column(Date)
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("partnership.id"))

    areas: Mapped[list[Area]] = relationship(secondary="partnership_area", order_by=Area.name)
    successor: Mapped["Partnership | None"] = relationship(remote_side="Partnership.id")
    lead_broker: Mapped["Broker | None"] = relationship(foreign_keys=[lead_broker_id])
    seats: Mapped[list["Seat"]] = relationship(
        back_populates="partnership", order_by="Seat.id", cascade="all, delete-orphan"
    )
    needs: Mapped[list["Need"]] = relationship(back_populates="partnership", order_by="Need.id")
    contacts: Mapped[list[Contact]] = relationship(order_by=Contact.id, cascade="all, delete-orphan")


class PartnershipArea(Base):
    """A partnership can cover several areas, and an area can have several partnerships."""

    __tablename__ = "partnership_area"

    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), primary_key=True)
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"), primary_key=True)


class Seat(Timestamped, Base):
    """A stakeholder group's place on a partnership."""

    __tablename__ = "seat"

    id: Mapped[int] = mapped_column(primary_key=True)
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), index=True)
    group: Mapped[StakeholderGroup] = mapped_column("stakeholder_group", Code(StakeholderGroup))
    status: Mapped[SeatStatus] = mapped_column(Code(SeatStatus), default=SeatStatus.PRESENT)

    partnership: Mapped[Partnership] = relationship(back_populates="seats")
    members: Mapped[list["Member"]] = relationship(
        back_populates="seat", order_by="Member.id", cascade="all, delete-orphan"
    )


class Member(Timestamped, Base):
    """The person in a seat."""

    __tablename__ = "member"

    id: Mapped[int] = mapped_column(primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    since_on: Mapped[date | None] = mapped_column(Date)
    left_on: Mapped[date | None] = mapped_column(Date)

    seat: Mapped[Seat] = relationship(back_populates="members")


class Need(Entry, Base):
    """What a partnership asks business for."""

    __tablename__ = "need"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True, default=new_reference("N"))
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnership.id"), index=True)
    area_code: Mapped[str | None] = mapped_column(ForeignKey("area.code"), index=True)
    neighbourhood_id: Mapped[int | None] = mapped_column(ForeignKey("neighbourhood.id"), index=True)
    postcode: Mapped[str | None] = mapped_column(String(8))
    lat: Mapped[float | None] = mapped_column(Float)
    lon: Mapped[float | None] = mapped_column(Float)
    theme: Mapped[Theme | None] = mapped_column(Code(Theme), index=True)
    second_theme: Mapped[Theme | None] = mapped_column(Code(Theme))
    title: Mapped[str] = mapped_column(String(200))
    words: Mapped[str] = mapped_column(Text, default="")
    done_looks_like: Mapped[str] = mapped_column(Text, default="")
    not_wanted: Mapped[str] = mapped_column(Text, default="")
    who_benefits: Mapped[list[Beneficiary]] = mapped_column(CodeList(Beneficiary), default=list)
    children: Mapped[Safeguarding] = mapped_column(Code(Safeguarding), default=Safeguarding.UNDECIDED)
    sectors: Mapped[list[str]] = mapped_column(JSON, default=list, comment="SIC 2007 codes wanted, if any")
    sectors_text: Mapped[str] = mapped_column(String(500), default="")
    starts_on: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime())

    partnership: Mapped[Partnership] = relationship(back_populates="needs")
    area: Mapped[Area | None] = relationship()
    neighbourhood: Mapped[Neighbourhood | None] = relationship()
    parts: Mapped[list["NeedPart"]] = relationship(
        back_populates="need", order_by="NeedPart.id", cascade="all, delete-orphan"
    )


class NeedPart(Base):
    """One kind of help within a need: how much, and from how many businesses at most."""

    __tablename__ = "need_part"
    __table_args__ = (UniqueConstraint("need_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), index=True)
    kind: Mapped[Kind] = mapped_column(Code(Kind))
    amount: Mapped[float | None] = mapped_column(Float, comment="in the kind's own unit")
    places: Mapped[int] = mapped_column(Integer, default=1, comment="most businesses")

    need: Mapped[Need] = relationship(back_populates="parts")

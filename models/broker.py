"""Brokers: the people who link business and partnership."""

from datetime import date

from sqlalchemy import JSON, Date, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .account import Account, Contact
from .area import Area
from .base import Base, Code, CodeList, new_reference
from .entry import CanBeAway, Entry
from .vocabulary import ConflictStrength, Theme


class Broker(CanBeAway, Entry, Base):
    """A person who links the two sides: what they know, where, and how many cases at once."""

    __tablename__ = "broker"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True, default=new_reference("K"))
    name: Mapped[str] = mapped_column(String(120), index=True)
    employer: Mapped[str] = mapped_column(String(200), default="")
    experience: Mapped[list[str]] = mapped_column(JSON, default=list, comment="lines of free text")
    sectors: Mapped[list[str]] = mapped_column(JSON, default=list, comment="SIC 2007 divisions")
    themes: Mapped[list[Theme]] = mapped_column(CodeList(Theme), default=list)
    caseload_limit: Mapped[int] = mapped_column(Integer, default=10)

    cover: Mapped["BrokerCover | None"] = relationship(
        back_populates="broker", foreign_keys="BrokerCover.broker_id", cascade="all, delete-orphan"
    )
    areas: Mapped[list[Area]] = relationship(secondary="broker_area", order_by=Area.name)
    ties: Mapped[list["BrokerTie"]] = relationship(back_populates="broker", cascade="all, delete-orphan")
    contacts: Mapped[list[Contact]] = relationship(order_by=Contact.id, cascade="all, delete-orphan")


class BrokerArea(Base):
    """An area a broker works in, with a limit of its own where two councils share one broker."""

    __tablename__ = "broker_area"

    broker_id: Mapped[int] = mapped_column(ForeignKey("broker.id"), primary_key=True)
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"), primary_key=True)
    limit_here: Mapped[int | None] = mapped_column(Integer)


class BrokerCover(Base):
    """Who acts for a broker on the days the broker is away: another broker, or somebody of the office."""

    __tablename__ = "broker_cover"

    broker_id: Mapped[int] = mapped_column(ForeignKey("broker.id"), primary_key=True)
    by_broker_id: Mapped[int | None] = mapped_column(ForeignKey("broker.id"), index=True)
    by_account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)

    broker: Mapped[Broker] = relationship(back_populates="cover", foreign_keys=[broker_id])
    by_broker: Mapped[Broker | None] = relationship(foreign_keys=[by_broker_id])
    by_account: Mapped[Account | None] = relationship()


class BrokerTie(Base):
    """A tie that bears on the conflict rule: employed by, owns, sits on, family of."""

    __tablename__ = "broker_tie"

    id: Mapped[int] = mapped_column(primary_key=True)
    broker_id: Mapped[int] = mapped_column(ForeignKey("broker.id"), index=True)
    business_id: Mapped[int | None] = mapped_column(ForeignKey("business.id"), index=True)
    partnership_id: Mapped[int | None] = mapped_column(ForeignKey("partnership.id"), index=True)
    what: Mapped[str] = mapped_column(String(200))
    strength: Mapped[ConflictStrength] = mapped_column(Code(ConflictStrength))
    from_on: Mapped[date | None] = mapped_column(Date)
    until_on: Mapped[date | None] = mapped_column(Date)

    broker: Mapped[Broker] = relationship(back_populates="ties")

"""Businesses and what they could give."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import JSON, Date, Float, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .account import Contact
from .area import Area
from .base import Base, Code, CodeList, Timestamped, UTCDateTime, new_reference
from .entry import CanBeAway, Entry
from .introducer import Introducer
from .vocabulary import (
    ContractStatus,
    ContributionClass,
    Frequency,
    Kind,
    LegalForm,
    OfferTerms,
    ReachKind,
    SizeBand,
    WorksWithChildren,
)

if TYPE_CHECKING:
    from .broker import Broker


class Business(CanBeAway, Entry, Base):
    """A firm that signed up or was invited."""

    __tablename__ = "business"
    __table_args__ = (Index("ix_business_company", "company_number", "postcode"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True, default=new_reference("B"))
    name: Mapped[str] = mapped_column(String(200), index=True)
    name_key: Mapped[str] = mapped_column(String(200), index=True, default="", comment="folded, to notice doubles")
    company_number: Mapped[str | None] = mapped_column(String(12))
    what_we_do: Mapped[str] = mapped_column(Text, default="")
    sectors: Mapped[list[str]] = mapped_column(JSON, default=list, comment="SIC 2007 codes; empty is 'not sure'")
    postcode: Mapped[str | None] = mapped_column(String(8), index=True)
    area_code: Mapped[str | None] = mapped_column(ForeignKey("area.code"), index=True)
    lat: Mapped[float | None] = mapped_column(Float)
    lon: Mapped[float | None] = mapped_column(Float)
    reach: Mapped[ReachKind] = mapped_column(Code(ReachKind), default=ReachKind.UNKNOWN)
    reach_region: Mapped[str | None] = mapped_column(String(40))
    reach_areas: Mapped[list[str]] = mapped_column(JSON, default=list, comment="district codes, where named")
    size: Mapped[SizeBand] = mapped_column(Code(SizeBand), default=SizeBand.UNKNOWN)
    legal_form: Mapped[LegalForm] = mapped_column(Code(LegalForm), default=LegalForm.NOT_SURE)
    only_these: Mapped[bool | None] = mapped_column(comment="only the kinds ticked; empty is 'not asked'")
    children: Mapped[WorksWithChildren] = mapped_column(Code(WorksWithChildren), default=WorksWithChildren.NOT_ASKED)
    contracts: Mapped[list[ContractStatus]] = mapped_column(CodeList(ContractStatus), default=list)
    award_on: Mapped[date | None] = mapped_column(Date, comment="when the contract it bids for is awarded")
    proposals_at_once: Mapped[int] = mapped_column(Integer, default=1)
    agreed_to_use_at: Mapped[datetime | None] = mapped_column(UTCDateTime(), comment="agreed to how data is used")
    may_be_named: Mapped[bool] = mapped_column(default=False, comment="in public reports of results")
    wants_news: Mapped[bool] = mapped_column(default=False)
    notes: Mapped[str] = mapped_column(Text, default="")
    lead_broker_id: Mapped[int | None] = mapped_column(ForeignKey("broker.id"), index=True)
    given_by: Mapped[str] = mapped_column(String(120), default="", comment="who gave us its details, where not itself")
    invite_due_at: Mapped[datetime | None] = mapped_column(
        UTCDateTime(), index=True, comment="set when it is to be written to; empty when that is done"
    )
    introducer_id: Mapped[int | None] = mapped_column(ForeignKey("introducer.id"), index=True)

    area: Mapped[Area | None] = relationship()
    lead_broker: Mapped["Broker | None"] = relationship(foreign_keys=[lead_broker_id])
    introducer: Mapped[Introducer | None] = relationship()
    offers: Mapped[list["Offer"]] = relationship(
        back_populates="business", order_by="Offer.id", cascade="all, delete-orphan"
    )
    contacts: Mapped[list[Contact]] = relationship(order_by=Contact.id, cascade="all, delete-orphan")


class Offer(Timestamped, Base):
    """One kind of help a business can give."""

    __tablename__ = "offer"

    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int] = mapped_column(ForeignKey("business.id"), index=True)
    kind: Mapped[Kind] = mapped_column(Code(Kind))
    words: Mapped[str] = mapped_column(Text, default="")
    amount: Mapped[float | None] = mapped_column(Float, comment="in the kind's own unit")
    frequency: Mapped[Frequency | None] = mapped_column(Code(Frequency))
    terms: Mapped[OfferTerms] = mapped_column(Code(OfferTerms), default=OfferTerms.FREE)
    contribution: Mapped[ContributionClass | None] = mapped_column(Code(ContributionClass))
    starts_on: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime())

    business: Mapped[Business] = relationship(back_populates="offers")

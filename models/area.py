"""Areas (English districts), their deprivation by edition, and lists of areas."""

from sqlalchemy import JSON, Float, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .base import Base


class Area(Base):
    """An English district, by the code of the Indices of Deprivation 2025."""

    __tablename__ = "area"

    code: Mapped[str] = mapped_column(String(9), primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    region: Mapped[str] = mapped_column(String(40), index=True)
    lat: Mapped[float] = mapped_column(Float)
    lon: Mapped[float] = mapped_column(Float)

    deprivation: Mapped[list["Deprivation"]] = relationship(back_populates="area", order_by="Deprivation.edition")


class AreaCode(Base):
    """Another code, old or newer, by which sources name the same district."""

    __tablename__ = "area_code"

    old_code: Mapped[str] = mapped_column(String(9), primary_key=True)
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"), index=True)
    name: Mapped[str | None] = mapped_column(String(80))


class Deprivation(Base):
    """One edition's figures for a district. Ranks: 1 is the most deprived of ``of`` districts.
    Ranks of two editions are never compared."""

    __tablename__ = "deprivation"

    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"), primary_key=True)
    edition: Mapped[int] = mapped_column(Integer, primary_key=True, comment="2019 or 2025")
    rank: Mapped[int] = mapped_column(Integer, comment="rank of average rank")
    score_rank: Mapped[int | None] = mapped_column(Integer, comment="rank of average score")
    of: Mapped[int] = mapped_column(Integer, comment="districts ranked in this edition")
    decile: Mapped[int] = mapped_column(Integer, comment="1 to 10 by rank; 1 is the most deprived tenth")
    share_worst_tenth: Mapped[float | None] = mapped_column(Float, comment="share of small areas, 0 to 1")
    domains: Mapped[dict[str, int]] = mapped_column(JSON, default=dict, comment="domain -> rank of average score")

    area: Mapped[Area] = relationship(back_populates="deprivation")


class AreaList(Base):
    """A named list of areas: the programme's own, or the one of 2001."""

    __tablename__ = "area_list"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    explanation: Mapped[str] = mapped_column(String(1000), default="")

    entries: Mapped[list["AreaListEntry"]] = relationship(
        back_populates="list", order_by="AreaListEntry.position", cascade="all, delete-orphan"
    )


class AreaListEntry(Base):
    """One row of a list, with the evidence that it belongs there."""

    __tablename__ = "area_list_entry"
    __table_args__ = (UniqueConstraint("list_code", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    list_code: Mapped[str] = mapped_column(ForeignKey("area_list.code"))
    position: Mapped[int] = mapped_column(Integer)
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"), index=True)
    rank: Mapped[int | None] = mapped_column(Integer)
    old_name: Mapped[str | None] = mapped_column(String(80), comment="the district's name in the list's own time")
    evidence: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(String(500), default="")

    list: Mapped[AreaList] = relationship(back_populates="entries")
    area: Mapped[Area] = relationship()

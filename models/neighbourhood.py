"""Named parts of districts, and the small areas of the official statistics that they are made of."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .account import Account
from .area import Area
from .base import Base, Timestamped


class SmallArea(Base):
    """A small area (LSOA) in one edition of the Indices of Deprivation, as the official file has it.
    Ranks and tenths of two editions are never compared."""

    __tablename__ = "small_area"

    code: Mapped[str] = mapped_column(String(9), primary_key=True)
    edition: Mapped[int] = mapped_column(Integer, primary_key=True, comment="2019 or 2025")
    name: Mapped[str] = mapped_column(String(80), index=True)
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"), index=True)
    rank: Mapped[int] = mapped_column(Integer, comment="1 is the most deprived in England")
    decile: Mapped[int] = mapped_column(Integer, comment="1 is the most deprived tenth")


class Neighbourhood(Timestamped, Base):
    """A named part of a district. Its decile is its own, and is not read off the district: it is worked out
    from the small areas where the official file has them all, or else as somebody said it (``source``)."""

    __tablename__ = "neighbourhood"
    __table_args__ = (UniqueConstraint("area_code", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    name: Mapped[str] = mapped_column(String(120))
    ward: Mapped[str] = mapped_column(String(120), default="", server_default="")
    decile: Mapped[int | None] = mapped_column(Integer, comment="1 is the most deprived tenth")
    edition: Mapped[int | None] = mapped_column(Integer)
    source: Mapped[str] = mapped_column(String(200), default="", server_default="", comment="who said the decile")
    illustrative: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    area: Mapped[Area] = relationship()
    by: Mapped[Account | None] = relationship()
    small_areas: Mapped[list["NeighbourhoodSmallArea"]] = relationship(
        cascade="all, delete-orphan", order_by="NeighbourhoodSmallArea.code"
    )

    @property
    def codes(self) -> list[str]:
        return [one.code for one in self.small_areas]


class NeighbourhoodSmallArea(Base):
    """One small area of a neighbourhood. Its code may be older or newer than the files that are here."""

    __tablename__ = "neighbourhood_small_area"

    neighbourhood_id: Mapped[int] = mapped_column(ForeignKey("neighbourhood.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(9), primary_key=True, index=True)


class NeighbourhoodList(Timestamped, Base):
    """A list of neighbourhoods that was uploaded and is being looked at. It goes when it is saved or thrown away."""

    __tablename__ = "neighbourhood_list"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON, comment="number (as a spreadsheet counts), and the cells")
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))

    by: Mapped[Account] = relationship()

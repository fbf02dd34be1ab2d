"""What was counted of an area: the figures of the programme's pages, kept where counting takes long."""

from datetime import datetime

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, UTCDateTime


class AreaCount(Base):
    """One part of what was counted of one area, or of all. Made anew as a whole, never changed by hand."""

    __tablename__ = "area_count"

    area_code: Mapped[str] = mapped_column(
        String(9), primary_key=True, comment="empty: several areas, or not known; *: all"
    )
    part: Mapped[str] = mapped_column(String(10), primary_key=True, comment="numbers that are read together")
    counted_at: Mapped[datetime] = mapped_column(UTCDateTime())
    numbers: Mapped[dict[str, dict[str, int]]] = mapped_column(JSON, comment="what is counted -> key -> how many")

"""What was counted of an area: the figures of the programme's pages, kept where counting takes long."""

from datetime import datetime

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from .base import Base, UTCDateTime


class AreaCount(Base):
    """Everything counted of one area at one moment. Made anew as a whole, never changed by hand."""

    __tablename__ = "area_count"

    area_code: Mapped[str] = mapped_column(String(9), primary_key=True, comment="empty: several areas, or not known")
    counted_at: Mapped[datetime] = mapped_column(UTCDateTime())
    numbers: Mapped[dict[str, dict[str, int]]] = mapped_column(JSON, comment="what is counted -> key -> how many")

"""What coordinators know better than the table of what firms of a trade can usually give."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .account import Account
from .base import Base, Code, UTCDateTime, now
from .match import Match
from .vocabulary import GuessState, GuessVerdict, Kind


class GuessCorrection(Base):
    """One guess switched off, or one added, for the firms of a sector. Never deleted: it is taken back."""

    __tablename__ = "guess_correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    sector: Mapped[str] = mapped_column(String(5), index=True, comment="SIC 2007; holds for every narrower code")
    kind: Mapped[Kind] = mapped_column(Code(Kind))
    verdict: Mapped[GuessVerdict] = mapped_column(Code(GuessVerdict))
    what: Mapped[str] = mapped_column(String(120), comment="completes “firms like this can often ...”")
    words: Mapped[list[str]] = mapped_column(JSON, default=list, comment="how people in need say it")
    state: Mapped[GuessState] = mapped_column(Code(GuessState), index=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), comment="none: proposed by the service")
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime(), comment="accepted, refused or taken back")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    changes: Mapped[int] = mapped_column(Integer, default=1, comment="how often it was made or decided")
    match_id: Mapped[int | None] = mapped_column(ForeignKey("match.id"), unique=True, comment="what led to a proposal")

    by: Mapped[Account | None] = relationship(foreign_keys=[by_id])
    decided_by: Mapped[Account | None] = relationship(foreign_keys=[decided_by_id])
    match: Mapped[Match | None] = relationship()

"""The weights in force, version by version, and what each retraining came to."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Float, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .account import Account
from .base import Base, Code, UTCDateTime, now
from .vocabulary import WeightsSource


class WeightsVersion(Base):
    """One version of the weights and of the table theme by kind. Append-only: the newest is in force,
    and going back to an older one is a new version. Without any, those that come with the service are."""

    __tablename__ = "weights_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(Integer, unique=True, comment="2 is the first after those of the service")
    source: Mapped[WeightsSource] = mapped_column(Code(WeightsSource))
    parts: Mapped[dict[str, float]] = mapped_column(JSON, comment="part of the score -> weight, together 1")
    threshold: Mapped[float] = mapped_column(Float, comment="below this score a pair is not suggested")
    somebody: Mapped[float] = mapped_column(Float, comment="below this best score nobody is")
    least_can_do: Mapped[float] = mapped_column(Float, comment="nor below this value of what the firm can do")
    affinity: Mapped[dict[str, dict[str, int]]] = mapped_column(JSON, comment="theme -> kind of help -> 0 to 3")
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), comment="none: learned from decisions")

    by: Mapped[Account | None] = relationship()

    @property
    def name(self) -> str:
        """What suggestions are stored with, after the version of the model: ``set-4``, ``learned-5``."""
        return f"{self.source.value}-{self.number}"


class Retraining(Base):
    """One look at what decisions teach: measured on held-back decisions, promoted or not. Append-only."""

    __tablename__ = "retraining"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    decisions: Mapped[int] = mapped_column(Integer, comment="verdicts that hold, of all kinds")
    usable: Mapped[int] = mapped_column(Integer, comment="those that teach something")
    people: Mapped[int] = mapped_column(Integer, comment="how many coordinators gave them")
    left_out: Mapped[int] = mapped_column(Integer, default=0, comment="people whose decisions run against the rest")
    gain: Mapped[float] = mapped_column(Float, comment="nats a held-back decision, over the weights in force")
    uncertainty: Mapped[float] = mapped_column(Float, comment="standard error of the gain")
    promoted: Mapped[bool]
    outcome: Mapped[str] = mapped_column(String(32), comment="why, as a code of matching.learning.Outcome")
    against: Mapped[str] = mapped_column(String(80), comment="the version it was measured against")
    parts: Mapped[dict[str, float]] = mapped_column(JSON, comment="the weights that were tried")
    half: Mapped[float | None] = mapped_column(Float, comment="the score at which a confirmation is as likely as not")
    calibration: Mapped[list[Any]] = mapped_column(JSON, comment="(foretold share, true share, decisions)")
    version_id: Mapped[int | None] = mapped_column(ForeignKey("weights_version.id"), comment="where it was promoted")

    version: Mapped[WeightsVersion | None] = relationship()

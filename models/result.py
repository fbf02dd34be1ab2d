"""What came of a match: reported by those who took part, verified by those who received it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Float, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .account import Account
from .base import Base, Code, Timestamped, UTCDateTime, new_reference, now
from .match import Match
from .partnership import NeedPart
from .vocabulary import Anyway, ContributionClass, Measure, Missing


class Result(Timestamped, Base):
    """The one result of a match, counted once and for one area. Verified only by the receiver."""

    __tablename__ = "result"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True, default=new_reference("R"))
    match_id: Mapped[int] = mapped_column(ForeignKey("match.id"), unique=True)
    area_code: Mapped[str | None] = mapped_column(ForeignKey("area.code"), index=True)
    neighbourhood_id: Mapped[int | None] = mapped_column(ForeignKey("neighbourhood.id"), index=True)
    words: Mapped[str] = mapped_column(Text, default="", comment="what came of it, as reported")
    reported_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    reported_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    reported_for: Mapped[str] = mapped_column(String(20), comment="business, partnership, broker or coordinator")
    verified_at: Mapped[datetime | None] = mapped_column(UTCDateTime(), index=True)
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    verified_on_behalf: Mapped[bool] = mapped_column(default=False, comment="said to an officer, who noted it")
    difference: Mapped[int | None] = mapped_column(Integer, comment="the receiver's own 1 to 5")
    anyway: Mapped[Anyway | None] = mapped_column(Code(Anyway))
    receiver_words: Mapped[str] = mapped_column(Text, default="")
    business_again: Mapped[bool | None] = mapped_column(comment="would do it again")
    partnership_again: Mapped[bool | None] = mapped_column(comment="would do it again")
    illustrative: Mapped[bool] = mapped_column(default=False)

    match: Mapped[Match] = relationship()
    reported_by: Mapped[Account] = relationship(foreign_keys=[reported_by_id])
    verified_by: Mapped[Account | None] = relationship(foreign_keys=[verified_by_id])
    lines: Mapped[list["ResultLine"]] = relationship(
        back_populates="result", order_by="ResultLine.id", cascade="all, delete-orphan"
    )


class ResultLine(Base):
    """One figure of a result: what was given for a part of the need, or one thing that came of it.

    It is a number, or "none yet" or "unknown" with a reason; never an empty skip. ``verified_value``
    is the receiver's own number, which may differ from the one reported.
    """

    __tablename__ = "result_line"
    __table_args__ = (
        CheckConstraint("(part_id IS NULL) <> (measure IS NULL)", name="of_one_thing"),
        CheckConstraint("(value IS NULL) <> (missing IS NULL)", name="never_skipped"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    result_id: Mapped[int] = mapped_column(ForeignKey("result.id"), index=True)
    part_id: Mapped[int | None] = mapped_column(ForeignKey("need_part.id"), index=True)
    measure: Mapped[Measure | None] = mapped_column(Code(Measure))
    value: Mapped[float | None] = mapped_column(Float, comment="in the kind's own unit, or a count")
    missing: Mapped[Missing | None] = mapped_column(Code(Missing))
    why_missing: Mapped[str] = mapped_column(String(200), default="")
    contribution: Mapped[ContributionClass | None] = mapped_column(Code(ContributionClass))
    verified_value: Mapped[float | None] = mapped_column(Float)

    result: Mapped[Result] = relationship(back_populates="lines")
    part: Mapped[NeedPart | None] = relationship()

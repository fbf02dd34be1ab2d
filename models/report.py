"""Fund tags, and reports as they were frozen: their numbers, dates, definitions and author."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, event, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .account import Account
from .base import Base, Code, Timestamped, UTCDateTime, new_reference, now
from .vocabulary import Span

_STANDING: dict[str, Any] = {f"{kind}_where": text("taken_at IS NULL") for kind in ("sqlite", "postgresql")}


class FundTag(Timestamped, Base):
    """A fund that pays for some of the work, as the programme calls it."""

    __tablename__ = "fund_tag"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    retired_at: Mapped[datetime | None] = mapped_column(UTCDateTime(), comment="given to nothing new")


class FundTagGiven(Base):
    """A fund tag on a need, which then stands for all its matches, or on one match."""

    __tablename__ = "fund_tag_given"
    __table_args__ = (
        CheckConstraint("(need_id IS NULL) <> (match_id IS NULL)", name="of_one_thing"),
        Index("uq_fund_tag_given_need", "tag_id", "need_id", unique=True, **_STANDING),
        Index("uq_fund_tag_given_match", "tag_id", "match_id", unique=True, **_STANDING),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("fund_tag.id"))
    need_id: Mapped[int | None] = mapped_column(ForeignKey("need.id"), index=True)
    match_id: Mapped[int | None] = mapped_column(ForeignKey("match.id"), index=True)
    given_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    taken_at: Mapped[datetime | None] = mapped_column(UTCDateTime(), comment="taken off again")
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    tag: Mapped[FundTag] = relationship()


class FrozenReport(Base):
    """A report as it was on one day. Never changed: what changed since is counted anew beside it.

    Names are kept as they were: an area, a neighbourhood, a fund or an author may be called otherwise later.
    """

    __tablename__ = "frozen_report"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(12), unique=True, default=new_reference("F"))
    once: Mapped[str] = mapped_column(String(32), unique=True, comment="of the page it was frozen from: once each")
    areas: Mapped[list[str] | None] = mapped_column(JSON, comment="district codes; empty: the whole programme")
    parts: Mapped[list[int] | None] = mapped_column(JSON, comment="numbers of neighbourhoods; empty: whole areas")
    place: Mapped[str] = mapped_column(String(200), comment="as it was called")
    span: Mapped[Span] = mapped_column(Code(Span))
    first_on: Mapped[date] = mapped_column(Date)
    last_on: Mapped[date] = mapped_column(Date, index=True)
    tag_id: Mapped[int | None] = mapped_column(ForeignKey("fund_tag.id"))
    tag_name: Mapped[str] = mapped_column(String(80), default="", comment="as it was called")
    definitions: Mapped[str] = mapped_column(String(20), comment="the version of the definitions")
    meanings: Mapped[list[Any]] = mapped_column(JSON, comment="[word, what it means], as they were printed")
    stories: Mapped[list[Any]] = mapped_column(JSON, comment="[number, version] of each; their words are not kept")
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    author_name: Mapped[str] = mapped_column(String(120))
    frozen_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    illustrative: Mapped[bool] = mapped_column(default=False)

    lines: Mapped[list["FrozenLine"]] = relationship(back_populates="report", order_by="FrozenLine.position")
    tag: Mapped[FundTag | None] = relationship()
    author: Mapped[Account] = relationship()


class FrozenLine(Base):
    """One line of a frozen report: its number, that of the time before, and which rows it counted."""

    __tablename__ = "frozen_line"

    report_id: Mapped[int] = mapped_column(ForeignKey("frozen_report.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    definition: Mapped[str] = mapped_column(String(20), comment="the version of this line's definition")
    name: Mapped[str] = mapped_column(Text, comment="as it was printed")
    number: Mapped[int | None] = mapped_column(Integer, comment="empty: not known for such a place")
    before: Mapped[int | None] = mapped_column(Integer)
    unplaced: Mapped[int | None] = mapped_column(Integer, comment="rows that may belong here: their place is not known")
    rows: Mapped[list[int]] = mapped_column(JSON, deferred=True, comment="the numbers of the rows it counted")

    report: Mapped[FrozenReport] = relationship(back_populates="lines")


class Frozen(Exception):
    """Somebody tried to change what is frozen."""


def _refuse(_mapper: Any, _connection: Any, target: Any) -> None:
    raise Frozen(f"{type(target).__name__} is never changed")


for _table in (FrozenReport, FrozenLine):
    for _what in ("before_update", "before_delete"):
        event.listen(_table, _what, _refuse)

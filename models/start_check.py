"""What has to be seen before a match starts: the list, and who saw what until when."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .account import Account
from .base import Base, Code, Timestamped, UTCDateTime
from .match import Match
from .partnership import Need
from .vocabulary import CheckKind, Kind, Safeguarding


class StartCheckRule(Timestamped, Base):
    """One line of the list. It holds for a kind of help, for how children are involved, for one
    need, or for all where none of these is named; a retired line stays for those who saw it."""

    __tablename__ = "start_check_rule"

    id: Mapped[int] = mapped_column(primary_key=True)
    check: Mapped[CheckKind] = mapped_column("check_kind", Code(CheckKind))
    words: Mapped[str] = mapped_column(String(200), comment="what is looked at, in plain words")
    kind: Mapped[Kind | None] = mapped_column(Code(Kind))
    safeguarding: Mapped[Safeguarding | None] = mapped_column(Code(Safeguarding))
    need_id: Mapped[int | None] = mapped_column(ForeignKey("need.id"), index=True)
    required: Mapped[bool] = mapped_column(default=True)
    valid_months: Mapped[int | None] = mapped_column(Integer, comment="how long it usually holds")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    retired_at: Mapped[datetime | None] = mapped_column(UTCDateTime())

    need: Mapped[Need | None] = relationship()


class StartCheck(Timestamped, Base):
    """That a line was seen for a match, or is not needed there. Never a copy of a certificate."""

    __tablename__ = "start_check"

    match_id: Mapped[int] = mapped_column(ForeignKey("match.id"), primary_key=True)
    rule_id: Mapped[int] = mapped_column(ForeignKey("start_check_rule.id"), primary_key=True)
    seen_on: Mapped[date] = mapped_column(Date)
    seen_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    valid_until: Mapped[date | None] = mapped_column(Date, index=True)
    not_needed: Mapped[bool] = mapped_column(default=False, comment="decided for this match, with words")
    words: Mapped[str] = mapped_column(Text, default="")

    match: Mapped[Match] = relationship()
    rule: Mapped[StartCheckRule] = relationship()
    seen_by: Mapped[Account] = relationship()

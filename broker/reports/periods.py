"""The time of a report: a month, a quarter or year of the financial year (from 1 April), or any dates.

Days are days in England, both ends included. Quarter 1 is April to June.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _

from models.vocabulary import Span

from ..reference.financial_years import financial_year, year_name

DAY = timedelta(days=1)
#: How far back the choices go.
MONTHS, QUARTERS, YEARS = 24, 12, 5
_LENGTH = {Span.MONTH: 1, Span.QUARTER: 3, Span.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Period:
    """From its first day to its last."""

    span: Span
    first: date
    last: date

    def has(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def before(self) -> "Period":
        """The one before, as long: the month, quarter or year before, or as many days."""
        if self.span is Span.DATES:
            return Period(self.span, self.first - timedelta(days=self.days), self.first - DAY)
        return _months(self.span, _index(self.first) - _LENGTH[self.span])

    @property
    def code(self) -> str:
        """``2026-11``, ``2026-q3`` (October to December 2026), ``2026-fy``, or ``dates``."""
        year = financial_year(self.first)
        return {
            Span.MONTH: f"{self.first:%Y-%m}",
            Span.QUARTER: f"{year}-q{quarter(self.first)}",
            Span.YEAR: f"{year}-fy",
            Span.DATES: Span.DATES.value,
        }[self.span]

    @property
    def name(self) -> str:
        if self.span is Span.MONTH:
            return f"{self.first:%B %Y}"
        year = year_name(financial_year(self.first))
        if self.span is Span.QUARTER:
            months = f"{self.first:%B} to {self.last:%B %Y}"
            return _(
                "%(months)s (quarter %(number)s of %(year)s)", months=months, number=quarter(self.first), year=year
            )
        return _("Financial year %(year)s", year=year) if self.span is Span.YEAR else self.dates

    @property
    def dates(self) -> str:
        """``1 October 2026 to 31 December 2026``."""
        return _("%(first)s to %(last)s", first=_said(self.first), last=_said(self.last))


def quarter(day: date) -> int:
    """1 is April to June."""
    return (day.month - 4) % 12 // 3 + 1


def month_of(day: date) -> Period:
    return _months(Span.MONTH, _index(day))


def quarter_of(day: date) -> Period:
    return _months(Span.QUARTER, _index(day) - (day.month - 4) % 3)


def year_of(day: date) -> Period:
    return _months(Span.YEAR, financial_year(day) * 12 + 3)


def dates(first: date, last: date) -> Period:
    """Any dates. The first is not after the last."""
    return Period(Span.DATES, first, last)


def choices(day: date) -> Iterator[Period]:
    """What can be chosen on a day, newest first: quarters, then months, then years. The first has not ended."""
    for begins, how_many in ((quarter_of, QUARTERS), (month_of, MONTHS), (year_of, YEARS)):
        one = begins(day)
        for _number in range(how_many):
            yield one
            one = one.before


def named(code: str) -> Period | None:
    """The period of a code; None for one that is none. It may be to come."""
    head, _dash, tail = code.partition("-")
    if not (code.isascii() and len(head) == 4 and head.isdigit() and 1900 <= int(head) <= 2100):
        return None
    year = int(head)
    if len(tail) == 2 and tail[0] == "q" and tail[1] in "1234":
        return _months(Span.QUARTER, year * 12 + 3 * int(tail[1]))
    if tail == "fy":
        return _months(Span.YEAR, year * 12 + 3)
    if len(tail) == 2 and tail.isascii() and tail.isdigit() and 1 <= int(tail) <= 12:
        return _months(Span.MONTH, year * 12 + int(tail) - 1)
    return None


def _months(span: Span, index: int) -> Period:
    end = index + _LENGTH[span]
    return Period(span, date(index // 12, index % 12 + 1, 1), date(end // 12, end % 12 + 1, 1) - DAY)


def _index(day: date) -> int:
    return day.year * 12 + day.month - 1


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"

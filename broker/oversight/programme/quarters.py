"""Quarters and financial years (1 April to 31 March): the periods that help is looked at by."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from ...cases.clocks import day_of
from ...reference import financial_years

#: Between what is counted and the quarter it is counted in: ``theme:ENV@2026Q2``.
BY_QUARTER = "@"
IS_QUARTER = re.compile(r"[12][0-9]{3}Q[1-4]")
#: The months that quarters of the calendar begin with.
BEGINS = {"1": 1, "2": 4, "3": 7, "4": 10}


@dataclass(frozen=True, slots=True)
class Period:
    """A quarter, or the four of a financial year. ``code`` is ``2026Q2`` or ``2026-27``; without quarters it
    is all time."""

    code: str
    quarters: tuple[str, ...]

    @property
    def name(self) -> str:
        if not self.quarters:
            return _("All time")
        if self.code in self.quarters:
            return quarter_name(self.code)
        year = int(self.code[:4])
        return _("Financial year: April %(first)s to March %(last)s", first=year, last=year + 1)

    def holds(self, quarter: str) -> bool:
        return not self.quarters or quarter in self.quarters


ALL_TIME = Period("", ())


def keys_of(group: str, period: Period) -> tuple[str, ...]:
    """The keys under which a group is counted in a period."""
    return tuple(f"{group}{BY_QUARTER}{one}" for one in period.quarters) or (group,)


def period_of(quarters: Iterable[str]) -> str:
    """The name of the period that some quarters make; "" for none. What is no quarter is passed over."""
    found = sorted({one for one in quarters if IS_QUARTER.fullmatch(one)})
    years = {financial_year(one) for one in found}
    if len(found) == 4 and len(years) == 1:
        return Period(years.pop(), tuple(found)).name
    return ", ".join(quarter_name(one) for one in found)


def quarter_of(day: date | datetime) -> str:
    """``2026Q2`` for April to June 2026. A time counts on the day it was in England."""
    day = day_of(day) if isinstance(day, datetime) else day
    return f"{day.year:04d}Q{(day.month - 1) // 3 + 1}"


def last_month(quarter: str) -> int:
    """6 for ``2026Q2``."""
    return BEGINS[quarter[5:]] + 2


def quarter_name(quarter: str) -> str:
    """``April to June 2026``."""
    year, month = int(quarter[:4]), BEGINS[quarter[5:]]
    first, last = date(year, month, 1), date(year, month + 2, 1)
    return _("%(first)s to %(last)s %(year)s", first=f"{first:%B}", last=f"{last:%B}", year=year)


def financial_year(quarter: str) -> str:
    """``2025-26`` for the last quarter of it, ``2026Q1``."""
    return financial_years.year_name(financial_years.financial_year(date(int(quarter[:4]), BEGINS[quarter[5:]], 1)))


def periods_of(quarters: Iterable[str], today: date) -> list[Period]:
    """What can be chosen: all time, then each financial year with its quarters, the newest first."""
    known = sorted({*quarters, quarter_of(today)}, reverse=True)
    found = [ALL_TIME]
    for year in dict.fromkeys(financial_year(one) for one in known):
        first = int(year[:4])
        found.append(Period(year, (*(f"{first:04d}Q{n}" for n in (2, 3, 4)), f"{first + 1:04d}Q1")))
        found += [Period(one, (one,)) for one in known if financial_year(one) == year]
    return found

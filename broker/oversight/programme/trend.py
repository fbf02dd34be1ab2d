"""How it goes over time: what came in and what came of it, month by month."""

from dataclasses import dataclass
from datetime import date

from .conversion import first_day, months_until
from .counting import Whole

#: A year and the month it is compared with.
MONTHS = 13
SERIES = ("firms", "needs_in", "introductions", "results")


@dataclass(frozen=True, slots=True)
class Trend:
    """``series`` is what -> how many in each of ``months``, oldest first. The last month is not over."""

    months: tuple[str, ...]
    series: dict[str, tuple[int, ...]]

    @property
    def names(self) -> list[str]:
        """``Mar 26``, for an axis."""
        return [f"{first_day(month):%b %y}" for month in self.months]

    @property
    def empty(self) -> bool:
        return not any(any(values) for values in self.series.values())


def trend_of(whole: Whole, day: date) -> Trend:
    months = tuple(months_until(day, MONTHS))
    return Trend(months, {what: tuple(whole.of(what, month) for month in months) for what in SERIES})

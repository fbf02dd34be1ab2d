"""Financial years of English public bodies: 1 April to 31 March, each called by the years it touches."""

from datetime import date

FIRST_MONTH = 4


def financial_year(day: date) -> int:
    """The year in which the financial year of a day began."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def year_name(year: int) -> str:
    """``2026-27`` for the one that begins in April 2026."""
    return f"{year:04d}-{(year + 1) % 100:02d}"

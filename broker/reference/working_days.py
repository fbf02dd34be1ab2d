"""Working days in England: Monday to Friday without bank holidays.

The yearly holidays are computed (Banking and Financial Dealings Act 1971, schedule 1, and custom);
days moved or added by proclamation are listed below and can only be added once they are announced.
"""

from datetime import date, timedelta
from functools import cache

#: By proclamation: days added, and days taken away (moved to another date).
_ADDED = (
    date(2020, 5, 8),  # Victory in Europe, 75 years
    date(2022, 6, 2),  # spring bank holiday, moved
    date(2022, 6, 3),  # Platinum Jubilee
    date(2022, 9, 19),  # State Funeral of Queen Elizabeth II
    date(2023, 5, 8),  # Coronation of King Charles III
)
_TAKEN_AWAY = (date(2020, 5, 4), date(2022, 5, 30))
_DAY = timedelta(days=1)


def easter_sunday(year: int) -> date:
    """Easter Sunday of a year of the Gregorian calendar (Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of England in a year, on the days on which they are kept."""
    easter = easter_sunday(year)
    days = {
        _next_free(date(year, 1, 1), set()),
        easter - 2 * _DAY,
        easter + _DAY,
        _monday_from(date(year, 5, 1)),
        _monday_from(date(year, 5, 25)),
        _monday_from(date(year, 8, 25)),
    }
    # Boxing Day on a Monday stays where it is; a Christmas Day on the Sunday before goes round it
    christmas, boxing = date(year, 12, 25), date(year, 12, 26)
    taken = {day for day in (christmas, boxing) if day.weekday() < 5}
    for day in (christmas, boxing):
        if day not in taken:
            taken.add(_next_free(day, taken))
    days |= taken
    days |= {day for day in _ADDED if day.year == year}
    return frozenset(days.difference(_TAKEN_AWAY))


def is_working_day(day: date) -> bool:
    """True from Monday to Friday, bank holidays apart."""
    return day.weekday() < 5 and day not in bank_holidays(day.year)


def add_working_days(start: date, days: int) -> date:
    """The working day that is ``days`` working days after ``start`` (before it where negative).

    ``start`` itself is not counted, whether a working day or not. With 0 it is ``start``, or the
    next working day where ``start`` is none.
    """
    step = _DAY if days >= 0 else -_DAY
    day = start
    if days == 0:
        while not is_working_day(day):
            day += _DAY
    for _ in range(abs(days)):
        day += step
        while not is_working_day(day):
            day += step
    return day


def working_days_between(start: date, end: date) -> int:
    """Working days after ``start`` up to and including ``end``; negative where ``end`` is earlier.

    So that ``working_days_between(day, add_working_days(day, n)) == n`` for every n but 0.
    """
    if end < start:
        return -sum(is_working_day(start - n * _DAY) for n in range(1, (start - end).days + 1))
    return sum(is_working_day(start + n * _DAY) for n in range(1, (end - start).days + 1))


def _monday_from(day: date) -> date:
    """The first Monday on or after a day."""
    return day + (-day.weekday() % 7) * _DAY


def _next_free(day: date, taken: set[date]) -> date:
    """The day itself, or the next weekday that is not taken."""
    while day.weekday() > 4 or day in taken:
        day += _DAY
    return day

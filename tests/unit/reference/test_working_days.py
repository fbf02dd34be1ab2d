"""Bank holidays of England and working days."""

from datetime import date

import pytest

from broker.reference.working_days import (
    add_working_days,
    bank_holidays,
    easter_sunday,
    is_working_day,
    working_days_between,
)

# as published, written as month and day
PUBLISHED = {
    2020: "1-1 4-10 4-13 5-8 5-25 8-31 12-25 12-28",
    2021: "1-1 4-2 4-5 5-3 5-31 8-30 12-27 12-28",
    2022: "1-3 4-15 4-18 5-2 6-2 6-3 8-29 9-19 12-26 12-27",
    2023: "1-2 4-7 4-10 5-1 5-8 5-29 8-28 12-25 12-26",
    2024: "1-1 3-29 4-1 5-6 5-27 8-26 12-25 12-26",
    2025: "1-1 4-18 4-21 5-5 5-26 8-25 12-25 12-26",
    2026: "1-1 4-3 4-6 5-4 5-25 8-31 12-25 12-28",
    2027: "1-1 3-26 3-29 5-3 5-31 8-30 12-27 12-28",
}


@pytest.mark.parametrize("year", PUBLISHED)
def test_bank_holidays_are_those_published(year):
    published = {date(year, *map(int, day.split("-"))) for day in PUBLISHED[year].split()}
    assert bank_holidays(year) == published


@pytest.mark.parametrize(
    ("year", "month", "day"), [(2000, 4, 23), (2008, 3, 23), (2011, 4, 24), (2026, 4, 5), (2038, 4, 25)]
)
def test_easter(year, month, day):
    assert easter_sunday(year) == date(year, month, day)


def test_a_week_end_and_a_bank_holiday_are_passed_over():
    # Thursday before Easter 2026: Friday, the week-end and Monday do not count
    assert add_working_days(date(2026, 4, 2), 1) == date(2026, 4, 7)
    assert add_working_days(date(2026, 4, 7), -1) == date(2026, 4, 2)


def test_five_working_days_across_the_new_year():
    assert add_working_days(date(2026, 12, 24), 5) == date(2027, 1, 5)


def test_no_days_added_is_the_day_itself_or_the_next_working_day():
    assert add_working_days(date(2026, 4, 2), 0) == date(2026, 4, 2)
    assert add_working_days(date(2026, 4, 4), 0) == date(2026, 4, 7)


def test_days_between_undo_days_added():
    start = date(2025, 12, 19)
    for days in (*range(1, 40), -1, -7, -30):
        assert working_days_between(start, add_working_days(start, days)) == days
    assert working_days_between(start, start) == 0


def test_saturdays_and_christmas_are_no_working_days():
    assert not is_working_day(date(2026, 11, 21))
    assert not is_working_day(date(2026, 12, 25))
    assert is_working_day(date(2026, 11, 23))

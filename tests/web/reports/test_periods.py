"""Months, quarters and years as councils in England count them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from broker.cases.clocks import begins_at, day_of
from broker.reports.periods import choices, dates, month_of, named, quarter_of, year_of
from models.vocabulary import Span

LAST, FIRST = date(2026, 3, 31), date(2026, 4, 1)


def test_the_financial_year_begins_on_the_first_of_april(app):
    with app.test_request_context():
        assert (year_of(LAST).name, year_of(FIRST).name) == ("Financial year 2025-26", "Financial year 2026-27")
        assert (year_of(FIRST).first, year_of(FIRST).last) == (FIRST, date(2027, 3, 31))
        assert quarter_of(LAST).name == "January to March 2026 (quarter 4 of 2025-26)"
        assert quarter_of(FIRST).name == "April to June 2026 (quarter 1 of 2026-27)"
        assert (quarter_of(LAST).first, quarter_of(LAST).last) == (date(2026, 1, 1), LAST)


@pytest.mark.parametrize("begins", [month_of, quarter_of, year_of])
def test_the_time_before_ends_where_this_begins(begins):
    for day in (LAST, FIRST, date(2024, 2, 29), date(2026, 12, 31)):
        one = begins(day)
        assert one.has(day) and not one.has(one.first - timedelta(days=1)) and not one.has(one.last + timedelta(days=1))
        assert one.before.last == one.first - timedelta(days=1) and one.before == begins(one.before.first)


def test_before_other_dates_are_as_many_days():
    week = dates(date(2026, 4, 1), date(2026, 4, 7))
    assert (week.before.first, week.before.last) == (date(2026, 3, 25), LAST)


def test_every_choice_has_a_code_that_names_it(app):
    with app.test_request_context():
        every = list(choices(FIRST))
    assert len({one.code for one in every}) == len(every)
    assert all(named(one.code) == one for one in every)
    for wrong in ("", "2026", "2026-13", "2026-q5", "2026-00", "26-04", "x026-04", "2026-²5", "dates", "9999-q1"):
        assert named(wrong) is None, wrong
    assert named("2099-q1").span is Span.QUARTER  # it may be to come: the page says so


@pytest.mark.parametrize("day", [date(2026, 3, 28), date(2026, 3, 29), FIRST, date(2026, 10, 25), date(2026, 10, 26)])
def test_a_day_begins_when_it_begins_in_england(day):
    begins = begins_at(day)
    assert day_of(begins) == day and day_of(begins - timedelta(microseconds=1)) == day - timedelta(days=1)


def test_half_past_eleven_at_night_in_utc_is_the_next_day_in_summer():
    assert begins_at(FIRST) == datetime(2026, 3, 31, 23, tzinfo=UTC)

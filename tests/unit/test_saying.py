"""Dates, amounts and numbers as people say them."""

from datetime import UTC, date, datetime

import pytest

from broker.edge.filters import amount, number, spoken_date, spoken_time
from models.vocabulary import Kind


@pytest.mark.parametrize(
    ("value", "kind", "said"),
    [
        (1, Kind.KIT, "1 item"),
        (2, Kind.KIT, "2 items"),
        (1.5, Kind.PRO, "1.5 hours"),
        (1200, Kind.CSH, "£1,200"),
        (None, Kind.PRO, ""),
    ],
)
def test_an_amount_is_said_in_its_unit(app, value, kind, said):
    with app.test_request_context():
        assert amount(value, kind) == said


def test_a_number_has_no_needless_decimals():
    assert [number(2.0), number(2.25), number(None)] == ["2", "2.2", ""]


def test_a_time_in_summer_is_told_as_the_clocks_in_england_show_it():
    assert spoken_time(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2026, 12:30am"


def test_a_date_is_told_without_a_nought():
    assert spoken_date(date(2027, 3, 3)) == "3 March 2027"

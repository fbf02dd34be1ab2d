"""Dates, amounts and numbers as people say them."""

from datetime import UTC, date, datetime

import pytest

from broker.edge.filters import amount, number, spoken_date, spoken_time, without_contact_details
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


@pytest.mark.parametrize(
    "words",
    [
        "Ring 01632 960123 after 4",
        "Ring +44 (0)1632 960 123 after 4",
        "Ring 0044 1632 960123 after 4",
        "Ring 01632.960.123 after 4",
        "Ring 07700–900–982 after 4",
        "Write to jo.field@board.example or ring",
    ],
)
def test_ways_to_reach_somebody_are_left_out_of_their_words(app, words):
    with app.test_request_context():
        said = without_contact_details(words)
    assert "left out" in said and "960" not in said and "900" not in said and "@" not in said


def test_amounts_dates_and_postcodes_stay_in_the_words(app):
    words = "40 chairs, £1,200, from 3 3 2027 to 2 4 2027, at L24 9HZ, 0.5 miles from 10 to 12.30"
    with app.test_request_context():
        assert without_contact_details(words) == words

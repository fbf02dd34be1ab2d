"""Postcodes as people type them."""

import math

import pytest

from broker.reference import postcodes
from broker.reference.districts import district
from broker.reference.grid import distance_miles, to_lat_lon
from broker.reference.postcode_files import Outcode, Row, letter_table
from broker.reference.postcodes import Nation, PostcodeProblem, Precision, find_postcode


@pytest.mark.parametrize(
    "typed", ["L24 9HZ", "l24 9hz", "l249hz", "  L24  9HZ ", "L24-9HZ", "L24\u00a09HZ", "L 2 4 9 H Z", "Ｌ２４ ９ＨＺ"]
)
def test_a_postcode_is_found_however_it_is_typed(typed):
    found = find_postcode(typed)
    assert found.ok
    assert (found.postcode, found.outcode) == ("L24 9HZ", "L24")
    assert (found.district, found.district_name, found.region) == ("E08000012", "Liverpool", "North West")
    assert found.nation is Nation.ENGLAND
    assert found.precision is Precision.POSTCODE
    assert found.district_share is None
    assert found.lat == pytest.approx(53.3503, abs=0.001)
    assert found.lon == pytest.approx(-2.8585, abs=0.001)


@pytest.mark.parametrize(("typed", "name"), [("W1X 6AQ", "Westminster"), ("LE99 1AA", None), ("W1M", "Westminster")])
def test_a_postcode_of_an_outcode_that_has_closed_is_read(typed, name):
    found = find_postcode(typed)
    assert found.problem is not PostcodeProblem.MALFORMED
    assert found.district_name == name


def test_a_postcode_of_sheffield_has_the_code_of_the_indices():
    assert find_postcode("S1 1AA").district == "E08000019"
    assert find_postcode("S70").district == "E08000016"


@pytest.mark.parametrize(
    ("typed", "nation"),
    [
        ("EH1 1YZ", Nation.SCOTLAND),
        ("cf10 1ep", Nation.WALES),
        ("BT1 1AA", Nation.NORTHERN_IRELAND),
        ("JE2 3AB", Nation.JERSEY),
        ("GY1 1AA", Nation.GUERNSEY),
        ("IM1 1AA", Nation.ISLE_OF_MAN),
        ("EH1", Nation.SCOTLAND),
        ("EH1 9ZZ", Nation.SCOTLAND),
    ],
)
def test_a_postcode_outside_england_says_which_nation(typed, nation):
    found = find_postcode(typed)
    assert found.problem is PostcodeProblem.NOT_ENGLAND
    assert found.nation is nation
    assert found.district is None
    assert not found.ok


@pytest.mark.parametrize(
    "typed",
    [
        *("hello", "L24 9H1", "12345", "QQ1 1AA", "L24 9HZ L24", "<b>L24 9HZ</b>"),
        *("🙂", "١٢", "x" * 10_000, "L24 9HZ" + " " * 50 + "x"),
    ],
)
def test_what_has_not_the_shape_of_a_postcode_is_malformed(typed):
    found = find_postcode(typed)
    assert found.problem is PostcodeProblem.MALFORMED
    assert len(found.text) <= 40


@pytest.mark.parametrize("typed", ["", "   ", "\n"])
def test_nothing_is_empty(typed):
    assert find_postcode(typed).problem is PostcodeProblem.EMPTY


def test_an_unknown_postcode_is_told_from_a_malformed_one_and_hints_at_its_district():
    found = find_postcode("L24 9ZZ")
    assert found.problem is PostcodeProblem.UNKNOWN
    assert found.postcode == "L24 9ZZ"
    assert found.district_name == "Liverpool"
    assert found.precision is Precision.OUTCODE
    assert 0.5 < found.district_share < 1


def test_a_postcode_of_an_unknown_outcode_is_unknown():
    found = find_postcode("CH90 9AA")
    assert found.problem is PostcodeProblem.UNKNOWN
    assert found.district is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("124 9HZ", "L24 9HZ"),
        ("LI 1AA", "L1 1AA"),
        ("SWIA 1AA", "SW1A 1AA"),
        ("M1 lAE", "M1 1AE"),
        ("W1A OAX", "W1A 0AX"),
        ("EC3A BBF", "EC3A 8BF"),
    ],
)
def test_letters_mixed_up_with_digits_are_suggested_and_not_guessed(typed, meant):
    found = find_postcode(typed)
    assert not found.ok
    assert found.district is None or found.problem is PostcodeProblem.UNKNOWN
    assert meant in found.suggestions


@pytest.mark.parametrize(
    ("typed", "outcode"),
    [("L24", "L24"), ("l24 9", "L24"), ("L24 9H", "L24"), ("CH4 9", "CH4"), ("CH49", "CH49")],
)
def test_the_first_half_alone_is_partial(typed, outcode):
    found = find_postcode(typed)
    assert found.problem is PostcodeProblem.PARTIAL
    assert found.postcode is None
    assert found.outcode == outcode


def test_an_outcode_gives_its_commonest_district_and_how_common_it_is():
    found = find_postcode("L24")
    assert found.district_name == "Liverpool"
    assert found.precision is Precision.OUTCODE
    assert 0.5 < found.district_share < 1
    assert distance_miles(found, find_postcode("L24 9HZ")) < 2


def test_an_outcode_across_the_border_is_not_said_to_be_outside_england():
    found = find_postcode("LD8")
    assert found.problem is PostcodeProblem.PARTIAL
    assert found.district is None or district(found.district)


def test_a_postcode_without_coordinates_takes_those_of_its_outcode():
    closed = _closed_postcode_of("B")
    found = find_postcode(closed)
    assert found.ok
    assert found.precision is Precision.OUTCODE
    assert found.lat is not None
    assert found.district_share > 0


def test_a_postcode_for_bulk_mail_is_no_place():
    found = find_postcode("BN91 9AA")
    assert found.problem is PostcodeProblem.NO_PLACE
    assert (found.district, found.lat) == (None, None)


def test_where_the_outcode_has_no_position_the_centre_of_the_district_is_taken(monkeypatch):
    class Table:
        def find(self, outcode, inward):
            return Row("E08000012", None, None)

        def outcode(self, outcode):
            return Outcode((("E08000012", 1),), None, None)

    monkeypatch.setattr(postcodes, "letter_table", lambda letter: Table())
    found = find_postcode("L24 9HZ")
    assert found.precision is Precision.DISTRICT
    assert found.lat == pytest.approx(district("E08000012").lat, abs=1e-4)


def test_a_letter_is_kept_in_little_memory():
    table = letter_table("S")
    assert len(table) > 350_000
    assert table.bytes_held < 7_000_000
    assert letter_table("Q") is None


def test_the_grid_agrees_with_the_worked_example_of_the_ordnance_survey():
    # the transformed position of Caister water tower, TG 51409 13177, in WGS84
    lat, lon = to_lat_lon(651409.903, 313177.270)
    assert lat == pytest.approx(52.65798, abs=0.0001)
    assert lon == pytest.approx(1.71605, abs=0.0001)


def test_miles_between_known_places():
    liverpool, manchester = find_postcode("L1 1JQ"), find_postcode("M1 1AE")
    assert distance_miles(liverpool, manchester) == pytest.approx(31, abs=2)
    assert distance_miles(liverpool, liverpool) == pytest.approx(0)
    assert distance_miles(liverpool, find_postcode("nowhere")) is None


def _closed_postcode_of(letter):
    """A postcode in England with no district and no position of its own, in an outcode that has."""
    table = letter_table(letter)
    for at, number in enumerate(table._districts):
        if not table._names[number] and math.isnan(table._eastings[at]):
            key = table._key(at).decode()
            holds = table.outcode(key[:4].strip())
            if holds.districts and holds.districts[0][0].startswith("E"):
                return key
    raise AssertionError("every postcode has a position")

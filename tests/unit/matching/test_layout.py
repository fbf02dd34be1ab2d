import pytest

from broker.matching.cells import parse_offers, parse_parts, parse_reach
from broker.matching.errors import BadRow
from broker.matching.layout import parse_business_row, parse_need_row
from models.vocabulary import Kind, ReachKind, Safeguarding, SizeBand, Theme, WorksWithChildren


def firm(**cells: str):
    return parse_business_row({"id": "B1", "name": "Pike & Sons", **cells})


def asked(**cells: str):
    return parse_need_row({"id": "N1", "title": "A dry hall", **cells})


def test_offers_are_kinds_amounts_and_words():
    offers = parse_offers("KIT:52:Thursday's loaves; pro::a free hour: wills; leases;CSH:£1,500:")
    assert [(offer.kind, offer.amount, offer.words) for offer in offers] == [
        (Kind.KIT, 52, "Thursday's loaves"),
        (Kind.PRO, None, "a free hour: wills; leases"),
        (Kind.CSH, 1500, ""),
    ]


@pytest.mark.parametrize("cell", ["", "NSY::", "NSY"])
def test_an_empty_cell_and_nsy_are_not_sure_yet(cell):
    assert [offer.kind for offer in parse_offers(cell)] == [Kind.NSY]


def test_parts_are_kinds_amounts_and_most_businesses():
    parts = parse_parts("PRO:40:2;KIT::;VOL")
    assert [(part.kind, part.amount, part.places) for part in parts] == [
        (Kind.PRO, 40, 2),
        (Kind.KIT, None, 1),
        (Kind.VOL, None, 1),
    ]


@pytest.mark.parametrize(
    ("cell", "reach"),
    [
        ("5 miles", (ReachKind.MILES_5, (), None)),
        ("10 Miles", (ReachKind.MILES_10, (), None)),
        ("25 miles", (ReachKind.MILES_25, (), None)),
        ("region: North West", (ReachKind.REGION, (), "North West")),
        ("boroughs: Knowsley, Sefton", (ReachKind.BOROUGHS, ("Knowsley", "Sefton"), None)),
        ("England", (ReachKind.ENGLAND, (), None)),
        ("remote", (ReachKind.REMOTE, (), None)),
        ("", (ReachKind.UNKNOWN, (), None)),
        ("as far as the bus goes", (ReachKind.UNKNOWN, (), None)),
        ("boroughs:", (ReachKind.UNKNOWN, (), None)),
    ],
)
def test_reach_is_read_and_what_is_not_understood_is_not_known(cell, reach):
    assert parse_reach(cell) == reach


def test_open_to_ideas_only_these_and_not_asked_are_three_answers():
    assert [firm(open_to_ideas=cell).only_these for cell in ("yes", "only these", "")] == [False, True, None]


def test_children_sizes_and_dates_are_read():
    row = firm(children="no", size="10-49")
    assert (row.children, row.size) == (WorksWithChildren.NO, SizeBand.SMALL)
    need = asked(children="checks needed", until="31/03/2027", theme="Housing")
    assert (need.children, str(need.until), need.theme) == (Safeguarding.CHECKS, "2027-03-31", Theme.HOU)


def test_an_unknown_size_or_form_is_not_known_and_no_failure():
    assert firm(size="biggish", legal_form="firm").size is SizeBand.UNKNOWN


@pytest.mark.parametrize(
    ("read", "cells", "field"),
    [
        (firm, {"offers": "VAN:1:one"}, "offers"),
        (firm, {"offers": "KIT:lots:tins"}, "offers"),
        (firm, {"id": ""}, "id"),
        (firm, {"name": ""}, "name"),
        (asked, {"title": ""}, "title"),
        (asked, {"parts": "PRO:4:none"}, "parts"),
        (asked, {"parts": "PRO:4:0"}, "parts"),
        (asked, {"until": "soon"}, "until"),
        (asked, {"theme": "XYZ"}, "theme"),
    ],
)
def test_what_a_person_must_correct_names_the_column_and_says_why(read, cells, field):
    with pytest.raises(BadRow) as caught:
        read(**cells)
    assert caught.value.field == field
    assert caught.value.sentence.endswith(".")


def test_missing_and_extra_columns_do_no_harm():
    assert parse_business_row({"id": "B", "name": "X", "colour": "red", None: "spill"}).what_we_do == ""  # type: ignore[dict-item]


def test_a_row_becomes_a_profile():
    need = asked(parts="PRO:4:2", sectors_wanted="roofers").profile()
    assert need.parts[0].places == 2 and need.sectors_text == "roofers"
    assert firm(offers="PRO::roofs").profile().offers[0].words == "roofs"

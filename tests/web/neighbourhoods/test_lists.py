"""Neighbourhoods named by people, one by one and by lists that are looked at before they are saved."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from broker import work
from broker.neighbourhoods import keeping
from models import Account, Need, Neighbourhood, NeighbourhoodList
from models.base import now
from models.vocabulary import Kind
from tests.factories import AreaFactory, CoordinatorFactory, NeedFactory, PartFactory
from tests.pages import Page, ServiceClient

from .conftest import KNOWSLEY, LIVERPOOL, only

LIST = """name,district,ward,small_areas,decile,edition,source
Speke,Liverpool,Speke-Garston,,1,2025,Research team
Anfield,Liverpool City Council,,E01000101;E01000102,,,
Anfield,liverpool city council,,E01000103,,,
,Liverpool,,,,,
Nowhere,Liverpol,,,,,
Edge,Liverpool,,E01000101;E01000201,,,
Prescot,Knowsley,,,11,2025,
=1+1,Knowsley,,,,,
"""


@pytest.fixture
def uploads(pat: ServiceClient) -> Callable[..., Page]:
    def uploaded(content: str | bytes, encoding: str = "utf-8", status: int = 200, name: str = "ours.csv") -> Page:
        data = content if isinstance(content, bytes) else content.encode(encoding)
        page = pat.get("/coordinate/neighbourhoods").follow("Bring in a list of neighbourhoods")
        return page.submit({"file": (io.BytesIO(data), name)}, button="Upload", status=status)

    return uploaded


def names(session: Session) -> list[str]:
    return list(session.scalars(select(Neighbourhood.name).order_by(Neighbourhood.name)))


def test_every_row_is_looked_at_and_the_good_ones_are_saved(
    here: None, session: Session, uploads: Callable[..., Page]
) -> None:
    page = uploads(LIST)
    assert [line for line in page.texts("main ul.govuk-list li") if ": " in line][:3] == [
        "New: 3",
        "Changes one that is here: 0",
        "Left out: 4",
    ]
    assert "Row 3, Liverpool, 3 small areas" in page.text
    refused = page.follow("Left out: 4").text
    for sentence in (
        "Enter the name of the neighbourhood",
        "“Liverpol” is not a district we know. Did you mean Liverpool?",
        "E01000201 (Knowsley 001A) is in Knowsley, not in Liverpool.",
        "The tenth is a number from 1, the most deprived, to 10",
    ):
        assert sentence in refused
    assert names(session) == []
    page = page.submit(button="Save 3 neighbourhoods")
    assert page.messages == ["Saved: 3 new, 0 changed. 4 rows were left out."]
    assert names(session) == ["=1+1", "Anfield", "Speke"]
    assert "In the most deprived tenth in England (2025). Source: Research team." in page.text
    assert "3 of its 3 small areas are in the most deprived tenth" in page.text
    assert session.scalar(select(func.count(NeighbourhoodList.id))) == 0


def test_the_same_list_again_changes_what_is_there_and_takes_nothing_away(
    here: None, session: Session, uploads: Callable[..., Page]
) -> None:
    uploads(LIST).submit(button="Save 3 neighbourhoods")
    page = uploads("neighbourhood;council\nspeke;Liverpool\n")
    assert "Changes one that is here: 1" in page.text
    page.submit(button="Save 1 neighbourhood")
    one = session.scalars(select(Neighbourhood).where(Neighbourhood.name.ilike("speke"))).one()
    assert (one.ward, one.decile, one.source) == ("Speke-Garston", 1, "Research team")


def test_a_list_can_be_thrown_away_and_one_that_is_left_is_forgotten(
    session: Session, uploads: Callable[..., Page], app
) -> None:
    page = uploads(LIST).submit(button="Throw the list away")
    assert page.messages == ["Thrown away. Nothing of it is kept."]
    uploads(LIST)
    left = session.scalars(select(NeighbourhoodList)).one()
    left.created_at = now() - timedelta(days=8)
    session.commit()
    assert work.run_once(app, "forget_neighbourhood_lists") == 1
    assert names(session) == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"name,ward\nSpeke,\n", "No column of this file is the district."),
        (b"name,district\n", "no neighbourhoods below them"),
        (b"%PDF-1.7", "This is a PDF"),
    ],
)
def test_a_file_that_is_no_list_is_said_to_be_none(uploads: Callable[..., Page], content: bytes, sentence: str) -> None:
    assert sentence in uploads(content, status=422).errors[0]


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "utf-8-sig"])
def test_any_common_encoding_is_read(session: Session, uploads: Callable[..., Page], encoding: str) -> None:
    page = uploads("name\tdistrict\nSt Anne’s\tLiverpool\n", encoding)
    page.submit(button="Save 1 neighbourhood")
    assert names(session) == ["St Anne’s"]


def test_a_tenth_that_somebody_says_needs_its_edition_and_who_says_it(session: Session, pat: ServiceClient) -> None:
    page = pat.get("/coordinate/neighbourhoods/new")
    answers = {"name": "Speke", "area_code": LIVERPOOL, "decile": "2"}
    page = page.submit(answers, button="Keep it", status=422)
    assert page.errors == ["Choose the edition of the indices that the tenth is from"]
    page = page.submit({"edition": "2025"}, button="Keep it", status=422)
    assert page.errors == ["Enter who says so, such as the council’s research team"]
    page = page.submit({"source": "The council, March 2026"}, button="Keep it")
    assert "In the second most deprived tenth in England (2025). Source: The council, March 2026." in page.text
    page = pat.get("/coordinate/neighbourhoods/new").submit({**answers, "decile": ""}, button="Keep it", status=422)
    assert page.errors == ["Liverpool has a neighbourhood of this name already"]


def test_one_with_requests_stays_in_its_district(session: Session, coordinator: Account, pat: ServiceClient) -> None:
    one = keeping.add(session, keeping.Said("Speke", LIVERPOOL), coordinator)
    session.commit()
    NeedFactory(title="Benches", parts=[PartFactory(kind=Kind.KIT)], neighbourhood=one)
    page = pat.get(f"/coordinate/neighbourhoods/{one.id}").follow("Change it")
    page = page.submit({"area_code": KNOWSLEY}, button="Keep it", status=422)
    assert page.errors == ["It has requests, so it stays in its district. Add another one instead"]
    assert only(session).area_code == LIVERPOOL


def test_a_coordinator_of_one_district_cannot_save_rows_of_another(
    session: Session, client: ServiceClient, coordinator: Account
) -> None:
    here = CoordinatorFactory(email="knowsley@council.example", areas=[AreaFactory(code=KNOWSLEY, name="Knowsley")])
    page = client.signs_in_as(here).get("/coordinate/neighbourhoods/lists/new")
    page = page.submit({"file": (io.BytesIO(b"name,district\nSpeke,Liverpool\n"), "x.csv")}, button="Upload")
    assert "Liverpool is not one of your areas." in page.text
    path = page.path
    client.signs_in_as(coordinator).get(path, status=404)


def test_the_list_says_how_many_requests_each_has_and_is_narrowed_down(
    session: Session, coordinator: Account, pat: ServiceClient, count_queries: Callable
) -> None:
    for name in ("Speke", "Garston", "Anfield"):
        keeping.add(session, keeping.Said(name, LIVERPOOL, ward=f"{name} and around"), coordinator)
    session.commit()
    speke = session.scalars(select(Neighbourhood).where(Neighbourhood.name == "Speke")).one()
    need: Need = NeedFactory(title="Benches", parts=[PartFactory(kind=Kind.KIT)], neighbourhood=speke)
    page = pat.get("/coordinate/neighbourhoods")
    assert page.texts("#neighbourhoods h2") == ["Anfield", "Garston", "Speke"]
    assert page.texts("#neighbourhoods .govuk-hint") == ["0 requests", "0 requests", "1 request"]
    assert page.follow("Speke").follow("Benches").h1 == need.title
    assert pat.get("/coordinate/neighbourhoods?words=garst").texts("#neighbourhoods h2") == ["Garston"]
    assert "No neighbourhood is called so." in pat.get("/coordinate/neighbourhoods?words=zzz").text


def test_a_partnership_is_told_the_names_in_use(session: Session, coordinator: Account) -> None:
    from broker.registration.need.values import names_in_use

    for name in ("Speke", "Garston"):
        keeping.add(session, keeping.Said(name, LIVERPOOL), coordinator)
    session.flush()
    assert names_in_use(session, [LIVERPOOL]) == ["Garston", "Speke"]
    assert names_in_use(session, [KNOWSLEY]) == []

"""Neighbourhoods made of small areas: what is said of them, and what the official file is read as."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from broker.imports.cells import FileProblem
from broker.neighbourhoods import keeping
from broker.neighbourhoods.keeping import Said
from broker.neighbourhoods.spread import spread_of
from models import Account, Need, Neighbourhood, SmallArea
from models.vocabulary import Kind
from tests.factories import AreaFactory, CoordinatorFactory, NeedFactory, PartFactory
from tests.pages import ServiceClient

from .conftest import DECILES, HEADINGS, KNOWSLEY, LIVERPOOL, official, only

CODES = tuple(DECILES)


def add(session: Session, by: Account, **said: object) -> Neighbourhood:
    said = {"name": "Speke", "area_code": LIVERPOOL, "small_areas": CODES, **said}
    one = keeping.add(session, Said(**said), by)  # type: ignore[arg-type]
    session.commit()
    return one


@pytest.mark.parametrize(
    ("deciles", "middle"),
    [([1], 1), ([1, 2], 1), ([2, 1, 3], 2), ([1, 1, 9, 10], 1), ([1, 9, 10], 9), ([4, 4, 4, 10, 10], 4)],
)
def test_it_goes_by_the_middle_small_area_and_of_two_by_the_more_deprived(deciles: list[int], middle: int) -> None:
    codes = [f"E0100000{n}" for n in range(len(deciles))]
    assert spread_of(codes, 2025, dict(zip(codes, deciles, strict=True))).decile == middle


def test_a_small_area_that_the_file_lacks_leaves_the_tenth_unknown(
    here: None, session: Session, coordinator: Account
) -> None:
    one = add(session, coordinator, small_areas=(*CODES[:2], "E01999999"))
    assert (one.decile, one.edition) == (None, None)


def test_a_coordinator_ticks_small_areas_and_reads_how_they_lie(
    here: None, session: Session, pat: ServiceClient
) -> None:
    page = pat.get("/coordinate/neighbourhoods").follow("Put one together from small areas").follow("Liverpool")
    page = page.submit({"name": "Speke", "small_areas": list(CODES)}, button="Keep it")
    assert page.h1 == "Speke"
    assert "3 of its 5 small areas are in the most deprived tenth in England (2025)." in page.text
    assert "at least half of its small areas are in the most deprived tenth" in page.text
    assert page.texts("figure tbody tr") == [
        "The most deprived tenth 3",
        "The third most deprived tenth 1",
        "The third least deprived tenth 1",
    ]
    assert only(session).decile == 1


def test_a_small_area_can_be_given_by_its_name(here: None, session: Session, pat: ServiceClient) -> None:
    page = pat.get("/coordinate/neighbourhoods/new")
    answers = {"name": "Speke", "area_code": LIVERPOOL, "small_areas": "liverpool 001A\nE01000102"}
    page.submit(answers, button="Keep it")
    assert only(session).codes == ["E01000101", "E01000102"]


def test_a_neighbourhood_across_two_districts_is_refused_and_nothing_typed_is_lost(
    here: None, session: Session, pat: ServiceClient
) -> None:
    answers = {"name": "Edge", "area_code": LIVERPOOL, "small_areas": "E01000101\nE01000201"}
    page = pat.get("/coordinate/neighbourhoods/new").submit(answers, button="Keep it", status=422)
    assert page.errors == [
        "E01000201 (Knowsley 001A) is in Knowsley, not in Liverpool. A neighbourhood across two districts is kept as "
        "two, one in each"
    ]
    assert page.one("textarea").get_text().split() == ["E01000101", "E01000201"]
    assert session.scalar(select(func.count(Neighbourhood.id))) == 0


def test_the_tenth_of_a_neighbourhood_follows_a_newer_file_and_its_requests_are_looked_at_again(
    here: None, load: Callable[..., object], session: Session, coordinator: Account
) -> None:
    one = add(session, coordinator)
    need: Need = NeedFactory(title="Benches", parts=[PartFactory(kind=Kind.KIT)], neighbourhood=one)
    assert need.suggest_due_at is None
    found = load(official(deciles=dict.fromkeys(DECILES, 4)), 2025)
    assert (found.rows, found.replaced, found.changed) == (7, 7, 1)  # type: ignore[attr-defined]
    session.refresh(need)
    assert (one.decile, need.suggest_due_at is not None) == (4, True)


def test_two_editions_stand_beside_each_other_and_the_newest_with_all_small_areas_counts(
    here: None, load: Callable[..., object], session: Session, coordinator: Account, pat: ServiceClient
) -> None:
    load(official(HEADINGS.replace("2021", "2011"), {**DECILES, "E01000106": 9}))
    assert session.execute(select(SmallArea.edition, func.count()).group_by(SmallArea.edition)).all() == [
        (2019, 8),
        (2025, 7),
    ]
    old = add(session, coordinator, small_areas=("E01000105", "E01000106"))
    assert (old.decile, old.edition) == (8, 2019)
    text = pat.get(f"/coordinate/neighbourhoods/{old.id}").text
    assert "Figures of two editions are not compared" in text
    assert "The file of 2025 does not have 1 of them." in text


@pytest.mark.parametrize(
    ("content", "edition", "sentence"),
    [
        (official(HEADINGS.replace("2021", "2011")), 2025, "This file is of the edition of 2019, not of 2025."),
        (official(HEADINGS.replace(" (2021)", "")), None, "does not say which edition"),
        (official(HEADINGS.replace("Decile", "Tenth")), 2025, "No column of this file is the decile."),
        (official().replace("Liverpool,2,1", "Liverpool,2,11"), 2025, "Row 3: “11” is no decile. It is from 1 to 10."),
        (official().replace("E01000102", "E01000101"), 2025, "E01000101 stands twice in this file."),
        (official().replace(KNOWSLEY, "E99999999"), 2025, "Row 7: “E99999999” is no district that we know."),
        (
            official().replace(",1,1\n", ",33000,1\n", 1).replace("2021", "2011"),
            None,
            "mixes small areas of one edition",
        ),
        (HEADINGS, 2025, "no small areas below them"),
    ],
)
def test_a_file_that_is_not_the_official_one_is_refused_whole(
    load: Callable[..., object], session: Session, content: str, edition: int | None, sentence: str
) -> None:
    with pytest.raises(FileProblem, match=sentence.replace("(", r"\(")):
        load(content, edition)
    session.rollback()
    assert session.scalar(select(func.count()).select_from(SmallArea)) == 0


def test_other_headings_semicolons_and_another_encoding_are_read(load: Callable[..., object], session: Session) -> None:
    short = "lsoa_code,lsoa_name,lad_code,name,imd_rank,imd_decile"
    found = load(official(short).replace(",", ";"), 2019)
    assert (found.edition, found.rows) == (2019, 7)  # type: ignore[attr-defined]


def test_one_place_with_two_names_becomes_one(
    here: None, session: Session, coordinator: Account, pat: ServiceClient
) -> None:
    kept, gone = add(session, coordinator), add(session, coordinator, name="Speke estate", small_areas=())
    need: Need = NeedFactory(title="Benches", parts=[PartFactory(kind=Kind.KIT)], neighbourhood=gone)
    page = pat.get(f"/coordinate/neighbourhoods/{kept.id}").follow("It has another name in the list")
    page = page.submit({"other": str(gone.id)}, button="Join them")
    assert page.messages == ["Speke estate is part of Speke now, with its 1 request."]
    assert page.texts("#requests li") == ["Benches"]
    session.refresh(need)
    assert need.neighbourhood_id == kept.id
    assert only(session) is kept


def test_another_districts_coordinator_sees_none_of_it(
    here: None, session: Session, coordinator: Account, client: ServiceClient
) -> None:
    one = add(session, coordinator)
    elsewhere = CoordinatorFactory(email="elsewhere@council.example", areas=[AreaFactory(code=KNOWSLEY)])
    jo = client.signs_in_as(elsewhere)
    jo.get(f"/coordinate/neighbourhoods/{one.id}", status=404)
    jo.get(f"/coordinate/neighbourhoods/small-areas/{LIVERPOOL}", status=404)
    assert "Speke" not in jo.get("/coordinate/neighbourhoods").text

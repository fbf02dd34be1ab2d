"""A coordinator, and files of small areas written by the tests. The codes and figures are made up."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from broker.neighbourhoods.official import load_small_areas
from models import Account, Neighbourhood
from tests.factories import CoordinatorFactory
from tests.pages import ServiceClient

LIVERPOOL, KNOWSLEY = "E08000012", "E08000011"
HEADINGS = (
    "LSOA code (2021),LSOA name (2021),Local Authority District code (2024),Local Authority District name (2024),"
    "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived),"
    "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)"
)
#: code -> decile, of small areas in Liverpool; the last two are in Knowsley.
DECILES = {"E01000101": 1, "E01000102": 1, "E01000103": 1, "E01000104": 3, "E01000105": 8}
IN_KNOWSLEY = {"E01000201": 1, "E01000202": 2}


def official(headings: str = HEADINGS, deciles: dict[str, int] | None = None) -> str:
    """A file as the government publishes it, of these small areas and two in Knowsley."""
    rows = [
        f"{code},Liverpool 0{n:02}A,{LIVERPOOL},Liverpool,{n},{decile}"
        for n, (code, decile) in enumerate((deciles or DECILES).items(), start=1)
    ]
    rows += [
        f"{code},Knowsley 0{n:02}A,{KNOWSLEY},Knowsley,{100 + n},{decile}"
        for n, (code, decile) in enumerate(IN_KNOWSLEY.items(), start=1)
    ]
    return "\n".join((headings, *rows, ""))


@pytest.fixture
def load(session: Session, tmp_path: Path) -> Callable[..., object]:
    """`load(official())` keeps the small areas of a file."""

    def loaded(content: str, edition: int | None = None, name: str = "file.csv") -> object:
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        found = load_small_areas(session, path, edition)
        session.commit()
        return found

    return loaded


@pytest.fixture
def here(load: Callable[..., object]) -> None:
    """The official file has been loaded, where the edition is the one it says."""
    load(official(), 2025)


@pytest.fixture
def coordinator(session: Session) -> Account:
    account: Account = CoordinatorFactory(name="Pat Officer", email="pat@council.example")
    return account


@pytest.fixture
def pat(client: ServiceClient, coordinator: Account) -> ServiceClient:
    return client.signs_in_as(coordinator)


def only(session: Session) -> Neighbourhood:
    """The one neighbourhood there is."""
    (one,) = session.query(Neighbourhood).all()
    return one

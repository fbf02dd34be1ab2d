"""Every page that there is, for everybody who may see it: WCAG 2.2 AA, wide and narrow.

Pages are found along links, with the illustrative programme loaded. The access table says which there
are: one that was not reached fails and is named, until it is linked or stands in `sweep/people.py`.
"""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser

from app import create_app
from broker.extensions import WRITING, db
from tests.access_table import ACCESS
from tests.browser.sweep.people import holding_entries, of_the_office, signing_up, visiting
from tests.browser.sweep.programme import fill, served
from tests.browser.sweep.rounds import Rounds
from tests.conftest import SETTINGS, standing

#: GET, but no page of ours.
NO_PAGE = {
    "static": "files",
    "health.healthz": "JSON",
    "registration.resume": "leads on to a step",
    "oversight.fairness_csv": "CSV",
    "oversight.programme_areas_csv": "CSV",
    "oversight.programme_areas_xlsx": "a workbook",
    "oversight.programme_recruit_next_csv": "CSV",
    "oversight.programme_where_help_goes_csv": "CSV",
    "oversight.programme_where_help_goes_xlsx": "a workbook",
    "reports.frozen_report_xlsx": "a workbook",
    "reports.report_csv": "CSV",
    "reports.report_xlsx": "a workbook",
    "survey.wave_csv": "CSV",
    "oversight.how_suggestions_work_json": "JSON",
    "casework.plan_progress": "JSON",
    "imports.import_progress": "JSON",
    "imports.import_red_rows": "a sheet",
    "imports.import_template": "a sheet",
    "neighbourhoods.neighbourhood_list_template": "CSV",
    "casework.plan_sheet": "a sheet",
}


@pytest.fixture(scope="module")
def programme(template_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application with the illustrative programme, in which something of everything has happened."""
    folder = tmp_path_factory.mktemp("programme")
    shutil.copy(template_database, folder / "broker.sqlite3")
    where = {"database_url": f"sqlite:///{folder / 'broker.sqlite3'}", "mail_folder": str(folder / "mail")}
    with standing(create_app(replace(SETTINGS, **where))) as app:
        fill(app)
        yield app


ROUNDS = {
    "visiting": visiting,
    "signing up": signing_up,
    "holding an entry": holding_entries,
    "in the office": of_the_office,
}
OFFICE = ("office", "administrator", "administrator or coordinator or reader")


def round_of(endpoint: str) -> str:
    """In which round a page is looked at. One's own account is looked at on the way in."""
    access = ACCESS[endpoint]
    if access in OFFICE:
        return "in the office"
    if endpoint.startswith(("matches.", "representation.", "results.")) or "broker" in access:
        return "holding an entry"
    if endpoint.startswith("registration."):
        return "signing up" if access == "public" else "holding an entry"
    return "visiting"


def pages(app: Flask, who: str) -> set[str]:
    """The endpoints of the pages of a round. Those that the access table lacks fail another test."""
    gets = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    return {name for name in (gets & set(ACCESS)) - set(NO_PAGE) if round_of(name) == who}


@pytest.mark.soak
@pytest.mark.parametrize("who", ROUNDS)
def test_every_page_is_accessible_and_none_is_wider_than_a_telephone(
    programme: Flask, browser: Browser, who: str
) -> None:
    with programme.app_context():
        WRITING.set(True)
        people = list(ROUNDS[who](programme, db.session))
        db.session.commit()
    with served(programme) as address:
        rounds = Rounds(programme, address, browser, pages(programme, who))
        for person in people:
            rounds.go(person)
    assert not rounds.faults, f"{len(rounds.faults)} faults:\n" + "\n".join(rounds.faults)
    assert not rounds.missed, f"no link leads to {rounds.missed}: add them to sweep/people.py"

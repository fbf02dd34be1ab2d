"""The public pages about the programme and the service."""

import pytest

from models import AreaList

PAGES = ["/", "/programme", "/privacy", "/accessibility", "/cookies", "/about-the-data", "/how-suggestions-work"]


@pytest.mark.parametrize("path", PAGES)
def test_a_public_page_answers_a_first_visit_without_a_cookie(client, path):
    page = client.get(path)
    assert page.status == 200
    assert "Set-Cookie" not in page.response.headers


def test_the_programme_lists_the_88_most_deprived_districts_with_their_decile(client):
    page = client.get("/programme")
    rows = page.select("tbody tr")
    assert len(rows) == 88
    assert "Blackpool" in rows[0].get_text()
    assert "Decile 1" in rows[0].get_text()
    assert "None yet" in rows[0].get_text()


def test_the_list_of_2001_says_that_one_of_its_unverified_rows_is_wrong(client):
    page = client.get("/programme?list=renewal_2001")
    assert "one of those 25 is wrong" in page.text
    assert len([row for row in page.select("tbody tr") if "Named in Hansard" in row.get_text()]) == 64


def test_areas_can_be_narrowed_to_a_region(client):
    page = client.get("/programme?region=North+East")
    assert 0 < len(page.select("tbody tr")) < 88
    assert "of 88 areas" in page.text


def test_a_list_that_does_not_exist_is_not_found(client):
    assert client.get("/programme?list=nothing", status=404).status == 404


def test_without_reference_facts_the_programme_page_says_what_to_do(client, session):
    for each in session.query(AreaList):
        session.delete(each)
    session.commit()
    assert "has not been loaded yet" in client.get("/programme").text


def test_the_weights_shown_add_up_to_one(client):
    shown = [
        float(cell.get_text())
        for cell in client.get("/how-suggestions-work").select("tbody td.govuk-table__cell--numeric")
    ]
    assert shown
    assert sum(shown) == pytest.approx(1.0)

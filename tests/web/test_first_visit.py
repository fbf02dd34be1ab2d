"""A first visit needs no cookie, sets none and writes nothing."""

import pytest
from sqlalchemy import func, select

from models import Base

FIRST = ["/", "/sign-up/business", "/sign-up/partnership", "/sign-up/broker", "/programme", "/healthz"]


def rows(session) -> dict[str, int]:
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) for table in Base.metadata.sorted_tables
    }


@pytest.mark.parametrize("path", FIRST)
def test_a_first_visit_is_answered_without_a_cookie_and_writes_no_row(client, session, path):
    before = rows(session)
    response = client.open(path)
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    assert rows(session) == before


def test_the_work_list_leads_a_stranger_to_the_sign_in_page(client):
    assert client.get("/coordinate").path == "/sign-in"

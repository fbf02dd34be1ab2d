"""The same application on PostgreSQL."""

from sqlalchemy import text

from tests.pages import ServiceClient


def test_pages_and_health_work_on_postgresql(postgres_app, postgres_session):
    client = ServiceClient(postgres_app, postgres_session)
    assert client.open("/healthz").json == {"status": "ok", "database": "ok"}
    assert client.get("/").h1


def test_each_test_has_a_database_of_its_own_first(postgres_session):
    postgres_session.execute(text("CREATE TABLE left_behind (id int)"))
    postgres_session.commit()


def test_each_test_has_a_database_of_its_own_second(postgres_session):
    assert postgres_session.scalar(text("SELECT to_regclass('left_behind')")) is None

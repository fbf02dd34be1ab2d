"""The migrations make the tables that the models describe, on both databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import inspect

from app import create_app
from broker.extensions import WRITING, db
from broker.settings import ROOT
from models import Base
from tests.conftest import SETTINGS
from tests.postgres_server import Postgres

WANTED = ScriptDirectory(str(ROOT / "migrations")).get_heads()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.fresh_database(template="template1") as url:
        yield url


@contextmanager
def on(database_url: str) -> Iterator[None]:
    app = create_app(replace(SETTINGS, database_url=database_url))
    with app.app_context():
        WRITING.set(True)
        yield
        db.session.close()
        db.engine.dispose()


def test_there_is_one_line_of_migrations():
    assert len(WANTED) == 1


def test_migrations_from_an_empty_database_make_what_the_models_describe(empty_database_url):
    with on(empty_database_url):
        upgrade()
        check()  # exits where a migration is missing
        with db.engine.connect() as connection:
            assert set(MigrationContext.configure(connection).get_current_heads()) == set(WANTED)
            assert set(Base.metadata.tables) <= set(inspect(connection).get_table_names())


def test_migrations_can_be_taken_back_and_made_again(empty_database_url):
    with on(empty_database_url):
        upgrade()
        downgrade(revision="base")
        assert not set(Base.metadata.tables) & set(inspect(db.engine).get_table_names())
        upgrade()
        check()

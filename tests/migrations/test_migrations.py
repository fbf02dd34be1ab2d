"""The migrations make the tables that the models describe, on both databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    func,
    inspect,
    select,
)

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


def test_a_database_with_rows_in_it_is_brought_to_the_newest_schema(empty_database_url):
    """A row of every table of the first schema, pointing to each other, outlives each later change of the tables."""
    with on(empty_database_url):
        upgrade(revision="0001")
        tables = MetaData()
        tables.reflect(db.engine)
        with db.engine.begin() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            for table in tables.sorted_tables:
                if table.name in Base.metadata.tables:
                    connection.execute(table.insert().values(a_row(table)))
        upgrade()
        with db.engine.connect() as connection:
            for table in tables.sorted_tables:
                if table.name in Base.metadata.tables:
                    assert connection.scalar(select(func.count()).select_from(table)) == 1, table.name


def a_row(table: Table) -> dict[str, object]:
    """Values for every column that must have one, and for every one that points to another row."""
    row: dict[str, object] = {}
    for column in table.columns:
        if column.foreign_keys:
            row[column.name] = "x" if isinstance(column.type, String) else 1
        elif not column.nullable:
            row[column.name] = a_value(column)
    return row


def a_value(column: Column) -> object:
    kinds = {
        Boolean: True,
        Integer: 1,
        Float: 1.0,
        JSON: [],
        DateTime: datetime(2026, 1, 1, tzinfo=UTC),
        Date: datetime(2026, 1, 1, tzinfo=UTC).date(),
    }
    return next((value for kind, value in kinds.items() if isinstance(column.type, kind)), "x")

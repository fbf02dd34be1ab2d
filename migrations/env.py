"""Alembic's environment: our tables, and only ours, on either database."""

from collections.abc import Iterator
from contextlib import contextmanager
from logging.config import fileConfig

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from broker.extensions import db
from models import Base
from models.base import Code, CodeList, UTCDateTime

config = context.config
if config.config_file_name is not None:
    fileConfig(config.config_file_name, disable_existing_loggers=False)


def include_object(_object: object, name: str | None, type_: str, reflected: bool, _compare_to: object) -> bool:
    """Leave alone tables that are not ours, such as the workflow engine's."""
    return not (type_ == "table" and reflected and name not in Base.metadata.tables)


def render_item(kind: str, item: object, _autogen: object) -> str | bool:
    """Write our column types as what the database holds, so that no migration needs our code."""
    if kind == "type" and isinstance(item, Code):
        return "sa.String(length=32)"
    if kind == "type" and isinstance(item, CodeList):
        return "sa.JSON()"
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


@contextmanager
def references_unchecked(connection: Connection) -> Iterator[None]:
    """On SQLite a table is changed by making it anew. The rows that point to it must wait meanwhile,
    and are looked at afterwards. Outside a transaction, where alone SQLite listens."""
    if connection.dialect.name != "sqlite":
        yield
        return
    database = connection.connection.dbapi_connection
    assert database is not None
    database.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
        broken = database.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise SystemExit(f"After the migration, rows point to nothing: {broken[:5]}")
    finally:
        database.execute("PRAGMA foreign_keys=ON")


def run_migrations_online() -> None:
    if context.is_offline_mode():
        raise SystemExit("Migrations run against a database, not offline.")
    extra = current_app.extensions["migrate"].configure_args
    with db.engine.connect() as connection, references_unchecked(connection):
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            include_object=include_object,
            render_item=render_item,
            compare_type=True,
            **{key: value for key, value in extra.items() if key != "compare_type"},
        )
        with context.begin_transaction():
            context.run_migrations()


run_migrations_online()

"""Alembic's environment: our tables, and only ours, on either database."""

from logging.config import fileConfig

from alembic import context
from flask import current_app

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


def run_migrations_online() -> None:
    if context.is_offline_mode():
        raise SystemExit("Migrations run against a database, not offline.")
    extra = current_app.extensions["migrate"].configure_args
    with db.engine.connect() as connection:
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

"""Commands that bring the database up to date."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from models import Broker, Business, Partnership

from ..cases.start_checks import load_first_list
from ..edge.health import database_state
from ..extensions import db
from ..illustrative.load import load_illustrative
from ..reference.load import load_reference


def needs_database(command: Callable[..., Any]) -> Callable[..., Any]:
    """First bring the database to the newest schema; in production say how, and stop."""

    @wraps(command)
    def with_database(*args: Any, **kwargs: Any) -> Any:
        bring_up_to_date()
        return command(*args, **kwargs)

    return with_database


def bring_up_to_date() -> None:
    """Migrate in development; in production refuse with the command to run.

    Raises:
        click.ClickException: in production with an old schema, or where the database is away.
    """
    from flask_migrate import upgrade

    state = database_state()
    db.session.rollback()
    if state == "unreachable":
        raise click.ClickException("The database cannot be reached. Check DATABASE_URL.")
    if state == "ok":
        return
    if current_app.extensions["settings"].production:
        raise click.ClickException("The database is not at the newest schema. Run: flask --app app db upgrade")
    upgrade()


@click.command("prepare")
@click.option("--empty", is_flag=True, help="Do not load the illustrative programme.")
@with_appcontext
@needs_database
def prepare(empty: bool) -> None:
    """Load the reference facts, and the illustrative programme where the database is empty."""
    prepare_database(empty=empty)


def prepare_database(*, empty: bool) -> None:
    """Load facts and, unless told otherwise, the illustrative programme into an empty database."""
    load_reference(db.session)
    load_first_list(db.session)
    if not empty and not _has_entries():
        load_illustrative(db.session)
    db.session.commit()


def _has_entries() -> bool:
    tables = (Business, Partnership, Broker)
    return any(db.session.scalar(select(table.id).limit(1)) is not None for table in tables)

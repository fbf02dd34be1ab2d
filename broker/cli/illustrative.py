"""The illustrative programme: load it, and take it all out again."""

import click
from flask.cli import with_appcontext

from ..extensions import db
from ..illustrative.load import AlreadyThere, load_illustrative
from ..illustrative.remove import remove_illustrative
from ..reference.load import load_reference
from .database import needs_database


@click.group("illustrative")
def illustrative() -> None:
    """Made-up businesses, partnerships and brokers, labelled so on every page."""


@illustrative.command("load")
@with_appcontext
@needs_database
def load() -> None:
    """Load the illustrative programme."""
    load_reference(db.session)
    try:
        counts = load_illustrative(db.session)
    except AlreadyThere as problem:
        raise click.ClickException(str(problem)) from problem
    db.session.commit()
    click.echo(", ".join(f"{count} {what}" for what, count in counts.items()))


@illustrative.command("remove")
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_appcontext
@needs_database
def remove(yes: bool) -> None:
    """Take out every illustrative row, and nothing else."""
    if not yes:
        click.confirm("Remove everything illustrative, and what was done with it?", abort=True)
    counts = remove_illustrative(db.session)
    db.session.commit()
    click.echo(", ".join(f"{count} {what}" for what, count in counts.items()) or "There was nothing to remove.")

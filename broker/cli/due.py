"""``flask broker due``: what is due on a day, and doing it."""

from datetime import date

import click
from flask.cli import with_appcontext

from ..cases.clocks import as_if_on, today
from ..cases.due import act_on
from ..cases.due_list import due_list
from ..extensions import db, reading
from .database import needs_database


def _a_day(_context: click.Context, _option: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"There is no such day: {value}. Write it like 2027-03-27.") from None


@click.command("due")
@click.option("--at", "at", callback=_a_day, help="The day to look at, like 2027-03-27. Today unless said.")
@click.option("--apply", "apply", is_flag=True, help="Do what the service does by itself, one case at a time.")
@with_appcontext
@needs_database
def due(at: date | None, apply: bool) -> None:
    """List the steps that are due: what, about what, whose, and how late. No names of people."""
    with as_if_on(at), reading(db.session):
        found = due_list(db.session, at_most=None)
        day = today()
    click.echo(f"Due on {day.isoformat()}: {found.total}, of which the service does {found.for_service} by itself")
    for row in found.rows:
        who = "service" if row.by_service else row.owner
        late = f"{row.late} working days late" if row.late else "on its day"
        click.echo(f"{row.due_on.isoformat()}  {row.reference:10}  {row.step.value:14}  {who:12}  {late}")
    if apply:
        with as_if_on(at):
            done = sum(act_on(db.session, row.case_id) for row in found.rows if row.by_service)
        click.echo(f"Done: {done}")

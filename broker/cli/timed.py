"""Timed work from the command line: a worker process, or one look now."""

import signal
import threading

import click
from flask import current_app
from flask.cli import with_appcontext

from .. import work
from ..extensions import db
from ..suggestions.refresh import mark_all_due
from .database import needs_database


@click.command("worker")
@with_appcontext
@needs_database
def worker() -> None:
    """Do the timed work in a process of its own, until stopped."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    work.start(app, app.extensions["settings"])
    click.echo("Working. Stop with Ctrl+C.")
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    try:
        stopped.wait()
    except KeyboardInterrupt:
        pass
    finally:
        work.stop()


@click.command("tick")
@with_appcontext
@needs_database
def tick() -> None:
    """Look once for everything that is due, and do it."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    for table in work.timetables():
        click.echo(f"{table.name}: {work.run_once(app, table.name)}")


@click.command("suggest")
@with_appcontext
@needs_database
def suggest() -> None:
    """Look again for firms for every live need."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    marked = mark_all_due(db.session)
    db.session.commit()
    done = 0
    with click.progressbar(length=marked, label="Needs looked at", file=click.get_text_stream("stderr")) as bar:  # type: ignore[operator]
        while step := work.run_once(app, "refresh_suggestions"):
            done += step
            bar.update(step)
    click.echo(f"Looked for firms for {done} entries.")

"""``flask broker serve``: one process that serves pages and does the timed work."""

import os

import click
from flask import current_app
from flask.cli import with_appcontext

from .. import work
from .database import needs_database, prepare_database


@click.command("serve")
@with_appcontext
@needs_database
def serve() -> None:
    """Prepare the database, print the address, and serve until stopped."""
    from waitress import serve as waitress_serve

    app = current_app._get_current_object()  # type: ignore[attr-defined]
    settings = app.extensions["settings"]
    prepare_database(empty=os.environ.get("EMPTY", "") not in ("", "0"))
    work.start(app, settings)
    click.echo(f"\n  Open {settings.base_url}\n  Stop with Ctrl+C\n")
    try:
        waitress_serve(app, host=settings.host, port=settings.port, threads=8, ident=None)
    finally:
        work.stop()

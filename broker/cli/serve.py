"""``flask broker serve``: one process that serves pages and does the timed work."""

import os
import socket

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from .. import work
from ..accounts.illustrative import illustrative_links
from ..extensions import db, reading
from ..suggestions.model import current_engine
from .database import needs_database, prepare_database


@click.command("serve")
@with_appcontext
@needs_database
def serve() -> None:
    """Prepare the database, print the address, and serve until stopped."""
    from waitress import serve as waitress_serve

    app = current_app._get_current_object()  # type: ignore[attr-defined]
    settings = app.extensions["settings"]
    _refuse_taken_port(settings.host, settings.port)
    prepare_database(empty=os.environ.get("EMPTY", "") not in ("", "0"))
    _suggest_at_first(app)
    work.start(app, settings)
    _welcome(settings.base_url)
    try:
        waitress_serve(app, host=settings.host, port=settings.port, threads=8, ident=None)
    finally:
        work.stop()


def _refuse_taken_port(host: str, port: int) -> None:
    """Say in a sentence, before the long preparations, that nothing could be served."""
    try:
        socket.create_server((host, port)).close()
    except OSError as error:
        raise click.ClickException(
            f"Cannot serve on {host}, port {port}: {error.strerror}. Choose another with PORT=8000."
        ) from None


def _suggest_at_first(app: Flask) -> None:
    """Make the suggestions of a newly loaded programme before anybody looks. Also reads the model in."""
    with reading(db.session):  # what follows writes in a session of its own, and would wait for this one
        current_engine(db.session)
    while done := work.run_once(app, "refresh_suggestions"):
        click.echo(f"  Looked for firms for {done} entries.")


def _welcome(url: str) -> None:
    click.echo(f"\n  Open {url}\n")
    people = illustrative_links(db.session)
    db.session.commit()
    for who, address in people:
        click.echo(f"  {who} signs in once with\n    {address}")
    click.echo("\n  Stop with Ctrl+C\n")

"""``flask broker ...``: everything an operator does from the command line."""

import click
from flask import Flask
from flask.cli import AppGroup

from . import accounts, database, serve, timed

broker = AppGroup("broker", help="Run and look after the service.")


def init_app(app: Flask) -> None:
    """Add the commands to the application."""
    app.cli.add_command(broker)


def _add(*commands: click.Command) -> None:
    for command in commands:
        broker.add_command(command)


_add(database.prepare, serve.serve, timed.worker, timed.tick, timed.suggest, accounts.invite_administrator)

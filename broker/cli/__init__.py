"""``flask broker ...``: everything an operator does from the command line."""

from flask import Flask
from flask.cli import AppGroup

from . import accounts, database, due, illustrative, imports, measure, reference, serve, timed, trial

broker = AppGroup("broker", help="Run and look after the service.")

for command in (
    database.prepare,
    serve.serve,
    timed.worker,
    timed.tick,
    timed.suggest,
    due.due,
    illustrative.illustrative,
    imports.imports,
    trial.trial,
    reference.reference,
    measure.evaluate,
    measure.bench,
    measure.evaluate_learning,
    accounts.invite_administrator,
):
    broker.add_command(command)


def init_app(app: Flask) -> None:
    """Add the commands to the application."""
    app.cli.add_command(broker)

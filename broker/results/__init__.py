"""What came of a match: what has to be seen before it starts, what was given, who confirmed it."""

from flask import Flask

from ..settings import Settings
from . import tasks  # noqa: F401  (declares the timetable)
from .routes import bp


def init_app(app: Flask, settings: Settings) -> None:
    """Add results to the application."""
    app.register_blueprint(bp)

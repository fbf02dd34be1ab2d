"""The programme's eyes: the areas, who links them, and how the service works."""

from flask import Flask

from ..settings import Settings
from . import tasks  # noqa: F401  (declares the timetable)
from .routes import bp


def init_app(app: Flask, settings: Settings) -> None:
    """Add the public pages about the programme and the service."""
    app.register_blueprint(bp)

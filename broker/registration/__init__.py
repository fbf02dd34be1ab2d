"""Sign-up journeys of businesses, partnerships and brokers, and what each holds with us afterwards."""

from flask import Blueprint, Flask

from ..settings import Settings
from . import tasks  # noqa: F401  (declares the timetable)


def init_app(app: Flask, settings: Settings) -> None:
    """Add this feature to the application."""
    from .pages import add_pages

    bp = Blueprint("registration", __name__)
    add_pages(bp)
    app.register_blueprint(bp)

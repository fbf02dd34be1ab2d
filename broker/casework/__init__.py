"""Casework: what waits for a coordinator, deciding on suggestions, and following up."""

from flask import Flask

from ..settings import Settings
from .routes import bp


def init_app(app: Flask, settings: Settings) -> None:
    """Add casework to the application."""
    app.register_blueprint(bp)

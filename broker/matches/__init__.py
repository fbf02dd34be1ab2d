"""A match after it is proposed: both sides answer, are introduced, and are followed to the end.

Above ``suggestions``, because a place that is free again brings up the next firm; below the rooms
whose pages lead here.
"""

from flask import Flask

from ..settings import Settings
from . import due  # noqa: F401  (declares what is done when a match is due)


def init_app(app: Flask, settings: Settings) -> None:
    """Add the pages of matches to the application."""
    from .routes import bp

    app.register_blueprint(bp)

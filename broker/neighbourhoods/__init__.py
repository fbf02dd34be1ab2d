"""Neighbourhoods, the level below districts: named by coordinators, one by one, from lists, or out of small areas.

A neighbourhood's deprivation is its own. It is worked out from its small areas where the official file has
them (``official``, ``spread``), or kept as somebody said it, with who that was; it is never read off the district.
"""

from flask import Flask

from ..settings import Settings
from . import forgetting  # noqa: F401  (declares its timetable)


def init_app(app: Flask, settings: Settings) -> None:
    """Add the pages of neighbourhoods."""
    from .routes import bp

    app.register_blueprint(bp)

"""Reports: one place, one time, one page; frozen with their definitions, and compared with a count of today.

``places`` and ``periods`` say of what, ``rows`` reads one event for each row, ``counting`` adds up, ``freezing``
keeps it. ``lines`` is the only place where the lines of a report are named and defined.
"""

from flask import Flask

from ..settings import Settings
from .routes import bp


def init_app(app: Flask, settings: Settings) -> None:
    """Add reports to the application."""
    app.register_blueprint(bp)

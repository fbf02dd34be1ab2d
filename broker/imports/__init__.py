"""Bring businesses and needs in from files: look first, then save; or try them out in a database of their own.

Two doors lead to one rule. The command line (``run``) and the pages (``lists``, ``looking``, ``saving``,
``undoing``) read a file by ``reading`` and ``workbook``, and ``taking`` says what becomes of a row.
"""

from flask import Flask

from ..settings import Settings
from . import carry_out, forgetting, inviting  # noqa: F401  (declare their timetables)


def init_app(app: Flask, settings: Settings) -> None:
    """Add the pages of lists."""
    from .routes import bp

    app.register_blueprint(bp)

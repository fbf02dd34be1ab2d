"""Who sits on the partnerships and who is missing: the audit of one, and the shares of many beside 2001."""

from flask import Flask

from ..settings import Settings
from .routes import bp


def init_app(app: Flask, settings: Settings) -> None:
    """Add the pages of the audit."""
    from . import due  # noqa: F401  what the service does by itself is declared there

    app.register_blueprint(bp)

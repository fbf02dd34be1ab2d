"""The survey of councils and partnerships: waves, answers by an e-mailed link, and results beside those of 2001.

``waves`` prepares, opens and closes; ``answering`` keeps what is answered; ``results`` counts it, and ``compare``
sets it beside another wave.
"""

from flask import Flask

from ..settings import Settings
from .routes import bp


def init_app(app: Flask, settings: Settings) -> None:
    """Add the survey's pages; what it does by itself is declared with them."""
    from . import tasks  # noqa: F401

    app.register_blueprint(bp)

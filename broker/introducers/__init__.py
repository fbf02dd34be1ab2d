"""Organisations that put their members forward: each has a link of its own, and a page that tells numbers only."""

from flask import Flask

from ..settings import Settings


def init_app(app: Flask, settings: Settings) -> None:
    """Add the public page, and the office's."""
    from .routes import bp

    app.register_blueprint(bp)

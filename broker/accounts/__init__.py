"""Accounts: sign in, roles, second factor, invitations."""

from flask import Flask

from ..settings import Settings
from . import security
from .routes import bp


def init_app(app: Flask, settings: Settings) -> None:
    """Add accounts to the application."""
    security.init_app(app, settings)
    app.register_blueprint(bp)

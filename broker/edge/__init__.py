"""The edge of the service: one commit per request, headers, error pages, health, filters."""

from flask import Flask

from ..settings import Settings
from . import addresses, charts, commit, errors, filters, headers, health, illustrative, logs, pages
from .commit import writes
from .navigation import navigation_for

__all__ = ["init_app", "navigation_for", "writes"]


def init_app(app: Flask, settings: Settings) -> None:
    """Put the edge around the application."""
    logs.init_app(app, settings)
    commit.init_app(app)
    addresses.init_app(app)
    headers.init_app(app, settings)
    errors.init_app(app)
    filters.init_app(app)
    charts.init_app(app)
    health.init_app(app)
    illustrative.init_app(app)
    pages.init_app(app)

"""Under way."""

from flask import Flask

from ..settings import Settings


def init_app(app: Flask, settings: Settings) -> None:
    """Add this feature to the application."""

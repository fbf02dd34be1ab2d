"""Messages: each is a row first, then handed over by the timetable, and can be read in the office."""

from flask import Flask

from ..settings import Settings
from . import gather, send  # noqa: F401  (declare their timetables)
from .write import Recipient, stop, write

__all__ = ["Recipient", "init_app", "stop", "write"]


def init_app(app: Flask, settings: Settings) -> None:
    """Nothing to add: messages have no pages of their own."""

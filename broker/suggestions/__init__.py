"""Suggestions: read the tables into profiles, ask the model, and keep what it says as rows."""

# these declare timetables, and what is done when due
from . import (
    forgotten,  # noqa: F401
    learning,  # noqa: F401
    planning,  # noqa: F401
    refit,  # noqa: F401
    refresh,  # noqa: F401
    upkeep,  # noqa: F401
)
from .ask import CouldMeet, brokers_for, needs_it_could_meet, reach_of
from .keep import suggest_for_business, suggest_for_need
from .offer import AlreadyOffered, NotOpen, offer_help
from .refresh import mark_due

__all__ = [
    "AlreadyOffered",
    "CouldMeet",
    "NotOpen",
    "brokers_for",
    "mark_due",
    "needs_it_could_meet",
    "offer_help",
    "reach_of",
    "suggest_for_business",
    "suggest_for_need",
]

"""Suggestions: read the tables into profiles, ask the model, and keep what it says as rows."""

# they declare timetables, and what is done when due
from . import foreseen, forgotten, learning, planning, refit, refresh, upkeep  # noqa: F401
from .ask import CouldMeet, brokers_for, needs_it_could_meet, open_on, reach_of
from .at_a_glance import Glance, glance
from .keep import suggest_for_business, suggest_for_need
from .offer import AlreadyOffered, NotOpen, offer_help
from .open_by_area import asked_for_in, open_by_area
from .profiles import place_at
from .refresh import mark_due

__all__ = [
    "AlreadyOffered",
    "CouldMeet",
    "Glance",
    "NotOpen",
    "asked_for_in",
    "brokers_for",
    "glance",
    "mark_due",
    "needs_it_could_meet",
    "offer_help",
    "open_by_area",
    "open_on",
    "place_at",
    "reach_of",
    "suggest_for_business",
    "suggest_for_need",
]

"""Plans: many pairs chosen together, looked at as a working copy, and put on the work list in one go.

    asking ──> a row that waits ──> progress (one worker takes it up) ──> carry_out
    carry_out: gather (tables -> values) -> candidates (who suits what) -> problem -> matching.plan -> store
    differences: two runs side by side          release: onto the work list, and back

A confirmed pair takes its places away beforehand and a refused one is absent, so a first run and
every later one go the same way.
"""

from . import carry_out  # noqa: F401  (declares the timetable)
from .asking import (
    ask_for_run,
    ask_to_cancel,
    begin,
    bound,
    choose,
    drop_rule,
    exclude,
    is_to_come,
    pin,
    rules_of,
    same_plan,
)
from .differences import changed_needs, side_by_side
from .pinning import forbids, is_planned
from .release import TakenBack, has_weights_in_use, release, take_back

__all__ = [
    "TakenBack",
    "ask_for_run",
    "ask_to_cancel",
    "begin",
    "bound",
    "changed_needs",
    "choose",
    "drop_rule",
    "exclude",
    "forbids",
    "has_weights_in_use",
    "is_planned",
    "is_to_come",
    "pin",
    "release",
    "rules_of",
    "same_plan",
    "side_by_side",
    "take_back",
]

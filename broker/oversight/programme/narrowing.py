"""Conditions in SQL that leave out rows which cannot be behind a number. Which are, the facts say; these only
spare reading the others, so they may let through too many and never too few."""

from collections.abc import Callable, Collection
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement

from models import Match, Need, Result
from models.vocabulary import EntryState, MatchState

from .conversion import first_day, last_day
from .quarters import BY_QUARTER, last_month

Conditions = tuple[ColumnElement[bool], ...]
#: A day in England can begin and end at another time than one in UTC.
SLACK = timedelta(days=1)


def narrowing(what: str, keys: Collection[str]) -> Conditions:
    """Conditions for the rows of one number; none where nothing is spared."""
    return _BY_WHAT[what](keys) if what in _BY_WHAT else ()


def _states(keys: Collection[str]) -> Conditions:
    known = [MatchState(key) for key in keys if key in set(MatchState)]
    return (Match.state.in_(known),) if keys else ()


def _in(column: Any) -> Callable[[Collection[str]], Conditions]:
    """Rows with a time, in the months or quarters of the keys where each names one."""

    def within(keys: Collection[str]) -> Conditions:
        months = [_months(key.partition(BY_QUARTER)[2] or key) for key in keys]
        known = [one for one in months if one is not None]
        if not keys or len(known) < len(keys):
            return (column.is_not(None),)
        first, last = min(one for one, _ in known), max(one for _, one in known)
        begins = datetime.combine(first_day(first), time(), UTC) - SLACK
        ends = datetime.combine(last_day(last), time.max, UTC) + SLACK
        return (column.between(begins, ends),)

    return within


def _months(period: str) -> tuple[str, str] | None:
    """The first and the last month of ``2026-03`` or ``2026Q2``; None for anything else."""
    year, number = period[:4], period[5:]
    if not (year.isdigit() and number.isdigit() and int(year)):
        return None
    if period[4:5] == "-" and len(number) == 2 and 1 <= int(number) <= 12:
        return period, period
    if period[4:5] == "Q" and number in ("1", "2", "3", "4"):
        return f"{year}-{last_month(period) - 2:02d}", f"{year}-{last_month(period):02d}"
    return None


def _live(_keys: Collection[str]) -> Conditions:
    return (Need.state == EntryState.LIVE,)


_BY_WHAT: dict[str, Callable[[Collection[str]], Conditions]] = {
    "matches": _states,
    "proposals": _in(Match.created_at),
    "not_waiting": lambda _keys: (Match.state != MatchState.PROPOSED,),
    **dict.fromkeys(("introductions", "given", "given_in", "given_by"), _in(Match.introduced_at)),
    **dict.fromkeys(("results", "given_confirmed", "confirmed_in", "confirmed_by"), _in(Result.verified_at)),
    **dict.fromkeys(("open", "unmet", "unmet_by", "recruit", "recruit_any", "recruit_broker", "say_more"), _live),
}

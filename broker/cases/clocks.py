"""By when something is due: working days, stopped while somebody is away.

The lengths are settings (``ring_days`` and so on). Days are days in England.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import current_app

from models import Broker
from models.entry import CanBeAway

from ..reference.working_days import is_working_day
from ..settings import Settings

ENGLAND = ZoneInfo("Europe/London")
_DAY = timedelta(days=1)
#: Whoever is away without an end stops a clock for so long at most: then somebody must look.
LONGEST_AWAY = timedelta(days=366)
_AS_IF_ON: ContextVar[date | None] = ContextVar("as_if_on", default=None)


def settings() -> Settings:
    """The settings of the running service."""
    return current_app.extensions["settings"]


def today() -> date:
    """The day it is in England."""
    return _AS_IF_ON.get() or day_of(datetime.now(UTC))


def day_of(at: datetime) -> date:
    """The day it was in England at a moment (UTC). In summer it begins an hour before the UTC day."""
    return at.astimezone(ENGLAND).date()


def begins_at(day: date) -> datetime:
    """The moment (UTC) at which a day begins in England: what is before it was on an earlier `day_of`."""
    return datetime.combine(day, time(), ENGLAND).astimezone(UTC)


def ends_at(day: date) -> datetime:
    """The moment (UTC) at which a day is over in England, and the next begins."""
    return begins_at(day + _DAY)


@contextmanager
def as_if_on(day: date | None) -> Iterator[None]:
    """Look at every clock as if it were another day; None leaves them alone. Times written down stay true."""
    token = _AS_IF_ON.set(day)
    try:
        yield
    finally:
        _AS_IF_ON.reset(token)


def is_away(somebody: CanBeAway, day: date) -> bool:
    """Whether they are away on a day. With one of the two dates only, from then or until then."""
    begins, ends = somebody.away_from, somebody.away_until
    if begins is None and ends is None:
        return False
    return (begins is None or begins <= day) and (ends is None or day <= ends)


def due_on(start: date, working_days: int, *, waits_for: Iterable[CanBeAway] = ()) -> date:
    """The day that is so many working days after ``start``, days on which one of those waited for
    is away not counted. With 0 it is the first such day from ``start`` on."""
    parties = list(waits_for)

    def counts(day: date) -> bool:
        gone = day <= start + LONGEST_AWAY and any(is_away(party, day) for party in parties)
        return is_working_day(day) and not gone

    day, left = start, working_days
    if left == 0:
        while not counts(day):
            day += _DAY
    while left > 0:
        day += _DAY
        left -= counts(day)
    return day


def on_or_after(day: date, *, waits_for: Iterable[CanBeAway] = ()) -> date:
    """The first working day from ``day`` on on which all those waited for are there."""
    return due_on(day, 0, waits_for=waits_for)


def awaited(broker: Broker | None) -> list[CanBeAway]:
    """Whether clocks wait for a broker: only where nobody covers, and the day of their return is
    known. Otherwise what they carry runs late, so that somebody sees it."""
    alone = broker is not None and broker.cover is None and broker.away_until is not None
    return [broker] if broker is not None and alone else []

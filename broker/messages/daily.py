"""When the daily mail leaves."""

from datetime import date, datetime, timedelta

from flask import current_app

from ..edge.filters import LONDON


def next_daily_on(at: datetime) -> date:
    """The day whose daily mail takes in what is written at this time (UTC)."""
    local = at.astimezone(LONDON)
    return local.date() + timedelta(days=1 if local.hour >= _hour() else 0)


def gathered_until(at: datetime) -> date:
    """The last day whose daily mail is due by now (UTC)."""
    local = at.astimezone(LONDON)
    return local.date() - timedelta(days=0 if local.hour >= _hour() else 1)


def _hour() -> int:
    return int(current_app.extensions["settings"].daily_mail_hour)

"""Template filters and globals: dates, amounts, distances and labels as people say them."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask, current_app
from flask_babel import gettext

from models.vocabulary import Kind, Term

from ..fields import telephone
from ..reference import sectors

LONDON = ZoneInfo("Europe/London")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
#: Nine to eleven digits after 0, +44 or 0044, however they are set apart.
_NUMBER = re.compile(r"(?:\+44|\b0044|\b0)(?:[\s().–-]*\d){9,11}\b")


def spoken_date(value: date | datetime | None) -> str:
    """``3 March 2027``, in English time."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(LONDON).date()
    return f"{value.day} {value:%B %Y}"


def spoken_time(value: datetime | None) -> str:
    """``3 March 2027, 2:05pm``, in English time."""
    if value is None:
        return ""
    local = value.astimezone(LONDON)
    hour = local.hour % 12 or 12
    return f"{spoken_date(local)}, {hour}:{local:%M}{'am' if local.hour < 12 else 'pm'}"


def number(value: float | None) -> str:
    """``1,200`` or ``2.5``: no needless decimals."""
    if value is None:
        return ""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def amount(value: float | None, kind: Kind) -> str:
    """``£500``, ``1 hour``, ``12 hours`` or, where it is not known, an empty text."""
    if value is None:
        return ""
    unit = kind.unit
    if unit.value == "pounds":
        return f"£{number(value)}"
    counted = gettext(unit.explanation) if value == 1 and unit.explanation else label(unit)
    return f"{number(value)} {counted}".strip()


def label(term: Term | None) -> str:
    """A code's label, translated."""
    return gettext(term.label) if term is not None and term.label else ""


def sector_title(code: str) -> str:
    """A SIC 2007 code in words; the code itself where there is none."""
    found = sectors.sector(code)
    return found.label if found else code


def without_contact_details(text: str) -> str:
    """Somebody's own words, as the other side may read them before both have said yes: e-mail
    addresses and telephone numbers are taken out."""
    left_out = gettext("[left out until both have said yes]")
    return _NUMBER.sub(left_out, _ADDRESS.sub(left_out, text))


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        spoken_date=spoken_date,
        spoken_time=spoken_time,
        number=number,
        amount=amount,
        label=label,
        sector_title=sector_title,
        telephone=telephone,
        without_contact_details=without_contact_details,
    )

    @app.context_processor
    def _globals() -> dict[str, object]:
        from .navigation import navigation_for

        settings = current_app.extensions["settings"]
        return {"navigation": navigation_for, "settings": settings}

"""Read from an address of which place, time and fund a report is asked."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request
from flask_babel import gettext as _

from models import FundTag
from models.vocabulary import Span

from ...accounts.roles import me
from ...cases.clocks import today
from ...edge.addresses import MOST
from ...extensions import db
from .. import places
from ..forms import ReportForm
from ..funds import funds
from ..periods import Period, choices, dates, named, quarter_of
from ..places import NoSuchPlace, Place


@dataclass(slots=True)
class Asked:
    """What is asked for. ``place`` or ``period`` is None where it cannot be answered: the form says why."""

    form: ReportForm
    place: Place | None = None
    period: Period | None = None
    tag: FundTag | None = None
    #: What is to be said about the place: its area is part of another now.
    said: str = ""

    @property
    def whole(self) -> tuple[Place, Period] | None:
        if self.form.errors or self.place is None or self.period is None:
            return None
        return self.place, self.period

    def address(self, period: Period | None = None) -> dict[str, Any]:
        """What an address of this report holds, or of the same for another time."""
        period = period or self.period
        values: dict[str, Any] = {"where": self.place.where if self.place else None}
        values["part"] = self.place.part or None if self.place else None
        values["fund"] = self.tag.id if self.tag else None
        if period is not None:
            values["when"] = period.code
            if period.span is Span.DATES:
                for name, day in (("begins", period.first), ("ends", period.last)):
                    values |= {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}
        return {name: value for name, value in values.items() if value is not None}


def asked() -> Asked:
    """Read the address, and fill the form with what can be chosen and what was."""
    form, mine, day = ReportForm(request.args), me().area_codes, today()
    form.validate()
    found = Asked(form)
    part = form.part.data or ""
    try:
        found.place, found.said = places.place_of(db.session, mine, form.where.data or "", part)
    except NoSuchPlace as none:
        field = form.part if part else form.where
        field.errors = [str(none)]
    found.period = _period(form, day)
    every = {fund.id: fund for fund in funds(db.session, retired=True)}
    if form.fund.data:
        found.tag = every.get(_number(form.fund.data) or 0)
        if found.tag is None:
            form.fund.errors = [_("There is no such fund. Choose one of the list")]
    here = places.parts_of(db.session, found.place) if found.place is not None else []
    form.offer(
        places.choices(db.session, mine),
        here,
        [(str(fund.id), fund.name) for fund in every.values()],
    )
    _show_what_was_asked(found, day)
    return found


def _number(text: str) -> int | None:
    return min(int(text), MOST) if text.isascii() and text.isdigit() else None


def _period(form: ReportForm, day: date) -> Period | None:
    code = form.when.data or ""
    if form.begins.errors or form.ends.errors:
        return None
    if code == Span.DATES.value:
        return _dates(form, day)
    period = named(code) if code else quarter_of(day)
    if period is None:
        form.when.errors = [_("Choose a time of the list")]
    elif period.first > day:
        form.when.errors = [_("%(time)s has not begun yet, so there is nothing to report", time=period.name)]
    else:
        return period
    return None


def _dates(form: ReportForm, day: date) -> Period | None:
    begins, ends = form.begins.data, form.ends.data
    if begins is None:
        form.begins.errors = [_("Enter the first day")]
    if ends is None:
        form.ends.errors = [_("Enter the last day")]
    if begins is None or ends is None:
        return None
    if begins > ends:
        form.ends.errors = [_("The last day must be on or after the first day")]
    elif begins > day:
        form.begins.errors = [_("These dates have not begun yet, so there is nothing to report")]
    else:
        return dates(begins, ends)
    return None


def _show_what_was_asked(found: Asked, day: date) -> None:
    """The form shows what the report is of; a time further back than the choices is one of them then."""
    times = {period.code: period for period in choices(day)}
    if found.period is not None and found.period.span is not Span.DATES:
        times.setdefault(found.period.code, found.period)
    found.form.offer_times([(code, period.name) for code, period in times.items()])
    if found.period is not None:
        found.form.when.data = found.period.code
    if found.place is not None:
        found.form.where.data = found.place.where

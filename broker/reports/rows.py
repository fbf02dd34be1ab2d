"""The rows of a report: one event a row and line, on the day in England on which it happened."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session

from models import Business, FundTagGiven, Match, Need, PartnershipArea, Result
from models.vocabulary import Anyway, NeedCameTo

from ..cases.clocks import begins_at, day_of, ends_at, today
from ..oversight.programme.ends import end_of, last_closing, last_end
from ..oversight.programme.facts import came_in, place_of_need, within
from ..oversight.programme.firms import signed_up
from ..oversight.programme.needs import NOT_YET
from .periods import DAY, Period
from .places import Place, PlaceKind

#: How a need ended -> the line that counts it.
ENDS = {
    NeedCameTo.MET: "met",
    NeedCameTo.PARTLY: "partly_met",
    NeedCameTo.NOT_MET: "unmet",
    NeedCameTo.NOT_SAID: "not_said",
}


@dataclass(frozen=True, slots=True)
class Event:
    """What one row is counted under, on which day. ``until`` is the last day on which it holds, where it is a
    state and not an event. ``placed`` is false where it may belong here, but its place is not known."""

    line: str
    id: int
    on: date
    placed: bool = True
    is_state: bool = False
    until: date | None = None

    def counts_in(self, period: Period) -> bool:
        if self.is_state:  # how it stood on the last day
            return self.on <= period.last and (self.until is None or self.until >= period.last)
        return period.has(self.on)


def events(session: Session, place: Place, tag_id: int | None, first: date, last: date) -> Iterator[Event]:
    """Everything from one day to another that a report of a place counts, in three queries."""
    span = begins_at(first), ends_at(last)
    yield from _firms(session, place, tag_id, *span)
    yield from _needs(session, place, tag_id, first, last)
    yield from _matches(session, place, tag_id, *span)


def _firms(session: Session, place: Place, tag_id: int | None, begins: datetime, ends: datetime) -> Iterator[Event]:
    """Of a neighbourhood there is no firm: of a firm only the district is known."""
    came = came_in(Business)
    statement = select(Business.id, came.label("came"), Business.spoken_at).where(
        *signed_up(place.areas),
        came < ends,
        or_(came >= begins, Business.spoken_at.is_(None), Business.spoken_at >= begins),
    )
    if tag_id is not None:
        statement = statement.where(exists().where(Match.business_id == Business.id, _tagged_match(tag_id)))
    placed = place.kind is not PlaceKind.PART
    for row in session.execute(statement.order_by(Business.id)):
        came_on = day_of(row.came)
        spoken_on = None if row.spoken_at is None else day_of(row.spoken_at)
        yield Event("signed_up", row.id, came_on, placed)
        if spoken_on is not None:
            yield Event("answered", row.id, spoken_on, placed)
        until = None if spoken_on is None else spoken_on - DAY
        yield Event("unanswered", row.id, came_on, placed, is_state=True, until=until)


def _needs(session: Session, place: Place, tag_id: int | None, first: date, last: date) -> Iterator[Event]:
    begins, ends = begins_at(first), ends_at(last)
    here, only = place_of_need()
    closing, (ended_at, ended) = last_closing(), last_end()
    came = came_in(Need)
    statement = (
        select(
            Need.id,
            Need.state,
            Need.ends_on,
            came.label("came"),
            closing.c.what,
            ended_at.label("ended_at"),
            _is_placed(place, here, Need.neighbourhood_id).label("placed"),
        )
        .outerjoin(only, only.c.partnership_id == Need.partnership_id)
        .outerjoin(closing, closing.c.entry_id == Need.id)
        .outerjoin(ended, ended.c.entry_id == Need.id)
        .where(
            Need.state.not_in(NOT_YET),
            _here_or_perhaps(place, here, Need.neighbourhood_id),
            or_(
                and_(came >= begins, came < ends),
                and_(ended_at >= begins, ended_at < ends),
                Need.ends_on.between(first, last),
            ),
        )
        .order_by(Need.id)
    )
    if tag_id is not None:
        statement = statement.where(_tagged_need(tag_id))
    day = today()
    for row in session.execute(statement):
        if row.came is not None:
            yield Event("asked", row.id, day_of(row.came), bool(row.placed))
        came_to = end_of(row.state, row.what, row.ended_at, row.ends_on, day)
        if came_to is not None and came_to[0] in ENDS and came_to[1] is not None:
            yield Event(ENDS[came_to[0]], row.id, came_to[1], bool(row.placed))


def _matches(session: Session, place: Place, tag_id: int | None, begins: datetime, ends: datetime) -> Iterator[Event]:
    where, only = place_of_need()
    here = func.coalesce(Result.area_code, where)
    part = func.coalesce(Result.neighbourhood_id, Need.neighbourhood_id)
    when = (Match.introduced_at, Match.completed_at, Result.verified_at)
    statement = (
        select(
            Match.id,
            Match.introduced_at,
            Match.completed_at,
            Result.verified_at,
            Result.anyway,
            _is_placed(place, here, part).label("placed"),
        )
        .join(Need, Need.id == Match.need_id)
        .outerjoin(Result, Result.match_id == Match.id)
        .outerjoin(only, only.c.partnership_id == Need.partnership_id)
        .where(
            Match.introduced_at.is_not(None),
            _here_or_perhaps(place, here, part),
            or_(*(and_(one >= begins, one < ends) for one in when)),
        )
        .order_by(Match.id)
    )
    if tag_id is not None:
        statement = statement.where(_tagged_match(tag_id))
    for row in session.execute(statement):
        lines = {"introduced": row.introduced_at, "finished": row.completed_at, "verified": row.verified_at}
        if row.anyway is Anyway.NO:
            lines["only_so"] = row.verified_at
        for line, at in lines.items():
            if at is not None:
                yield Event(line, row.id, day_of(at), bool(row.placed))


def _here_or_perhaps(place: Place, here: Any, part: Any) -> ColumnElement[bool]:
    """Rows of a place, and those that may be of it: without a neighbourhood in its area, or of a partnership
    over several areas of which it is one."""
    if place.areas is None:
        return true()
    if place.kind is PlaceKind.PART:
        return and_(within(here, place.areas), or_(part.in_(place.parts or ()), part.is_(None)))
    covers = select(PartnershipArea.partnership_id).where(PartnershipArea.area_code.in_(place.areas))
    return or_(within(here, place.areas), and_(here.is_(None), Need.partnership_id.in_(covers)))


def _is_placed(place: Place, here: Any, part: Any) -> ColumnElement[bool]:
    return part.is_not(None) if place.kind is PlaceKind.PART else here.is_not(None)


def _tagged_need(tag_id: int) -> ColumnElement[bool]:
    return exists().where(
        FundTagGiven.tag_id == tag_id, FundTagGiven.need_id == Need.id, FundTagGiven.taken_at.is_(None)
    )


def _tagged_match(tag_id: int) -> ColumnElement[bool]:
    """A match is of a fund where it was given to it, or to its need."""
    of_it = or_(FundTagGiven.match_id == Match.id, FundTagGiven.need_id == Match.need_id)
    return exists().where(FundTagGiven.tag_id == tag_id, of_it, FundTagGiven.taken_at.is_(None))

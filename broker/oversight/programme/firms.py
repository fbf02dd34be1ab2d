"""Firms that signed up: whether they were answered, introduced, and gave help that was confirmed."""

from datetime import date, datetime, timedelta

from flask import current_app
from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from models import Business, EntryMerge, Match, Offer, Result
from models.vocabulary import Anyway, EntryKind, EntryState

from ...cases.clocks import day_of
from ...reference.working_days import add_working_days
from .facts import ALL, Areas, Counted, Fact, Piece, came_in, fact, month_of, within

INTRODUCED_WITHIN = timedelta(days=90)
CONFIRMED_WITHIN = timedelta(days=365)


def firm_facts(session: Session, areas: Areas, piece: Piece = ALL) -> list[Fact]:
    """Every firm that has signed up, in one query."""
    introduced = (
        select(Match.business_id, func.min(Match.introduced_at).label("at"))
        .where(Match.introduced_at.is_not(None))
        .group_by(Match.business_id)
        .subquery()
    )
    confirmed = (
        select(Match.business_id, func.min(Result.verified_at).label("at"))
        .join(Result, Result.match_id == Match.id)
        .where(Result.verified_at.is_not(None), Result.anyway == Anyway.NO)
        .group_by(Match.business_id)
        .subquery()
    )
    gives = exists().where(Offer.business_id == Business.id, Offer.withdrawn_at.is_(None))
    statement = (
        select(
            Business.id,
            Business.area_code,
            Business.state,
            came_in(Business).label("came_in_at"),
            Business.spoken_at,
            introduced.c.at.label("introduced_at"),
            confirmed.c.at.label("confirmed_at"),
            gives.label("gives"),
        )
        .outerjoin(introduced, introduced.c.business_id == Business.id)
        .outerjoin(confirmed, confirmed.c.business_id == Business.id)
        .where(*signed_up(areas))
        .order_by(Business.id)
    )
    speak_days = current_app.extensions["settings"].speak_days
    found = []
    for row in session.execute(piece.of(statement, Business.id)):
        counted = _way(row.came_in_at, row.spoken_at, row.introduced_at, row.confirmed_at, speak_days)
        if row.state is EntryState.LIVE and row.gives:
            counted.append(("offering", ""))
        found.append(fact(row.id, row.area_code, counted))
    return found


def signed_up(areas: Areas) -> tuple[ColumnElement[bool], ...]:
    """Firms of these areas that signed up. One put in by somebody else has not, until it answers; one that
    was made one with another is that other."""
    merged = select(EntryMerge.gone_id).where(
        EntryMerge.entry_kind == EntryKind.BUSINESS, EntryMerge.undone_at.is_(None)
    )
    return (
        Business.sent_in_at.is_not(None),
        Business.state != EntryState.INVITED,
        Business.id.not_in(merged),
        within(Business.area_code, areas),
    )


def _way(
    came: datetime, spoken: datetime | None, introduced: datetime | None, confirmed: datetime | None, days: int
) -> list[Counted]:
    """How far one firm came, under the month in which it signed up."""
    month, begun = month_of(came), day_of(came)
    counted: list[Counted] = [("firms", month)]
    if spoken is None:
        counted.append(("never_answered", month))
    elif day_of(spoken) <= answer_by(begun, days):
        counted.append(("answered", month))
    if introduced is not None and day_of(introduced) <= begun + INTRODUCED_WITHIN:
        counted.append(("introduced", month))
    if confirmed is not None and day_of(confirmed) <= begun + CONFIRMED_WITHIN:
        counted.append(("confirmed", month))
    return counted


def answer_by(begun: date, days: int) -> date:
    """The last day on which an answer is in time."""
    return add_working_days(begun, days)

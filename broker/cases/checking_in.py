"""Check-ins: three questions while a match is under way, and the day of the next."""

from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Account, CheckIn, Match
from models.vocabulary import AsAgreed, CheckInOutcome, MatchState

from ..messages import write
from .clocks import day_of, today
from .following import follow
from .rows import hold_match
from .waiting import open_case

#: A check-in so many days before it is due answers it; one still earlier is an extra one.
EARLY = timedelta(days=14)


class NotUnderWay(Exception):
    """There is no check-in to be done. ``str()`` is a sentence for the page."""


def check_in(
    session: Session,
    match: Match,
    *,
    as_agreed: AsAgreed,
    given: str = "",
    change: str = "",
    outcome: CheckInOutcome,
    by: Account,
) -> CheckIn:
    """Keep the three answers, tell the coordinator where something needs attention, and set the next day.

    Raises:
        NotUnderWay: the match is not under way.
    """
    hold_match(session, match)
    if match.state is not MatchState.ACTIVE:
        raise NotUnderWay(_("This is “%(state)s”: there is no check-in to do", state=_(match.state.label)))
    last = match.check_ins[-1] if match.check_ins else None
    said = (as_agreed, given, change, outcome, by.id)
    if last is not None and day_of(last.at) == today() and said == _said(last):
        return last  # a second click: kept once, and told once
    done = CheckIn(
        as_agreed=as_agreed,
        given=given,
        change=change,
        outcome=outcome,
        answers_until=_answers_until(session, match),
        by=by,
    )
    match.check_ins.append(done)
    session.flush()
    follow(session, match)
    if outcome is CheckInOutcome.ATTENTION and match.coordinator.id != by.id:
        write(
            session,
            "needs_attention",
            to=match.coordinator,
            side="coordinator",
            match=match,
            need=match.need,
            business=match.business,
            partnership=match.need.partnership,
            match_id=match.id,
            reference=match.reference,
            said_by=by.name or by.email,
            change=change,
        )
    return done


def _said(one: CheckIn) -> tuple[object, ...]:
    return one.as_agreed, one.given, one.change, one.outcome, one.by_id


def next_on(session: Session, match: Match) -> date | None:
    """The day of the next check-in."""
    case = open_case(session, match)
    return case.next_on if case is not None else None


def check_ins_of(session: Session, match: Match) -> list[CheckIn]:
    """The check-ins of a match, newest first."""
    statement = select(CheckIn).where(CheckIn.match_id == match.id).options(selectinload(CheckIn.by))
    return list(session.scalars(statement.order_by(CheckIn.id.desc())))


def _answers_until(session: Session, match: Match) -> date:
    day, case = today(), open_case(session, match)
    if case is not None and day < case.next_on <= day + EARLY:
        return case.next_on
    return day

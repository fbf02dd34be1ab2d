"""A broker's own list: what is next, soonest first, and the cases that count against the limit."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from models import Broker, Case, Match
from models.match import HOLDING
from models.vocabulary import CaseKind

from ..cases.clocks import today
from ..edge.paging import Listed, paged_query
from .subjects import names, rows_of
from .work_list import broker_scope


@dataclass(slots=True)
class Waits:
    """How many cases wait, and how many of them are overdue."""

    total: int
    overdue: int


def waits_of(session: Session, brokers: Sequence[Broker]) -> Waits:
    mine = (Case.closed_at.is_(None), broker_scope(brokers, today()))
    total = session.scalar(select(func.count()).select_from(Case).where(*mine)) or 0
    overdue = session.scalar(select(func.count()).select_from(Case).where(*mine, Case.next_on < today())) or 0
    return Waits(total, overdue)


def next_actions(session: Session, brokers: Sequence[Broker], *, overdue: bool = False, page: int = 1) -> Listed:
    """One page of what waits for these brokers, theirs and those they stand in for, soonest first."""
    waits = waits_of(session, brokers)
    total = waits.overdue if overdue else waits.total
    wanted = [Case.closed_at.is_(None), broker_scope(brokers, today())]
    if overdue:
        wanted.append(Case.next_on < today())
    statement = (
        select(Case)
        .where(*wanted)
        .options(selectinload(Case.owner_broker).selectinload(Broker.cover), selectinload(Case.owner_account))
        .order_by(Case.next_on, Case.id)
    )
    listed = paged_query(session, statement, page, total=total)
    listed.rows = rows_of(session, listed.rows)
    return listed


def load_rows(session: Session, broker: Broker, *, page: int = 1) -> Listed:
    """One page of the matches that count against a broker's limit, newest last."""
    counted = (Match.broker_id == broker.id, Match.state.in_(HOLDING))
    listed = paged_query(session, select(Match.id).where(*counted).order_by(Match.id), page)
    keys = [(CaseKind.MATCH, match_id) for match_id in listed.rows]
    named = names(session, keys)
    listed.rows = [named[key] for key in keys]
    return listed

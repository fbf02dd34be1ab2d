"""A broker's own list: what is next, soonest first, and the cases that count against the limit."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from models import Broker, Case, Match
from models.match import HOLDING
from models.vocabulary import CaseKind

from ..cases.clocks import today
from .queues import PAGE, Listed
from .subjects import Named, Row, names, rows_of
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
    pages = max(1, ceil(total / PAGE))
    page = min(max(1, page), pages)
    wanted = [Case.closed_at.is_(None), broker_scope(brokers, today())]
    if overdue:
        wanted.append(Case.next_on < today())
    cases = session.scalars(
        select(Case)
        .where(*wanted)
        .options(selectinload(Case.owner_broker).selectinload(Broker.cover), selectinload(Case.owner_account))
        .order_by(Case.next_on, Case.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    rows: list[Row] = rows_of(session, cases)
    return Listed(rows, total=total, page=page, pages=pages)


def load_rows(session: Session, broker: Broker, *, page: int = 1) -> Listed:
    """One page of the matches that count against a broker's limit, newest last."""
    counted = (Match.broker_id == broker.id, Match.state.in_(HOLDING))
    total = session.scalar(select(func.count()).select_from(Match).where(*counted)) or 0
    pages = max(1, ceil(total / PAGE))
    page = min(max(1, page), pages)
    ids = session.scalars(
        select(Match.id).where(*counted).order_by(Match.id).limit(PAGE).offset((page - 1) * PAGE)
    ).all()
    named = names(session, [(CaseKind.MATCH, match_id) for match_id in ids])
    rows: list[Named] = [named[CaseKind.MATCH, match_id] for match_id in ids]
    return Listed(rows, total=total, page=page, pages=pages)

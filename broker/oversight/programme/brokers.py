"""Brokers by area, with the cases they could still take there."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Broker, BrokerArea, Match, Need
from models.match import HOLDING
from models.vocabulary import EntryState

from .facts import Areas


@dataclass(frozen=True, slots=True)
class Here:
    """A broker in one area, with the cases they could still take in it."""

    broker_id: int
    area: str
    free: int


def brokers_here(session: Session, areas: Areas) -> list[Here]:
    """Every live broker in every area they work in, in two queries. Where two councils share a broker
    the limit agreed for the area holds too; a free place counts in each area it could be used in."""
    carried: dict[int, int] = {}
    carried_here: dict[tuple[int, str], int] = {}
    counted = (
        select(Match.broker_id, Need.area_code, func.count())
        .join(Need, Need.id == Match.need_id)
        .where(Match.broker_id.is_not(None), Match.state.in_(HOLDING))
        .group_by(Match.broker_id, Need.area_code)
    )
    for broker_id, area, count in session.execute(counted):
        if broker_id is not None:
            carried[broker_id] = carried.get(broker_id, 0) + count
            carried_here[broker_id, area or ""] = count
    statement = (
        select(Broker.id, Broker.caseload_limit, BrokerArea.area_code, BrokerArea.limit_here)
        .join(BrokerArea, BrokerArea.broker_id == Broker.id)
        .where(Broker.state == EntryState.LIVE)
        .order_by(BrokerArea.area_code, Broker.id)
    )
    found = []
    for broker_id, limit, area, limit_here in session.execute(statement):
        if areas is not None and area not in areas:
            continue
        free = limit - carried.get(broker_id, 0)
        if limit_here is not None:
            free = min(free, limit_here - carried_here.get((broker_id, area), 0))
        found.append(Here(broker_id, area, max(0, free)))
    return found

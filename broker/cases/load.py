"""How many cases brokers carry, against what they can: whole, and by area where two councils share one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Account, Area, Broker, BrokerArea, Match, Need
from models.match import HOLDING

from .log import record


@dataclass(slots=True)
class AreaLoad:
    """Cases in one area; ``limit`` is None where no limit of its own was agreed."""

    area: Area
    cases: int
    limit: int | None

    @property
    def over(self) -> bool:
        return self.limit is not None and self.cases > self.limit


@dataclass(slots=True)
class Load:
    """What a broker carries. Cases are matches that hold a place (`models.match.HOLDING`)."""

    broker: Broker
    cases: int = 0
    areas: list[AreaLoad] = field(default_factory=list)
    #: area code -> cases, also where the broker does not say to work; "" is place not known
    by_code: dict[str, int] = field(default_factory=dict)

    @property
    def room(self) -> int:
        """How many more cases the broker can take; below 0 where there are too many."""
        return self.broker.caseload_limit - self.cases

    def room_in(self, area_code: str | None) -> int:
        """The same in one area, whose own limit may be lower."""
        here = next((one for one in self.areas if one.area.code == area_code), None)
        if here is None or here.limit is None:
            return self.room
        return min(self.room, here.limit - here.cases)


def caseload_of(session: Session, broker: Broker) -> int:
    """How many cases a broker carries now."""
    statement = select(func.count()).where(Match.broker_id == broker.id, Match.state.in_(HOLDING))
    return session.scalar(statement) or 0


def loads(session: Session, brokers: Iterable[Broker]) -> list[Load]:
    """The load of each of these brokers, in their order, in two queries."""
    found = {broker.id: Load(broker) for broker in brokers}
    counted = (
        select(Match.broker_id, Need.area_code, func.count())
        .join(Need, Need.id == Match.need_id)
        .where(Match.broker_id.in_(list(found)), Match.state.in_(HOLDING))
        .group_by(Match.broker_id, Need.area_code)
    )
    for broker_id, area_code, count in session.execute(counted):
        load = found[int(broker_id or 0)]
        load.cases += count
        load.by_code[area_code or ""] = count
    limits = (
        select(BrokerArea.broker_id, Area, BrokerArea.limit_here)
        .join(Area, Area.code == BrokerArea.area_code)
        .where(BrokerArea.broker_id.in_(list(found)))
        .order_by(Area.name)
    )
    for broker_id, area, limit in session.execute(limits):
        load = found[broker_id]
        load.areas.append(AreaLoad(area, load.by_code.get(area.code, 0), limit))
    return list(found.values())


def set_limits(session: Session, broker: Broker, limits: Mapping[str, int | None], *, by: Account) -> bool:
    """Agree how many cases at once a shared broker carries in each area (code -> limit; None: no limit of
    its own). True where something is new."""
    rows = session.scalars(select(BrokerArea).where(BrokerArea.broker_id == broker.id).with_for_update()).all()
    changed = [row for row in rows if row.area_code in limits and row.limit_here != limits[row.area_code]]
    for row in changed:
        row.limit_here = limits[row.area_code]
    if changed:
        words = ", ".join(f"{row.area_code}: {'–' if row.limit_here is None else row.limit_here}" for row in changed)
        record(session, broker, "limits", by=by, words=words, on_behalf=True)
    return bool(changed)

"""The brokers of a coordinator's areas: how much each carries here, elsewhere and at most."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from models import Broker, Match, Need
from models.match import HOLDING
from models.vocabulary import CaseKind, EntryState

from ..cases.carried import Carried
from ..cases.cover import cover_name
from ..cases.holders import holder_of
from ..cases.load import AreaLoad, Load, loads
from ..cases.owners import IN_POST
from ..edge.filters import label
from ..edge.paging import Listed, paged_query
from .scope import Areas, brokers_in, needs_in
from .subjects import Named, Row, names, rows_of


@dataclass(slots=True)
class LoadHere:
    """A load as one council sees it: its own cases, and of the others their number only.

    ``stands_in`` says who acts today where it is not the broker.
    """

    broker: Broker
    here: int
    elsewhere: int
    areas: list[AreaLoad] = field(default_factory=list)
    stands_in: str = ""

    @property
    def total(self) -> int:
        return self.here + self.elsewhere

    @property
    def room(self) -> int:
        return max(0, self.broker.caseload_limit - self.total)

    @property
    def over(self) -> bool:
        return self.total > self.broker.caseload_limit or any(one.over for one in self.areas)


@dataclass(slots=True)
class CarriedRow:
    """One thing a broker carries; ``next`` is what waits first, if anything does."""

    key: str
    named: Named
    address: tuple[CaseKind, int]
    next: Row | None


def brokers_here(session: Session, areas: Areas, *, page: int = 1) -> Listed:
    """One page of the brokers in post of these areas, by name."""
    wanted = (Broker.state.in_(IN_POST), brokers_in(areas))
    statement = select(Broker).where(*wanted).options(selectinload(Broker.cover)).order_by(Broker.name, Broker.id)
    listed = paged_query(session, statement, page)
    listed.rows = loads_here(session, listed.rows, areas)
    return listed


def loads_here(session: Session, brokers: Sequence[Broker], areas: Areas) -> list[LoadHere]:
    """The load of each of these brokers: what of it is in these areas, and how much elsewhere."""
    counted = (
        select(Match.broker_id, func.count())
        .join(Need, Need.id == Match.need_id)
        .where(Match.broker_id.in_([one.id for one in brokers]), Match.state.in_(HOLDING), needs_in(areas))
        .group_by(Match.broker_id)
    )
    here = {broker_id: count for broker_id, count in session.execute(counted)}
    return [_load_here(load, here.get(load.broker.id, 0), areas) for load in loads(session, brokers)]


def _load_here(load: Load, here: int, areas: Areas) -> LoadHere:
    holder = holder_of(load.broker)
    stands_in = "" if holder is load.broker else cover_name(holder) or _("the office")
    shown = [one for one in load.areas if areas is None or one.area.code in areas]
    return LoadHere(load.broker, here, load.cases - here, shown, stands_in)


def carried_rows(session: Session, carried: Sequence[Carried], *, counted: bool = False) -> list[CarriedRow]:
    """What a broker carries, that whose next step is due first at the top; ``counted``: only what a limit is about."""
    shown = [one for one in carried if one.counts or not counted]
    named = names(session, {(one.kind, one.subject_id) for one in shown})
    first = [min(one.cases, key=lambda case: (case.next_on, case.id)) for one in shown if one.cases]
    by_case: dict[int, Row] = {row.case.id: row for row in rows_of(session, first)}
    rows = []
    for one in shown:
        waits = next((by_case[case.id] for case in one.cases if case.id in by_case), None)
        place = (one.kind, one.subject_id)
        rows.append(CarriedRow(one.key, named.get(place) or Named(label(one.kind)), place, waits))
    rows.sort(key=lambda row: (row.next is None, row.next.case.next_on if row.next else None, row.key))
    return rows


def titles_of(session: Session, carried: Sequence[Carried]) -> dict[str, str]:
    """key -> what a form calls it."""
    named = names(session, {(one.kind, one.subject_id) for one in carried})
    found = {}
    for one in carried:
        name = named.get((one.kind, one.subject_id)) or Named(label(one.kind))
        found[one.key] = ", ".join(filter(None, [name.title, name.place]))
    return found


def receivers_of(session: Session, broker: Broker) -> list[Load]:
    """Who could take over: live brokers who are there, those of the same areas first, then by room."""
    areas = {area.code for area in broker.areas}
    statement = select(Broker).where(Broker.state == EntryState.LIVE, Broker.id != broker.id).order_by(Broker.id)
    there: list[Any] = [one for one in session.scalars(statement) if holder_of(one) is one]
    found = loads(session, there)
    found.sort(key=lambda load: (not areas & {one.area.code for one in load.areas}, -load.room, load.broker.name))
    return found


def room_in_words(load: Load) -> str:
    """``Room for 3 more. Works in Knowsley, Liverpool``."""
    works = ", ".join(one.area.name for one in load.areas)
    room = _("Carries %(cases)s of at most %(limit)s cases.", cases=load.cases, limit=load.broker.caseload_limit)
    return f"{room} {_('Works in %(areas)s.', areas=works)}" if works else room

"""The areas of a list: how deprived, which partnership, which brokers."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import (
    Area,
    AreaList,
    AreaListEntry,
    Broker,
    BrokerArea,
    Deprivation,
    Partnership,
    PartnershipArea,
)
from models.vocabulary import EntryState

EDITION = 2025


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area of a list. ``partnerships`` are (id, name), by name; ``brokers`` counts people: their names
    are not public."""

    area: Area
    entry: AreaListEntry
    deprivation: Deprivation | None
    partnerships: tuple[tuple[int, str], ...]
    brokers: int


@dataclass(frozen=True, slots=True)
class Overview:
    """A list of areas with what each has, before and after the filters."""

    list: AreaList
    lists: tuple[AreaList, ...]
    regions: tuple[str, ...]
    rows: tuple[AreaRow, ...]
    of: int
    #: The areas of the list before the filters.
    codes: frozenset[str]


def overview(session: Session, list_code: str, *, region: str = "", missing: str = "") -> Overview | None:
    """The areas of a list. ``missing`` is "", "broker" or "partnership". None: no such list."""
    lists = tuple(session.scalars(select(AreaList).order_by(AreaList.code)))
    chosen = next((each for each in lists if each.code == list_code), None)
    if chosen is None:
        return None
    entries = session.execute(
        select(AreaListEntry, Area, Deprivation)
        .join(Area, Area.code == AreaListEntry.area_code)
        .outerjoin(Deprivation, (Deprivation.area_code == Area.code) & (Deprivation.edition == EDITION))
        .where(AreaListEntry.list_code == chosen.code)
        .order_by(AreaListEntry.position)
    ).all()
    partnerships, brokers = _partnerships(session), _brokers(session)
    rows = [
        AreaRow(
            area,
            entry,
            deprivation,
            tuple(partnerships.get(area.code, ())),
            brokers.get(area.code, 0),
        )
        for entry, area, deprivation in entries
    ]
    regions = tuple(sorted({row.area.region for row in rows}))
    shown = tuple(row for row in rows if (not region or row.area.region == region) and _lacks(row, missing))
    return Overview(chosen, lists, regions, shown, len(rows), frozenset(row.area.code for row in rows))


def _lacks(row: AreaRow, missing: str) -> bool:
    if missing == "broker":
        return row.brokers == 0
    if missing == "partnership":
        return not row.partnerships
    return True


def _partnerships(session: Session) -> dict[str, list[tuple[int, str]]]:
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    statement = (
        select(PartnershipArea.area_code, Partnership.id, Partnership.name)
        .join(Partnership, Partnership.id == PartnershipArea.partnership_id)
        .where(Partnership.state == EntryState.LIVE)
        .order_by(Partnership.name)
    )
    for code, partnership_id, name in session.execute(statement):
        found[code].append((partnership_id, name))
    return found


def _brokers(session: Session) -> dict[str, int]:
    statement = (
        select(BrokerArea.area_code, func.count())
        .join(Broker, Broker.id == BrokerArea.broker_id)
        .where(Broker.state == EntryState.LIVE)
        .group_by(BrokerArea.area_code)
    )
    return _counts(session, statement)


def _counts(session: Session, statement: Any) -> dict[str, int]:
    return {code: count for code, count in session.execute(statement) if code}


def country(session: Session) -> list[Area]:
    """Every area there is, by code."""
    return list(session.scalars(select(Area).order_by(Area.code)))

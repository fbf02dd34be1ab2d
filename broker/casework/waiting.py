"""Entries that wait to be read: businesses, partnerships, brokers and needs, longest waiting first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session, selectinload

from models import Broker, BrokerArea, Business, Need, Partnership, PartnershipArea
from models.vocabulary import EntryKind, EntryState

from ..cases.clocks import day_of, due_on, settings, today
from ..cases.log import TABLE_OF, AnyEntry
from ..edge.paging import PAGE, Listed, paged
from ..reference.working_days import working_days_between
from .entries import name_of
from .filters import Filters
from .scope import Areas, brokers_in, businesses_in, needs_in, partnerships_in

TABLES: tuple[tuple[EntryKind, Any], ...] = tuple(TABLE_OF.items())


@dataclass(slots=True)
class EntryRow:
    """An entry to be read: how long it has waited, and by when it should be."""

    kind: EntryKind
    entry_id: int
    sent_in_at: datetime
    waited: int
    read_by: date
    overdue: bool
    entry: AnyEntry | None = None

    @property
    def name(self) -> str:
        return name_of(self.entry) if self.entry else ""

    @property
    def place(self) -> str:
        """The areas of the entry, as people name them."""
        if isinstance(self.entry, (Business, Need)):
            return self.entry.area.name if self.entry.area else ""
        return ", ".join(area.name for area in self.entry.areas) if self.entry else ""


def waiting_entries(
    session: Session,
    *,
    areas: Areas,
    filters: Filters = Filters(),  # noqa: B008  (frozen)
    page: int = 1,
    size: int = PAGE,
    on: date | None = None,
) -> Listed:
    """One page of the entries that wait to be read. The theme narrows needs only."""
    day = on or today()
    found: list[EntryRow] = []
    for kind, table in TABLES:
        if filters.theme and kind is not EntryKind.NEED:
            continue
        statement = select(table.id, table.sent_in_at, table.created_at).where(
            table.state == EntryState.WAITING, _within(kind, areas)
        )
        if filters.area:
            statement = statement.where(_within(kind, frozenset([filters.area])), _placed(kind))
        if filters.theme:
            statement = statement.where(or_(Need.theme == filters.theme, Need.second_theme == filters.theme))
        found.extend(_row(kind, row, day) for row in session.execute(statement))
    found.sort(key=lambda row: (row.sent_in_at, row.kind, row.entry_id))
    listed = paged(found, page, size)
    _load(session, listed.rows)
    return listed


def _row(kind: EntryKind, row, day: date) -> EntryRow:
    sent_in_at = row.sent_in_at or row.created_at
    read_by = due_on(day_of(sent_in_at), settings().speak_days)
    waited = max(0, working_days_between(day_of(sent_in_at), day))
    return EntryRow(kind, row.id, sent_in_at, waited, read_by, read_by < day)


def _within(kind: EntryKind, areas: Areas) -> ColumnElement[bool]:
    choose = {
        EntryKind.BUSINESS: businesses_in,
        EntryKind.PARTNERSHIP: partnerships_in,
        EntryKind.NEED: needs_in,
        EntryKind.BROKER: brokers_in,
    }
    return choose[kind](areas)


def _placed(kind: EntryKind) -> ColumnElement[bool]:
    """With an area chosen, entries whose place is not known are left out."""
    if kind is EntryKind.BUSINESS:
        return Business.area_code.is_not(None)
    if kind is EntryKind.BROKER:
        return exists().where(BrokerArea.broker_id == Broker.id)
    if kind is EntryKind.PARTNERSHIP:
        return exists().where(PartnershipArea.partnership_id == Partnership.id)
    return or_(Need.area_code.is_not(None), exists().where(PartnershipArea.partnership_id == Need.partnership_id))


def _load(session: Session, rows: Sequence[EntryRow]) -> None:
    for kind, table in TABLES:
        ids = [row.entry_id for row in rows if row.kind is kind]
        if kind is EntryKind.NEED:
            options: list[Any] = [selectinload(Need.area), selectinload(Need.partnership)]
        elif kind is EntryKind.BUSINESS:
            options = [selectinload(Business.area), selectinload(Business.contacts)]
        else:
            options = [selectinload(table.areas), selectinload(table.contacts)]
        entries = {
            entry.id: entry for entry in session.scalars(select(table).where(table.id.in_(ids)).options(*options))
        }
        for row in rows:
            if row.kind is kind:
                row.entry = entries[row.entry_id]

"""What a fact is: one row of the programme, and everything it is counted under."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select, true

from models import Need, PartnershipArea

from ...cases.clocks import day_of

#: Codes of areas; None is every area, and what has no place.
Areas = frozenset[str] | None
#: The area of what has no place of its own: several areas, or not known.
NOWHERE = ""
#: What is counted, and the key it is counted under ("" where there is one number only).
Counted = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Fact:
    """One row: its number, its area, and what it is counted under, each once."""

    id: int
    area: str
    counted: frozenset[Counted]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the rows in the order of their ids: those after one, so many at most, and in SQL conditions
    that leave out none of those looked for."""

    after: int = 0
    most: int | None = None
    where: tuple[ColumnElement[bool], ...] = ()

    def of(self, statement: Select[*tuple[Any, ...]], id: Any) -> Select[*tuple[Any, ...]]:
        return statement.where(id > self.after, *self.where).limit(self.most)


#: All rows.
ALL = Piece()


def fact(id: int, area: str | None, counted: Iterable[Counted]) -> Fact:
    return Fact(id, area or NOWHERE, frozenset(counted))


def ends(rows: Sequence[Any]) -> tuple[int, int]:
    """The first and the last id of rows in their order."""
    return (rows[0].id, rows[-1].id) if rows else (0, -1)


def month_of(day: date | datetime) -> str:
    """``2026-03``. A time counts in the month it was in England."""
    day = day_of(day) if isinstance(day, datetime) else day
    return f"{day:%Y-%m}"


def place_of_need() -> tuple[ColumnElement[Any], Any]:
    """The area code of a need in SQL, and the subquery it needs (outer join on its ``partnership_id``).

    A need without an area of its own is where its partnership is, if that is one area. With several it
    is in none of them: it would be counted more than once.
    """
    only = (
        select(PartnershipArea.partnership_id, func.min(PartnershipArea.area_code).label("code"))
        .group_by(PartnershipArea.partnership_id)
        .having(func.count() == 1)
        .subquery()
    )
    return func.coalesce(Need.area_code, only.c.code), only


def within(place: Any, areas: Areas) -> ColumnElement[bool]:
    """Rows of these areas."""
    if areas is None:
        return true()
    here = place.in_(areas - {NOWHERE})
    return or_(here, place.is_(None)) if NOWHERE in areas else here


def came_in(entry: Any) -> ColumnElement[Any]:
    """When an entry first came in. To send it in again later does not make it younger; what was imported
    came in when its own people answered."""
    return case((entry.source == "import", entry.sent_in_at), else_=entry.created_at)


def yes_if(condition: Any) -> ColumnElement[int]:
    """1 or 0, the same on both databases."""
    return case((condition, 1), else_=0)

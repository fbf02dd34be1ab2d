"""Of where a report is: an area, a part of one, all areas that somebody looks after, or the whole programme."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Area, AreaCode, Neighbourhood

from ..edge.addresses import MOST
from ..oversight.programme.facts import Areas

PROGRAMME, MINE = "programme", "mine"
#: A ward in an address is this and its name; a neighbourhood is its number.
WARD = "ward:"


class PlaceKind(StrEnum):
    PROGRAMME = "programme"
    MINE = "mine"
    AREA = "area"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Place:
    """``areas`` are district codes, None for all and what has no place. ``parts`` are the numbers of the
    neighbourhoods that it is: one, or all of a ward; None where it is whole areas. ``part`` is as in an address."""

    kind: PlaceKind
    areas: Areas
    name: str
    parts: frozenset[int] | None = None
    part: str = ""

    @property
    def where(self) -> str:
        """As it stands in an address."""
        if self.kind in (PlaceKind.AREA, PlaceKind.PART) and self.areas:
            return next(iter(self.areas))
        return MINE if self.kind is PlaceKind.MINE else PROGRAMME


class NoSuchPlace(Exception):
    """There is no report of such a place. ``str()`` is a sentence for the page."""


def choices(session: Session, mine: Areas) -> list[tuple[str, str]]:
    """(as in an address, name): the areas somebody may see, theirs together first."""
    statement = select(Area.code, Area.name).order_by(Area.name)
    if mine is not None:
        statement = statement.where(Area.code.in_(mine))
    each = [(code, name) for code, name in session.execute(statement)]
    if mine is None:
        return [(PROGRAMME, _("The whole programme")), *each]
    return [(MINE, _("All areas you look after")), *each] if len(each) > 1 else each


def parts_of(session: Session, place: Place) -> list[tuple[str, str]]:
    """(as in an address, name): the wards and the neighbourhoods that are known of one area."""
    if place.kind not in (PlaceKind.AREA, PlaceKind.PART):
        return []
    there = Neighbourhood.area_code == place.where
    known = session.scalars(select(Neighbourhood).where(there).order_by(Neighbourhood.name)).all()
    wards = sorted({one.ward for one in known if one.ward})
    return [
        *((WARD + ward, _("Ward: %(name)s", name=ward)) for ward in wards),
        *((str(one.id), one.name) for one in known),
    ]


def place_of(session: Session, mine: Areas, where: str = "", part: str = "") -> tuple[Place, str]:
    """The place that is asked for, and what to say about it: an area that is part of another now is that one.

    Without a word it is the one area of whoever looks after one, all of theirs, or else the whole programme.

    Raises:
        NoSuchPlace: nobody knows it, or it is somebody else's.
    """
    if not where:
        where = PROGRAMME if mine is None else next(iter(mine)) if len(mine) == 1 else MINE
    if where == PROGRAMME and mine is None:
        return Place(PlaceKind.PROGRAMME, None, _("The whole programme")), ""
    if where in (MINE, PROGRAMME):
        return Place(PlaceKind.MINE, mine, _("All areas you look after")), ""
    area, said = session.get(Area, where), ""
    if area is None:
        old = session.get(AreaCode, where)
        area = session.get(Area, old.area_code) if old is not None else None
        if area is not None and old is not None:
            names = {"old": old.name or where, "now": area.name}
            said = _("%(old)s is no district of its own any more. This is the report of %(now)s.", **names)
    if area is None or (mine is not None and area.code not in mine):
        raise NoSuchPlace(_("There is no report of this area for you. Choose one of the list"))
    if not part:
        return Place(PlaceKind.AREA, frozenset({area.code}), area.name), said
    return _part_of(session, area, part), said


def _part_of(session: Session, area: Area, part: str) -> Place:
    there = select(Neighbourhood).where(Neighbourhood.area_code == area.code)
    if part.startswith(WARD):
        which = Neighbourhood.ward == part.removeprefix(WARD)
        name = _("%(part)s ward, %(area)s", part=part.removeprefix(WARD), area=area.name)
    else:
        number = min(int(part), MOST) if part.isascii() and part.isdigit() else 0
        which, name = Neighbourhood.id == number, ""
    found = session.scalars(there.where(which)).all()
    if not found or part == WARD:
        raise NoSuchPlace(_("%(area)s has no such neighbourhood or ward. Choose one of the list", area=area.name))
    name = name or _("%(part)s, %(area)s", part=found[0].name, area=area.name)
    return Place(PlaceKind.PART, frozenset({area.code}), name, frozenset(one.id for one in found), part)


def may_see(mine: Areas, areas: Sequence[str] | None) -> bool:
    """Whether whoever looks after these areas may see what was kept of those."""
    return mine is None or (areas is not None and set(areas) <= mine)

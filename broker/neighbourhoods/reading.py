"""What the pages of neighbourhoods show."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session, selectinload

from models import Area, Need, Neighbourhood, SmallArea
from models.vocabulary import EntryState

from ..casework.scope import Areas
from ..edge.paging import Listed, paged_query
from .spread import Spread, spreads, used, worked_out

PAGE = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """A neighbourhood in the list, with how many requests it has."""

    one: Neighbourhood
    spread: Spread | None
    needs: int


@dataclass(frozen=True, slots=True)
class Part:
    """A small area of a neighbourhood, as the edition that counts has it; without a name where it has none."""

    code: str
    name: str = ""
    decile: int | None = None


def neighbourhoods_of(session: Session, areas: Areas, words: str, area_code: str, page: int) -> Listed:
    """Those of the districts that somebody looks after, by district and name; ``words`` are of a name or ward."""
    statement = select(Neighbourhood).join(Neighbourhood.area).where(_in(areas))
    if area_code:
        statement = statement.where(Neighbourhood.area_code == area_code)
    if words:
        names = (
            Neighbourhood.name.icontains(words, autoescape=True),
            Neighbourhood.ward.icontains(words, autoescape=True),
        )
        statement = statement.where(names[0] | names[1])
    statement = statement.options(selectinload(Neighbourhood.area), selectinload(Neighbourhood.small_areas))
    listed = paged_query(session, statement.order_by(Area.name, Neighbourhood.name, Neighbourhood.id), page, PAGE)
    found = worked_out(session, listed.rows)
    needs = _needs(session, [one.id for one in listed.rows])
    listed.rows = [Shown(one, found.get(one.id), needs.get(one.id, 0)) for one in listed.rows]
    return listed


def areas_with_some(session: Session, areas: Areas) -> list[Area]:
    """Districts that have a neighbourhood, to narrow the list down by."""
    return list(
        session.scalars(
            select(Area).where(Area.code.in_(select(Neighbourhood.area_code).where(_in(areas)))).order_by(Area.name)
        )
    )


def areas_of_office(session: Session, areas: Areas) -> list[Area]:
    """Every district that somebody looks after, by name."""
    statement = select(Area).order_by(Area.name)
    return list(session.scalars(statement if areas is None else statement.where(Area.code.in_(areas))))


def needs_of(session: Session, one: Neighbourhood, page: int) -> Listed:
    """Its requests that are not only begun, the newest first."""
    here = Need.neighbourhood_id == one.id, Need.state != EntryState.DRAFT
    return paged_query(session, select(Need).where(*here).order_by(Need.id.desc()), page, PAGE)


def spreads_of(session: Session, one: Neighbourhood) -> tuple[Spread | None, list[Spread]]:
    """The spread that it goes by, and that of every edition whose file is here."""
    all_of = spreads(session, one.codes)
    return used(all_of), all_of


def parts_of(session: Session, one: Neighbourhood, edition: int | None) -> list[Part]:
    """Its small areas by name."""
    here = select(SmallArea).where(SmallArea.code.in_(one.codes), SmallArea.edition == edition)
    known = {each.code: Part(each.code, each.name, each.decile) for each in session.scalars(here)}
    return sorted((known.get(code, Part(code)) for code in one.codes), key=lambda part: (part.name, part.code))


def others_of(session: Session, one: Neighbourhood) -> list[Neighbourhood]:
    """The other neighbourhoods of its district."""
    here = Neighbourhood.area_code == one.area_code, Neighbourhood.id != one.id
    return list(session.scalars(select(Neighbourhood).where(*here).order_by(Neighbourhood.name, Neighbourhood.id)))


def small_areas_of(session: Session, area_code: str, edition: int) -> list[SmallArea]:
    """All small areas of a district in one edition, by name."""
    here = SmallArea.area_code == area_code, SmallArea.edition == edition
    return list(session.scalars(select(SmallArea).where(*here).order_by(SmallArea.name, SmallArea.code)))


def files_here(session: Session) -> list[tuple[int, int]]:
    """(edition, small areas) of each official file that was loaded, the newest first."""
    counted = select(SmallArea.edition, func.count()).group_by(SmallArea.edition).order_by(SmallArea.edition.desc())
    return [(edition, count) for edition, count in session.execute(counted)]


def _needs(session: Session, ids: list[int]) -> dict[int, int]:
    here = Need.neighbourhood_id.in_(ids), Need.state != EntryState.DRAFT
    counted = select(Need.neighbourhood_id, func.count()).where(*here).group_by(Need.neighbourhood_id)
    return {one: count for one, count in session.execute(counted) if one is not None}


def _in(areas: Areas) -> ColumnElement[bool]:
    return true() if areas is None else Neighbourhood.area_code.in_(areas)

"""The open needs as anybody may read them: by area, theme, kind of help or local partnership."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, selectinload

from models import Area, Need, NeedPart, Partnership
from models.vocabulary import Kind, Theme

from ..edge.paging import page_within
from ..suggestions import asked_for_in, open_by_area, open_on

A_PAGE = 20
NO_THEME = "none"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for. Empty: everything. ``no_theme``: what names none."""

    area: str = ""
    theme: Theme | None = None
    no_theme: bool = False
    kind: Kind | None = None
    partnership: int | None = None

    def codes(self) -> dict[str, str | int]:
        """The same for an address: codes only, and only those that are set."""
        theme = NO_THEME if self.no_theme else self.theme
        said = {"area": self.area, "theme": theme, "kind": self.kind, "partnership": self.partnership}
        return {name: getattr(value, "value", value) for name, value in said.items() if value}


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list. ``total`` counts all of it."""

    needs: tuple[Need, ...]
    total: int
    page: int
    pages: int


def open_needs(session: Session, wanted: Wanted, page: int, *, today: date) -> Listed:
    """The needs open today that fit, newest first. A page beyond the last one is the last one."""
    conditions = (*open_on(today), *_fits(wanted))
    total = session.scalar(select(func.count(Need.id)).join(Need.partnership).where(*conditions)) or 0
    page, pages = page_within(total, page, A_PAGE)
    statement = (
        select(Need)
        .join(Need.partnership)
        .where(*conditions)
        .options(*_to_be_shown())
        .order_by(Need.id.desc())
        .limit(A_PAGE)
        .offset((page - 1) * A_PAGE)
    )
    return Listed(tuple(session.scalars(statement)), total, page, pages)


def open_need(session: Session, need_id: int, *, today: date) -> Need | None:
    """One need, where it is open today."""
    statement = select(Need).join(Need.partnership).where(Need.id == need_id, *open_on(today))
    return session.scalar(statement.options(*_to_be_shown()))


def was_open(session: Session, need_id: int) -> bool:
    """Whether a need was once read, so that its address was public."""
    return session.scalar(select(Need.read_at).where(Need.id == need_id)) is not None


def areas_that_ask(session: Session, *, today: date) -> list[tuple[str, str, int]]:
    """(code, name, open needs) of every area with an open need, in the order of their names."""
    counts = open_by_area(session, today)
    names = session.execute(select(Area.code, Area.name).where(Area.code.in_(counts)).order_by(Area.name))
    return [(code, name, counts[code]) for code, name in names]


def area_named(session: Session, code: str) -> str | None:
    """The name of an area; None where there is no such area."""
    return session.scalar(select(Area.name).where(Area.code == code))


def partnership_named(session: Session, partnership_id: int) -> str | None:
    """The name of a partnership whose page is public."""
    found = session.get(Partnership, partnership_id)
    return found.name if found is not None and found.is_live else None


def _fits(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.area:
        found.append(asked_for_in(wanted.area))
    if wanted.theme is not None:
        found.append(or_(Need.theme == wanted.theme, Need.second_theme == wanted.theme))
    if wanted.no_theme:
        found.append(and_(Need.theme.is_(None), Need.second_theme.is_(None)))
    if wanted.kind is not None:
        found.append(select(NeedPart.id).where(NeedPart.need_id == Need.id, NeedPart.kind == wanted.kind).exists())
    if wanted.partnership is not None:
        found.append(Need.partnership_id == wanted.partnership)
    return found


def _to_be_shown():  # type: ignore[no-untyped-def]
    return (
        selectinload(Need.parts),
        selectinload(Need.area),
        selectinload(Need.neighbourhood),
        selectinload(Need.partnership),
    )

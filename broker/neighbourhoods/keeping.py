"""Name a neighbourhood, change it, and join two that are one."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Column, func, select, update
from sqlalchemy.orm import Session

from models import Account, Area, Base, Need, Neighbourhood, NeighbourhoodSmallArea, SmallArea
from models.base import now
from models.vocabulary import EntryState

from ..cases.refusals import NotPossible
from ..reference.places import EDITIONS
from .spread import TENTHS, spreads, used, worked_out

#: The largest town has fewer; more is a whole district.
MOST_SMALL_AREAS = 200
_CODE = re.compile(r"E01\d{6}")
#: What stands between two small areas in a cell or a box.
_BETWEEN = re.compile(r"[;,|\n\r\t]+|\s+(?=E01\d)")


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of a neighbourhood. ``small_areas`` are codes or names as in the official file;
    ``decile`` counts only where they do not tell."""

    name: str
    area_code: str
    ward: str = ""
    small_areas: tuple[str, ...] = ()
    decile: int | None = None
    edition: int | None = None
    source: str = ""


def taken_apart(text: str) -> tuple[str, ...]:
    """The small areas that somebody listed, once each, in the order written."""
    return tuple(dict.fromkeys(part.strip() for part in _BETWEEN.split(text) if part.strip()))


def add(session: Session, said: Said, by: Account) -> Neighbourhood:
    """Keep a new neighbourhood.

    Raises:
        NotPossible: something said of it cannot be; ``field`` says what.
    """
    codes = checked(session, said)
    one = Neighbourhood(area_code=said.area_code, name=said.name)
    session.add(one)
    _set(session, one, said, codes, by)
    return one


def change(session: Session, one: Neighbourhood, said: Said, by: Account) -> None:
    """Say it anew. Its requests are looked at again where its tenth is another now.

    Raises:
        NotPossible: as for ``add``; or it would move to another district and has requests.
    """
    codes = checked(session, said, one)
    if said.area_code != one.area_code and _needs(session, one):
        raise NotPossible(_("It has requests, so it stays in its district. Add another one instead"), "area_code")
    one.area_code, one.name = said.area_code, said.name
    _set(session, one, said, codes, by)


def join(session: Session, kept: Neighbourhood, gone: Neighbourhood, by: Account) -> int:
    """Two names of one place become one: whatever pointed to ``gone`` points to ``kept``. Returns how many
    requests that were.

    Raises:
        NotPossible: they are in two districts, or they are one already.
    """
    if kept is gone or kept.area_code != gone.area_code:
        raise NotPossible(_("Choose another neighbourhood of the same district"))
    needs = _needs(session, gone)
    session.flush()
    for column in _pointing_here():
        session.execute(update(column.table).where(column == gone.id).values({column.name: kept.id}))
    session.expire_all()
    session.delete(gone)
    kept.by = by
    _look_again(session, [kept.id])
    return needs


def follow_small_areas(session: Session) -> int:
    """Work out anew the tenth of every neighbourhood that has small areas. Returns how many are another now."""
    having = select(Neighbourhood).where(Neighbourhood.small_areas.any()).order_by(Neighbourhood.id)
    all_of = session.scalars(having).all()
    found = worked_out(session, all_of)
    changed = []
    for one in all_of:
        spread = found.get(one.id)
        if spread is not None and (one.decile, one.edition) != (spread.decile, spread.edition):
            one.decile, one.edition, one.source = spread.decile, spread.edition, ""
            changed.append(one.id)
    session.flush()
    _look_again(session, changed)
    return len(changed)


def checked(session: Session, said: Said, own: Neighbourhood | None = None) -> list[str]:
    """The codes of the small areas, where all that is said of a neighbourhood can be so.

    Raises:
        NotPossible: with the sentence, and the ``field`` it is about.
    """
    area = session.get(Area, said.area_code)
    if area is None:
        raise NotPossible(_("Choose the district it is in"), "area_code")
    if not said.name.strip():
        raise NotPossible(_("Enter the name of the neighbourhood"), "name")
    twin = same_name(session, said.area_code, said.name)
    if twin is not None and twin is not own:
        raise NotPossible(_("%(area)s has a neighbourhood of this name already", area=area.name), "name")
    codes = _codes(session, said.small_areas, area)
    _check_tenth(session, said, codes)
    return codes


def same_name(session: Session, area_code: str, name: str) -> Neighbourhood | None:
    """The neighbourhood of a district that bears this name, whatever its capitals."""
    here = Neighbourhood.area_code == area_code, func.lower(Neighbourhood.name) == name.strip().lower()
    return session.scalars(select(Neighbourhood).where(*here).order_by(Neighbourhood.id)).first()


def _codes(session: Session, written: Collection[str], area: Area) -> list[str]:
    if len(written) > MOST_SMALL_AREAS:
        raise NotPossible(
            _("These are %(count)d small areas. A neighbourhood has at most %(most)d")
            % {"count": len(written), "most": MOST_SMALL_AREAS},
            "small_areas",
        )
    rows = _official(session, written)
    known = {one.code: one for one in rows} | {one.name.casefold(): one for one in rows}
    found: dict[str, SmallArea | None] = {}
    wrong = []
    for each in written:
        one = known.get(each.upper()) or known.get(each.casefold())
        if one is not None:
            found[one.code] = one
        elif _CODE.fullmatch(each.upper()):
            found[each.upper()] = None  # of an edition whose file is not here
        else:
            wrong.append(each)
    if wrong:
        raise NotPossible(
            _(
                "We do not know the small area %(which)s. Enter codes such as E01006646, one on each line",
                which=_some(wrong),
            ),
            "small_areas",
        )
    _refuse_other_districts(session, found, area)
    return list(found)


def _official(session: Session, written: Collection[str]) -> list[SmallArea]:
    if not written:
        return []
    by_code = SmallArea.code.in_([each.upper() for each in written])
    by_name = func.lower(SmallArea.name).in_([each.lower() for each in written])
    return list(session.scalars(select(SmallArea).where(by_code | by_name).order_by(SmallArea.edition)))


def _refuse_other_districts(session: Session, found: dict[str, SmallArea | None], area: Area) -> None:
    elsewhere = {one.area_code: one for one in found.values() if one is not None and one.area_code != area.code}
    if elsewhere:
        names = {each.code: each.name for each in session.scalars(select(Area).where(Area.code.in_(elsewhere)))}
        one = next(iter(elsewhere.values()))
        raise NotPossible(
            _(
                "%(code)s (%(small_area)s) is in %(other)s, not in %(area)s. A neighbourhood across two districts is "
                "kept as two, one in each",
                code=one.code,
                small_area=one.name,
                other=names[one.area_code],
                area=area.name,
            ),
            "small_areas",
        )


def _check_tenth(session: Session, said: Said, codes: Collection[str]) -> None:
    if said.decile is None:
        return
    if not 1 <= said.decile <= TENTHS:
        raise NotPossible(_("The tenth is a number from 1, the most deprived, to 10"), "decile")
    if said.edition not in EDITIONS:
        raise NotPossible(_("Choose the edition of the indices that the tenth is from"), "edition")
    if not said.source.strip() and used(spreads(session, codes)) is None:
        raise NotPossible(_("Enter who says so, such as the council’s research team"), "source")


def _set(session: Session, one: Neighbourhood, said: Said, codes: Iterable[str], by: Account) -> None:
    before = one.decile
    one.ward, one.by = said.ward, by
    standing = {each.code: each for each in one.small_areas}
    one.small_areas = [standing.get(code) or NeighbourhoodSmallArea(code=code) for code in codes]
    spread = used(spreads(session, one.codes))
    if spread is not None:
        one.decile, one.edition, one.source = spread.decile, spread.edition, ""
    elif said.decile is not None:
        one.decile, one.edition, one.source = said.decile, said.edition, said.source
    else:
        one.decile = one.edition = None
        one.source = ""
    session.flush()
    if one.decile != before:
        _look_again(session, [one.id])


def _look_again(session: Session, ids: Collection[int]) -> None:
    """Suggestions for the live requests there are made anew: how deprived a place is counts."""
    if ids:
        there = Need.neighbourhood_id.in_(ids), Need.state == EntryState.LIVE
        session.execute(update(Need).where(*there).values(suggest_due_at=now()))


def _needs(session: Session, one: Neighbourhood) -> int:
    return session.scalar(select(func.count(Need.id)).where(Need.neighbourhood_id == one.id)) or 0


def _pointing_here() -> list[Column[int]]:
    """Every column that says a neighbourhood, but for those of its own small areas."""
    own = Neighbourhood.__table__.c.id
    return [
        key.parent
        for table in Base.metadata.sorted_tables
        if table is not NeighbourhoodSmallArea.__table__
        for key in table.foreign_keys
        if key.column is own
    ]


def _some(names: list[str]) -> str:
    if len(names) <= 3:
        return ", ".join(names)
    more = len(names) - 3
    return ngettext("%(names)s and %(num)d more", "%(names)s and %(num)d more", more, names=", ".join(names[:3]))

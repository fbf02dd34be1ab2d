"""Neighbourhoods from a list: look at every row first, then save the good ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from models import Account, Neighbourhood, NeighbourhoodList

from ..cases.refusals import NotPossible
from ..imports.cells import FileProblem, folded
from ..imports.reading import Table, open_table
from ..reference.places import district, find_district, similar_names
from . import keeping
from .keeping import Said

#: Ours -> what else its heading may be, folded.
COLUMNS = {
    "name": ("neighbourhood", "neighbourhood_name", "estate"),
    "district": ("council", "local_authority", "borough", "area", "lad", "lad_code"),
    "ward": ("ward_name",),
    "small_areas": ("small_area_codes", "lsoas", "lsoa_codes", "lsoa", "lsoa_code", "small_area", "codes"),
    "decile": ("tenth", "imd_decile"),
    "edition": ("imd_edition", "year"),
    "source": ("said_by",),
}
MUST = ("name", "district")
#: Most rows of one list; the largest council has some hundreds of neighbourhoods.
MOST_ROWS = 5_000
LONGEST_CELL = 2_000


class Outcome(Enum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Row:
    """``number`` is the row that a spreadsheet shows. ``refusal`` says why not."""

    number: int
    said: Said
    district_name: str
    outcome: Outcome
    refusal: str = ""


def begin(session: Session, path: Path, name: str, by: Account) -> NeighbourhoodList:
    """Keep a list to be looked at. Rows with the same name and district are one neighbourhood: a list may
    have one small area on each row.

    Raises:
        FileProblem: it cannot be read, lacks a column, is empty or too long.
    """
    with open_table(path, [*COLUMNS, *(other for others in COLUMNS.values() for other in others)]) as table:
        rows = list(_joined(table))
    if not rows:
        raise FileProblem(_("There are headings in this file, and no neighbourhoods below them."))
    one = NeighbourhoodList(name=name[:120], rows=rows, by=by)
    session.add(one)
    session.flush()
    return one


def looked_at(session: Session, one: NeighbourhoodList, by: Account) -> list[Row]:
    """What would become of every row now, if ``by`` saved it."""
    return [_row(session, cells, by) for cells in one.rows]


def save(session: Session, one: NeighbourhoodList, by: Account) -> tuple[int, int, int]:
    """Save the good rows and let the list go. Returns how many are new, were changed, and were refused."""
    counts = dict.fromkeys(Outcome, 0)
    for cells in one.rows:
        row = _row(session, cells, by)
        if row.outcome is Outcome.NEW:
            keeping.add(session, row.said, by)
        elif row.outcome is Outcome.CHANGED:
            standing = keeping.same_name(session, row.said.area_code, row.said.name)
            assert standing is not None
            keeping.change(session, standing, _kept_where_silent(row.said, standing, cells), by)
        counts[row.outcome] += 1
    session.delete(one)
    return counts[Outcome.NEW], counts[Outcome.CHANGED], counts[Outcome.REFUSED]


def _joined(table: Table) -> Iterator[dict[str, str]]:
    at = _columns(table.headings)
    found: dict[tuple[str, str], dict[str, str]] = {}
    for number, cells in table.rows:
        row = {ours: cells[place][:LONGEST_CELL] for ours, place in at.items() if place < len(cells) and cells[place]}
        key = (row.get("name", "").casefold(), row.get("district", "").casefold())
        if key in found and all(key):
            also = row.get("small_areas", "")
            found[key]["small_areas"] = f"{found[key].get('small_areas', '')};{also}".strip(";")
            continue
        if len(found) >= MOST_ROWS:
            raise FileProblem(
                _("This list has more than %(most)s neighbourhoods. Bring it in in parts.", most=f"{MOST_ROWS:,}")
            )
        found[key if all(key) else (str(number), "")] = {"number": str(number), **row}
    yield from found.values()


def _columns(headings: Sequence[str]) -> dict[str, int]:
    theirs = [folded(heading) for heading in headings]
    at: dict[str, int] = {}
    for ours, others in COLUMNS.items():
        place = next((theirs.index(name) for name in (ours, *others) if name in theirs), None)
        if place is not None and place not in at.values():
            at[ours] = place
    missing = [column for column in MUST if column not in at]
    if missing:
        raise FileProblem(
            _(
                "No column of this file is the %(what)s. The first row must hold headings such as name, district, "
                "ward, small_areas, decile, edition.",
                what=" and the ".join(missing),
            )
        )
    return at


def _row(session: Session, cells: dict[str, str], by: Account) -> Row:
    area = district(cells.get("district", "")) or find_district(cells.get("district", ""))
    said = Said(
        name=cells.get("name", "")[:120],
        area_code=area.code if area else "",
        ward=cells.get("ward", "")[:120],
        small_areas=keeping.taken_apart(cells.get("small_areas", "")),
        decile=_whole(cells.get("decile", "")),
        edition=_whole(cells.get("edition", "")),
        source=cells.get("source", "")[:200] or _("a list of %(name)s", name=by.name or _("a coordinator"))[:200],
    )
    number, name = int(cells["number"]), area.name if area else cells.get("district", "")
    refusal = _district_refusal(cells.get("district", ""), area is not None)
    standing = keeping.same_name(session, said.area_code, said.name) if area and said.name else None
    try:
        keeping.checked(session, said, standing)
    except NotPossible as problem:
        refusal = refusal or str(problem)
    if area and not by.covers(area.code):
        refusal = _("%(area)s is not one of your areas.", area=area.name)
    if cells.get("decile") and said.decile is None:
        refusal = refusal or _("“%(cell)s” is no tenth. It is a number from 1 to 10.", cell=cells["decile"][:20])
    outcome = Outcome.REFUSED if refusal else Outcome.CHANGED if standing else Outcome.NEW
    return Row(number, said, name, outcome, refusal)


def _district_refusal(written: str, known: bool) -> str:
    if known:
        return ""
    if not written:
        return _("It does not say which district.")
    near = similar_names(written)
    if near:
        said = {"name": written[:60], "near": _(" or ").join(near)}
        return _("“%(name)s” is not a district we know. Did you mean %(near)s?", **said)
    return _("“%(name)s” is not a district we know.", name=written[:60])


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 5 else None


def _kept_where_silent(said: Said, standing: Neighbourhood, cells: dict[str, str]) -> Said:
    """A list that has no word of a ward, of small areas or of a tenth takes none away."""
    tenth = (
        (said.decile, said.edition, said.source)
        if cells.get("decile")
        else (standing.decile, standing.edition, standing.source or said.source)
    )
    return Said(
        name=standing.name if not cells.get("name") else said.name,
        area_code=said.area_code,
        ward=said.ward or standing.ward,
        small_areas=said.small_areas or tuple(standing.codes),
        decile=tenth[0],
        edition=tenth[1],
        source=tenth[2],
    )

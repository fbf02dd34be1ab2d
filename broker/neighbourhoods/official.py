"""The official file of small areas, with rank and tenth, of any edition of the Indices of Deprivation."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flask_babel import gettext as _
from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from models import Base, SmallArea

from ..imports.cells import FileProblem, folded
from ..imports.reading import Table, open_table
from ..reference.places import EDITIONS, district
from .keeping import follow_small_areas
from .spread import TENTHS

#: edition -> (the year of the small areas it is about, how many of them England has).
SMALL_AREAS = {2025: (2021, 33_755), 2019: (2011, 32_844)}
MOST_ROWS = 60_000
A_PIECE = 2_000
ROWS = Base.metadata.tables["small_area"]

#: Our column -> what its heading looks like, folded. Government files, and those of others who pass them on.
_HEADINGS = {
    "code": re.compile(r"lsoa_?(\d{2}|\d{4})?_?(code|cd)(_\d{4})?|small_area_code"),
    "name": re.compile(r"lsoa_?(\d{2}|\d{4})?_?(name|nm)(_\d{4})?|small_area_name"),
    "district": re.compile(r"(local_authority_district|lad|la|ltla)_?(\d{2}|\d{4})?_?(code|cd)(_\d{4})?"),
    "rank": re.compile(r"(imd|index_of_multiple_deprivation)(_imd)?(_\d{4})?_?rank(_where_.*)?"),
    "decile": re.compile(r"(imd|index_of_multiple_deprivation)(_imd)?(_\d{4})?_?decile(_where_.*)?"),
}
#: The year of the small areas, in the heading of their codes.
_YEAR = re.compile(r"(?:20)?(11|21)")
_CODE = re.compile(r"E01\d{6}")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of a file: its edition, rows taken, rows replaced, and neighbourhoods whose tenth is another now."""

    edition: int
    rows: int
    replaced: int
    changed: int


def load_small_areas(session: Session, path: Path, edition: int | None = None) -> Loaded:
    """Keep the small areas of a file, in place of those of the same edition. ``edition`` is needed only where
    the file does not tell. One wrong row refuses the whole file: it is an official one, and must be whole.

    Raises:
        FileProblem: it cannot be read, lacks a column, has a wrong row, or is of another edition than was said.
    """
    with open_table(path, ("lsoa_code", "imd_rank", "imd_decile")) as table:
        at = _columns(table.headings)
        rows = list(_rows(table, at))
    if not rows:
        raise FileProblem(_("There are headings in this file, and no small areas below them."))
    edition = _edition(table.headings[at["code"]], rows, edition)
    _refuse_doubles(rows)
    replaced = session.scalar(select(func.count()).where(SmallArea.edition == edition)) or 0
    session.execute(delete(SmallArea).where(SmallArea.edition == edition))
    for start in range(0, len(rows), A_PIECE):
        session.execute(insert(ROWS), [{**row, "edition": edition} for row in rows[start : start + A_PIECE]])
    return Loaded(edition, len(rows), replaced, follow_small_areas(session))


def _columns(headings: Sequence[str]) -> dict[str, int]:
    found = {}
    for ours, looks in _HEADINGS.items():
        at = next((place for place, heading in enumerate(headings) if looks.fullmatch(folded(heading))), None)
        if at is None and ours != "name":
            raise FileProblem(
                _(
                    "No column of this file is the %(what)s. The official file has columns such as “LSOA code (2021)”, "
                    "“Local Authority District code” and “Index of Multiple Deprivation (IMD) Decile”. "
                    "If it is a workbook, save the sheet with these columns as “CSV UTF-8”.",
                    what=_WORDS[ours](),
                )
            )
        if at is not None:
            found[ours] = at
    return found


_WORDS = {
    "code": lambda: _("code of the small area"),
    "district": lambda: _("code of the district"),
    "rank": lambda: _("rank"),
    "decile": lambda: _("decile"),
}


def _rows(table: Table, at: dict[str, int]) -> Iterator[dict[str, object]]:
    for count, (number, cells) in enumerate(table.rows, start=1):
        if count > MOST_ROWS:
            raise FileProblem(_("This file has more rows than England has small areas."))

        def cell(ours: str, cells: Sequence[str] = cells) -> str:
            place = at.get(ours, len(cells))
            return cells[place] if place < len(cells) else ""

        code, known = cell("code").upper(), district(cell("district"))
        if not code.startswith("E"):
            if _is_elsewhere(code):
                continue  # an index of the whole kingdom
            raise FileProblem(_("Row %(row)s: “%(code)s” is no small area.", row=number, code=code[:20]))
        if not _CODE.fullmatch(code):
            raise FileProblem(_("Row %(row)s: “%(code)s” is no small area.", row=number, code=code[:20]))
        if known is None:
            raise FileProblem(
                _("Row %(row)s: “%(code)s” is no district that we know.", row=number, code=cell("district")[:20])
            )
        yield {
            "code": code,
            "name": cell("name")[:80] or code,
            "area_code": known.code,
            "rank": _number(cell("rank"), 1, MOST_ROWS, number, _WORDS["rank"]()),
            "decile": _number(cell("decile"), 1, TENTHS, number, _WORDS["decile"]()),
        }


def _is_elsewhere(code: str) -> bool:
    return re.fullmatch(r"(W01|S01|95|N\d\d)\w*", code) is not None


def _number(text: str, least: int, most: int, row: int, what: str) -> int:
    digits = text.replace(",", "")
    if not digits.isdecimal() or not least <= int(digits) <= most:
        raise FileProblem(
            _("Row %(row)s: “%(cell)s” is no %(what)s. It is from %(least)s to %(most)s.")
            % {"row": row, "cell": text[:20], "what": what, "least": f"{least:,}", "most": f"{most:,}"}
        )
    return int(digits)


def _edition(heading: str, rows: Sequence[dict[str, object]], said: int | None) -> int:
    """By the year in the heading of the codes, by how many small areas there are, or as somebody says."""
    year = _YEAR.search(folded(heading).replace("lsoa", ""))
    told = {edition for edition, (of, _all) in SMALL_AREAS.items() if year and of % 100 == int(year[1])}
    told |= {edition for edition, (_of, all_of) in SMALL_AREAS.items() if len(rows) == all_of}
    worst = max(int(str(row["rank"])) for row in rows)
    if worst > SMALL_AREAS[2019][1]:
        told.add(2025)  # the index of 2019 ends before this rank
    if len(told) > 1:
        raise FileProblem(_("This file mixes small areas of one edition with ranks of another."))
    if said is None and not told:
        raise FileProblem(_("This file does not say which edition of the indices it is. Choose the edition."))
    edition = said if said is not None else told.pop()
    if edition not in EDITIONS:
        raise FileProblem(_("We know the editions of 2019 and 2025 only."))
    if told and edition not in told:
        raise FileProblem(
            _("This file is of the edition of %(told)s, not of %(said)s.", told=next(iter(told)), said=edition)
        )
    return edition


def _refuse_doubles(rows: Sequence[dict[str, object]]) -> None:
    seen: set[object] = set()
    for row in rows:
        if row["code"] in seen:
            raise FileProblem(_("%(code)s stands twice in this file.", code=row["code"]))
        seen.add(row["code"])

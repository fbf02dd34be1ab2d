"""Tables as files: comma-separated values and workbooks that no spreadsheet takes for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

#: A cell that begins with one of these is worked out by spreadsheets instead of shown.
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: The longest name of a sheet, and what it may not hold.
TITLE_LENGTH, NOT_IN_TITLES = 31, str.maketrans(dict.fromkeys("[]:*?/\\", " "))

Cell = str | int | float | None


def harmless(value: object) -> str:
    """A cell's text. One that a spreadsheet would take for a formula gets an apostrophe in front."""
    text = "" if value is None else str(value)
    return "'" + text if text.lstrip(" ").startswith(FORMULAS) else text


def as_csv(rows: Iterable[Sequence[Cell]], name: str) -> Response:
    """A file of one table (UTF-8 with a mark for spreadsheets); the first row is its header."""
    out = io.StringIO()
    out.write("\ufeff")
    csv.writer(out).writerows([_cell(value) for value in row] for row in rows)
    return _file(out.getvalue(), "text/csv; charset=utf-8", f"{name}.csv")


def as_workbook(sheets: Iterable[tuple[str, Iterable[Sequence[Cell]]]], name: str) -> Response:
    """A workbook of several tables: (title, rows with a header). Numbers stay numbers."""
    from openpyxl import Workbook  # takes long to import
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    for title, rows in sheets:
        sheet = book.create_sheet(title.translate(NOT_IN_TITLES)[:TITLE_LENGTH])
        for row in rows:
            cells = [_cell(value) for value in row]
            sheet.append([ILLEGAL_CHARACTERS_RE.sub("", one) if isinstance(one, str) else one for one in cells])
    out = io.BytesIO()
    book.save(out)
    return _file(out.getvalue(), XLSX, f"{name}.xlsx")


def _cell(value: Cell) -> Cell:
    return value if isinstance(value, int | float) else harmless(value)


def _file(body: str | bytes, kind: str, name: str) -> Response:
    return Response(body, content_type=kind, headers={"Content-Disposition": f"attachment; filename={name}"})

"""Open a workbook (XLSX) row by row, within limits that are looked at before anything is unpacked.

A workbook is an archive of XML: a small file can be made that unpacks to more than a machine holds. So what
its directory says each part comes to is added up first (reading a part stops where its entry said it would
end), and a part that declares entities is refused. Formulas are never worked out: a cell is what the
spreadsheet program last showed.
"""

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from .cells import LONGEST_CELL, MOST_COLUMNS, FileProblem, plain

#: What all parts of a workbook may unpack to together, and the words that its cells share.
MOST_UNPACKED, MOST_SHARED = 300_000_000, 80_000_000
#: A workbook has a few dozen parts.
MOST_PARTS = 2_000
#: Merged cells beyond so many are read as they stand: only the first of each has a value.
MOST_MERGED = 20_000
#: Rows further down are empty lines that somebody has coloured in.
LAST_ROW = 1_100_000

_ZIP = b"PK\x03\x04"
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_BLOCK = 1 << 20
_SAVE_AS = "Open it and save it as “CSV UTF-8”."


def is_archive(head: bytes) -> bool:
    """Whether a file begins as a workbook does, whatever its name says."""
    return head.startswith(_ZIP)


def check_archive(path: Path) -> None:
    """Look at the directory of an archive before anything of it is unpacked.

    Raises:
        FileProblem: it is damaged, no workbook, locked, or would unpack to too much.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if "xl/workbook.xml" not in names:
                raise FileProblem(f"{path.name}: {_kind_of(archive, names)}")
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise FileProblem(
                    f"{path.name}: This workbook unpacks to far more than a list of businesses needs, so it was not "
                    f"opened. Copy the rows into a new workbook, or save the sheet as “CSV UTF-8”."
                )
            for part in parts:
                if part.filename == "xl/sharedStrings.xml" and part.file_size > MOST_SHARED:
                    raise FileProblem(f"{path.name}: There is too much text in this workbook. {_SAVE_AS}")
                if part.filename.endswith(".xml") and _declares(archive, part):
                    raise FileProblem(f"{path.name}: This workbook holds something that no list needs. {_SAVE_AS}")
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as problem:
        raise FileProblem(
            f"{path.name}: This is a spreadsheet (Excel or the like) that is damaged or locked. {_SAVE_AS}"
        ) from problem


def _kind_of(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "word/document.xml" in names:
        return "This is a text document (Word or the like), not a list. Copy its table into a spreadsheet."
    if "mimetype" in names or "content.xml" in names:
        return "This is a spreadsheet of another kind (OpenDocument). Open it and save it as XLSX or as “CSV UTF-8”."
    if any(name.endswith(".xlsb") or name == "xl/workbook.bin" for name in names):
        return f"This is a binary Excel workbook. {_SAVE_AS}"
    return "This is an archive (ZIP), not a list. Unpack it first, and upload the file that is in it."


def _declares(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    with archive.open(part) as opened:
        head = opened.read(2_048)
    return b"<!DOCTYPE" in head or b"<!ENTITY" in head


class Workbook:
    """The first sheet of a workbook that has anything in it."""

    def __init__(self, path: Path) -> None:
        from openpyxl import load_workbook  # takes long to import

        check_archive(path)
        try:
            self._file = path.open("rb")  # by its name, the library would believe what that says
            self._book = load_workbook(self._file, read_only=True, data_only=True)
            sheets = [sheet for sheet in self._book.worksheets if sheet.sheet_state == "visible"]
            self._sheet: Any = next((sheet for sheet in sheets if _has_rows(sheet)), None)
            if self._sheet is None:
                raise FileProblem(f"{path.name} is empty.")
            self._merged = _merged_down(path, self._sheet._worksheet_path)
        except FileProblem:
            self.close()
            raise
        except Exception as problem:  # the library has no error of its own for what it cannot read
            self.close()
            raise FileProblem(
                f"{path.name}: This is a spreadsheet (Excel or the like) that we cannot read. {_SAVE_AS}"
            ) from problem
        self.title = str(self._sheet.title)
        self.others = len(sheets) - 1

    def close(self) -> None:
        for opened in (getattr(self, "_book", None), getattr(self, "_file", None)):
            if opened is not None:
                opened.close()

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """(row, cells) of each row that is not empty. A cell that was merged with the one above has its value."""
        above: dict[int, str] = {}
        try:
            for at, row in enumerate(_values(self._sheet), start=1):
                cells = [_text(value) for value in row]
                while cells and not cells[-1]:
                    cells.pop()
                for column, first in self._merged.get(at, {}).items():
                    if first == at:
                        above[column] = cells[column] if column < len(cells) else ""
                    elif above.get(column):
                        cells += [""] * (column + 1 - len(cells))
                        cells[column] = cells[column] or above[column]
                if any(cells):
                    yield at, cells
        except FileProblem:
            raise
        except Exception as problem:
            raise FileProblem(f"The workbook is damaged, and cannot be read to its end. {_SAVE_AS}") from problem


def _values(sheet: Any) -> Iterator[Sequence[Any]]:
    """Its rows, none wider than `MOST_COLUMNS` and one more, whatever size it claims to have."""
    sheet.reset_dimensions()
    for at, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True), start=1):
        if at > LAST_ROW:
            return
        yield row


def _has_rows(sheet: Any) -> bool:
    for at, row in enumerate(_values(sheet)):
        if any(value is not None and str(value).strip() for value in row):
            return True
        if at > 1_000:
            return False
    return False


def _text(value: Any) -> str:
    """A cell as it would be read aloud: whole numbers without ".0", days as a day."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    text = str(value)
    if len(text) > LONGEST_CELL:
        raise FileProblem(
            f"One cell holds more than {LONGEST_CELL:,} characters. Take it out, and upload the file again."
        )
    return plain(text)


def _merged_down(path: Path, part: str) -> dict[int, dict[int, int]]:
    """row -> column (from 0) -> the first row, of cells that are merged over several rows."""
    found: dict[int, dict[int, int]] = {}
    number = 0
    with zipfile.ZipFile(path) as archive, archive.open(part) as sheet:
        left = b""
        while block := sheet.read(_BLOCK):
            text = left + block
            end = 0
            for match in _MERGED.finditer(text):
                end = match.end()
                column, first, last = _column(match[1]), int(match[2]), int(match[4])
                number += last - first
                if number > MOST_MERGED:
                    return found
                if last > first:
                    for row in range(first, last + 1):
                        found.setdefault(row, {})[column] = first
            left = text[max(end, len(text) - 200) :]
    return found


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1

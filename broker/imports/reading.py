"""Open a CSV file, whatever its encoding and its separator, and read it row by row."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

#: Read to tell what kind of file it is.
_HEAD = 65_536
#: A cell longer than this is a quotation mark that was never closed.
LONGEST_CELL = 1_000_000
_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright strokes"}
_NOT_CSV = (
    (b"%PDF", "This is a PDF, not a CSV file. Ask for the table it was made from."),
    (b"PK\x03\x04", "This is a spreadsheet (Excel or the like), not a CSV file. Open it and save it as “CSV UTF-8”."),
    (b"\xd0\xcf\x11\xe0", "This is an old Excel file, not a CSV file. Open it and save it as “CSV UTF-8”."),
    (b"\x1f\x8b", "This file is compressed. Unpack it first."),
    (b"{\\rtf", "This is a text document, not a CSV file."),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class FileProblem(Exception):
    """The file as a whole cannot be read. ``str()`` is a sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Table:
    """A file that was opened. ``rows`` gives (row, cells): the row number is the one a spreadsheet
    shows, where the headings are row 1 unless empty lines stand above them."""

    headings: tuple[str, ...]
    rows: Iterator[tuple[int, list[str]]]
    encoding: str
    separator: str
    bytes_all: int
    raw: IO[bytes]

    @property
    def bytes_read(self) -> int:
        return self.raw.tell()

    @property
    def read_as(self) -> str:
        """How the file was read, in words."""
        names = {"cp1252": "Windows-1252", "utf-8-sig": "UTF-8"}
        return f"{names.get(self.encoding, self.encoding.upper())}, separated by {_SEPARATORS[self.separator]}"


@contextmanager
def open_table(path: Path, expected: Sequence[str] = ()) -> Iterator[Table]:
    """Open a file for reading row by row. ``expected`` are headings that help to tell the separator.

    Raises:
        FileProblem: it is no CSV file, or it is empty. Also while rows are read, where a cell never ends.
    """
    try:
        raw = path.open("rb")
    except OSError as problem:
        raise FileProblem(f"{path.name} cannot be opened: {problem.strerror}.") from problem
    with raw:
        head = raw.read(_HEAD)
        _refuse_other_kinds(path, head)
        encoding = _encoding(path, head)
        raw.seek(0)
        text = io.TextIOWrapper(raw, encoding=encoding, errors="replace", newline="")
        separator = _separator(head.decode(encoding, errors="replace"), expected)
        csv.field_size_limit(LONGEST_CELL)
        rows = _records(csv.reader(text, delimiter=separator))
        for _at, cells in rows:
            headings = tuple(cells)
            break
        else:
            raise FileProblem(f"{path.name} is empty.")
        yield Table(headings, rows, encoding, separator, path.stat().st_size, raw)


def plain(cell: str) -> str:
    """A cell without what cannot be seen: control characters, marks that turn text round, spaces around it."""
    return _CONTROL.sub("", cell).replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").strip()


def _records(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    at = 0
    while True:
        at += 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            raise FileProblem(
                f"Row {at:,} cannot be read: {problem}. Perhaps a quotation mark was opened and never closed."
            ) from problem
        cells = [plain(cell) for cell in record]
        if any(cells):
            yield at, cells


def _refuse_other_kinds(path: Path, head: bytes) -> None:
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        raise FileProblem(f"{path.name} is empty.")
    for mark, sentence in _NOT_CSV:
        if head.lstrip().startswith(mark):
            raise FileProblem(f"{path.name}: {sentence}")
    if head.lstrip()[:15].lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        raise FileProblem(f"{path.name}: This is a web page, not a CSV file. Download the file itself.")


def _encoding(path: Path, head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\x00" in head:
        even, odd = head[0::2].count(0), head[1::2].count(0)
        if max(even, odd) * 4 < len(head) // 2 or min(even, odd) * 10 > max(even, odd):
            raise FileProblem(f"{path.name} is not text. It should be a CSV file.")
        return "utf-16-le" if odd > even else "utf-16-be"
    try:
        with path.open(encoding="utf-8-sig", newline="") as text:
            while text.read(_HEAD):
                pass
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _separator(head: str, expected: Sequence[str]) -> str:
    """The separator under which the first line holds most headings we know, or else most cells."""

    def score(separator: str) -> tuple[int, int]:
        try:
            cells = next((row for row in csv.reader(io.StringIO(head, newline=""), delimiter=separator) if row), [])
        except csv.Error:
            cells = []
        return sum(folded(cell) in expected for cell in cells), len(cells)

    return max(_SEPARATORS, key=score)


def folded(heading: str) -> str:
    """A heading without capitals, spaces and marks: "What we do? " -> "what_we_do"."""
    return re.sub(r"[\W_]+", "_", plain(heading).lstrip("\ufeff").casefold()).strip("_")

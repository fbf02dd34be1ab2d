"""Open a file, whatever its encoding and its separator, and read it row by row. Its name is not believed."""

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from . import workbook
from .cells import LONGEST_CELL, MOST_COLUMNS, FileProblem, folded, plain

#: Read to tell what kind of file it is.
_HEAD = 65_536
_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright strokes"}
_ENCODINGS = {"cp1252": "Windows-1252", "utf-8-sig": "UTF-8"}
_NOT_CSV = (
    (b"%PDF", "This is a PDF, not a CSV file. Ask for the table it was made from."),
    (
        b"\xd0\xcf\x11\xe0",
        "This is an old or locked Excel file, not a CSV file. Open it and save it as “CSV UTF-8”.",
    ),
    (b"\x1f\x8b", "This file is compressed. Unpack it first."),
    (b"{\\rtf", "This is a text document, not a CSV file."),
)


@dataclass(frozen=True, slots=True)
class Table:
    """A file that was opened. ``rows`` gives (row, cells): the row number is the one a spreadsheet
    shows, where the headings are row 1 unless empty lines stand above them."""

    headings: tuple[str, ...]
    rows: Iterator[tuple[int, list[str]]]
    #: How the file was read, in words.
    read_as: str
    bytes_all: int
    raw: IO[bytes] | None = None

    @property
    def bytes_read(self) -> int:
        """How far it is; 0 where that cannot be told, as in a workbook."""
        return self.raw.tell() if self.raw is not None else 0


@contextmanager
def open_table(path: Path, expected: Sequence[str] = ()) -> Iterator[Table]:
    """Open a file for reading row by row. ``expected`` are headings that help to tell the separator.

    Raises:
        FileProblem: it is neither a CSV file nor a workbook, or it is empty. Also while rows are read,
            where a cell never ends.
    """
    try:
        raw = path.open("rb")
    except OSError as problem:
        raise FileProblem(f"{path.name} cannot be opened: {problem.strerror}.") from problem
    with raw:
        head = raw.read(_HEAD)
        if workbook.is_archive(head):
            with _opened(path) as table:
                yield table
            return
        _refuse_other_kinds(path, head)
        encoding = _encoding(path, head)
        raw.seek(0)
        text = io.TextIOWrapper(raw, encoding=encoding, errors="replace", newline="")
        separator = _separator(head.decode(encoding, errors="replace"), expected)
        csv.field_size_limit(LONGEST_CELL)
        rows = _records(csv.reader(text, delimiter=separator))
        read_as = f"{_ENCODINGS.get(encoding, encoding.upper())}, separated by {_SEPARATORS[separator]}"
        yield Table(_headings(path, rows), rows, read_as, path.stat().st_size, raw)


@contextmanager
def _opened(path: Path) -> Iterator[Table]:
    """The same of a workbook."""
    book = workbook.Workbook(path)
    try:
        rows = book.rows()
        read_as = f"an Excel workbook, sheet “{plain(book.title)[:40]}”"
        yield Table(_headings(path, rows), rows, read_as, path.stat().st_size)
    finally:
        book.close()


def _headings(path: Path, rows: Iterator[tuple[int, list[str]]]) -> tuple[str, ...]:
    for _at, cells in rows:
        if len(cells) > MOST_COLUMNS:
            raise FileProblem(
                f"{path.name} has {len(cells):,} columns, or more. The most is {MOST_COLUMNS}. "
                "Take out those that are not needed."
            )
        return tuple(cells)
    raise FileProblem(f"{path.name} is empty.")


def _records(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    at = 0
    while True:
        at += 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            what = f"one cell holds more than {LONGEST_CELL:,} characters" if "limit" in str(problem) else problem
            raise FileProblem(
                f"Row {at:,} cannot be read: {what}. Perhaps a quotation mark was opened and never closed."
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

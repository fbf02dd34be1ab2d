"""The import itself: rows in chunks, one transaction, a report. The caller commits or rolls back."""

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from models.vocabulary import RowOutcome

from ..matching.errors import BadRow
from .cells import FileProblem
from .columns import Columns, Wishes, columns_of, expected
from .reading import Table, open_table
from .ready import Ready
from .report import Report
from .taking import Importer, Taking

CHUNK = 500

Progress = Callable[[int, int], None]


class DatabaseRefused(Exception):
    """The database would not take a row. Nothing is kept. ``str()`` is a sentence."""

    def __init__(self, rows: range, problem: DBAPIError) -> None:
        said = str(problem.orig).splitlines()[0]
        where = f"row {rows[0]:,}" if len(rows) == 1 else f"a row between {rows[0]:,} and {rows[-1]:,}"
        super().__init__(f"The database refused {where} ({said}). Nothing was imported.")
        self.rows = rows


def run_import(
    importer: Importer, path: Path, wishes: Wishes, progress: Progress = lambda read, of: None, chunk: int = CHUNK
) -> Report:
    """Read every row of a file into the session's transaction, and flush.

    Rows with mistakes are refused one by one and told in the report. The caller commits, or rolls
    back to have looked only.

    Raises:
        FileProblem: the file cannot be read.
        DatabaseRefused: the database would not take a row. The transaction must be rolled back.
    """
    started = time.perf_counter()
    report = Report()
    taking = Taking(importer)
    with open_table(path, tuple(expected(importer.columns, wishes))) as table:
        columns = columns_of(table.headings, importer.columns, wishes)
        report.read_as, report.unused = table.read_as, columns.unused
        waiting: list[Ready] = []
        for ready in _readable(importer, table, columns, report):
            waiting.append(ready)
            if len(waiting) >= chunk:
                _take(taking, waiting, report)
                waiting = []
                progress(table.bytes_read, table.bytes_all)
        _take(taking, waiting, report)
        progress(table.bytes_all, table.bytes_all)
    if not report.rows:
        raise FileProblem(f"{path.name} has no rows to import{' that fit --where' if report.passed_over else ''}.")
    report.seconds = time.perf_counter() - started
    return report


def _readable(importer: Importer, table: Table, columns: Columns, report: Report) -> Iterator[Ready]:
    for row, cells in table.rows:
        if not columns.wanted(cells):
            report.passed_over += 1
            continue
        ready = read_row(importer, row, cells, columns)
        if isinstance(ready, Refused):
            report.add(row, RowOutcome.REFUSED, ready.name, ready.sentence)
            continue
        for note in ready.notes:
            report.note(row, note)
        yield ready


class Refused:
    """A row that a person must mend first: what it is called, what it says by our columns, and what is wrong."""

    def __init__(self, row: int, name: str, cells: dict[str, str], problem: BadRow) -> None:
        self.row, self.name, self.cells = row, name, cells
        said = problem.sentence
        self.sentence = said if problem.field == "row" else f"{problem.field}: {said}"


def read_row(importer: Importer, row: int, cells: Sequence[str], columns: Columns) -> Ready | Refused:
    """One row of a file by our columns, read, or why it cannot be."""
    ours: dict[str, str] = {}
    try:
        ours = columns.read(cells)
        return importer.read(row, ours)
    except BadRow as problem:
        name = ours.get("name") or ours.get("title") or next((cell for cell in cells if cell), "")
        return Refused(row, name, ours or columns.read_short(cells), problem)


def _take(taking: Taking, chunk: list[Ready], report: Report) -> None:
    if not chunk:
        return
    try:
        taken = taking.take(chunk)
    except DBAPIError as problem:
        raise DatabaseRefused(range(chunk[0].row, chunk[-1].row + 1), problem) from problem
    for one in taken:
        report.add(one.ready.row, one.outcome, one.ready.name, one.sentence)
        if one.twin:
            report.note(one.ready.row, one.twin)
    taking.let_go()

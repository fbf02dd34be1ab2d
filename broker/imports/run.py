"""The import itself: rows in chunks, one transaction, a report. The caller commits or rolls back."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models import EntryEvent
from models.vocabulary import EntryState

from ..cases.log import KIND_OF, AnyEntry
from ..matching.errors import BadRow
from .columns import Columns, Wishes, columns_of, expected
from .reading import FileProblem, Table, open_table
from .ready import Ready
from .report import Outcome, Report

CHUNK = 500

Progress = Callable[[int, int], None]


class Importer(Protocol):
    """What businesses and needs have in common."""

    session: Session
    state: EntryState
    columns: tuple[str, ...]
    noun: str

    def read(self, row: int, cells: dict[str, str]) -> Ready: ...
    def look_up(self, chunk: list[Ready]) -> None: ...
    def find(self, ready: Ready) -> Any: ...
    def make(self, ready: Ready) -> Any: ...
    def change(self, entry: Any, ready: Ready) -> list[str]: ...


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
    running = _Run(importer, report)
    with open_table(path, tuple(expected(importer.columns, wishes))) as table:
        columns = columns_of(table.headings, importer.columns, wishes)
        report.read_as, report.unused = table.read_as, columns.unused
        waiting: list[Ready] = []
        for ready in _readable(importer, table, columns, report):
            waiting.append(ready)
            if len(waiting) >= chunk:
                running.take(waiting)
                waiting = []
                progress(table.bytes_read, table.bytes_all)
        running.take(waiting)
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
        ours: dict[str, str] = {}
        try:
            ours = columns.read(cells)
            ready = importer.read(row, ours)
        except BadRow as problem:
            name = ours.get("name") or ours.get("title") or next((cell for cell in cells if cell), "")
            told = problem.sentence if problem.field == "row" else f"{problem.field}: {problem.sentence}"
            report.add(row, Outcome.REFUSED, name, told)
            continue
        for note in ready.notes:
            report.note(row, note)
        yield ready


class _Run:
    """One run over a file. ``seen`` says which row of it an entry came from: two rows of a file
    never change one entry, so that a second run finds nothing to do."""

    def __init__(self, importer: Importer, report: Report) -> None:
        self.importer = importer
        self.session = importer.session
        self.report = report
        self.seen: dict[int, int] = {}

    def take(self, chunk: list[Ready]) -> None:
        """Make and change the entries of a chunk, flush them with their log, and let go of them."""
        if not chunk:
            return
        rows = range(chunk[0].row, chunk[-1].row + 1)
        new: dict[int, tuple[Any, Ready]] = {}
        try:
            with self.session.no_autoflush:
                self.importer.look_up(chunk)
                log = [event for ready in chunk if (event := self._one(ready, new))]
            self.session.flush()
            for entry, ready in new.values():
                self.seen[entry.id] = ready.row
                log.append((entry, "imported", _said(ready)))
            self.session.add_all([self._event(*event) for event in log])
            self.session.flush()
        except DBAPIError as problem:
            raise DatabaseRefused(rows, problem) from problem
        self.session.expunge_all()

    def _one(self, ready: Ready, new: dict[int, tuple[Any, Ready]]) -> tuple[Any, str, str] | None:
        entry = self.importer.find(ready)
        if entry is None:
            made = self.importer.make(ready)
            new[id(made)] = (made, ready)
            self.report.add(ready.row, Outcome.CREATED, ready.name)
            return None
        before = new[id(entry)][1].row if id(entry) in new else self.seen.get(entry.id)
        if before is not None:
            self.report.add(ready.row, Outcome.HERE, ready.name, f"The same as row {before:,}, and left out.")
            return None
        self.seen[entry.id] = ready.row
        if entry.source != "import" or entry.state is not self.importer.state:
            sentence = f"With us as {entry.reference}. Its own entry is left as it is."
            self.report.add(ready.row, Outcome.HERE, ready.name, sentence)
            return None
        changed = self.importer.change(entry, ready)
        if not changed:
            self.report.add(ready.row, Outcome.HERE, ready.name, f"With us as {entry.reference}. Nothing has changed.")
            return None
        self.report.add(ready.row, Outcome.CHANGED, ready.name, f"{entry.reference}: {', '.join(changed)}.")
        return entry, "changed", _said(ready)

    def _event(self, entry: AnyEntry, what: str, words: str) -> EntryEvent:
        return EntryEvent(
            entry_kind=KIND_OF[type(entry)],
            entry_id=entry.id,
            what=what,
            from_state=entry.state if what == "changed" else None,
            to_state=entry.state,
            words=words,
        )


def _said(ready: Ready) -> str:
    """What stands in the entry's log: the row it came from, and what could not be read in it."""
    return "\n".join([f"Row {ready.row:,} of a file.", *ready.notes])

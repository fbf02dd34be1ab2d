"""Look through a list: what would become of each row. Rows are kept beside the list; nothing else is changed."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from models import Base, ImportedContent, ImportedList, ImportedRow
from models.vocabulary import EntryState, RowOutcome

from ..extensions import reading
from .businesses import BusinessImport
from .cells import FileProblem, plain
from .columns import BUSINESS, Columns, Wishes, chosen_columns, expected
from .progress import Progress
from .reading import Table, open_table
from .run import Refused, read_row
from .taking import Taken, Taking

CHUNK = 500
#: A longer list is brought in in several files.
MOST_ROWS = 100_000
#: What is kept of a cell that is much too long to be right.
SHOWN = 1_000
ROWS = Base.metadata.tables["imported_row"]


def look_through(session: Session, progress: Progress) -> None:
    """Read every row of the file and keep what would become of it. Commits as it goes. What an earlier look
    kept is thrown away first, but not what was saved.

    Raises:
        FileProblem: the file cannot be read.
    """
    list_id = progress.list_id
    with reading(session):
        one = session.get_one(ImportedList, list_id)
        columns = chosen_columns(one.columns, one.headings)
    kept = select(ImportedRow.number).where(ImportedRow.list_id == list_id, ImportedRow.done_at.is_not(None))
    session.execute(delete(ImportedRow).where(ImportedRow.list_id == list_id, ImportedRow.done_at.is_(None)))
    done = set(session.scalars(kept))
    progress.say(0, 0)
    session.commit()
    looking = _Looking(session, columns)
    with opened(session, list_id) as table:
        rows = ((row, cells) for row, cells in table.rows if row not in done)
        count = 0
        while chunk := list(islice(rows, CHUNK)):
            count += len(chunk)
            if count > MOST_ROWS:
                raise FileProblem(f"The file has more than {MOST_ROWS:,} rows. Cut it into smaller files.")
            values = looking.look(chunk)
            session.execute(insert(ROWS), [{"list_id": list_id, **each} for each in values])
            progress.say(table.bytes_read, table.bytes_all if table.bytes_read else 0)
            session.commit()
    if not count and not done:
        raise FileProblem("The file has headings, but no rows below them.")


class _Looking:
    """One look through a file, in chunks."""

    def __init__(self, session: Session, columns: Columns) -> None:
        self.session, self.columns = session, columns
        self.importer = BusinessImport(session, EntryState.INVITED)
        self.taking = Taking(self.importer, asks=True)

    def look(self, chunk: list[tuple[int, list[str]]]) -> list[dict[str, Any]]:
        """Rows of the table, for rows of the file, in their order."""
        with reading(self.session):
            read = [read_row(self.importer, row, cells, self.columns) for row, cells in chunk]
            good = [one for one in read if not isinstance(one, Refused)]
            taken = {one.ready.row: _values(one, self.columns) for one in self.taking.look(good)}
            self.session.expunge_all()
        cells_of = dict(chunk)
        for values in taken.values():
            values["cells"] = self.columns.read(cells_of[values["number"]])
        return [_refused(one) if isinstance(one, Refused) else taken[one.row] for one in read]


def _values(one: Taken, columns: Columns) -> dict[str, Any]:
    return {
        "number": one.ready.row,
        "name": one.ready.name[:200],
        "outcome": one.outcome.value,
        "words": one.sentence,
        "notes": "\n".join(one.ready.notes),
        "twin_id": getattr(one.entry, "id", None),
    }


def _refused(one: Refused) -> dict[str, Any]:
    return {
        "number": one.row,
        "name": plain(one.name)[:200],
        "outcome": RowOutcome.REFUSED.value,
        "words": one.sentence,
        "notes": "",
        "twin_id": None,
        "cells": {column: cell[:SHOWN] for column, cell in one.cells.items()},
    }


@contextmanager
def opened(session: Session, list_id: int) -> Iterator[Table]:
    """The file of a list, opened. It lies in a folder of its own meanwhile, under its own name.

    Raises:
        FileProblem: it cannot be read, or is not kept any more.
    """
    with reading(session):
        data = session.scalar(select(ImportedContent.data).where(ImportedContent.list_id == list_id))
        name = session.scalar(select(ImportedList.name).where(ImportedList.id == list_id))
    if data is None:
        raise FileProblem("The file is not kept any more. Upload it again.")
    with on_disk(data, name or "list") as path:
        del data
        with open_table(path, tuple(expected(BUSINESS, Wishes()))) as table:
            yield table


@contextmanager
def on_disk(data: bytes, name: str) -> Iterator[Path]:
    """A file with this content, for as long as it is looked at. Its name is made harmless first."""
    with tempfile.TemporaryDirectory(prefix="list-") as folder:
        path = Path(folder) / file_name(name)
        path.write_bytes(data)
        yield path


def file_name(typed: str) -> str:
    """A name that is only a name: no folders, nothing unseen, of a length that every disk takes."""
    name = plain(typed.replace("\\", "/").rpartition("/")[2]).replace("/", "_").lstrip(".")
    while len(name.encode()) > 200:
        name = name[len(name) // 4 :]
    return name or "list"

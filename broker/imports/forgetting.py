"""Forget what lists say, once nobody needs it: the file, and the words of every row."""

from datetime import timedelta

from flask import current_app
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models import ImportedContent, ImportedList, ImportedRow
from models.base import now
from models.vocabulary import ListState

from .. import work
from ..extensions import reading


@work.timetable("0 10 3 * * *")
def forget_lists(session: Session) -> int:
    """Delete the files of old lists, and what their rows say. How many rows there were, what became of them and
    which business each became stay. A list of which nothing was saved goes altogether. Commits after each."""
    settings = current_app.extensions["settings"]
    before = now() - timedelta(days=settings.imported_rows_calendar_days)
    idle = ImportedList.state.not_in((ListState.WAITING, ListState.RUNNING))
    with reading(session):
        old = select(ImportedList.id).where(ImportedList.forgotten_at.is_(None), ImportedList.created_at < before, idle)
        ids = session.scalars(old.order_by(ImportedList.id)).all()
    for list_id in ids:
        _forget(session, session.get_one(ImportedList, list_id, with_for_update=True, populate_existing=True))
        session.commit()
    return len(ids)


def _forget(session: Session, one: ImportedList) -> None:
    mine = ImportedRow.list_id == one.id
    session.execute(delete(ImportedContent).where(ImportedContent.list_id == one.id))
    saved = select(ImportedRow.id).where(mine, ImportedRow.done_at.is_not(None)).limit(1)
    if session.scalar(saved) is None:
        session.execute(delete(ImportedRow).where(mine))
        session.delete(one)
        return
    session.execute(delete(ImportedRow).where(mine, ImportedRow.done_at.is_(None)))
    session.execute(
        update(ImportedRow).where(mine).values(cells={}, name="", notes=""),
        execution_options={"synchronize_session": False},
    )
    one.examples = [""] * len(one.headings)
    one.forgotten_at = now()

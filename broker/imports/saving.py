"""Save the rows of a list: each chunk in a transaction of its own, with what became of its rows."""

import time

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models import Account, Business, ImportedContent, ImportedList, ImportedRow
from models.base import now
from models.vocabulary import EntryState, Role, RowDecision, RowOutcome

from ..cases.invited import wait_for_answers
from ..extensions import reading
from ..matching.errors import BadRow
from ..registration.drafts import one_at_a_time
from .businesses import BusinessImport
from .progress import Progress
from .ready import Ready
from .taking import Taken, Taking

CHUNK = 200
#: Between two chunks others may write: on SQLite there is one writer at a time. Seconds.
BREATH = 0.02
TO_SAVE = (
    ImportedRow.done_at.is_(None),
    or_(
        ImportedRow.outcome.in_([RowOutcome.NEW, RowOutcome.CHANGED]),
        ImportedRow.decision == RowDecision.ANOTHER,
    ),
)


def save_rows(session: Session, progress: Progress) -> None:
    """Make and change the businesses of a list that is looked through. Commits as it goes; a row that is saved
    says so in the same transaction, so that going on after a break makes nothing twice."""
    list_id = progress.list_id
    done, of = _counts(session, list_id)
    last = 0
    while True:
        with reading(session):
            ids = session.scalars(
                select(ImportedRow.id)
                .where(ImportedRow.list_id == list_id, ImportedRow.number > last, *TO_SAVE)
                .order_by(ImportedRow.number)
                .limit(CHUNK)
            ).all()
        if not ids:
            break
        one_at_a_time(session)  # a sign-up of the same firm in this moment is seen, or sees this
        one = session.get_one(ImportedList, list_id)
        rows = session.scalars(select(ImportedRow).where(ImportedRow.id.in_(ids)).order_by(ImportedRow.number)).all()
        done, last = done + len(rows), rows[-1].number
        _save(session, one, list(rows))
        progress.say(done, of)
        session.commit()
        session.expunge_all()
        time.sleep(BREATH)
    content = session.get(ImportedContent, list_id)
    if content is not None:
        session.delete(content)


def _counts(session: Session, list_id: int) -> tuple[int, int]:
    """How many rows are saved, and how many there are to save in all."""
    with reading(session):
        mine = ImportedRow.list_id == list_id
        done = session.scalar(select(func.count()).where(mine, ImportedRow.business_id.is_not(None))) or 0
        left = session.scalar(select(func.count()).where(mine, *TO_SAVE)) or 0
    return done, done + left


def _save(session: Session, one: ImportedList, rows: list[ImportedRow]) -> None:
    importer = BusinessImport(session, EntryState.INVITED, one.source, one.introducer)
    taking = Taking(importer, asks=True)
    by_number = {row.number: row for row in rows}
    ready: list[Ready] = []
    for row in rows:
        try:
            ready.append(importer.read(row.number, row.cells))
        except BadRow as problem:  # somebody has said no since, or the rules have changed
            row.outcome, row.words, row.done_at = RowOutcome.REFUSED, problem.sentence, now()
    importer.look_up(ready)
    taking.seen = _seen(session, one.id, [firm.id for firm in importer.known()])
    decisions = {row.number: row.decision for row in rows if row.decision is not None}
    taken = taking.take(ready, decisions)
    for each in taken:
        _note(by_number[each.ready.row], each)
    made = [each.entry for each in taken if each.outcome is RowOutcome.NEW]
    wait_for_answers(session, made, _owner(one.by))


def _note(row: ImportedRow, taken: Taken) -> None:
    """Write on the row what became of it. One that may be a business with us by now waits for a decision."""
    row.outcome, row.words = taken.outcome, taken.sentence
    if taken.outcome in (RowOutcome.NEW, RowOutcome.CHANGED):
        row.business_id = taken.entry.id
    elif isinstance(taken.entry, Business):
        row.twin_id = taken.entry.id
    if taken.outcome is not RowOutcome.PERHAPS:
        row.done_at = now()


def _seen(session: Session, list_id: int, ids: list[int]) -> dict[int, int]:
    """business -> the row of this list that made or changed it, for those that the rows of a chunk may be about."""
    # by the business alone: a database that begins with the list would read all of its rows each time
    statement = select(ImportedRow.business_id, ImportedRow.number, ImportedRow.list_id)
    found = session.execute(statement.where(ImportedRow.business_id.in_(ids)))
    return {business: number for business, number, of_list in found if of_list == list_id and business is not None}


def _owner(by: Account) -> Account | None:
    """Whose the new firms are: the coordinator who brought them in, else everybody's in the office."""
    return by if by.active and by.is_a(Role.COORDINATOR) else None

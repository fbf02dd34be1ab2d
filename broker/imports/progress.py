"""One list at a time, in a worker that says now and then how far it is, and can be told to stop.

As with matching rounds, the row is all that pages and workers know of each other, and every word of a worker
carries the mark it drew. Unlike a round, a job that was cut short is taken up again by the next worker: what
was committed stands on the rows, so going on doubles nothing.
"""

import uuid
from datetime import timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models import ImportedList
from models.base import now
from models.vocabulary import ListJob, ListState

from ..extensions import reading

#: A worker that is silent for longer is taken for dead.
SILENCE = timedelta(seconds=60)


class TakenAway(Exception):
    """Somebody else has this list now: nothing more may be written."""


class Stopped(Exception):
    """Somebody asked for it to stop."""


def claim(session: Session) -> tuple[int, str] | None:
    """Take up the list that has waited longest, or one whose worker has gone away, unless one is being worked
    on. Returns its id and our mark. Two workers at the same moment are told apart by the database."""
    with reading(session):
        at_work = session.execute(
            select(ImportedList.id, ImportedList.alive_until).where(ImportedList.state == ListState.RUNNING)
        ).first()
        next_up = session.scalar(
            select(ImportedList.id)
            .where(ImportedList.state == ListState.WAITING)
            .order_by(ImportedList.asked_at, ImportedList.id)
            .limit(1)
        )
    if at_work is not None and at_work.alive_until > now():
        return None
    list_id = at_work.id if at_work is not None else next_up
    if list_id is None:
        return None
    mark, at = uuid.uuid4().hex, now()
    free = or_(
        ImportedList.state == ListState.WAITING,
        (ImportedList.state == ListState.RUNNING) & (ImportedList.alive_until <= at),
    )
    taken = (
        update(ImportedList)
        .where(ImportedList.id == list_id, free)
        .values(state=ListState.RUNNING, worker=mark, alive_until=at + SILENCE)
    )
    try:
        claimed = session.execute(taken, execution_options={"synchronize_session": False}).rowcount  # type: ignore[attr-defined]
        session.commit()
    except IntegrityError:
        session.rollback()
        return None
    return (list_id, mark) if claimed else None


class Progress:
    """Writes on the row of a list how far its job is. The caller commits, with the rows that were done."""

    def __init__(self, session: Session, list_id: int, mark: str) -> None:
        self._session, self.list_id, self._mark = session, list_id, mark

    def say(self, done: int, of: int) -> None:
        """Say how far it is, in the transaction of what was done.

        Raises:
            Stopped: somebody asked for it to stop.
            TakenAway: this worker was taken for dead.
        """
        self._write(done=done, of=of, alive_until=now() + SILENCE)
        asked = select(ImportedList.stop_asked_at).where(ImportedList.id == self.list_id)
        if self._session.scalar(asked) is not None:
            raise Stopped

    def end(self, state: ListState, *, trouble: str = "", **values: object) -> None:
        """The job is over. Commits, with whatever the session holds."""
        ends = {"state": state, "trouble": trouble[:500], "job": None, "worker": None, "stop_asked_at": None}
        self._write(**ends, **values)
        self._session.commit()

    def _write(self, **values: object) -> None:
        ours = (
            ImportedList.id == self.list_id,
            ImportedList.worker == self._mark,
            ImportedList.state == ListState.RUNNING,
        )
        statement = update(ImportedList).where(*ours).values(**values)
        done = self._session.execute(statement, execution_options={"synchronize_session": False})
        if not done.rowcount:  # type: ignore[attr-defined]
            self._session.rollback()
            raise TakenAway


def ask_for(session: Session, one: ImportedList, job: ListJob) -> bool:
    """Ask for a job to be done with a list. False where one waits or is being done already."""
    session.refresh(one, with_for_update=True)
    if one.is_at_work:
        return False
    one.state, one.job, one.asked_at = ListState.WAITING, job, now()
    one.trouble, one.stop_asked_at, one.done, one.of = "", None, 0, 0
    session.flush()
    return True


def ask_to_stop(session: Session, one: ImportedList) -> bool:
    """Stop what is being done with a list at its next step, or at once where it only waits."""
    session.refresh(one, with_for_update=True)
    if not one.is_at_work:
        return False
    if one.state is ListState.WAITING:
        one.state, one.job = state_without_job(one), None
    else:
        one.stop_asked_at = one.stop_asked_at or now()
    session.flush()
    return True


def state_without_job(one: ImportedList) -> ListState:
    """Where a list stands when nothing is being done with it."""
    if one.undone_at is not None:
        return ListState.UNDONE
    if one.saved_at is not None:
        return ListState.SAVED
    return ListState.READY if one.checked_at is not None else ListState.COLUMNS

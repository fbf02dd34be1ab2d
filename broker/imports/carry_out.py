"""Do what is asked of a list: look through it, save it, or take it back. In a session of its own."""

import structlog
from flask_babel import gettext as _
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from models import ImportedList
from models.base import now
from models.vocabulary import ListJob, ListState

from .. import work
from ..extensions import reading
from .cells import FileProblem
from .looking import look_through
from .progress import Progress, Stopped, TakenAway, claim, state_without_job
from .saving import save_rows
from .undoing import undo_rows

log = structlog.get_logger()

#: What a database says when there is no room left for it.
NO_ROOM = ("full", "no space", "disk")


@work.timetable("*/3 * * * * *")
def work_on_lists(session: Session) -> int:
    """Do the job that has waited longest, if none is being done. Returns 1 where one was done."""
    claimed = claim(session)
    if claimed is None:
        return 0
    carry_out(session, *claimed)
    return 1


def carry_out(session: Session, list_id: int, mark: str) -> None:
    """One job from where it stands to its end. Whatever happens, its row says so; one that is killed is
    taken up again."""
    progress = Progress(session, list_id, mark)
    try:
        _carry_out(session, list_id, progress)
    except Stopped:
        _end(session, progress, _("It was stopped. Nothing is lost: what was done stays, and you can go on."))
    except FileProblem as problem:
        _end(session, progress, str(problem))
    except TakenAway:
        session.rollback()
        log.warning("list_taken_away", list=list_id)
    except DBAPIError as problem:
        log.exception("list_not_done", list=list_id)
        _end(session, progress, no_room() if is_no_room(problem) else wrong())
    except Exception:
        log.exception("list_not_done", list=list_id)
        _end(session, progress, wrong())


def is_no_room(problem: DBAPIError) -> bool:
    """Whether the database has no room left."""
    said = str(problem.orig).lower()
    return isinstance(problem, OperationalError) and any(words in said for words in NO_ROOM)


def no_room() -> str:
    return _(
        "There is no room left on the disk of this service. What was done stays. "
        "Tell whoever runs the service. When there is room again, press the button again: nothing comes in twice."
    )


def wrong() -> str:
    return _("Something went wrong on our side. What was done stays. Try again: nothing comes in twice.")


def _carry_out(session: Session, list_id: int, progress: Progress) -> None:
    with reading(session):
        one = session.get_one(ImportedList, list_id)
        job, undone_at = one.job, one.undone_at
    if job is ListJob.CHECK:
        look_through(session, progress)
        progress.end(ListState.READY, checked_at=now())
    elif job is ListJob.SAVE:
        save_rows(session, progress)
        progress.end(ListState.SAVED, saved_at=now())
    else:
        undo_rows(session, progress)
        progress.end(ListState.UNDONE, undone_at=undone_at or now())


def _end(session: Session, progress: Progress, trouble: str) -> None:
    session.rollback()
    try:
        with reading(session):
            state = state_without_job(session.get_one(ImportedList, progress.list_id))
        progress.end(state, trouble=trouble)
    except (TakenAway, DBAPIError):  # it is taken up again when this worker has been silent for long enough
        session.rollback()
        log.warning("list_not_ended", list=progress.list_id)

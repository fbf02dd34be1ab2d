"""One run at a time, in a worker that says now and then how far it is, and can be told to stop.

The row of a run is all that a page and a worker know of each other. Every word of the worker carries
the mark it drew when it took the run up: one that was taken for dead cannot write into a later run.
"""

import time
import uuid
from datetime import timedelta

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models import PlanRun
from models.base import now
from models.vocabulary import PlanStage, PlanState

from ...extensions import reading
from ...matching.plan import Cancelled

#: A worker speaks at most this often, in seconds.
EVERY = 1.0
#: A worker that is silent for longer is taken for dead.
SILENCE = timedelta(seconds=90)


def time_allowed() -> float:
    """Seconds for each programme that choosing solves; after that a plan comes with a bound instead of its proof."""
    return float(current_app.extensions["settings"].plan_seconds)


def silence_of(stage: PlanStage) -> timedelta:
    """How long a worker may be silent in a stage: choosing says nothing while a programme is solved."""
    return SILENCE + timedelta(seconds=3 * time_allowed()) if stage is PlanStage.CHOOSING else SILENCE


class TakenAway(Exception):
    """Somebody else has this run now, or it was ended meanwhile: nothing more may be written."""


def claim(session: Session) -> tuple[int, str] | None:
    """Take up the run that has waited longest, unless one is being done. Returns its id and our mark.

    Two workers that claim at the same moment are told apart by the database: one run is at work.
    """
    with reading(session):
        at_work = session.scalar(select(PlanRun.id).where(PlanRun.state == PlanState.RUNNING).limit(1))
        next_up = session.scalar(
            select(PlanRun.id).where(PlanRun.state == PlanState.WAITING).order_by(PlanRun.asked_at, PlanRun.id).limit(1)
        )
    if at_work is not None or next_up is None:
        return None
    mark, at = uuid.uuid4().hex, now()
    taken = (
        update(PlanRun)
        .where(PlanRun.id == next_up, PlanRun.state == PlanState.WAITING)
        .values(
            state=PlanState.RUNNING,
            worker=mark,
            started_at=at,
            alive_until=at + SILENCE,
            stage=PlanStage.READING,
            done=0,
            of=0,
        )
    )
    try:
        claimed = session.execute(taken, execution_options={"synchronize_session": False}).rowcount  # type: ignore[attr-defined]
        session.commit()
    except IntegrityError:
        session.rollback()
        return None
    return (next_up, mark) if claimed else None


def notice_dead(session: Session) -> int:
    """End the run of a worker that has gone silent, so that others can follow. Returns how many."""
    silent = (PlanRun.state == PlanState.RUNNING, PlanRun.alive_until < now())
    with reading(session):
        if session.scalar(select(PlanRun.id).where(*silent).limit(1)) is None:
            return 0
    words = _("The machine that was doing this run has gone away. Nothing was changed. Run it again.")
    values = {"state": PlanState.FAILED, "ended_at": now(), "trouble": words}
    ended = session.execute(
        update(PlanRun).where(*silent).values(values), execution_options={"synchronize_session": False}
    )
    session.commit()
    return int(ended.rowcount)  # type: ignore[attr-defined]


class Progress:
    """Writes on the row how far a run is, and hears there whether to stop."""

    def __init__(self, session: Session, run_id: int, mark: str) -> None:
        self._session, self._run_id, self._mark = session, run_id, mark
        self._stage: PlanStage | None = None
        self._spoken = 0.0
        self._stop = False

    def stage(self, stage: PlanStage, done: int, of: int) -> None:
        """Say how far the run is: at once where a stage begins, else now and then.

        Raises:
            Cancelled: somebody asked for it to stop.
            TakenAway: this worker was taken for dead.
        """
        if stage is self._stage and time.monotonic() - self._spoken < EVERY:
            return
        self._stage = stage
        self._speak(stage=stage, done=done, of=of, alive_until=now() + silence_of(stage))
        if self._stop:
            raise Cancelled

    def choosing(self, _stage: str, share: float) -> None:
        """What the plan itself says of how far it is."""
        self.stage(PlanStage.CHOOSING, round(100 * share), 100)

    def cancelled(self) -> bool:
        """Whether to stop; looks at the row now and then."""
        if time.monotonic() - self._spoken >= EVERY:
            self._speak(alive_until=now() + silence_of(self._stage or PlanStage.READING))
        return self._stop

    def end(self, state: PlanState, trouble: str = "") -> None:
        """The run is over. Commits, with whatever the session holds."""
        self._write(state=state, ended_at=now(), trouble=trouble[:500], stage=None)
        self._session.commit()

    def _speak(self, **values: object) -> None:
        self._write(**values)
        asked = self._session.scalar(select(PlanRun.cancel_asked_at).where(PlanRun.id == self._run_id))
        self._session.commit()
        self._spoken, self._stop = time.monotonic(), asked is not None

    def _write(self, **values: object) -> None:
        ours = (PlanRun.id == self._run_id, PlanRun.worker == self._mark, PlanRun.state == PlanState.RUNNING)
        statement = update(PlanRun).where(*ours).values(**values)
        done = self._session.execute(statement, execution_options={"synchronize_session": False})
        if not done.rowcount:  # type: ignore[attr-defined]
            self._session.rollback()
            raise TakenAway

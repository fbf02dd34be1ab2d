"""Do a run: read, compare, choose, keep. In a session of its own, with a transaction only where it writes."""

import time

import structlog
from flask_babel import gettext as _
from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from models import Plan, PlanRun
from models.base import now
from models.vocabulary import PlanStage, PlanState

from ... import work
from ...cases import clocks
from ...extensions import reading
from ...matching.engine import Engine
from ...matching.plan import BadPlan, Cancelled, Watch, make_plan
from ..model import current_engine
from ..versions import numbered
from .candidates import find_pairs
from .gather import gather
from .naming import in_names
from .problem import Contradiction, problem_of
from .progress import Progress, TakenAway, claim, notice_dead, time_allowed
from .store import explain, store

log = structlog.get_logger()


@work.timetable("*/5 * * * * *")
def run_plans(session: Session) -> int:
    """Do the run that has waited longest, if none is being done. Returns 1 where one was done."""
    notice_dead(session)
    claimed = claim(session)
    if claimed is None:
        return 0
    carry_out(session, *claimed)
    return 1


def carry_out(session: Session, run_id: int, mark: str) -> None:
    """One run from beginning to end. Whatever happens, its row says so; a worker that is killed is
    noticed by the next."""
    progress = Progress(session, run_id, mark)
    try:
        _carry_out(session, run_id, progress)
    except Cancelled:
        session.rollback()
        _end(progress, PlanState.CANCELLED)
    except Contradiction as why:
        session.rollback()
        _end(progress, PlanState.FAILED, str(why))
    except BadPlan as why:
        session.rollback()
        _end(progress, PlanState.FAILED, in_names(session, str(why)))
    except TakenAway:
        session.rollback()
        log.warning("plan_taken_away", run=run_id)
    except Exception:
        session.rollback()
        log.exception("plan_failed", run=run_id)
        _end(progress, PlanState.FAILED, _("Something went wrong on our side. Nothing was changed. Run it again."))


def _carry_out(session: Session, run_id: int, progress: Progress) -> None:
    started, at = time.perf_counter(), now()
    today = clocks.day_of(at)
    with reading(session):
        engine = current_engine(session)
        run = session.scalars(_with_plan(run_id)).one()
        engine = _with_weights(session, engine, run.weights_number)
        gathered = gather(session, run, engine, today, at)
        session.expunge(run)
    progress.stage(PlanStage.COMPARING, 0, len(gathered.needs))
    found = find_pairs(gathered, engine, today, lambda done, of: progress.stage(PlanStage.COMPARING, done, of))
    time_limit = time_allowed()
    problem = problem_of(run, gathered, found, time_limit)
    progress.stage(PlanStage.CHOOSING, 0, 100)
    outcome = make_plan(problem, Watch(progress.choosing, progress.cancelled))
    progress.stage(PlanStage.KEEPING, 0, len(outcome.placed))
    reasons = explain(session, engine, gathered, outcome, today, progress)
    store(session, run_id, engine, gathered, found, outcome, reasons, time_limit, seconds=time.perf_counter() - started)
    progress.end(PlanState.DONE)


def _with_weights(session: Session, engine: Engine, number: int | None) -> Engine:
    """The engine of a run: with the weights in use, or those of a saved version that is tried."""
    if number is None:
        return engine
    weights = numbered(session, number)
    if weights is None:
        raise Contradiction(_("Version %(number)d of the weights cannot be used. Choose another.", number=number))
    return engine.with_weights(weights)


def _end(progress: Progress, state: PlanState, trouble: str = "") -> None:
    try:
        progress.end(state, trouble)
    except TakenAway:
        log.warning("plan_taken_away", state=state.value)


def _with_plan(run_id: int) -> Select[PlanRun]:
    return select(PlanRun).where(PlanRun.id == run_id).options(selectinload(PlanRun.plan).selectinload(Plan.areas))

"""Timed work: the only file that knows the workflow engine.

Work is rows that are due. A feature declares what must be done now and then (``@timetable``);
each run looks for due rows and does them, so a run that was lost is made good by the next one.
The engine calls the timetables, each one at a time in a process; on PostgreSQL there may be several
processes. It is started by the server or a worker, never by ``create_app``.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from flask import Flask
from sqlalchemy.orm import Session

from .extensions import WRITING, db
from .settings import Settings

log = structlog.get_logger()

#: How long the engine's own log of finished runs is kept. The rows that were due keep their own history.
KEEP_RUNS = timedelta(days=1)

Run = Callable[[Session], int]


@dataclass(frozen=True, slots=True)
class Timetable:
    """``run`` does what is due, commits as it goes, and says how many things it did."""

    name: str
    cron: str
    run: Run


_TIMETABLES: dict[str, Timetable] = {}
_BUSY: dict[str, threading.Lock] = {}


def timetable(cron: str) -> Callable[[Run], Run]:
    """Declare work to be looked for at these times (cron, with seconds first)."""

    def declare(run: Run) -> Run:
        _TIMETABLES[run.__name__] = Timetable(run.__name__, cron, run)
        return run

    return declare


def timetables() -> tuple[Timetable, ...]:
    return tuple(_TIMETABLES.values())


def run_once(app: Flask, name: str) -> int:
    """Run one timetable now, in a session of its own."""
    WRITING.set(True)
    with app.app_context():
        done = _TIMETABLES[name].run(db.session)
        db.session.commit()
    if done:
        log.info("work_done", timetable=name, done=done)
    return done


def run_alone(app: Flask, name: str) -> int:
    """Run one timetable, unless this process is still at it from the time before: a slow mail server
    must not pile up runs. What is due stays due."""
    busy = _BUSY.setdefault(name, threading.Lock())
    if not busy.acquire(blocking=False):
        return 0
    try:
        return run_once(app, name)
    finally:
        busy.release()


def start(app: Flask, settings: Settings) -> None:
    """Start the engine in this process."""
    from dbos import DBOS, DBOSConfig

    config: DBOSConfig = {
        "name": "business-broker",
        "system_database_url": _engine_url(settings),
        "application_version": "1",
        "executor_id": settings.executor_id,
        "log_level": "WARNING",
    }
    DBOS(config=config)

    @DBOS.step(name="run_timetable")
    def run_timetable(name: str) -> int:
        return run_alone(app, name)

    @DBOS.workflow(name="timetable")
    def workflow(_at: datetime, name: Any) -> int:
        return run_timetable(name)

    @DBOS.workflow(name="forget_old_runs")
    def forget_old_runs(at: datetime, _context: Any) -> None:
        before = (at - KEEP_RUNS).isoformat()
        old = DBOS.list_workflows(status="SUCCESS", end_time=before, limit=10_000, load_input=False, load_output=False)
        DBOS.delete_workflows([run.workflow_id for run in old])

    DBOS.launch()
    schedules: list[Any] = [
        {"schedule_name": table.name, "workflow_fn": workflow, "schedule": table.cron, "context": table.name}
        for table in timetables()
    ]
    schedules.append({"schedule_name": "forget_old_runs", "workflow_fn": forget_old_runs, "schedule": "0 30 * * * *"})
    DBOS.apply_schedules(schedules)


def stop() -> None:
    """Stop the engine of this process."""
    from dbos import DBOS

    DBOS.destroy()


def _engine_url(settings: Settings) -> str:
    """The engine's own tables: beside the database file on SQLite, in their own schema on PostgreSQL."""
    if settings.is_sqlite:
        return settings.database_url.removesuffix(".sqlite3") + "-work.sqlite3"
    return settings.database_url

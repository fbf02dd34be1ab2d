"""Bring in a list in a process that is killed again and again, and tell what is there at the end.

    python -m tests.killed.lists DATABASE_URL ROWS CHUNK POINT [POINT ...]

A point is the number of a commit of the process, as in `1b` before the first and `3a` after the third: there
it is killed, and the next process goes on from what was kept. Prints one line of JSON.
"""

import json
import os
import resource
import signal
import sys
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from app import create_app
from broker import work
from broker.extensions import WRITING, db
from broker.imports import lists, looking, progress, saving
from models import Business, Case, Contact, EntryEvent, ImportedList, ImportedRow, Offer
from models.vocabulary import ListState
from tests.conftest import SETTINGS, prepared
from tests.factories import CoordinatorFactory
from tests.killed.driver import in_a_process


def begin(app: Flask, rows: int) -> None:
    lines = (f"Firm number {n},We bake,office@firm{n}.example,VOL::\n" for n in range(rows))
    data = ("name,what we do,email,offers\n" + "".join(lines)).encode()
    with app.app_context():
        WRITING.set(True)
        said = {"name": "members.csv", "data": data, "source": "A Chamber", "agreed": True}
        one = lists.begin(db.session, by=CoordinatorFactory(), **said)
        lists.choose_columns(db.session, one, one.columns)
        db.session.commit()
        _close()


def works(app: Flask, point: str) -> None:
    """Work on lists, and die at the point; `-` is a process that nobody kills."""
    commits = 0

    def before(_session: Session) -> None:
        nonlocal commits
        commits += 1
        if point == f"{commits}b":
            os.kill(os.getpid(), signal.SIGKILL)

    def after(_session: Session) -> None:
        if point == f"{commits}a":
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Session, "before_commit", before)
    event.listen(Session, "after_commit", after)
    while work.run_once(app, "work_on_lists"):
        pass


def state(app: Flask) -> ListState:
    with app.app_context():
        found = db.session.scalars(select(ImportedList.state)).one()
        _close()
    return found


def save(app: Flask) -> None:
    with app.app_context():
        WRITING.set(True)
        lists.ask_to_save(db.session, db.session.scalars(select(ImportedList)).one())
        db.session.commit()
        _close()


def told(app: Flask) -> dict[str, Any]:
    with app.app_context():
        count = db.session.scalar
        saved = ImportedRow.done_at.is_not(None) & ImportedRow.business_id.is_not(None)
        seen = {
            "state": db.session.scalars(select(ImportedList.state)).one().value,
            "rows": count(select(func.count(ImportedRow.id)).where(saved)),
            "firms of rows": count(select(func.count(ImportedRow.business_id.distinct()))),
            "names": count(select(func.count(Business.name.distinct()))),
            **{table.__tablename__: count(select(func.count(table.id))) for table in (Business, Case, Contact, Offer)},
            "events": count(select(func.count(EntryEvent.id))),
        }
        _close()
    return seen


def _close() -> None:
    db.session.close()
    db.engine.dispose()


def main(url: str, rows: int, chunk: int, points: list[str]) -> None:
    prepared(url)
    progress.SILENCE = timedelta(0)  # a process that is silent is dead: here nobody else works on lists
    looking.CHUNK = saving.CHUNK = chunk
    app = create_app(replace(SETTINGS, database_url=url, upload_megabytes=50))
    begin(app, rows)
    ended: Counter[int] = Counter()
    for ready in (ListState.READY, ListState.SAVED):
        for point in [*points, "-"]:
            ended[in_a_process(lambda point=point: works(app, point))] += 1  # type: ignore[misc]
        assert state(app) is ready, state(app)
        if ready is ListState.READY:
            save(app)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(json.dumps({**told(app), "killed": ended[-signal.SIGKILL], "peak_mb": peak}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])

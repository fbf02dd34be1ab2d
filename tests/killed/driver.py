"""Run one life of a case again and again, killed at another point each time, then to its end.

    python -m tests.killed.driver DATABASE_URL FOLDER LIFE POINT [POINT ...]

A point is before or after a commit, or a mail that is handed over; 0 is a run that nobody kills. Each
run is a process of its own, forked from this one so that nothing has to be imported again. Prints a
line of JSON a run: where it was killed, what is in the database at the end, and the mails by Message-ID.
"""

import json
import os
import shutil
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import time_machine
from flask import Flask
from sqlalchemy import make_url, select

from app import create_app
from broker.extensions import WRITING, db
from broker.matching.engine import Engine
from models import Case, EntryEvent, Match, MatchEvent, Message, Suggestion
from models.vocabulary import CaseKind
from tests.conftest import SETTINGS
from tests.killed.lives import LIVES, by_service, seed
from tests.killed.points import Points


class World:
    """The database a life is lived in, put back before each run."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder
        self.sqlite = Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else None
        self.app: Flask = create_app(replace(SETTINGS, database_url=url, mail_folder=str(folder / "mail")))
        self.progress, self.sent = folder / "progress", folder / "sent"

    def seeded(self) -> None:
        def work() -> None:
            WRITING.set(True)
            with self.app.app_context(), time_machine.travel(lives_begin(), tick=False):
                seed(db.session)
                db.session.close()
                db.engine.dispose()

        assert in_a_process(work) == 0, "seeding failed"
        if self.sqlite:
            shutil.copy(self.sqlite, self.folder / "seeded")
        else:
            self._admin(f"CREATE DATABASE {self._name}_seeded TEMPLATE {self._name}")

    def put_back(self) -> None:
        for left in (self.progress, self.sent):
            left.unlink(missing_ok=True)
        if self.sqlite:
            for ending in ("-wal", "-shm"):
                self.sqlite.with_name(self.sqlite.name + ending).unlink(missing_ok=True)
            shutil.copy(self.folder / "seeded", self.sqlite)
        else:
            self._admin(f"DROP DATABASE {self._name} WITH (FORCE)")
            self._admin(f"CREATE DATABASE {self._name} TEMPLATE {self._name}_seeded")

    def drop(self) -> None:
        if not self.sqlite:
            self._admin(f"DROP DATABASE {self._name}_seeded")

    @property
    def _name(self) -> str:
        name = make_url(self.url).database
        assert name
        return name

    def _admin(self, sql: str) -> None:
        server = make_url(self.url).set(drivername="postgresql", database="postgres")
        with psycopg.connect(server.render_as_string(hide_password=False), autocommit=True) as connection:
            connection.execute(sql.encode())


def lives_begin() -> Any:
    from tests.killed.lives import at

    return at(2, 1, 9)


def in_a_process(work: Callable[[], None]) -> int:
    """Fork, work, and say how it ended: 0, or minus the signal."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def live(world: World, life: str, point: int, *, wrapped: bool = True) -> None:
    """Go through the steps from where a run before this one died, and die at the point."""
    points = Points(point, world.sent)
    if wrapped:
        points.wrap()
    steps = LIVES[life]()
    begin = int(world.progress.read_text()) if world.progress.exists() else 0
    for number in range(begin, len(steps)):
        step = steps[number]
        with time_machine.travel(step.at, tick=False):
            WRITING.set(True)
            with world.app.app_context():
                if not step.done(db.session):
                    step.act(db.session)
                db.session.commit()
            by_service(world.app)
        world.progress.write_text(str(number + 1))
    (world.folder / "points").write_text(str(points.passed))


def look(world: World) -> None:
    """Write down what is in the database, in words that do not depend on numbers or times."""
    with world.app.app_context():
        session = db.session
        messages = session.scalars(select(Message).order_by(Message.kind, Message.to_side, Message.id)).all()
        matches = list(session.scalars(select(Match.id).order_by(Match.id)))

        def subject(case: Case) -> int:
            # PostgreSQL never gives a number twice: a match that was rolled back leaves a gap
            return matches.index(case.subject_id) if case.kind is CaseKind.MATCH else case.subject_id

        seen = {
            "matches": [str(state) for state in session.scalars(select(Match.state).order_by(Match.id))],
            "suggestions": [str(state) for state in session.scalars(select(Suggestion.state).order_by(Suggestion.id))],
            "match events": [
                f"{one.act} {one.from_state}>{one.to_state} {one.side or ''}"
                for one in session.scalars(select(MatchEvent).order_by(MatchEvent.id))
            ],
            "entry events": sorted(
                f"{one.entry_kind} {one.entry_id} {one.what} {one.from_state}>{one.to_state}"
                for one in session.scalars(select(EntryEvent))
            ),
            "cases": sorted(
                f"{one.kind} {subject(one)} {one.strand} {one.step} {one.next_on} {one.acts_on} "
                f"{'closed' if one.closed_at else 'open'}"
                for one in session.scalars(select(Case))
            ),
            "messages": [f"{one.kind} {one.to_side} {one.state}" for one in messages],
        }
        handed_over = Counter(world.sent.read_text().split() if world.sent.exists() else [])
        mails = [
            (sum(count for mail_id, count in handed_over.items() if one.reference in mail_id), one.maybe_twice)
            for one in messages
            if one.state == "sent" and one.to_email  # what was read out has been handed over to nobody
        ]
        print(json.dumps({"seen": seen, "mails": mails, "unknown": len(handed_over) - len(mails)}), flush=True)


def warm(world: World, life: str) -> None:
    """Live it once in this very process, so that what it forks has everything imported and compiled."""
    live(world, life, 0, wrapped=False)
    with world.app.app_context():
        db.session.close()
        db.engine.dispose()


def main(url: str, folder: str, life: str, points: list[int]) -> None:
    world = World(url, Path(folder))
    Engine.shipped()  # once, and not in each process
    world.seeded()
    world.put_back()
    warm(world, life)
    for point in points:
        world.put_back()
        ended = in_a_process(lambda point=point: live(world, life, point))  # type: ignore[misc]
        print(json.dumps({"point": point, "ended": ended}), flush=True)
        if ended == -9 and in_a_process(lambda: live(world, life, 0)) != 0:
            sys.exit(f"{life} could not go on after it was killed at point {point}")
        if ended not in (0, -9):
            sys.exit(f"{life} failed at point {point}")
        in_a_process(lambda: look(world))
        if point == 0:
            print(json.dumps({"points": int((world.folder / "points").read_text())}), flush=True)
        if point and ended == 0:
            break  # it has fewer points than that
    world.drop()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], [int(point) for point in sys.argv[4:]])

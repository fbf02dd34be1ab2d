"""Measure a list of many firms: upload, look, the pages of the look, save; prints one JSON object.

    python -m tools.bench_imports --rows 50000 --rounds 15

Each step runs in a process of its own on one SQLite database, thrown away afterwards; ``peak_mb`` is the most
memory that process held, ``begins_mb`` what one holds that does nothing. Pages are measured beside a page of an
empty Flask application, in turns. Milliseconds are of the processor for a whole request.
"""

import argparse
import io
import json
import os
import random
import statistics
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from app import create_app
from broker import work
from broker.extensions import WRITING, db
from broker.imports import lists
from broker.reference.postcode_files import letter_table
from models import Account, Business, Case, ImportedList, ImportedRow
from models.vocabulary import RowOutcome
from tests.conftest import SETTINGS, prepared
from tests.factories import CoordinatorFactory
from tests.pages import ServiceClient
from tools.bench_pages import statements

TRADES = ("We bake bread", "We mend roofs", "We keep books for small firms", "We fit kitchens", "We drive vans")
FORMS = ("Limited company", "sole trader", "LLP", "")


def a_list(rows: int) -> bytes:
    """A list with an address in every row, mistyped postcodes in a tenth, and a mistake in every hundredth.
    The postcodes are drawn from those of five letters."""
    rng = random.Random(rows)  # noqa: S311
    places = [table for letter in "BLMNS" if (table := letter_table(letter)) is not None]

    def postcode() -> str:
        table = rng.choice(places)
        key = table._key(rng.randrange(len(table))).decode()
        return f"{key[:4].strip()} {key[4:]}" if rng.random() < 0.9 else "L1 BJQ"

    out = io.StringIO()
    out.write("Ref;Trading name;Nature of business;Post code;Legal status;Contact;Email;Phone;Offers;Employees\n")
    for n in range(rows):
        offers = "HUG:2:" if n % 100 == 99 else "VOL::a day"
        out.write(
            f"F{n};{rng.choice('ABCDEFGH')}rown & Sons {n} Ltd;{rng.choice(TRADES)};{postcode()};"
            f"{rng.choice(FORMS)};Person {n};office@firm{n}.example;01632 960{n % 1000:03d};{offers};{n % 300}\n"
        )
    return out.getvalue().encode("cp1252")


def in_a_process(step: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What a step tells, with the memory that its process held at most."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        try:
            begun, cpu = time.perf_counter(), time.process_time()
            told = step()
            took = {"seconds": time.perf_counter() - begun, "cpu_seconds": time.process_time() - cpu}
            os.write(write, json.dumps({**{key: round(value, 1) for key, value in took.items()}, **told}).encode())
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        said = pipe.read()
    _pid, status, used = os.wait4(child, 0)
    if status:
        sys.exit("a step failed")
    return {**json.loads(said), "peak_mb": round(used.ru_maxrss / 1024)}


class Bench:
    def __init__(self, folder: Path, rows: int, rounds: int) -> None:
        self.url = f"sqlite:///{folder / 'broker.sqlite3'}"
        self.rows, self.rounds = rows, rounds
        self.app = create_app(replace(SETTINGS, database_url=self.url, upload_megabytes=50))

    def in_session(self, act: Callable[[], Any]) -> Any:
        WRITING.set(True)
        with self.app.app_context():
            try:
                told = act()
                db.session.commit()
                return told
            finally:
                db.session.close()
                db.engine.dispose()

    def begin(self) -> dict[str, Any]:
        data = a_list(self.rows)

        def uploads() -> None:
            one = lists.begin(
                db.session, name="members.csv", data=data, source="A Chamber", agreed=True, by=CoordinatorFactory()
            )
            lists.choose_columns(db.session, one, one.columns)

        self.in_session(uploads)
        return {"megabytes": round(len(data) / 1e6, 1)}

    def work(self) -> dict[str, Any]:
        with statements() as sent:
            work.run_once(self.app, "work_on_lists")
        trouble = self.in_session(lambda: db.session.scalars(select(ImportedList.trouble)).one())
        if trouble:
            sys.exit(trouble)
        return {"statements": len(sent)}

    def ask_to_save(self) -> None:
        self.in_session(lambda: lists.ask_to_save(db.session, db.session.scalars(select(ImportedList)).one()))

    def counts(self) -> dict[str, Any]:
        def counted() -> dict[str, Any]:
            count = db.session.scalar
            outcomes = select(ImportedRow.outcome, func.count()).group_by(ImportedRow.outcome)
            return {
                "rows": {RowOutcome(key).label: n for key, n in db.session.execute(outcomes)},
                "businesses": count(select(func.count(Business.id))),
                "cases": count(select(func.count(Case.id))),
            }

        found: dict[str, Any] = self.in_session(counted)
        return found

    def pages(self) -> dict[str, Any]:
        """page -> milliseconds of the processor and statements, and how many empty pages that is."""
        with self.app.app_context():
            WRITING.set(True)
            client = ServiceClient(self.app).signs_in_as(db.session.scalars(select(Account)).one())
            db.session.close()
        empty = Flask("empty")
        empty.add_url_rule("/", view_func=lambda: "<!DOCTYPE html><title>Empty</title>")
        last = self.rows // 50
        paths = {
            "list, first page": "/coordinate/imports/1",
            "list, last page": f"/coordinate/imports/1?page={last}",
            "list, rows to mend": "/coordinate/imports/1?show=refused",
            "columns": "/coordinate/imports/1/columns",
            "progress": "/coordinate/imports/1/progress",
        }
        gets = {"an empty Flask page": (empty.test_client(), "/")}
        gets.update({page: (client.flask, path) for page, path in paths.items()})
        times: dict[str, list[float]] = {page: [] for page in gets}
        sent: dict[str, int] = {}
        for turn in range(self.rounds + 1):
            for page, (visitor, path) in gets.items():
                with statements() as said:
                    begun = time.thread_time()
                    response = visitor.get(path)
                    took = (time.thread_time() - begun) * 1000
                if response.status_code != 200:
                    sys.exit(f"{path} answered {response.status_code}")
                sent[page] = len(said)
                if turn:  # the first time reads templates
                    times[page].append(took)
        middle = {page: statistics.median(each) for page, each in times.items()}
        nothing = middle["an empty Flask page"]
        return {
            "pages": {
                page: {"ms": round(took, 2), "times_empty": round(took / nothing, 1), "statements": sent[page]}
                for page, took in middle.items()
            }
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=15)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), asked.rows, asked.rounds)
        prepared(bench.url)
        told: dict[str, Any] = {"rows": asked.rows, "begins_mb": in_a_process(dict)["peak_mb"]}
        told["upload"] = in_a_process(bench.begin)
        told["look"] = in_a_process(bench.work)
        told["looked"] = in_a_process(bench.counts)
        told["reading"] = in_a_process(bench.pages)
        bench.ask_to_save()
        told["save"] = in_a_process(bench.work)
        told["saved"] = in_a_process(bench.counts)
    print(json.dumps(told, indent=2))


if __name__ == "__main__":
    main()

"""Several workers, and a database that goes away in the middle: what is due is done once."""

import threading
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime

import psycopg
import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from broker.cases.due import act_on_due
from broker.cases.entries import follow_entry
from broker.extensions import WRITING, db
from models import Case, EntryEvent, Message
from models.vocabulary import EntryState
from tests.factories import BusinessFactory
from tests.sizes import size

LONG_AGO = datetime(2026, 1, 5, 10, tzinfo=UTC)


def due_entries(app, count: int) -> None:
    """Firms that nobody has read for a long time: each is to be told once that its form has come."""
    with app.app_context():
        WRITING.set(True)
        for number in range(count):
            business = BusinessFactory(name=f"Firm {number}", state=EntryState.WAITING, sent_in_at=LONG_AGO)
            follow_entry(db.session, business)
        db.session.commit()


def worker(app, failures: list[Exception], tries: int = 1) -> threading.Thread:
    def run() -> None:
        WRITING.set(True)
        for _ in range(tries):
            try:
                with app.app_context():
                    act_on_due(db.session)
            except Exception as error:  # a thread's own exception would be lost
                failures.append(error)

    return threading.Thread(target=run)


def told(app) -> tuple[Counter, int, int]:
    """How often each firm was acknowledged, how many messages there are, how many cases are still due."""
    with app.app_context():
        said = select(EntryEvent.entry_id).where(EntryEvent.what == "acknowledged")
        messages = select(func.count()).where(Message.kind == "acknowledged")
        due = select(func.count()).where(Case.closed_at.is_(None), Case.acts_on.is_not(None))
        counted = Counter(db.session.scalars(said))
        return counted, db.session.scalar(messages) or 0, db.session.scalar(due) or 0


@pytest.mark.soak
def test_workers_side_by_side_do_each_thing_once(postgres_app):
    count = size(12, 300)
    due_entries(postgres_app, count)
    failures: list[Exception] = []
    threads = [worker(postgres_app, failures) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    acknowledged, messages, due = told(postgres_app)
    assert failures == []
    assert (len(acknowledged), set(acknowledged.values()), messages, due) == (count, {1}, count, 0)


@pytest.mark.soak
def test_a_database_that_goes_away_in_the_middle_leaves_nothing_half_done(postgres_app, postgres_url, caplog):
    count = size(12, 300)
    due_entries(postgres_app, count)
    failures: list[Exception] = []
    threads = [worker(postgres_app, failures, tries=4) for _ in range(2)]
    for thread in threads:
        thread.start()
    with psycopg.connect(postgres_url, autocommit=True) as axe:
        ended = 0
        while any(thread.is_alive() for thread in threads):
            ended += axe.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid() AND state LIKE 'idle in%'"
            ).fetchone()[0]  # type: ignore[index]
            with suppress(RuntimeError):
                threads[0].join(0.05)
    for thread in threads:
        thread.join()
    assert ended > 0, "some were in the middle of it"
    assert all(isinstance(failure, DBAPIError) for failure in failures)
    calm = worker(postgres_app, failures := [])
    calm.start()
    calm.join()
    acknowledged, messages, due = told(postgres_app)
    assert failures == []
    assert (len(acknowledged), set(acknowledged.values()), messages, due) == (count, {1}, count, 0)

"""Measure the work list and a case page on a few and on many cases; prints one JSON object.

    python -m tools.bench_pages --cases 500 50000 --rounds 15

Each size has a SQLite database of its own, thrown away afterwards. Times are milliseconds of the processor
for a whole request (the database is in the same process), taken in turns of the sizes, so that a machine
that is busy with other things is so for all alike; ``waited`` is by the clock on the wall.
"""

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event, func, insert, select, text, update
from sqlalchemy.orm import Session

from app import create_app
from broker.cases.clocks import today
from broker.extensions import WRITING, db
from models import Account, Business, Case, Match, MatchEvent, MatchPart, Need, NeedPart
from models.base import now
from models.vocabulary import CaseKind, CaseStep, Kind, MatchState, Role, SuggestionState, Theme
from tests.conftest import SETTINGS, prepared
from tests.factories import (
    AccountFactory,
    AreaFactory,
    BrokerFactory,
    BusinessFactory,
    ContactFactory,
    MatchFactory,
    NeedFactory,
    PartFactory,
    PartnershipFactory,
    SuggestionFactory,
)
from tests.pages import ServiceClient

AREAS = {"E08000012": "Liverpool", "E08000035": "Leeds", "E08000003": "Manchester", "E08000025": "Birmingham"}
#: Of a hundred cases: matches under way, requests with firms to look at, firms to ring again, entries to read.
MATCHES, DECISIONS, UPKEEP = 45, 25, 20
#: A broker carries about so many.
A_BROKER = 25


@dataclass
class Programme:
    """The service with so many open cases, and who looks at it."""

    cases: int
    app: Flask
    people: dict[str, ServiceClient]
    paths: dict[str, tuple[str, str]]


def cloned(session: Session, like: Any, many: list[dict[str, Any]]) -> list[int]:
    """Rows like this one, each with what differs, numbered on. Returns their numbers."""
    table = type(like).__table__
    columns = {column.key: getattr(like, column.key) for column in type(like).__mapper__.column_attrs}
    first = (session.scalar(select(func.max(table.c.id))) or 0) + 1
    rows = [{**columns, **changes, "id": number} for number, changes in enumerate(many, start=first)]
    for row in rows:
        if "reference" in row:
            row["reference"] = f"X-{row['id']:08d}"
    for at in range(0, len(rows), 5000):
        session.execute(insert(table), rows[at : at + 5000])
    return [row["id"] for row in rows]


def fill(session: Session, count: int, rng: random.Random) -> tuple[Account, Account, int]:
    """So many open cases in four areas. Returns a coordinator of one area, a broker, and a match of theirs."""
    for code, name in AREAS.items():
        AreaFactory(code=code, name=name)
    board = PartnershipFactory(name="A board")
    officers = [AccountFactory(roles=[Role.COORDINATOR], areas=[code]) for code in AREAS]
    account = AccountFactory(roles=[Role.BROKER])
    broker = BrokerFactory(
        name="Jo Link", areas=[AreaFactory()], contacts=[ContactFactory.build(account=account, email=account.email)]
    )
    business = BusinessFactory(name="A firm")
    need = NeedFactory(title="A request", partnership=board, parts=[PartFactory(kind=Kind.KIT, amount=4)])
    suggestion = SuggestionFactory(need=need, business=business, state=SuggestionState.CONFIRMED)
    match = MatchFactory(suggestion=suggestion, coordinator=officers[0], broker=broker, state=MatchState.ACTIVE)
    brokers = [broker.id, *cloned(session, broker, [{"name": f"Broker {n}"} for n in range(count // A_BROKER)])]
    matched, decided, kept = (count * share // 100 for share in (MATCHES, DECISIONS, UPKEEP))

    def places() -> dict[str, Any]:
        return {"area_code": rng.choice(list(AREAS))}

    firms = cloned(session, business, [{"name": f"Firm {n}", **places()} for n in range(count - matched - decided)])
    asks = [{"title": f"Request {n}", "theme": rng.choice(list(Theme)), **places()} for n in range(matched + decided)]
    needs = cloned(session, need, asks)
    pairs = [{"need_id": one, "business_id": rng.choice(firms)} for one in needs[:matched]]
    chosen = cloned(session, suggestion, pairs)
    matches = cloned(
        session,
        match,
        [
            {**pair, "suggestion_id": one, "broker_id": rng.choice(brokers)}
            for pair, one in zip(pairs, chosen, strict=True)
        ],
    )
    session.execute(insert(MatchEvent.__table__), [{"match_id": one, "to_state": MatchState.ACTIVE} for one in matches])
    session.execute(insert(NeedPart.__table__), [{"need_id": one, "kind": Kind.KIT, "amount": 4} for one in needs])
    part_of = dict(session.execute(select(NeedPart.need_id, NeedPart.id)).all())
    given = [{"match_id": one, "part_id": part_of[pair["need_id"]]} for one, pair in zip(matches, pairs, strict=True)]
    session.execute(insert(MatchPart.__table__), given)
    open_ = {"state": SuggestionState.OPEN}
    cloned(
        session,
        suggestion,
        [
            {"need_id": one, "business_id": firm, "rank": rank, **open_}
            for one in needs[matched:]
            for rank, firm in enumerate(rng.sample(firms, 3), 1)
        ],
    )
    owner_of = dict(session.execute(select(Match.id, Match.broker_id)).all())
    area_of = dict(session.execute(select(Need.id, Need.area_code)).all())
    officer_of = dict(zip(AREAS, (one.id for one in officers), strict=True))
    day = today()

    def case(kind: CaseKind, subject_id: int, step: CaseStep, area: str | None, **owner: Any) -> dict[str, Any]:
        waits = {
            "waiting_since": day - timedelta(days=rng.randrange(30)),
            "next_on": day + timedelta(rng.randrange(-20, 60)),
        }
        return {
            "kind": kind,
            "subject_id": subject_id,
            "step": step,
            "strand": step.strand,
            "area_code": area,
            "theme": rng.choice(list(Theme)),
            **waits,
            **owner,
        }

    rows = [
        case(
            CaseKind.MATCH,
            one,
            CaseStep.CHECK_IN,
            area_of[pair["need_id"]],
            owner_broker_id=owner_of[one],
            owner_account_id=None,
        )
        for one, pair in zip(matches, pairs, strict=True)
    ]
    for one in needs[matched:]:
        area = area_of[one]
        rows.append(
            case(CaseKind.NEED, one, CaseStep.DECIDE, area, owner_broker_id=None, owner_account_id=officer_of[area])
        )
    area_of_firm = dict(session.execute(select(Business.id, Business.area_code)).all())
    for number, one in enumerate(firms):
        step = CaseStep.NOTHING_YET if number < kept else CaseStep.READ
        rows.append(case(CaseKind.BUSINESS, one, step, area_of_firm[one], owner_broker_id=None, owner_account_id=None))
    rng.shuffle(rows)
    session.execute(update(Case).values(closed_at=now()))
    for at in range(0, len(rows), 5000):
        session.execute(insert(Case.__table__), rows[at : at + 5000])
    session.commit()
    mine = session.scalars(select(Match.id).where(Match.broker_id == broker.id).order_by(Match.id.desc()))
    return officers[0], account, next(iter(mine))


def made(folder: Path, count: int) -> Programme:
    url = f"sqlite:///{folder / f'{count}.sqlite3'}"
    prepared(url)
    app = create_app(replace(SETTINGS, database_url=url))
    with app.app_context():
        WRITING.set(True)
        officer, broker, match_id = fill(db.session, count, random.Random(count))  # noqa: S311
        db.session.execute(text("ANALYZE"))
        db.session.commit()
        administrator = AccountFactory(roles=[Role.COORDINATOR, Role.ADMINISTRATOR])
        people = {
            name: ServiceClient(app).signs_in_as(account)
            for name, account in (("officer", officer), ("administrator", administrator), ("broker", broker))
        }
        open_ = db.session.scalar(select(func.count()).select_from(Case).where(Case.closed_at.is_(None))) or 0
        db.session.commit()
    paths = {
        "work list of a coordinator": ("officer", "/coordinate?group="),
        "decisions": ("officer", "/coordinate?group=decisions"),
        "work list, everybody's in all areas": ("administrator", "/coordinate?owner=all"),
        "overdue, everybody's in all areas": ("administrator", "/coordinate?owner=all&what=overdue"),
        "one theme, everybody's in all areas": ("administrator", "/coordinate?owner=all&theme=ENV"),
        "caseload of a broker": ("broker", "/your-page/cases"),
        "case page": ("broker", f"/cases/match/{match_id}"),
        "brokers and their load": ("administrator", "/coordinate/brokers"),
    }
    return Programme(open_, app, people, paths)


@contextmanager
def statements() -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def measured(programmes: list[Programme], rounds: int) -> dict[str, list[dict[str, float]]]:
    """page -> for each size: cases, statements, and milliseconds (least and middle)."""
    times: dict[tuple[str, int], list[tuple[float, float]]] = {}
    sent: dict[tuple[str, int], int] = {}
    for turn in range(rounds + 1):
        for one in programmes:
            for page, (who, path) in one.paths.items():
                with statements() as said:
                    wall, begun = time.perf_counter(), time.thread_time()
                    response = one.people[who].flask.get(path)
                    took = (time.thread_time() - begun) * 1000
                    waited = (time.perf_counter() - wall) * 1000
                if response.status_code != 200:
                    raise SystemExit(f"{path} answered {response.status_code}")
                if turn:  # the first time reads templates
                    times.setdefault((page, one.cases), []).append((took, waited))
                sent[page, one.cases] = len(said)
    return {
        page: [
            {
                "cases": one.cases,
                "statements": sent[page, one.cases],
                "least_ms": round(min(took for took, _waited in times[page, one.cases]), 1),
                "middle_ms": round(statistics.median(took for took, _waited in times[page, one.cases]), 1),
                "waited_ms": round(statistics.median(waited for _took, waited in times[page, one.cases]), 1),
            }
            for one in programmes
        ]
        for page in programmes[0].paths
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--cases", type=int, nargs="+", default=[500, 50_000])
    parser.add_argument("--rounds", type=int, default=15)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        programmes = [made(Path(folder), count) for count in asked.cases]
        pages = measured(programmes, asked.rounds)
    ratios = {
        page: {
            "least": round(sizes[-1]["least_ms"] / sizes[0]["least_ms"], 2),
            "middle": round(sizes[-1]["middle_ms"] / sizes[0]["middle_ms"], 2),
        }
        for page, sizes in pages.items()
    }
    print(json.dumps({"rounds": asked.rounds, "pages": pages, "last_to_first": ratios}, indent=2))


if __name__ == "__main__":
    main()

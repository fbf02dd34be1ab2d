"""Measure the pages of the programme with nothing in them, with the illustrative programme, and with a large one.

    python -m tools.bench_programme --matches 50000 --areas 330 --rounds 15

Each has a SQLite database of its own, thrown away afterwards. Times are milliseconds of the processor for a whole
request (the database is in the same process), taken in turns, so that a machine that is busy with other things is
so for all alike. The large programme is counted now and then, as the service does it: ``count_s`` is what that takes.
"""

import argparse
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app import create_app
from broker.cli.database import prepare_database
from broker.extensions import WRITING, db
from broker.oversight.programme.keeping import keep_counts
from broker.suggestions.model import current_engine
from models import Area, Match, Need, Partnership, SurveyWave
from models.vocabulary import EntryState, Role
from tests.conftest import SETTINGS, prepared
from tests.factories import AccountFactory
from tests.pages import ServiceClient
from tools.bench_pages import statements
from tools.large_programme import LIST, fill

Paths = dict[str, tuple[str, str]]


@dataclass
class Programme:
    """The service with so many matches, and who looks at it."""

    name: str
    app: Flask
    people: dict[str, ServiceClient]
    paths: Paths
    figures: dict[str, float]


def paths_of(session: Session) -> Paths:
    """The pages of every programme, and those of a row where there is one."""
    area = session.scalar(
        select(Need.area_code).where(Need.area_code.is_not(None)).group_by(Need.area_code).order_by(func.count().desc())
    ) or session.scalar(select(func.min(Area.code)))
    region = session.scalar(select(Area.region).where(Area.code == area)) or ""
    live = (Partnership.state == EntryState.LIVE, Partnership.id.in_(select(Need.partnership_id)))
    partnership = session.scalar(select(func.min(Partnership.id)).where(*live))
    need = session.scalar(select(func.min(Need.id)).where(Need.state == EntryState.LIVE))
    wave = session.scalars(select(SurveyWave).order_by(SurveyWave.id)).first()
    paths = {
        "programme, for everybody": ("visitor", "/programme"),
        "programme figures": ("officer", "/programme/figures"),
        "area by area": ("officer", "/programme/areas"),
        "area by area, one region": ("officer", f"/programme/areas?region={region}"),
        "one area": ("officer", f"/programme/areas/{area}"),
        "where help goes": ("officer", "/programme/where-help-goes"),
        "where help goes, one region": ("officer", f"/programme/where-help-goes?region={region}"),
        "where help goes, one area and year": ("officer", f"/programme/where-help-goes?area={area}&period=2026-27"),
        "areas that lack one side": ("officer", "/programme/one-sided"),
        "what to recruit next": ("officer", "/programme/recruit-next"),
        "rows of one area": ("officer", f"/programme/rows/results?area={area}"),
        "rows of all areas": ("officer", "/programme/rows/results"),
        "who is at the table": ("officer", "/coordinate/representation"),
        "surveys": ("visitor", "/survey"),
        "surveys, for the office": ("officer", "/coordinate/survey"),
        "get involved": ("visitor", "/get-involved"),
        "open requests": ("visitor", "/needs"),
        "open requests, one area": ("visitor", f"/needs?area={area}"),
        "how suggestions work": ("visitor", "/how-suggestions-work"),
    }
    if partnership:
        paths["a local partnership"] = ("visitor", f"/local-partnerships/{partnership}")
        paths["health check"] = ("officer", f"/coordinate/representation/{partnership}")
    if need:
        paths["an open request"] = ("visitor", f"/needs/{need}")
    if wave:
        paths["a survey"] = ("visitor", f"/survey/waves/{wave.id}")
        paths["a survey by region"] = ("visitor", f"/survey/waves/{wave.id}/regions/{wave.questions[0].id}")
        paths["a survey, for the office"] = ("officer", f"/coordinate/survey/{wave.id}")
    return paths


def made(folder: Path, name: str, filled: Callable[[Session], None] | None, listed: str = "") -> Programme:
    url = f"sqlite:///{folder / f'{name}.sqlite3'}"
    prepared(url)
    app = create_app(replace(SETTINGS, database_url=url, programme_list=listed or SETTINGS.programme_list))
    figures: dict[str, float] = {}
    with app.app_context():
        WRITING.set(True)
        if filled:
            filled(db.session)
        db.session.commit()
        begun = time.perf_counter()
        figures["areas_kept"] = keep_counts(db.session)
        figures["count_s"] = round(time.perf_counter() - begun, 2)
        db.session.execute(text("ANALYZE"))
        officer = AccountFactory(roles=[Role.COORDINATOR, Role.ADMINISTRATOR])
        db.session.commit()
        people = {"officer": ServiceClient(app).signs_in_as(officer), "visitor": ServiceClient(app)}
        figures["matches"] = db.session.scalar(select(func.count()).select_from(Match)) or 0
        paths = paths_of(db.session)
        current_engine(db.session)
        db.session.commit()
    return Programme(name, app, people, paths, figures)


def measured(programmes: list[Programme], rounds: int) -> dict[str, dict[str, dict[str, float]]]:
    """page -> programme -> statements, and milliseconds (least and middle)."""
    times: dict[tuple[str, str], list[float]] = {}
    sent: dict[tuple[str, str], int] = {}
    for turn in range(rounds + 1):
        for one in programmes:
            for page, (who, path) in one.paths.items():
                with statements() as said:
                    begun = time.thread_time()
                    response = one.people[who].flask.get(path)
                    took = (time.thread_time() - begun) * 1000
                if response.status_code != 200:
                    raise SystemExit(f"{path} answered {response.status_code}")
                if turn:  # the first time reads templates
                    times.setdefault((page, one.name), []).append(took)
                sent[page, one.name] = len(said)
    found: dict[str, dict[str, dict[str, float]]] = {}
    for (page, name), took_all in times.items():
        found.setdefault(page, {})[name] = {
            "statements": sent[page, name],
            "least_ms": round(min(took_all), 1),
            "middle_ms": round(statistics.median(took_all), 1),
        }
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--matches", type=int, default=50_000)
    parser.add_argument("--areas", type=int, default=330)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--seed", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        programmes = [
            made(Path(folder), "empty", None),
            made(Path(folder), "illustrative", lambda _session: prepare_database(empty=False)),
            made(
                Path(folder),
                "large",
                lambda session: fill(session, asked.areas, asked.matches, random.Random(asked.seed)),  # noqa: S311
                LIST,
            ),
        ]
        pages = measured(programmes, asked.rounds)
    ratios = {
        page: round(sizes["large"]["least_ms"] / sizes["illustrative"]["least_ms"], 2)
        for page, sizes in pages.items()
        if {"large", "illustrative"} <= set(sizes)
    }
    figures = {one.name: one.figures for one in programmes}
    said = {"rounds": asked.rounds, "seed": asked.seed, "programmes": figures, "pages": pages, "large_to_small": ratios}
    print(json.dumps(said, indent=2))


if __name__ == "__main__":
    main()

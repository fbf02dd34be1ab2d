"""Measure one round of ``/coordinate/plan`` on a made-up programme in a SQLite file; prints one JSON object.

    python -m tools.bench_round --needs 1000 --businesses 5000 --brokers 100

The database is thrown away afterwards. The round is done as a worker does it, twice: a fresh process reads
every text first, and one that has been at work has them already. ``peak_mib`` is of the whole process.
"""

import argparse
import json
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import create_app
from broker.extensions import WRITING, db
from broker.matching.bench_instance import made_up
from broker.matching.bench_measure import Stages
from broker.matching.engine import Engine
from broker.matching.profiles import BusinessProfile, NeedProfile, Place
from broker.suggestions import planning
from broker.suggestions.planning import carry_out
from models import Area, Broker, Business, Need, NeedPart, Neighbourhood, Offer, Partnership, PlanRun
from models.vocabulary import EntryState, PartnershipKind, PlanState
from tests.conftest import SETTINGS, prepared
from tests.factories import CoordinatorFactory

#: What a worker does for a round, in order.
STEPS = ("gather", "find_pairs", "problem_of", "make_plan", "explain", "store")


def fill(session: Session, needs: int, businesses: int, brokers: int, seed: int) -> None:
    """The made-up programme as rows: a partnership in every district, each broker with room for its share."""
    made = made_up(needs, businesses, brokers, seed)
    places = {one.place.district: one.place for one in (*made.needs, *made.businesses)}
    middle = {code: place for code, place in places.items() if place.lat is not None}
    session.add_all(
        Area(
            code=code,
            name=place.district_name,
            region=place.region,
            lat=middle.get(code, Place(lat=52.5)).lat,
            lon=middle.get(code, Place(lon=-1.5)).lon,
        )
        for code, place in places.items()
    )
    session.flush()
    areas = {area.code: area for area in session.scalars(select(Area).where(Area.code.in_(places)))}
    boards = {
        code: Partnership(
            name=f"Board of {area.name}", kind=PartnershipKind.NEIGHBOURHOOD_BOARD, state=EntryState.LIVE, areas=[area]
        )
        for code, area in areas.items()
    }
    session.add_all(boards.values())
    deciles = {
        (code, decile): Neighbourhood(area_code=code, name=f"{area.name}, tenth {decile}", decile=decile)
        for code, area in areas.items()
        for decile in range(1, 11)
    }
    session.add_all(deciles.values())
    session.add_all(
        Broker(
            name=one.name,
            state=EntryState.LIVE,
            areas=[areas[code] for code in one.districts if code in areas],
            caseload_limit=max(1, 2 * needs // max(1, brokers)),
        )
        for one in made.brokers
    )
    session.flush()
    session.add_all(_business(one) for one in made.businesses)
    session.add_all(_need(one, boards[one.place.district], deciles) for one in made.needs)
    session.commit()


def _business(one: BusinessProfile) -> Business:
    return Business(
        name=one.name,
        state=EntryState.LIVE,
        what_we_do=one.what_we_do,
        sectors=list(one.sectors),
        area_code=one.place.district,
        lat=one.place.lat,
        lon=one.place.lon,
        reach=one.reach.kind,
        reach_areas=sorted(one.reach.districts),
        only_these=one.only_these,
        children=one.children,
        proposals_at_once=one.capacity,
        offers=[Offer(kind=offer.kind, words=offer.words, amount=offer.amount) for offer in one.offers],
    )


def _need(one: NeedProfile, board: Partnership, deciles: dict[tuple[str, int], Neighbourhood]) -> Need:
    return Need(
        title=one.title,
        words=one.words,
        state=EntryState.LIVE,
        theme=one.theme,
        partnership=board,
        area_code=one.place.district,
        lat=one.place.lat,
        lon=one.place.lon,
        neighbourhood=deciles.get((one.place.district or "", one.decile or 0)),
        children=one.children,
        sectors=list(one.sectors),
        parts=[NeedPart(kind=part.kind, amount=part.amount, places=part.places) for part in one.parts],
    )


def round_of(session: Session, stages: Stages, name: str) -> dict[str, Any]:
    """The figures of one round of the whole programme, each of its steps timed."""
    run_id = planning.begin(session, areas=(), by=CoordinatorFactory()).id
    session.commit()
    usual = {step: getattr(carry_out, step) for step in STEPS}
    for step, does in usual.items():
        setattr(
            carry_out,
            step,
            lambda *args, step=step, does=does, **more: stages.run(f"{name}: {step}", lambda: does(*args, **more)),
        )
    try:
        carry_out.run_plans(session)
    finally:
        for step, does in usual.items():
            setattr(carry_out, step, does)
    session.expunge_all()
    run = session.get_one(PlanRun, run_id)
    if run.state is not PlanState.DONE:
        raise SystemExit(f"The round did not come to an end: {run.trouble}")
    return run.figures


def measured(needs: int, businesses: int, brokers: int, seed: int, folder: Path) -> dict[str, Any]:
    url = f"sqlite:///{folder / 'round.sqlite3'}"
    prepared(url)
    app = create_app(replace(SETTINGS, database_url=url))
    stages = Stages()
    with app.app_context():
        WRITING.set(True)
        fill(db.session, needs, businesses, brokers, seed)
        db.session.expunge_all()
        stages.run("load model", Engine.shipped)
        figures = {name: round_of(db.session, stages, name) for name in ("fresh process", "texts known")}
    keys = ("needs", "businesses", "parts", "filled", "placed", "optimal", "how", "value", "seconds")
    return {
        "needs": needs,
        "businesses": businesses,
        "brokers": brokers,
        "seed": seed,
        "stages": stages.of,
        "cpu_seconds": {name: stages.cpu(*(f"{name}: {step}" for step in STEPS)) for name in figures},
        "peak_mib": stages.peak(*stages.of),
        "figures": {name: {key: said[key] for key in keys} for name, said in figures.items()},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, usual in (("needs", 1000), ("businesses", 5000), ("brokers", 100), ("seed", 13)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        result = measured(given.needs, given.businesses, given.brokers, given.seed, Path(folder))
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()

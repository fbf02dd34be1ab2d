"""Measure the three questions of the guide with no open needs and with many; prints one JSON object.

    python -m tools.bench_three_questions --needs 0 5000 --rounds 15

Each size has a SQLite database of its own, thrown away afterwards. Needs are those of ``flask broker bench``,
spread over the districts. Times are milliseconds of the processor for the whole request, as the second and
later visitors from one place find it; ``first_ms`` is what the first one waits for.
"""

import argparse
import json
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from app import create_app
from broker.extensions import WRITING, db
from broker.matching.bench_instance import made_up
from broker.reference import places
from models import Need, NeedPart, Partnership
from models.vocabulary import EntryState, PartnershipKind
from tests.conftest import SETTINGS, prepared
from tests.pages import ServiceClient

ANSWERS = {"what_we_do": "We fix boilers and fit bathrooms.", "where": "L1 8JQ", "kinds": ["PRO", "VOL"]}
PAGE = "/get-involved/three-questions"


def fill(count: int, seed: int) -> None:
    """So many live needs, each in a district drawn at random and near its middle."""
    random = np.random.default_rng(seed)
    districts = places.most_deprived(88)
    boards = {}
    for profile in made_up(count, 1, 1, seed).needs if count else ():
        district = districts[int(random.integers(len(districts)))]
        if district.code not in boards:
            boards[district.code] = Partnership(name=district.name, kind=PartnershipKind.LSP, state=EntryState.LIVE)
        db.session.add(
            Need(
                title=profile.title,
                words=profile.words,
                theme=profile.theme,
                children=profile.children,
                sectors=list(profile.sectors),
                partnership=boards[district.code],
                area_code=district.code,
                lat=district.lat + random.normal(0, 0.04),
                lon=district.lon + random.normal(0, 0.06),
                state=EntryState.LIVE,
                parts=[NeedPart(kind=part.kind, amount=part.amount, places=part.places) for part in profile.parts],
            )
        )
    db.session.commit()


def measured(folder: Path, count: int, rounds: int, seed: int) -> dict[str, float | int]:
    """One size: how long the page took."""
    url = f"sqlite:///{folder / f'{count}.sqlite3'}"
    prepared(url)
    app = create_app(replace(SETTINGS, database_url=url))
    with app.app_context():
        WRITING.set(True)
        fill(count, seed)
    client = ServiceClient(app)
    times = []
    for _turn in range(rounds + 2):
        sent = {"csrf_token": client.token(), **ANSWERS}
        begun = time.thread_time()
        response = client.flask.post(PAGE, data=sent)
        times.append((time.thread_time() - begun) * 1000)
        if response.status_code != 200:
            raise SystemExit(f"{PAGE} answered {response.status_code}")
    shown = response.get_data(as_text=True).count('data-row="could-help"')
    later = times[2:]  # the first reads the model and the templates as well
    return {
        "needs": count,
        "shown": shown,
        "first_ms": round(times[0], 1),
        "least_ms": round(min(later), 1),
        "middle_ms": round(statistics.median(later), 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--needs", type=int, nargs="+", default=[0, 5000])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--seed", type=int, default=13)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sizes = [measured(Path(folder), count, asked.rounds, asked.seed) for count in asked.needs]
    ratio = round(sizes[-1]["middle_ms"] / sizes[0]["middle_ms"], 2)
    least = round(sizes[-1]["least_ms"] / sizes[0]["least_ms"], 2)
    print(json.dumps({"seed": asked.seed, "rounds": asked.rounds, "sizes": sizes, "middle": ratio, "least": least}))


if __name__ == "__main__":
    main()

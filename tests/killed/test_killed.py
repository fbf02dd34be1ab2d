"""Killed at any point of a case's life, no row is lost or doubled, and each mail is handed over once."""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.killed.lives import LIVES
from tests.sizes import FULL

ROOT = Path(__file__).parents[2]
#: In `make test` one life is killed at points spread over it, in `make soak` each at all of its points.
SMALL = ("lapsed",)


@dataclass
class Run:
    """One run: killed at ``point`` (0: not at all), and what it left once it had gone on to the end."""

    point: int
    ended: int
    seen: dict[str, Any]
    mails: list[tuple[int, bool]]
    unknown: int


def lived(url: str, folder: Path, life: str, points: list[int]) -> tuple[list[Run], int]:
    """The runs of a life, and how many points it has."""
    command = [sys.executable, "-m", "tests.killed.driver", url, str(folder), life, *map(str, points)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout[-500:]}\n{done.stderr[-4000:]}"
    runs, has = [], 0
    for line in done.stdout.splitlines():
        said = json.loads(line) if line.startswith("{") else {}
        if "ended" in said:
            head = said
        elif "points" in said:
            has = said["points"]
        elif said:
            runs.append(Run(**head, **said))
    return runs, has


@pytest.fixture(params=["sqlite", "postgresql"] if FULL else ["sqlite"])
def either_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        url: str = request.getfixturevalue("postgres_url")
        return url
    copy = tmp_path / "broker.sqlite3"
    shutil.copy(request.getfixturevalue("template_database"), copy)
    return f"sqlite:///{copy}"


@pytest.mark.soak
@pytest.mark.parametrize("life", list(LIVES) if FULL else SMALL)
def test_a_worker_killed_at_any_point_and_started_again_ends_where_an_unkilled_one_does(either_url, tmp_path, life):
    chosen = [0, *(range(1, 1000) if FULL else (6, 20, 31, 45, 58, 71))]
    runs, has = lived(either_url, tmp_path, life, chosen)
    reference, *killed = runs
    if FULL:  # the last run is the first that had no such point any more
        assert [run.point for run in killed] == list(range(1, has + 2))
        assert killed.pop().ended == 0
    assert reference.ended == 0 and len(killed) == (has if FULL else 6)
    assert all(run.ended == -9 for run in killed), "each was killed"
    assert all(tuple(mail) == (1, False) for mail in reference.mails) and reference.unknown == 0
    for run in killed:
        assert run.seen == reference.seen, f"{life}, killed at point {run.point}"
        assert run.unknown == 0, "no mail but those that are rows"
        cut_short = [(count, twice) for count, twice in run.mails if (count, twice) != (1, False)]
        assert len(cut_short) <= 1, "only the one that was being handed over"
        assert all(twice and count in (1, 2) for count, twice in cut_short), "and it says that it may have come twice"
    if reference.mails:
        assert any(twice for run in killed for _count, twice in run.mails), "some run died while it handed a mail over"

"""A list that is brought in by processes that are killed comes in whole, and nothing of it twice."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sizes import size

ROOT = Path(__file__).parents[2]
ROWS, CHUNK = size(60, 50_000), size(10, 500)
#: Before and after commits in the beginning, the middle and near the end of each job.
POINTS = size(["3b", "3a", "5b", "4a"], ["3b", "3a", "20b", "45a", "60b", "101a"])


@pytest.mark.soak
def test_a_list_killed_in_the_middle_and_run_again_comes_in_once(template_database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "broker.sqlite3"
    shutil.copy(template_database, copy)
    command = [sys.executable, "-m", "tests.killed.lists", f"sqlite:///{copy}", str(ROWS), str(CHUNK), *POINTS]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout[-500:]}\n{done.stderr[-4000:]}"
    told = json.loads(done.stdout.splitlines()[-1])
    assert told.pop("killed") >= len(POINTS), "it was not killed in the middle"
    assert told.pop("peak_mb") < 600, "memory is bounded"
    tables = {name: ROWS for name in ("business", "case", "contact", "offer")}
    assert told == {"state": "saved", "rows": ROWS, "firms of rows": ROWS, "names": ROWS, "events": ROWS, **tables}

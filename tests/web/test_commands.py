"""Commands that measure: one JSON object on stdout, and no database."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import create_app
from tests.conftest import SETTINGS, standing

BUSINESSES = (
    "id,name,what_we_do,postcode,reach,size,legal_form,offers,open_to_ideas,children,notes\n"
    "B1,High and Dry,We mend roofs and gutters,,England,2-9,limited,PRO::Two days a year,yes,yes,\n"
    "B2,Sums,Chartered accountants,,England,2-9,limited,BRD::A treasurer,yes,yes,\n"
)
NEEDS = (
    "id,partnership,district,postcode,theme,second_theme,title,words,done_looks_like,not_wanted,who_benefits,children,"
    "sectors_wanted,parts,until\n"
    "N1,P,Knowsley,,COM,,Our hall roof leaks,Water comes in over the stage,,,,none,,PRO::1,2027-03-01\n"
)


@pytest.fixture
def nowhere(tmp_path: Path) -> Iterator[Flask]:
    """The application with a database that is not there."""
    with standing(
        create_app(replace(SETTINGS, database_url=f"sqlite:///{tmp_path}/no/such/folder/broker.sqlite3"))
    ) as app:
        yield app


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "programme"
    made.mkdir()
    (made / "businesses.csv").write_text(BUSINESSES, encoding="utf-8")
    (made / "needs.csv").write_text(NEEDS, encoding="utf-8")
    (made / "grades.csv").write_text("need,business,grade\nN1,B1,3\n", encoding="utf-8")
    return made


def told(app: Flask, *words: str) -> dict[str, Any]:
    """What a command printed on stdout, which must be one JSON object and nothing else."""
    result = app.test_cli_runner().invoke(args=["broker", *words])
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert isinstance(found, dict)
    return found


def keys_below(found: Any) -> Iterator[str]:
    """Every key anywhere in some JSON."""
    if isinstance(found, dict):
        yield from found
        for value in found.values():
            yield from keys_below(value)
    elif isinstance(found, list):
        for value in found:
            yield from keys_below(value)


def test_bench_prints_one_json_object_with_violations_at_the_top_only(nowhere):
    found = told(nowhere, "bench", "--needs", "12", "--businesses", "30", "--brokers", "3", "--seed", "7")
    assert found["violations"] == 0 and type(found["violations"]) is int
    assert list(keys_below(found)).count("violations") == 1
    assert found["seed"] == 7


def test_evaluating_a_programme_prints_one_json_object_and_needs_no_database(nowhere, folder, tmp_path):
    out = tmp_path / "predictions.csv"
    found = told(nowhere, "evaluate", "programme", "--test", str(folder), "--out", str(out))
    assert found["task"] == "programme" and found["n"] == 1
    assert (found["metrics"]["p_at_3"], found["metrics"]["hit_at_1"]) == (1.0, 1.0)
    assert out.read_text(encoding="utf-8").splitlines()[1].startswith("N1,B1,")
    assert not list(tmp_path.rglob("*.sqlite3"))


def test_a_programme_that_is_not_there_is_a_plain_error(nowhere, tmp_path):
    result = nowhere.test_cli_runner().invoke(
        args=["broker", "evaluate", "programme", "--test", str(tmp_path / "none")]
    )
    assert result.exit_code != 0 and result.stdout == ""
    assert "Traceback" not in result.stderr

"""Commands bring the database to the newest schema in development, and say how in production."""

from dataclasses import replace

import pytest

from app import create_app
from broker.extensions import db
from broker.settings import Settings
from models import Area


@pytest.fixture
def empty(tmp_path):
    return Settings(testing=True, database_url=f"sqlite:///{tmp_path / 'empty.sqlite3'}", rate_limits_on=False)


def run(settings, *words):
    app = create_app(settings)
    result = app.test_cli_runner().invoke(args=["broker", *words])
    with app.app_context():
        areas = db.session.query(Area).count() if result.exit_code == 0 else 0
        db.session.close()
        db.engine.dispose()
    return result, areas


def test_in_development_an_empty_database_is_made_ready(empty):
    result, areas = run(empty, "prepare", "--empty")
    assert result.exit_code == 0, result.output
    assert areas == 296


def test_in_production_one_sentence_says_which_command_to_run(empty):
    result, _ = run(replace(empty, production=True), "prepare", "--empty")
    assert result.exit_code == 1
    assert "flask --app app db upgrade" in result.output
    assert "Traceback" not in result.output


def test_a_database_that_is_not_there_is_said_to_be_away(empty):
    result, _ = run(replace(empty, database_url="postgresql://nobody@127.0.0.1:1/none"), "prepare")
    assert result.exit_code == 1
    assert "cannot be reached" in result.output

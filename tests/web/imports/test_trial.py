"""`--trial`: a database of its own, all live, nothing sent, and the service's own untouched."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine, func, select, text
from sqlalchemy.orm import Session

from broker.imports import trial
from broker.settings import Settings
from models import Account, Business, EntryEvent, Need, Suggestion
from models.vocabulary import EntryState

FIRMS = """name,what we do,postcode,reach,offers,email
Speke Joiners,"We are joiners. We make benches and doors.",L24 9HZ,10 miles,PRO:16:joinery,jo@joiners.example
Garston Roofs,"We are roofers. We mend leaking roofs and gutters.",L19 8JX,10 miles,PRO:8:a day on a roof,
Far Away Bank,National commercial banks,EC2R 7DB,5 miles,,
"""
NEEDS = """id,title,words,parts,theme
G1,Garden benches,We need a joiner to build four wooden benches for the garden.,PRO:8:1,ENV
G2,Leaking hall roof,The roof of our community hall leaks. We need a roofer.,PRO:8:1,COM
"""

Write = Callable[..., Path]
Run = Callable[..., object]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "trial.sqlite3"


@pytest.fixture
def tried(write: Write, run: Run, database: Path) -> Path:
    """The database of a trial with three firms and two needs."""
    words = ("--trial", "--database", database, "--yes")
    firms = run("import", "businesses", write(FIRMS), *words)
    assert firms.code == 0, firms.said
    needs = ("import", "needs", write(NEEDS, name="needs.csv"), "--partnership", "Speke Board")
    ran = run(*needs, "--set", "district=Liverpool", *words)
    assert ran.code == 0, ran.said
    return database


@pytest.fixture
def there(tried: Path):
    engine: Engine = create_engine(f"sqlite:///{tried}")
    yield engine
    engine.dispose()


def test_a_trial_has_a_database_of_its_own_where_all_is_live(there: Engine, session: Session) -> None:
    with Session(there) as trial_session:
        assert {firm.state for firm in trial_session.scalars(select(Business))} == {EntryState.LIVE}
        needs = trial_session.scalars(select(Need)).all()
        assert [need.state for need in needs] == [EntryState.LIVE] * 2
        board = needs[0].partnership
        assert (board.name, board.state) == ("Speke Board", EntryState.LIVE)
        assert [area.name for area in board.areas] == ["Liverpool"]
    for table in (Business, Need, EntryEvent):
        assert session.scalar(select(func.count()).select_from(table)) == 0, "the service's own is untouched"


def test_a_trial_gives_nobody_an_account_and_writes_to_nobody(there: Engine) -> None:
    with Session(there) as trial_session:
        assert trial_session.scalars(select(Account)).all() == []
        assert trial_session.execute(text("SELECT count(*) FROM message")).scalar() == 0


def test_the_application_of_a_trial_can_send_nothing(tmp_path: Path) -> None:
    settings = Settings(mail="smtp", mail_server="mail.example", database_url=f"sqlite:///{tmp_path / 'own.sqlite3'}")
    app: Flask = trial.trial_app(trial.trial_settings(settings, str(tmp_path / "trial.sqlite3")))
    assert app.config["MAIL_BACKEND"] == "dummy"
    assert not app.config["MAIL_SERVER"]
    assert not app.blueprints, "it has no pages"


def test_suggestions_are_made_and_shown_with_their_reasons(tried: Path, run: Run) -> None:
    ran = run("trial", "suggest", "--database", tried)
    assert ran.code == 0, ran.said
    assert "2 needs, 3 firms:" in ran.said
    assert "suggesting:" in ran.said
    shown = run("trial", "show", "--best", "5", "--database", tried).said
    first, second = shown.split("\n\n")
    told = {"G1": "Speke Joiners", "G2": "Garston Roofs"}
    for one in (first, second):
        need = next(key for key in told if f"need {key}:" in one)
        assert told[need] in one
        assert "What the firm can do" in one
        assert "NOT SUGGESTED" not in one
    assert "Far Away Bank" not in shown


def test_what_came_nearest_is_marked_as_not_suggested(tried: Path, run: Run) -> None:
    assert "There is none. See what came nearest with --near." in run("trial", "show", "--database", tried).said
    shown = run("trial", "show", "--near", "--database", tried).said
    assert shown.count("NOT SUGGESTED") == 2


def test_suggesting_twice_doubles_nothing(tried: Path, there: Engine, run: Run) -> None:
    run("trial", "suggest", "--database", tried)
    with Session(there) as trial_session:
        before = trial_session.scalar(select(func.count()).select_from(Suggestion))
    run("trial", "suggest", "--database", tried)
    with Session(there) as trial_session:
        assert trial_session.scalar(select(func.count()).select_from(Suggestion)) == before


def test_the_service_s_own_database_is_refused(run: Run, write: Write, settings: Settings) -> None:
    for database in (settings.database_url, settings.database_url.removeprefix("sqlite:///")):
        ran = run("import", "businesses", write(FIRMS), "--trial", "--database", database, "--yes")
        assert ran.code == 1
        assert "A trial needs a database of its own" in ran.said


def test_a_database_in_which_people_have_accounts_is_refused(
    run: Run, write: Write, tried: Path, there: Engine
) -> None:
    with Session(there) as trial_session:
        trial_session.add(Account(email="officer@council.example"))
        trial_session.commit()
    ran = run("import", "businesses", write(FIRMS), "--trial", "--database", tried, "--yes")
    assert ran.code == 1
    assert "it is a service, not a trial" in ran.said


def test_a_database_is_only_named_for_a_trial(run: Run, write: Write, database: Path) -> None:
    ran = run("import", "businesses", write(FIRMS), "--database", database, "--yes")
    assert "--database is for --trial." in ran.said
    assert not database.exists()

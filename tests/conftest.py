"""What tests stand on: a migrated database each, an application, a client, real PostgreSQL.

`session` and `client` see the same database; the client commits the session before each request.
"""

import atexit
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine, event, make_url
from sqlalchemy.orm import Session

from app import create_app
from broker.cli.database import prepare_database
from broker.config import flask_config
from broker.extensions import WRITING, db, engine_for, limiter, mail
from broker.settings import Settings
from tests.pages import ServiceClient
from tests.postgres_server import Postgres

SETTINGS = Settings(testing=True, model_folder="/nowhere", rate_limits_on=False, public_url="http://localhost")


def prepared(database_url: str) -> None:
    """Bring an empty database to the newest schema and load the facts, as `make run` does."""
    from flask_migrate import upgrade

    app = create_app(replace(SETTINGS, database_url=database_url))
    with app.app_context():
        WRITING.set(True)
        upgrade()
        prepare_database(empty=True)
        db.session.close()
        db.engine.dispose()


#: Templates are compiled once, whatever application shows them.
COMPILED = tempfile.TemporaryDirectory(prefix="broker-templates-")
atexit.register(COMPILED.cleanup)


@contextmanager
def standing(app: Flask) -> Iterator[Flask]:
    """The application for the length of a test; its connections are closed afterwards."""
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(COMPILED.name)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def template_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file, migrated once for this worker. Tests copy it."""
    path = tmp_path_factory.mktemp("template") / "broker.sqlite3"
    prepared(f"sqlite:///{path}")
    assert not path.with_name(path.name + "-wal").exists(), "the template is still open somewhere"
    return path


@pytest.fixture
def settings(template_database: Path, tmp_path: Path) -> Settings:
    """Settings on a fresh copy of the migrated database. Override to test others."""
    path = tmp_path / "broker.sqlite3"
    shutil.copy(template_database, path)
    return replace(SETTINGS, database_url=f"sqlite:///{path}", mail_folder=str(tmp_path / "mail"))


@pytest.fixture(scope="session")
def house() -> Iterator[Flask]:
    """An application that one test after the other moves into: making one takes longer than most tests."""
    with standing(create_app(replace(SETTINGS, database_url="sqlite://"))) as app:
        yield app


@cache
def shared_engine() -> Engine:
    """One engine for every SQLite file in turn: a statement is compiled once, and not again in each test."""
    engine = engine_for(SETTINGS)

    @event.listens_for(engine, "do_connect")
    def there(_dialect: Any, _record: Any, cargs: list[Any], _cparams: Any) -> None:
        cargs[0] = engine.url.database

    return engine


def engine_at(settings: Settings) -> Engine:
    """The shared engine, at the file of these settings; it has no connection yet."""
    engine = shared_engine()
    engine.url = make_url(settings.database_url)
    return engine


@contextmanager
def moved_in(app: Flask, settings: Settings) -> Iterator[Flask]:
    """The application with these settings and their database for the length of a test, and then as it was.

    Only settings that are read anew at each use may differ from those it was made with.
    """
    before = dict(app.config), dict(app.extensions), app.debug
    with app.app_context():
        empty, engine = db.engines["default"], engine_at(settings)
        db.engines["default"] = engine
        db.sessionmaker.configure(bind=engine)
    app.config.update(flask_config(settings))
    app.extensions["settings"] = settings
    mail.init_app(app)
    limiter.enabled = settings.rate_limits_on  # one limiter for all applications of a process
    try:
        yield app
    finally:
        engine.dispose()
        with app.app_context():
            db.engines["default"] = empty
            db.sessionmaker.configure(bind=empty)
        for now, then in zip((app.config, app.extensions), before, strict=False):
            now.clear()
            now.update(then)
        app.debug = before[2]


@pytest.fixture
def app(settings: Settings, house: Flask) -> Iterator[Flask]:
    as_made = replace(settings, database_url=SETTINGS.database_url, mail_folder=SETTINGS.mail_folder) == SETTINGS
    if as_made and settings.is_sqlite:
        with moved_in(house, settings) as app:
            yield app
    else:
        with standing(create_app(settings)) as app:
            yield app


@pytest.fixture
def impatient(app: Flask) -> Iterator[Callable[[], None]]:
    """Waits for a locked database no longer than it must: the service waits ten seconds, a test need not."""
    with app.app_context():
        engine = db.engine

    def hurry(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA busy_timeout=50")

    def from_now_on() -> None:
        event.listen(engine, "connect", hurry)
        engine.dispose()

    yield from_now_on
    if event.contains(engine, "connect", hurry):
        event.remove(engine, "connect", hurry)


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """The test's own session, for verbs and for arranging what pages show."""
    with app.app_context():
        WRITING.set(True)
        yield db.session
        db.session.rollback()


@pytest.fixture
def client(app: Flask, session: Session) -> ServiceClient:
    return ServiceClient(app, session)


@pytest.fixture
def new_client(app: Flask, session: Session) -> Callable[[], ServiceClient]:
    """Another visitor with a session of her own, for two people on one page."""
    return lambda: ServiceClient(app, session)


@dataclass
class Queries:
    statements: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.statements)


@pytest.fixture
def count_queries() -> Callable[[], Any]:
    """`with count_queries() as queries: ...; assert len(queries) < 10`."""

    @contextmanager
    def counting() -> Iterator[Queries]:
        queries = Queries()

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            queries.statements.append(statement)

        event.listen(Engine, "before_cursor_execute", note)
        try:
            yield queries
        finally:
            event.remove(Engine, "before_cursor_execute", note)

    return counting


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A real PostgreSQL server for this worker, with a template database migrated at need."""
    server = Postgres(prepared)
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """The address of a fresh migrated PostgreSQL database."""
    with postgres.fresh_database() as url:
        yield url


@pytest.fixture
def postgres_app(postgres_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application on PostgreSQL: `ServiceClient(postgres_app)` opens its pages."""
    settings = replace(SETTINGS, database_url=postgres_url, mail_folder=str(tmp_path / "mail"))
    with standing(create_app(settings)) as app:
        yield app


@pytest.fixture
def postgres_session(postgres_app: Flask) -> Iterator[Session]:
    with postgres_app.app_context():
        yield db.session
        db.session.rollback()

"""Flask extensions, not yet bound to an application."""

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from flask import Flask
from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_mailman import Mail
from flask_migrate import Migrate
from flask_sqlalchemy_lite import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from .settings import ROOT, Settings

db = SQLAlchemy()
migrate = Migrate()
csrf = CSRFProtect()
babel = Babel()
limiter = Limiter(get_remote_address)
mail = Mail()

#: False while a request that only reads is served. SQLite must know when a transaction begins:
#: one that reads first and writes later cannot wait for another writer and fails at once.
WRITING: ContextVar[bool] = ContextVar("writing", default=True)


@contextmanager
def reading(session: Session) -> Iterator[None]:
    """A transaction that only reads. On SQLite it keeps nobody from writing. Commits what was there before."""
    session.commit()
    token = WRITING.set(False)
    try:
        yield
    finally:
        session.rollback()
        WRITING.reset(token)


def init_extensions(app: Flask, settings: Settings) -> None:
    """Bind every extension to the application. Opens no connection."""
    app.config["SQLALCHEMY_ENGINES"] = {"default": engine_options(settings)}
    db.init_app(app)
    # The extension also registers an asynchronous teardown. Nothing here is asynchronous; it
    # would start an event loop after every request.
    app.teardown_appcontext_funcs[:] = [
        func for func in app.teardown_appcontext_funcs if not inspect.iscoroutinefunction(func)
    ]
    if settings.is_sqlite:
        with app.app_context():
            _prepare_sqlite(db.engine)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    csrf.init_app(app)
    babel.init_app(app, default_locale="en", default_timezone="Europe/London")
    limiter.init_app(app)
    mail.init_app(app)


def engine_options(settings: Settings) -> dict[str, Any]:
    """What the engine is made with, by database."""
    url = make_url(settings.database_url)
    # The text of an error is logged; the values of its statement are somebody's answers.
    options: dict[str, Any] = {"url": url, "hide_parameters": True}
    if not settings.is_sqlite:
        return {**options, "pool_pre_ping": True}
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    return {**options, "connect_args": {"timeout": 10}}


def engine_for(settings: Settings) -> Engine:
    """An engine as the application makes one. Opens no connection."""
    engine = create_engine(**engine_options(settings))
    if settings.is_sqlite:
        _prepare_sqlite(engine)
    return engine


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _connect(dbapi_connection: Any, _record: Any) -> None:
        dbapi_connection.isolation_level = None  # we say BEGIN ourselves, below
        cursor = dbapi_connection.cursor()
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=10000", "synchronous=NORMAL"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if WRITING.get() else "BEGIN")

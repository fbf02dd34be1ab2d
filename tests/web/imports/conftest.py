"""Files written by the tests, and the command run on them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from broker.extensions import WRITING, db


@dataclass
class Ran:
    """What a command came to. `said` is what it printed, on both streams."""

    code: int
    said: str


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """`write("a,b\\n1,2\\n")` is a file with that content; text is UTF-8 unless told."""

    def written(content: str | bytes, encoding: str = "utf-8", name: str = "firms.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return written


@pytest.fixture
def run(app: Flask, session: Session) -> Callable[..., Ran]:
    """`run("import", "businesses", path, "--yes")` as an operator types it. What the test has
    arranged is committed first."""

    def ran(*words: object, answer: str | None = None) -> Ran:
        session.commit()
        result = app.test_cli_runner().invoke(args=["broker", *map(str, words)], input=answer)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        WRITING.set(True)
        db.session.rollback()
        db.session.expire_all()
        return Ran(result.exit_code, result.output)

    return ran

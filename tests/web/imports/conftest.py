"""Files written by the tests, and the command run on them."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from broker import work
from broker.extensions import WRITING, db
from models import Account
from tests.factories import CoordinatorFactory
from tests.pages import Page, ServiceClient
from tests.web.casework.conftest import enters


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


@pytest.fixture
def coordinator(session: Session) -> Account:
    account: Account = CoordinatorFactory(name="Pat Officer", email="pat@council.example")
    return account


@pytest.fixture
def office(client: ServiceClient, coordinator: Account) -> ServiceClient:
    return enters(client, coordinator)


@pytest.fixture
def works(app: Flask, session: Session) -> Callable[[], None]:
    """The worker does all that is asked of lists."""

    def does() -> None:
        session.commit()
        while work.run_once(app, "work_on_lists"):
            pass
        WRITING.set(True)
        session.expire_all()

    return does


@pytest.fixture
def upload(office: ServiceClient) -> Callable[..., Page]:
    """A coordinator uploads a file; the answer is the page that comes next."""

    def uploads(
        content: str | bytes,
        *,
        name: str = "members.csv",
        encoding: str = "utf-8",
        source: str = "Speke Chamber",
        agreed: str = "yes",
        status: int = 200,
    ) -> Page:
        data = content if isinstance(content, bytes) else content.encode(encoding)
        said = {"file": (io.BytesIO(data), name), "source": source, "agreed": agreed}
        return office.get("/coordinate/imports/new").submit(said, button="Upload", status=status)

    return uploads


@pytest.fixture
def looked(upload: Callable[..., Page], works: Callable[[], None]) -> Callable[..., Page]:
    """A file that was uploaded and looked through, its columns as they were proposed."""

    def looks(content: str | bytes, **said: str) -> Page:
        page = upload(content, **said).submit(button="See what would come in")
        works()
        return page.follow("See how far it is")

    return looks


@pytest.fixture
def saved(looked: Callable[..., Page], works: Callable[[], None]) -> Callable[..., Page]:
    """A file whose good rows were saved."""

    def saves(content: str | bytes, **said: str) -> Page:
        page = looked(content, **said)
        page = page.submit(button=next(b for b in page.texts("main button") if b.startswith("Save")))
        works()
        return page.follow("See how far it is")

    return saves

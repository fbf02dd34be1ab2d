"""Notice what a request wrote and did not commit."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session

from broker.extensions import db

_found: list[list[str]] = []


@contextmanager
def unkept_writes(app: Flask) -> Iterator[list[str]]:
    """A list that fills with what a request in this block leaves uncommitted."""
    if "unkept" not in app.extensions:
        app.extensions["unkept"] = True
        app.teardown_request_funcs.setdefault(None, []).append(_look)
    unkept: list[str] = []
    _found.append(unkept)
    try:
        yield unkept
    finally:
        _found.pop()


def _look(_error: BaseException | None) -> None:
    if _found:
        session = db.session
        pending = [*session.new, *session.dirty, *session.deleted]
        _found[-1].extend(f"{type(thing).__name__} (not flushed)" for thing in pending if session.is_modified(thing))
        _found[-1].extend(session.info.get("unkept", ()))


@event.listens_for(Session, "after_flush")
def _flushed(session: Session, context: Any) -> None:
    things = [*session.new, *session.dirty, *session.deleted]
    session.info.setdefault("unkept", []).extend(type(thing).__name__ for thing in things)


@event.listens_for(Session, "do_orm_execute")
def _executed(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        state.session.info.setdefault("unkept", []).append(str(state.statement)[:80])


@event.listens_for(Session, "after_commit")
@event.listens_for(Session, "after_rollback")
def _kept(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop("unkept", None)

"""One commit per request, here and nowhere else."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, make_response, request
from flask.typing import ResponseReturnValue

from ..extensions import WRITING, db

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def writes(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Commit what a view wrote when it answers below 400; otherwise, or on an error, undo it all."""

    @wraps(view)
    def committed(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        try:
            response = make_response(view(*args, **kwargs))
            if response.status_code < 400:
                db.session.commit()
            else:
                db.session.rollback()
        except BaseException:
            db.session.rollback()
            raise
        return response

    committed.writes = True  # type: ignore[attr-defined]
    return committed


def init_app(app: Flask) -> None:
    """Tell the database, before anything is read, whether this request may write."""

    @app.before_request
    def _may_write() -> None:
        WRITING.set(request.method not in SAFE)

"""Error pages in plain words. Nothing typed is lost without the page saying so."""

import structlog
from flask import Flask, render_template
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from ..extensions import WRITING, db

log = structlog.get_logger()

#: Status codes with a page of their own; any other error shows the nearest of these.
PAGES = (400, 403, 404, 405, 409, 410, 413, 429, 500, 503)


def init_app(app: Flask) -> None:
    @app.errorhandler(CSRFError)
    def _csrf(error: CSRFError):
        return render_template("errors/form_expired.html"), 400

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException):
        code = error.code or 500
        if code < 400:
            return error
        page = code if code in PAGES else (500 if code >= 500 else 400)
        response = error.get_response()
        response.data = render_template(f"errors/{page}.html", code=code)
        response.content_type = "text/html; charset=utf-8"
        return response

    @app.errorhandler(StaleDataError)
    def _changed_meanwhile(error: StaleDataError):
        db.session.rollback()
        return render_template("errors/409.html", code=409), 409

    @app.errorhandler(IntegrityError)
    def _there_already(error: IntegrityError):
        # Two people wrote the same row at the same moment: nothing of the second was kept.
        db.session.rollback()
        if app.testing or app.debug:
            raise error
        log.exception("two_at_once", error=type(error.orig).__name__)
        return render_template("errors/409.html", code=409), 409

    @app.errorhandler(OperationalError)
    def _database(error: OperationalError):
        db.session.rollback()
        WRITING.set(False)  # the page of the error only reads: it must not wait for the lock again
        log.error("database_unavailable", error=type(error.orig).__name__)
        return render_template("errors/503.html", code=503), 503

    @app.errorhandler(Exception)
    def _unexpected(error: Exception):
        if app.testing or app.debug:
            raise error
        log.exception("unexpected_error", error=type(error).__name__)
        return render_template("errors/500.html", code=500), 500

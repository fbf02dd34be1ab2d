"""Log lines as JSON in production and as text in development, each with the request's id.

No line holds personal data: a path is logged with every token in it masked, a query never.
"""

import logging
import re
import time
import uuid

import structlog
from flask import Flask, Response, g, request

from ..settings import Settings

log = structlog.get_logger()
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,}")


def masked(path: str) -> str:
    """A path with anything that could be a token replaced."""
    return _TOKEN.sub("[token]", path)


def init_app(app: Flask, settings: Settings) -> None:
    # Plain tracebacks: richer ones print the values of variables, which may be somebody's answers.
    console = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    renderer = structlog.processors.JSONRenderer() if settings.production else console
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *([structlog.processors.format_exc_info] if settings.production else []),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING if settings.testing else logging.INFO),
    )
    # Werkzeug's own request lines hold whole paths, tokens and all; ours replace them.
    logging.getLogger("werkzeug").setLevel(logging.WARNING)

    @app.before_request
    def _begin() -> None:
        g.began = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=uuid.uuid4().hex[:12])

    @app.after_request
    def _line(response: Response) -> Response:
        if request.endpoint != "static":
            took = round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1)
            log.info("request", method=request.method, path=masked(request.path), status=response.status_code, ms=took)
        return response

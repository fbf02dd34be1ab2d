"""Addresses that no table can hold: they lead to "Page not found", or to the last page, not to an error."""

from typing import Any

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter, Map

#: The largest number of a row that both databases can keep.
MOST = 2**31 - 1


class RowNumber(IntegerConverter):
    """``<int:...>`` in an address."""

    def __init__(self, map: Map, *args: Any, **kwargs: Any) -> None:
        super().__init__(map, *args, **{"max": MOST, **kwargs})


def page_number() -> int:
    """The page of a list that is asked for in ``?page=``, from 1."""
    return min(max(1, request.args.get("page", 1, type=int)), MOST)


def init_app(app: Flask) -> None:
    app.url_map.converters["int"] = RowNumber

    @app.before_request
    def _no_zero_byte() -> None:
        """PostgreSQL keeps no text with a zero byte, and refuses one it is asked to look for."""
        if "\x00" in request.path or b"%00" in request.query_string:
            abort(404)

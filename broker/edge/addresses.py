"""Numbers in addresses: one that no table can hold leads to "Page not found", not to an error."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

#: The largest number of a row that both databases can keep.
MOST = 2**31 - 1


class RowNumber(IntegerConverter):
    """``<int:...>`` in an address."""

    def __init__(self, map: Map, *args: Any, **kwargs: Any) -> None:
        super().__init__(map, *args, **{"max": MOST, **kwargs})


def init_app(app: Flask) -> None:
    app.url_map.converters["int"] = RowNumber

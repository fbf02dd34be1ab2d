"""A map of districts as points, drawn on the server: where each symbol stands and what it is.

Longitude and latitude are laid flat about the middle of England (equirectangular, 1 degree of longitude
at 53 degrees north taken as cos 53 of a degree of latitude: good to one in a hundred over England).
Symbols that would lie on each other are moved apart, so that every district can be seen and pressed.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np

from models import Area

from .area_rows import AreaFigures

WIDTH = 360.0
MARGIN = 14.0
#: Of so many symbols each has the small size.
MANY = 120
SIZE, SMALL = 13.0, 8.0
#: How often all symbols that overlap are moved apart; more would change nothing that can be seen.
ROUNDS = 60
SQUEEZE = math.cos(math.radians(53))


class Coverage(StrEnum):
    """Who is there, by the shape of a symbol."""

    BOTH = "both"
    BROKER = "broker"
    PARTNERSHIP = "partnership"
    NEITHER = "neither"


class Filling(StrEnum):
    """How deprived a district is, by the pattern in a symbol: its tenth of all districts."""

    FIRST = "first"
    SECOND = "second"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Symbol:
    """One district of the list. ``x`` and ``y`` are the middle, in units of the picture."""

    code: str
    name: str
    x: float
    y: float
    coverage: Coverage
    filling: Filling


@dataclass(frozen=True, slots=True)
class Map:
    """``others`` are the districts that are not in the list, as one path of dots: the shape of the country."""

    symbols: tuple[Symbol, ...]
    others: str
    size: float
    width: float
    height: float


def map_of(rows: Sequence[AreaFigures], country: Sequence[Area]) -> Map | None:
    """The areas of these rows, each once, before a ground of all areas; None where there are none."""
    shown = {row.code: row for row in rows if row.row is not None}
    if not shown:
        return None
    places = tuple((one.code, one.lat, one.lon) for one in country)
    at, height = _flat(places)
    size = SIZE if len(shown) <= MANY else SMALL
    moved = _apart(tuple((code, *at[code]) for code in shown if code in at), size)
    symbols = [
        Symbol(code, row.name, *moved[code], coverage_of(row), filling_of(row))
        for code, row in shown.items()
        if code in moved
    ]
    ground = "".join(f"M{x} {y}h0" for code, (x, y) in at.items() if code not in shown)
    return Map(tuple(symbols), ground, size, WIDTH, height)


def coverage_of(row: AreaFigures) -> Coverage:
    broker, partnership = row.of("brokers") > 0, bool(row.row and row.row.partnerships)
    if broker:
        return Coverage.BOTH if partnership else Coverage.BROKER
    return Coverage.PARTNERSHIP if partnership else Coverage.NEITHER


def filling_of(row: AreaFigures) -> Filling:
    decile = row.row.deprivation.decile if row.row and row.row.deprivation else 0
    return {1: Filling.FIRST, 2: Filling.SECOND}.get(decile, Filling.OTHER)


@lru_cache(maxsize=8)
def _flat(places: tuple[tuple[str, float, float], ...]) -> tuple[dict[str, tuple[float, float]], float]:
    """code -> x and y in the picture, north above; and the height of the picture."""
    xs = [lon * SQUEEZE for _, _, lon in places]
    ys = [-lat for _, lat, _ in places]
    wide = max(max(xs) - min(xs), 0.01)
    scale = (WIDTH - 2 * MARGIN) / wide
    at = {
        code: (round(MARGIN + (x - min(xs)) * scale, 1), round(MARGIN + (y - min(ys)) * scale, 1))
        for (code, _, _), x, y in zip(places, xs, ys, strict=True)
    }
    return at, round((max(ys) - min(ys)) * scale + 2 * MARGIN, 1)


@lru_cache(maxsize=32)
def _apart(points: tuple[tuple[str, float, float], ...], size: float) -> dict[str, tuple[float, float]]:
    """The points moved as little as it takes that no two are nearer than ``size`` (or nearly so)."""
    at = np.array([(x, y) for _, x, y in points], dtype=float)
    for _round in range(ROUNDS):
        apart = at[:, None, :] - at[None, :, :]
        far = np.hypot(apart[..., 0], apart[..., 1])
        np.fill_diagonal(far, WIDTH)
        near = far < size
        if not near.any():
            break
        # two in the same place part sideways, the earlier to the left
        order = np.sign(np.arange(len(at))[:, None] - np.arange(len(at))[None, :])
        apart[..., 0] = np.where(far < 1e-6, order, apart[..., 0])
        push = np.where(near, (size - far) / 2 / np.maximum(far, 1.0), 0.0)
        at += 0.6 * (apart * push[..., None]).sum(axis=1)
        at[:, 0] = at[:, 0].clip(size / 2, WIDTH - size / 2)
    return {code: (round(float(x), 1), round(float(y), 1)) for (code, _, _), (x, y) in zip(points, at, strict=True)}

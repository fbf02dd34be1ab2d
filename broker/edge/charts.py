"""Where the marks of a chart stand: plain numbers for `macros/charts.html`, which draws them as SVG.

Every chart is `WIDTH` units wide and is drawn no wider than half as much again, so that its words can
be read on the smallest telephone and do not shout on a large screen. Lengths are in those units, with
one decimal; y grows downwards, as in SVG.
"""

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask

WIDTH = 360.0
LINE = 20.0
"""Height of a line of words."""
BAR = 16.0
"""Height of a bar."""
GAP = 14.0
"""Between one row and the next."""
LETTER = 8.0
"""About the width of a letter."""
LETTERS = 42
"""How many letters fit into the width."""
BARS_END = 226.0
"""Where the longest bar ends; what it comes to in words stands to the right of it."""
LEFT, RIGHT, TOP, BOTTOM = 48.0, 14.0, 12.0, 30.0
"""Margins of the charts that have axes."""
PLOT = 200.0
"""Height of the plot of a line chart."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a bar: from ``x``, ``width`` long, drawn in the pattern of its series (0 is the first)."""

    x: float
    width: float
    series: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A bar under its label. ``lines`` are the lines of the label with the y of each; ``pieces`` is
    empty where the value is not known."""

    lines: tuple[tuple[str, float], ...]
    y: float
    pieces: tuple[Piece, ...]
    text: str
    known: bool = True


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of bars. ``end`` is where the longest could end, ``zero`` where all begin."""

    rows: tuple[Row, ...]
    height: float
    zero: float = 0.0
    end: float = BARS_END
    width: float = WIDTH


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis: where it stands and what it says."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Series:
    """One line: ``paths`` are its unbroken stretches as SVG points, ``marks`` its points."""

    name: str
    paths: tuple[str, ...]
    marks: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart with two axes; the plot's corners are (``left``, ``top``) and (``right``, ``bottom``)."""

    series: tuple[Series, ...]
    x: tuple[Tick, ...]
    y: tuple[Tick, ...]
    left: float
    top: float
    right: float
    bottom: float
    height: float
    width: float = WIDTH


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a calibration curve; ``r`` grows with how many cases it stands for."""

    x: float
    y: float
    r: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Points against the diagonal, on which a perfect forecast would lie."""

    dots: tuple[Dot, ...]
    plot: Plot


def bars(rows: Sequence[tuple[str, float | None, str]], most: float | None = None) -> Bars:
    """Bars of values of at least 0: (label, value or None where it is not known, the value in words).

    ``most`` is the value of a bar of full length; without it, that of the longest.
    """
    top = most if most is not None else max((value for _, value, _ in rows if value is not None), default=0.0)
    shown = [
        (label, () if value is None else (Piece(0.0, _length(value, top, BARS_END)),), text)
        for label, value, text in rows
    ]
    return _stack(shown)


def stacked(rows: Sequence[tuple[str, Sequence[float], str]], most: float | None = None) -> Bars:
    """Bars made of one piece for each series, end to end: (label, values, the whole in words)."""
    top = most if most is not None else max((math.fsum(values) for _, values, _ in rows), default=0.0)
    shown = []
    for label, values, text in rows:
        pieces, at = [], 0.0
        for series, value in enumerate(values):
            width = _length(value, top, BARS_END)
            pieces.append(Piece(round(at, 1), width, series))
            at += width
        shown.append((label, tuple(pieces), text))
    return _stack(shown)


def diverging(rows: Sequence[tuple[str, float | None, str]], most: float | None = None) -> Bars:
    """Bars to the right of the middle for more than nothing (series 0), to the left for less (series 1)."""
    top = most if most is not None else max((abs(value) for _, value, _ in rows if value is not None), default=0.0)
    middle = BARS_END / 2
    shown: list[tuple[str, tuple[Piece, ...], str]] = []
    for label, value, text in rows:
        if value is None:
            shown.append((label, (), text))
            continue
        length = _length(abs(value), top, middle)
        piece = Piece(middle, length) if value >= 0 else Piece(round(middle - length, 1), length, 1)
        shown.append((label, (piece,), text))
    return _stack(shown, zero=middle)


def lines(at: Sequence[str], series: Sequence[tuple[str, Sequence[float | None]]], *, zero: bool = False) -> Plot:
    """Lines over the same points of an axis. ``at`` names the points; a None breaks the line.

    The axis of values spans what is there; with ``zero`` it begins at 0.
    """
    values = [value for _, line in series for value in line if value is not None]
    marks = ticks(min([*values, 0.0] if zero else values, default=0.0), max(values, default=1.0))
    plot = _axes(at, marks, PLOT)
    low, high = marks[0], marks[-1]
    step = (plot.right - plot.left) / max(1, len(at) - 1)
    drawn = []
    for name, line in series:
        found = [
            None
            if value is None
            else (round(plot.left + step * n, 1), round(plot.bottom - (value - low) / (high - low) * PLOT, 1))
            for n, value in enumerate(line)
        ]
        drawn.append(Series(name, _stretches(found), tuple(point for point in found if point)))
    return Plot(tuple(drawn), plot.x, plot.y, plot.left, plot.top, plot.right, plot.bottom, plot.height)


def calibration(points: Sequence[tuple[float, float, int]]) -> Calibration:
    """(foretold share, true share, cases) against the diagonal; shares are between 0 and 1."""
    size = WIDTH - LEFT - RIGHT
    plot = _axes(["0%", "50%", "100%"], [0.0, 0.5, 1.0], size, [f"{n}%" for n in (0, 50, 100)])
    largest = max((cases for _, _, cases in points), default=1) or 1
    dots = tuple(
        Dot(
            round(plot.left + foretold * size, 1),
            round(plot.bottom - true * size, 1),
            round(4 + 6 * math.sqrt(cases / largest), 1),
        )
        for foretold, true, cases in points
    )
    return Calibration(dots, plot)


def ticks(low: float, high: float, about: int = 4) -> list[float]:
    """Round values from at or below ``low`` to at or above ``high``, at least two of them."""
    if not high > low:
        low, high = (low - 0.5, low + 0.5) if low else (0.0, 1.0)
    rough = (high - low) / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(step * power for step in (1, 2, 5, 10) if step * power >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(n * step, 10) for n in range(first, last + 1)]


def _length(value: float, top: float, full: float) -> float:
    return round(full * min(1.0, max(0.0, value / top)), 1) if top > 0 else 0.0


def _stack(rows: Sequence[tuple[str, tuple[Piece, ...], str]], zero: float = 0.0) -> Bars:
    placed, y = [], 0.0
    for label, pieces, text in rows:
        said = []
        for line in textwrap.wrap(label, LETTERS) or [""]:
            y += LINE
            said.append((line, y - 5))
        placed.append(Row(tuple(said), y, pieces, text, known=bool(pieces)))
        y += BAR + GAP
    return Bars(tuple(placed), max(y - GAP, 0.0) + 2, zero)


def _axes(at: Sequence[str], marks: Sequence[float], height: float, said: Sequence[str] = ()) -> Plot:
    left, right, top = LEFT, WIDTH - RIGHT, TOP
    bottom = top + height
    step = (right - left) / max(1, len(at) - 1)
    longest = max((len(name) for name in at), default=0)
    fit = max(2, min(5, int((right - left) // (LETTER * longest + GAP))))  # so many names beside each other
    every = max(1, math.ceil((len(at) - 1) / (fit - 1)))
    named = [n for n in range(0, len(at), every) if n == 0 or len(at) - 1 - n >= every or n == len(at) - 1]
    named = [*named, *([len(at) - 1] if at and len(at) - 1 not in named else [])]
    x = tuple(Tick(round(left + step * n, 1), at[n]) for n in named)
    span = marks[-1] - marks[0]
    words = said or [f"{mark:g}" for mark in marks]
    y = tuple(
        Tick(round(bottom - (mark - marks[0]) / span * height, 1), word)
        for mark, word in zip(marks, words, strict=True)
    )
    return Plot((), x, y, left, top, right, bottom, bottom + BOTTOM)


def _stretches(points: Sequence[tuple[float, float] | None]) -> tuple[str, ...]:
    stretches: list[list[str]] = [[]]
    for point in points:
        if point is None:
            stretches.append([])
        else:
            stretches[-1].append(f"{point[0]},{point[1]}")
    return tuple(" ".join(one) for one in stretches if len(one) > 1)


def init_app(app: Flask) -> None:
    """Let templates ask where marks stand: ``chart.bars(rows)``."""
    app.jinja_env.globals["chart"] = {
        "bars": bars,
        "stacked": stacked,
        "diverging": diverging,
        "lines": lines,
        "calibration": calibration,
    }

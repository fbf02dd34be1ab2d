"""Charts with two axes: lines over time, and forecasts against what came true."""

import math
from collections.abc import Sequence

from .shapes import BOTTOM, GAP, LEFT, LETTER, PLOT, RIGHT, TOP, WIDTH, Calibration, Dot, Plot, Series, Tick


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

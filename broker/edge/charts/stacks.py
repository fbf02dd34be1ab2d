"""Charts of bars, one under the other."""

import math
import textwrap
from collections.abc import Iterable, Sequence

from .shapes import BAR, BARS_END, BARS_LEAST, BELONGS, BESIDE, GAP, LETTER, LETTERS, LINE, WIDTH, Bars, Piece, Row


def bars(rows: Sequence[tuple[str, float | None, str]], most: float | None = None) -> Bars:
    """Bars of values of at least 0: (label, value or None where it is not known, the value in words).

    ``most`` is the value of a bar of full length; without it, that of the longest.
    """
    top = most if most is not None else max((value for _, value, _ in rows if value is not None), default=0.0)
    end = _end(text for _, _, text in rows)
    shown: list[tuple[str | None, tuple[Piece, ...], str]] = [
        (label, () if value is None else (Piece(0.0, _length(value, top, end)),), text) for label, value, text in rows
    ]
    return _stack(shown, end)


def stacked(rows: Sequence[tuple[str, Sequence[float], str]], most: float | None = None) -> Bars:
    """Bars made of one piece for each series, end to end: (label, values, the whole in words)."""
    top = most if most is not None else max((math.fsum(values) for _, values, _ in rows), default=0.0)
    end = _end(text for _, _, text in rows)
    shown: list[tuple[str | None, tuple[Piece, ...], str]] = []
    for label, values, text in rows:
        pieces, at = [], 0.0
        for series, value in enumerate(values):
            width = _length(value, top, end)
            pieces.append(Piece(round(at, 1), width, series))
            at += width
        shown.append((label, tuple(pieces), text))
    return _stack(shown, end)


def diverging(rows: Sequence[tuple[str, float | None, str]], most: float | None = None) -> Bars:
    """Bars to the right of the middle for more than nothing (series 0), to the left for less (series 1)."""
    top = most if most is not None else max((abs(value) for _, value, _ in rows if value is not None), default=0.0)
    end = _end(text for _, _, text in rows)
    middle = round(end / 2, 1)
    shown: list[tuple[str | None, tuple[Piece, ...], str]] = []
    for label, value, text in rows:
        if value is None:
            shown.append((label, (), text))
            continue
        length = _length(abs(value), top, middle)
        piece = Piece(middle, length) if value >= 0 else Piece(round(middle - length, 1), length, 1)
        shown.append((label, (piece,), text))
    return _stack(shown, end, zero=middle)


def paired(rows: Sequence[tuple[str, Sequence[float], Sequence[str]]]) -> Bars:
    """Under each label a bar for each series: (label, values, each in words). For what is no part of another."""
    top = max((value for _, values, _ in rows for value in values), default=0.0)
    end = _end(text for _, _, texts in rows for text in texts)
    shown: list[tuple[str | None, tuple[Piece, ...], str]] = []
    for label, values, texts in rows:
        for series, (value, text) in enumerate(zip(values, texts, strict=True)):
            piece = Piece(0.0, _length(value, top, end), series)
            shown.append((None if series else label, (piece,), text))
    return _stack(shown, end)


def _length(value: float, top: float, full: float) -> float:
    return round(full * min(1.0, max(0.0, value / top)), 1) if top > 0 else 0.0


def _end(texts: Iterable[str]) -> float:
    """Where the longest bar ends, so that what each comes to in words fits beside it."""
    longest = max((len(text) for text in texts), default=0)
    return max(BARS_LEAST, min(BARS_END, WIDTH - BESIDE - LETTER * longest))


def _stack(rows: Sequence[tuple[str | None, tuple[Piece, ...], str]], end: float, zero: float = 0.0) -> Bars:
    """Rows from above to below; one without a label belongs to the row before it."""
    placed, y = [], 0.0
    for label, pieces, text in rows:
        said = []
        if label is None:
            y -= GAP - BELONGS
        else:
            for line in textwrap.wrap(label, LETTERS) or [""]:
                y += LINE
                said.append((line, y - 5))
        placed.append(Row(tuple(said), y, pieces, text, known=bool(pieces)))
        y += BAR + GAP
    return Bars(tuple(placed), max(y - GAP, 0.0) + 2, zero, end)

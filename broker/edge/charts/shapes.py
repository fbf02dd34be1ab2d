"""The measures of charts, and what each kind of chart is made of."""

from dataclasses import dataclass

WIDTH = 360.0
LINE = 20.0
"""Height of a line of words."""
BAR = 16.0
"""Height of a bar."""
GAP = 14.0
"""Between one row and the next."""
BELONGS = 3.0
"""Between two bars of one label."""
LETTER = 8.0
"""About the width of a letter."""
LETTERS = 42
"""How many letters fit into the width."""
BARS_END = 226.0
"""Where the longest bar ends; what it comes to in words stands to the right of it."""
BARS_LEAST = 120.0
"""Where it ends at the earliest, to leave room for longer words."""
BESIDE = 8.0
"""Between a bar and its words."""
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

"""Where the marks of a chart stand: plain numbers for `macros/charts.html`, which draws them as SVG.

Every chart is `WIDTH` units wide and is drawn no wider than half as much again, so that its words can
be read on the smallest telephone and do not shout on a large screen. Lengths are in those units, with
one decimal; y grows downwards, as in SVG.
"""

from flask import Flask

from .plots import calibration, lines, ticks
from .shapes import BARS_END, WIDTH
from .stacks import bars, diverging, paired, stacked

__all__ = ["BARS_END", "WIDTH", "bars", "calibration", "diverging", "init_app", "lines", "paired", "stacked", "ticks"]


def init_app(app: Flask) -> None:
    """Let templates ask where marks stand: ``chart.bars(rows)``."""
    app.jinja_env.globals["chart"] = {
        "bars": bars,
        "stacked": stacked,
        "paired": paired,
        "diverging": diverging,
        "lines": lines,
        "calibration": calibration,
    }

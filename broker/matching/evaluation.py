"""How good the model is, measured one way for all time: tasks `sectors`, `themes`, `pairs`, `programme`.

Every task is a plain function of files. ``evaluate`` returns the object that the command prints:
metrics, n, seed, versions, seconds. It needs no database.
"""

import csv
import importlib.metadata
import platform
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from broker.matching.encoder import Encoder
from broker.matching.errors import BadData

SEED = 13
TASKS = ("sectors", "themes", "pairs", "programme")

Prediction = tuple[str, str, float]
"""(id, label, score), best first within an id."""

Outcome = tuple[dict[str, Any], list[Prediction]]
"""Metrics (with ``n``), and the predictions behind them."""


def evaluate(
    task: str,
    train: Path | None = None,
    test: Path | None = None,
    out: Path | None = None,
    encoder: Encoder | None = None,
    level: str = "division",
) -> dict[str, Any]:
    """Measure one task.

    Parameters
    ----------
    task : one of TASKS
    train : folder to learn from; None measures the shipped model
    test : file or folder to measure on; None cross-validates on ``train``
    out : CSV to write the predictions to, best first
    encoder : a sentence encoder, where it is to be used
    level : "division" or "section", for ``sectors``

    Raises
    ------
    BadData
        When the task is unknown, or files are missing or not laid out as agreed.
    """
    from broker.matching import evaluation_pairs, evaluation_programme, evaluation_sectors, evaluation_themes

    runs: dict[str, Callable[[], Outcome]] = {
        "sectors": lambda: evaluation_sectors.run(train, test, level, encoder),
        "themes": lambda: evaluation_themes.run(train, test, encoder),
        "pairs": lambda: evaluation_pairs.run(train, test, encoder),
        "programme": lambda: evaluation_programme.run(train, test, encoder),
    }
    if task not in runs:
        raise BadData(f"There is no task called {task}. There are {', '.join(TASKS)}.")
    started = time.perf_counter()
    metrics, predictions = runs[task]()
    result: dict[str, Any] = {
        "task": task,
        "metrics": {name: value for name, value in metrics.items() if name != "n"},
        "n": metrics.get("n", 0),
        "seed": SEED,
        "encoder": False if encoder is None else encoder.name,
        "versions": versions(),
        "seconds": round(time.perf_counter() - started, 2),
    }
    if task == "sectors":
        result["level"] = level
    if out is not None:
        write(out, ("need", "business", "score") if task == "programme" else ("id", "label", "score"), predictions)
    return result


def versions() -> dict[str, str]:
    """What the figures were made with."""
    from broker.matching.engine import MODEL
    from broker.matching.weights import PUBLISHED

    known = {name: importlib.metadata.version(name) for name in ("scikit-learn", "numpy", "scipy")}
    return {"model": f"{MODEL}/{PUBLISHED.version}", "python": platform.python_version(), **known}


def read(path: Path, *columns: str) -> list[dict[str, str]]:
    """The rows of a UTF-8 CSV with a header. Raises BadData when it or a column is missing."""
    if not path.is_file():
        raise BadData(f"There is no file {path.name} where it should be: {path}.")
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [column for column in columns if column not in (reader.fieldnames or [])]
        if missing:
            raise BadData(f"{path.name} has no column {', '.join(missing)}.")
        return [{key: value or "" for key, value in row.items() if isinstance(key, str)} for row in reader]


def write(path: Path, header: Sequence[str], predictions: Sequence[Prediction]) -> None:
    """Predictions as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows((one, label, f"{score:.6f}") for one, label, score in predictions)

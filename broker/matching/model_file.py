"""A fitted model as one file: numbers and words in a zip archive, nothing that could run.

What is read back answers exactly as what was saved. A file that is missing, damaged, or of another
version of the service is refused with a sentence; whoever asked goes on with the shipped model.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from broker.matching.errors import MatchingError
from broker.matching.reading import Reading
from broker.matching.refitting import HeldBack
from broker.matching.sector_arrays import arrays_of, model_of
from broker.matching.text import TextSpace
from broker.matching.themes import TermReader

FORMAT = 1
NAME = "model.npz"


class NoModelFile(MatchingError):
    """A model file cannot be used. The message says why in one sentence."""


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself. ``learned`` counts the examples by where they came from; ``compared``
    is how each reader did on texts held back, by name."""

    version: str
    made_at: str
    learned: Mapping[str, int]
    compared: Mapping[str, HeldBack] = field(default_factory=dict)


def save(path: Path, reading: Reading, about: About) -> None:
    """Write a fitted reading. The file is whole or not there: it takes its name when it is finished."""
    arrays: dict[str, Any] = {"space.idf": reading.space.idf_, "space.texts": np.array(reading.space.n_texts_)}
    for name, reader in (("themes", reading.themes), ("kinds", reading.kinds)):
        used = np.flatnonzero(np.any(reader.coef_ != 0, axis=1))
        arrays |= {
            f"{name}.labels": np.array(reader.labels_),
            f"{name}.used": used,
            f"{name}.coef": reader.coef_[used],
            f"{name}.intercept": reader.intercept_,
        }
    arrays |= {f"sectors.{name}": value for name, value in arrays_of(reading.sectors).items()}
    head: dict[str, Any] = {
        "format": FORMAT,
        "version": about.version,
        "made_at": about.made_at,
        "learned": dict(about.learned),
    }
    head["compared"] = {name: [one.texts, one.shipped, one.refitted] for name, one in about.compared.items()}
    arrays["head"] = np.array(json.dumps(head))
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    with unfinished.open("wb") as file:
        np.savez_compressed(file, **arrays)
    unfinished.replace(path)


def about(path: Path) -> About:
    """What a file says of itself. Raises NoModelFile."""
    return _opened(path, lambda stored: _head(path, stored))


def load(path: Path, beside: Reading) -> tuple[Reading, About]:
    """A reading read back. ``beside`` gives what is no matter of fitting: the tables and the encoder.

    Raises NoModelFile when the file is missing, damaged, or was written by another version.
    """

    def read(stored: Any) -> tuple[Reading, About]:
        found = _head(path, stored)
        space = TextSpace()
        space.idf_, space.n_texts_ = stored["space.idf"], int(stored["space.texts"])
        readers = {}
        for name, old in (("themes", beside.themes), ("kinds", beside.kinds)):
            reader = TermReader(space, cost=old.cost, rules=old.rules, floor=old.floor)
            labels = tuple(str(one) for one in stored[f"{name}.labels"])
            coef = np.zeros((len(space.idf_), len(labels)))
            coef[stored[f"{name}.used"]] = stored[f"{name}.coef"]
            readers[name] = reader.made_of(labels, coef, stored[f"{name}.intercept"])
        sectors = model_of(
            {name.partition(".")[2]: stored[name] for name in stored.files if name.startswith("sectors.")}
        )
        return replace(beside, space=space, themes=readers["themes"], kinds=readers["kinds"], sectors=sectors), found

    return _opened(path, read)


def _opened(path: Path, read: Any) -> Any:
    if not path.is_file():
        raise NoModelFile(f"There is no model file {path.name}.")
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            return read(stored)
    except NoModelFile:
        raise
    except Exception as problem:  # zlib, zipfile, json and numpy each raise kinds of their own on bytes that are wrong
        raise NoModelFile(f"The model file {path.name} is damaged: {type(problem).__name__}.") from problem


def _head(path: Path, stored: Any) -> About:
    head = json.loads(str(stored["head"]))
    if head["format"] != FORMAT:
        raise NoModelFile(f"The model file {path.name} is of another version of the service.")
    compared = {
        str(name): HeldBack(int(texts), float(shipped), float(refitted))
        for name, (texts, shipped, refitted) in head.get("compared", {}).items()
    }
    learned = {str(name): int(count) for name, count in head["learned"].items()}
    return About(str(head["version"]), str(head["made_at"]), learned, compared)

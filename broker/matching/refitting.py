"""Whether what was learned anew reads better than what comes with the service, on rows that neither has seen.

Every fifth text is held back, the rest is learned from, and both are asked for the label of what was
held back. Where the one that comes with the service is right more often, it is kept.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from broker.matching.reading import Reading

Lessons = Mapping[str, Sequence[tuple[str, str]]]
"""(label, text) pairs for "sectors", "themes" and "kinds"."""

EVERY, LEAST = 5, 50
"""One text of so many is held back; fewer held back than the second prove nothing, and are not compared."""


@dataclass(frozen=True, slots=True)
class HeldBack:
    """So many texts held back, and the share that each reads rightly at the first place."""

    texts: int
    shipped: float
    refitted: float

    @property
    def is_better(self) -> bool:
        """Whether the refitted one is at least as good."""
        return self.refitted >= self.shipped


def compared(
    shipped: Reading, lessons: Lessons, known: Lessons, fit: Callable[[Lessons], Reading]
) -> dict[str, HeldBack]:
    """Each reader on texts held back, by name; one with too few of them is left out.

    known : what the shipped one learned from: a text of these proves nothing. fit : learns from lessons.
    """
    held = {name: _held_back(pairs, {text for _, text in known.get(name, ())}) for name, pairs in lessons.items()}
    held = {name: labels for name, labels in held.items() if len(labels) >= LEAST}
    if not held:
        return {}
    rest = {name: [pair for pair in pairs if not _is_held(pair[1])] for name, pairs in lessons.items()}
    refitted = fit(rest)
    return {
        name: HeldBack(len(labels), _right(shipped, name, labels), _right(refitted, name, labels))
        for name, labels in held.items()
    }


def _is_held(text: str) -> bool:
    return crc32(text.lower().encode()) % EVERY == 0


def _held_back(pairs: Sequence[tuple[str, str]], known: set[str]) -> dict[str, set[str]]:
    """text -> its labels."""
    held: dict[str, set[str]] = {}
    for label, text in pairs:
        if _is_held(text) and text not in known:
            held.setdefault(text, set()).add(label)
    return held


def _right(reading: Reading, name: str, labels: Mapping[str, set[str]]) -> float:
    """The share of texts read rightly: of sectors the division, of the others the likeliest label."""
    texts = list(labels)
    if name == "sectors":
        said = [proposed[0].code[:2] if proposed else "" for proposed in reading.sectors.propose_many(texts, 1)]
        return float(
            np.mean([one in {label[:2] for label in labels[text]} for one, text in zip(said, texts, strict=True)])
        )
    reader = reading.themes if name == "themes" else reading.kinds
    likeliest = np.nan_to_num(reader.posterior(texts)).argmax(axis=1)
    return float(np.mean([reader.labels_[at] in labels[text] for at, text in zip(likeliest, texts, strict=True)]))

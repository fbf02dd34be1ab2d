"""Jobs: what people in need tell, what gets it done, and which trades do that.

A need tells of troubles and things ("nothing warm out of the tap", "it bangs like a train") and a
firm of its wares ("boilers, bathrooms"); no word need be common to both. A *job* stands between:
its cues on either side are weak by themselves and are added up, so that several of them say what
one alone does not.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from broker.matching.everyday import EVERYDAY
from broker.matching.text import STOP, WORDS, stem, tidy
from models.vocabulary import Kind

WORD, EVERYDAY_WORD, PHRASE = 0.8, 0.35, 1.1
"""What one cue proves: a word, a word of many meanings, a phrase whose words stand near one another."""

BESIDE, RIVALRY = 1.0, 2.0
"""What share of the best job's evidence another needs to count in full, and how fast it fades below."""

COMMON, OVERTALKED = 0.25, 0.5
"""How fast a cue proves less the more often people write it anyway, and how far the evidence of jobs is
evened out of which any text seems to speak."""

NEAR_BY = 2
"""How many other words may stand between those of a phrase."""

PARTLY, WIDER = 0.6, 0.6
"""What is left of a job where its trade does it only now and then ("43~"), or where of a firm only a
wider sector is known than the one that does it."""

_LITTLE = frozenset(
    """
    a an and are as at be been but by did do does for from had has have he her him his i if is its me my of or our
    s she so t than that the their them then there they this to us ve was we were which who with would you your
    """.split()  # noqa: SIM905
)
"""Words that no cue is made of. Others that say little ("off", "out", "in") are kept: lights go off."""


def _stems(text: str) -> list[str]:
    return [stem(word) for word in WORDS.findall(tidy(text)) if word not in _LITTLE]


@dataclass(frozen=True, slots=True)
class Job:
    """One job. ``what`` completes "Firms like this often can ..."; ``codes`` are starts of SIC codes and
    how far each trade does it (0..1); ``asked`` and ``said`` are the cues of needs and of firms."""

    what: str
    kinds: tuple[Kind, ...]
    codes: tuple[tuple[str, float], ...]
    asked: tuple[str, ...]
    said: tuple[str, ...]

    def code(self) -> str:
        """The trade that is named first, for what is said about the job."""
        return self.codes[0][0] if self.codes else ""


def codes_of(cell: str) -> tuple[tuple[str, float], ...]:
    """``4391;43~`` -> (("4391", 1.0), ("43", PARTLY))."""
    pieces = [one.strip() for one in cell.split(";") if one.strip()]
    return tuple((one.rstrip("~"), PARTLY if one.endswith("~") else 1.0) for one in pieces)


class Cues:
    """Cues of one side of all jobs, ready to be looked for.

    Parameters
    ----------
    cues : sequence of sequences of str
        The cues of each job.
    usual : sequence of str
        What people write about anything at all. How much a cue proves falls with how often it is met
        there, and how much a job's evidence counts with how much of it there is in any text.
    """

    def __init__(self, cues: Sequence[Iterable[str]], usual: Sequence[str] = ()) -> None:
        self._jobs = len(cues)
        found = [{tuple(dict.fromkeys(_stems(cue))) for cue in mine if cue.lower() not in STOP} - {()} for mine in cues]
        shared = Counter(cue for mine in found for cue in mine)
        met = Counter(word for text in usual for word in set(_stems(text)))
        self._worth = np.ones(self._jobs)
        self._single: dict[str, list[tuple[int, float]]] = {}
        self._phrases: dict[str, dict[tuple[str, ...], list[tuple[int, float]]]] = {}
        for job, mine in enumerate(found):
            for cue in sorted(mine):
                weight = shared[cue] ** -0.5
                if len(cue) == 1:
                    weight *= EVERYDAY_WORD if cue[0] in EVERYDAY else WORD
                    weight *= (1.0 + met[cue[0]]) ** -COMMON
                    self._single.setdefault(cue[0], []).append((job, weight))
                else:
                    self._phrases.setdefault(cue[0], {}).setdefault(cue, []).append((job, PHRASE * weight))

        if usual:
            background = self._evidence(usual).mean(axis=0)
            self._worth = np.minimum(1.0, (np.median(background) / np.maximum(background, 1e-9)) ** OVERTALKED)

    def lit(self, texts: Sequence[str], rivals: NDArray[np.bool_] | None = None) -> NDArray[np.float64]:
        """How strongly each text speaks of each job: (n_texts, n_jobs), 0..1, all its cues together.

        Jobs compete: one with much less to go by than the best of a text is likely an accident of words.
        ``rivals`` (n_jobs,) says which of them can be meant at all.
        """
        evidence = self._evidence(texts) * self._worth
        rival = evidence if rivals is None else evidence[:, rivals]
        best = rival.max(axis=1, keepdims=True, initial=0.0)
        share = np.minimum(1.0, evidence / np.maximum(BESIDE * best, 1e-9))
        return np.asarray((1.0 - np.exp(-evidence)) * share**RIVALRY)

    def _evidence(self, texts: Sequence[str]) -> NDArray[np.float64]:
        evidence = np.zeros((len(texts), self._jobs))
        for row, text in enumerate(texts):
            places: dict[str, list[int]] = {}
            for at, word in enumerate(_stems(text)):
                places.setdefault(word, []).append(at)
            for word in places:
                for job, weight in self._single.get(word, ()):
                    evidence[row, job] += weight
                for cue, jobs in self._phrases.get(word, {}).items():
                    if all(one in places for one in cue) and _together(cue, places):
                        for job, weight in jobs:
                            evidence[row, job] += weight
        return evidence


def _together(cue: tuple[str, ...], places: Mapping[str, list[int]]) -> bool:
    """Whether the words of a phrase stand near one another somewhere, in any order."""
    room = len(cue) + NEAR_BY
    return any(all(any(abs(at - other) < room for other in places[one]) for one in cue) for at in places[cue[0]])


class Jobs:
    """All jobs, ready to compare. Columns of what is lit run along the jobs. ``asking`` and ``telling``
    are what people in need, and firms, write about anything."""

    def __init__(self, jobs: Sequence[Job], asking: Sequence[str] = (), telling: Sequence[str] = ()) -> None:
        self.jobs = tuple(jobs)
        self.asked = Cues([job.asked for job in self.jobs], asking)
        self.said = Cues([job.said for job in self.jobs], telling)
        self._by_code: dict[str, list[tuple[int, float]]] = {}
        for at, job in enumerate(self.jobs):
            for code, share in job.codes:
                self._by_code.setdefault(code, []).append((at, share))
        self._longer: dict[str, list[tuple[int, float]]] = {}
        for code, mine in self._by_code.items():
            for length in range(2, len(code)):
                self._longer.setdefault(code[:length], []).extend((at, WIDER * share) for at, share in mine)

    def of_sector(self, code: str) -> dict[int, float]:
        """Jobs that firms of a sector do: {job: 0..1}."""
        found: dict[int, float] = {}
        for length in range(2, len(code) + 1):
            for at, share in self._by_code.get(code[:length], ()):
                found[at] = max(found.get(at, 0.0), share)
        for at, share in self._longer.get(code, ()):
            found[at] = max(found.get(at, 0.0), share)
        return found

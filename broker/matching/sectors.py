"""Sectors: five proposals from an owner's own words, and how near two sectors are.

A sector is a UK SIC 2007 code of 2 to 5 digits; a shorter code is a wider sector.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from broker.matching.encoder import Encoder, likeness
from broker.matching.errors import BadData
from broker.matching.text import STOP, tidy, tokens, words_and_pairs

_LAST_DIVISION = {
    "A": 3, "B": 9, "C": 33, "D": 35, "E": 39, "F": 43, "G": 47, "H": 53, "I": 56, "J": 63, "K": 66,
    "L": 68, "M": 75, "N": 82, "O": 84, "P": 85, "Q": 88, "R": 93, "S": 96, "T": 98, "U": 99,
}  # fmt: skip


@lru_cache(maxsize=20_000)
def section_of(code: str) -> str | None:
    """The section letter of a code, or None where the code is no SIC code."""
    if len(code) < 2 or not code[:2].isdigit():
        return None
    division = int(code[:2])
    return next((letter for letter, last in _LAST_DIVISION.items() if 0 < division <= last), None)


@lru_cache(maxsize=200_000)
def nearness(one: str, other: str) -> float:
    """How near two codes are on the tree of sectors, 0..1. A wider code holds its narrower ones."""
    if not one or not other:
        return 0.0
    shared = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        shared += 1
    if shared >= min(len(one), len(other)) and shared >= 2:
        return 1.0
    if shared >= 4:
        return 0.95
    if shared == 3:
        return 0.85
    if shared == 2:
        return 0.7
    section = section_of(one)
    return 0.25 if section is not None and section == section_of(other) else 0.0


def answers(firm: str, wanted: str) -> float:
    """How well a firm's sector answers a wanted one, 0..1. A roofer answers "builders" in full;
    a firm known only as "builder" answers "roofers" in part."""
    if len(firm) < len(wanted) and wanted.startswith(firm):
        return 0.75
    return nearness(firm, wanted)


@dataclass(frozen=True, slots=True)
class SectorProposal:
    """One proposal: a SIC code of 2 to 5 digits and how sure the model is, 0..1."""

    code: str
    confidence: float


def trust(confidence: float) -> float:
    """How much a guessed sector counts beside one that was given. The second of two near guesses
    still says much, so this falls slower than the confidence."""
    return float(min(1.0, 1.15 * confidence**0.5))


_BRANCH = re.compile(
    r"\([^)]*(?:manufactur|retail|wholesale|repair|dealing|agent|growing|renting|installation|processing|production)"
    r"[^)]*\)",
    re.IGNORECASE,
)


def without_branch(phrase: str) -> str:
    """An official phrase without its "(manufacture)" or "(retail)": no owner writes that, and a
    model that learns from it learns to wait for it."""
    return " ".join(_BRANCH.sub(" ", phrase).split())


def _branch(phrase: str) -> list[str]:
    """The branches that a phrase names in brackets, if any."""
    return [found.strip("()").lower() for found in _BRANCH.findall(phrase)]


def _words(phrase: str) -> list[str]:
    """Words, pairs, and the last word once more: "chocolate biscuit" is a biscuit."""
    found = words_and_pairs(phrase)
    single = [word for word in found if " " not in word]
    return [*found, f"last {single[-1]}"] if single else []


_OWNERS = frozenset({"run", "own", "family", "small", "big", "old", "new", "mostly", "mainly"})
"""What owners of every trade say."""


def _characters(phrase: str) -> list[str]:
    runs: list[str] = []
    for word in re.findall(r"[a-z0-9]+", tidy(phrase)):
        if word in STOP or word in _OWNERS:
            continue
        padded = f" {word} "
        for size in (2, 3, 4, 5, 6):
            runs.extend(padded[at : at + size] for at in range(max(1, len(padded) - size + 1)))
    return runs


MEANING = 0.7
"""How loud the phrases nearest in meaning are beside the other two opinions."""

NARROW = 0.15
"""A class is named rather than its division where a phrase of it is at least this alike."""


class SectorModel:
    """Words of an owner -> divisions, then the best narrower code inside each.

    Two opinions of one phrase are added: a linear machine that knows which words tell divisions
    apart, and the nearest known phrases. The first is better at the first place, the second at
    not losing the right one among five.

    Parameters
    ----------
    neighbours : int
        How many of the nearest known phrases speak for a division, each half as loud as the last.
    least : float
        Below this likeness (0..1) to every known phrase the answer is "not sure".
    sharpness : float
        Turns the sum of the opinions into confidence.
    encoder : Encoder, optional
        Where there is one, the phrases nearest in meaning are a third opinion.

    Attributes
    ----------
    codes_ : ndarray of str, one a phrase
    divisions_ : ndarray of str, the different divisions, sorted
    """

    def __init__(
        self,
        *,
        neighbours: int = 8,
        least: float = 0.12,
        sharpness: float = 0.4,
        encoder: Encoder | None = None,
        random_state: int = 13,
    ) -> None:
        self.neighbours = neighbours
        self.least = least
        self.sharpness = sharpness
        self.encoder = encoder
        self.random_state = random_state

    def fit(self, codes: Sequence[str], phrases: Sequence[str]) -> "SectorModel":
        """Learn from phrases and their SIC codes. Raises BadData without at least two divisions."""
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.svm import LinearSVC

        self.codes_ = np.array(codes)
        self.divisions_, self._division_of = np.unique([code[:2] for code in codes], return_inverse=True)
        if len(self.divisions_) < 2:
            raise BadData("There must be phrases of at least two divisions to learn from.")
        self._branches: dict[str, NDArray[np.float64]] = {}
        for phrase, division in zip(phrases, self._division_of, strict=True):
            for branch in _branch(phrase):
                seen = self._branches.setdefault(branch, np.zeros(len(self.divisions_)))
                seen[division] += 1.0
        self._narrow = np.array([len(code) >= 4 for code in codes])
        texts = [without_branch(phrase) for phrase in phrases]
        self._views = [
            TfidfVectorizer(analyzer=view, sublinear_tf=True, dtype=np.float32) for view in (_words, _characters)
        ]
        self._known = _beside([view.fit_transform(texts) for view in self._views])
        machine = LinearSVC(C=1.0, tol=0.01, max_iter=500, random_state=self.random_state)
        machine.fit(self._known, self._division_of)
        self._coef, self._intercept = machine.coef_.T.astype(np.float32), machine.intercept_
        if self._coef.shape[1] == 1:  # two divisions: the machine keeps one plane
            self._coef = np.hstack([-self._coef, self._coef])
            self._intercept = np.r_[-self._intercept, self._intercept]
        self._meant = None if self.encoder is None else np.nan_to_num(self.encoder.encode(texts))
        self._known_by_division = [np.flatnonzero(self._division_of == at) for at in range(len(self.divisions_))]
        return self

    def _features(self, texts: Sequence[str]) -> Any:
        return _beside([view.transform(texts) for view in self._views])

    def scores(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Score of each division for each text: (n_texts, n_divisions), higher is likelier."""
        found = [self._opinions(texts[at : at + 512])[0] for at in range(0, len(texts), 512)]
        return np.vstack(found) if found else np.zeros((0, len(self.divisions_)))

    def _opinions(self, texts: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Scores of divisions, and likeness to each known phrase. A branch in brackets, as official
        lists have it, leaves only the divisions that were met with it."""
        plain = [without_branch(tidy(text)) for text in texts]
        scores, alike = self._scores(self._features(plain))
        if self.encoder is not None and self._meant is not None:
            meant = likeness(np.nan_to_num(self.encoder.encode(plain)), self._meant)
            scores += MEANING * _standard(self._nearest(meant))
        for row, text in enumerate(texts):
            for branch in _branch(text):
                if branch in self._branches:
                    seen = self._branches[branch]
                    scores[row] += np.where(seen > 0, 0.2 * np.log1p(seen), -6.0)
        return scores, alike

    def _scores(self, rows: Any) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        alike = np.asarray((rows @ self._known.T).toarray(), dtype=np.float64)
        near = self._nearest(alike)
        return _standard(np.asarray(rows @ self._coef) + self._intercept) + _standard(near), alike

    def _nearest(self, alike: NDArray[np.float64]) -> NDArray[np.float64]:
        """What the nearest phrases of each division say for it: (n_texts, n_divisions)."""
        near = np.zeros((len(alike), len(self.divisions_)))
        for division, mine in enumerate(self._known_by_division):
            some = alike[:, mine]
            most = min(self.neighbours, some.shape[1])
            top = -np.sort(np.partition(-some, most - 1, axis=1)[:, :most], axis=1)
            near[:, division] = top @ (0.5 ** np.arange(most))
        return near

    def propose(self, text: str, most: int = 5) -> list[SectorProposal]:
        """At most ``most`` proposals, best first; none where the text says nothing known."""
        return self.propose_many([text], most)[0]

    def propose_many(self, texts: Sequence[str], most: int = 5) -> list[list[SectorProposal]]:
        """Proposals for many texts at once; each is what ``propose`` says of it alone."""
        found: list[list[SectorProposal]] = []
        for at in range(0, len(texts), 512):
            some = texts[at : at + 512]
            scores, alike = self._opinions(some)
            found += [self._proposals(*one, most) for one in zip(some, scores, alike, strict=True)]
        return found

    def _proposals(
        self, text: str, score: NDArray[np.float64], alike: NDArray[np.float64], most: int
    ) -> list[SectorProposal]:
        if not tokens(text) or alike.max() < self.least:
            return []
        shares = np.exp(self.sharpness * (score - score.max()))
        shares *= min(1.0, alike.max() / 0.4) / shares.sum()
        proposals = []
        for division in np.argsort(-score, kind="stable")[:most]:
            mine = self._known_by_division[division]
            narrow = mine[self._narrow[mine]]
            best = narrow[np.argmax(alike[narrow])] if len(narrow) else mine[0]
            sure = len(narrow) and alike[best] >= NARROW
            code = str(self.codes_[best]) if sure else str(self.divisions_[division])
            proposals.append(SectorProposal(code, round(float(shares[division]), 4)))
        return proposals


def _beside(views: Sequence[Any]) -> Any:
    """Views of the same texts side by side, each row of length 1 again."""
    from scipy.sparse import hstack

    return hstack(views, format="csr") / np.sqrt(len(views))


def _standard(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each row with mean 0 and spread 1, so that two opinions weigh the same."""
    spread = scores.std(axis=1, keepdims=True)
    return (scores - scores.mean(axis=1, keepdims=True)) / np.where(spread > 0, spread, 1.0)

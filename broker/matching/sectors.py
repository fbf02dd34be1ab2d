"""Sectors: five proposals from an owner's own words, and how near two sectors are.

A sector is a UK SIC 2007 code of 2 to 5 digits; a shorter code is a wider sector.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from broker.matching.errors import BadData
from broker.matching.text import TextSpace, characters, tokens, words_and_pairs

_LAST_DIVISION = {
    "A": 3, "B": 9, "C": 33, "D": 35, "E": 39, "F": 43, "G": 47, "H": 53, "I": 56, "J": 63, "K": 66,
    "L": 68, "M": 75, "N": 82, "O": 84, "P": 85, "Q": 88, "R": 93, "S": 96, "T": 98, "U": 99,
}  # fmt: skip


def section_of(code: str) -> str | None:
    """The section letter of a code, or None where the code is no SIC code."""
    if len(code) < 2 or not code[:2].isdigit():
        return None
    division = int(code[:2])
    return next((letter for letter, last in _LAST_DIVISION.items() if 0 < division <= last), None)


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


@dataclass(frozen=True, slots=True)
class SectorProposal:
    """One proposal: a SIC code of 2 to 5 digits and how sure the model is, 0..1."""

    code: str
    confidence: float


class SectorModel:
    """Words of an owner -> divisions, then the best narrower code inside each.

    Parameters
    ----------
    neighbours : int
        How many of the nearest known phrases speak for a division.
    least : float
        Below this likeness to every known phrase the answer is "not sure".

    Attributes
    ----------
    codes_ : ndarray of str, one a phrase
    divisions_ : ndarray of str, the different divisions, sorted
    """

    def __init__(self, *, neighbours: int = 8, least: float = 0.16, sharpness: float = 14.0) -> None:
        self.neighbours = neighbours
        self.least = least
        self.sharpness = sharpness

    def fit(self, codes: Sequence[str], phrases: Sequence[str]) -> "SectorModel":
        if not codes:
            raise BadData("There are no sector phrases to learn from.")
        from scipy.sparse import hstack

        self.words_ = TextSpace(words_and_pairs).fit(phrases)
        self.characters_ = TextSpace(characters).fit(phrases)
        self.codes_ = np.array(codes)
        of_phrase = np.array([code[:2] for code in codes])
        self.divisions_, self._division_of = np.unique(of_phrase, return_inverse=True)
        self._known = hstack([self.words_.transform(phrases), self.characters_.transform(phrases)], format="csr")
        return self

    def _alike(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Likeness of each text to each known phrase, 0..1: the mean of words and characters."""
        from scipy.sparse import hstack

        rows = hstack([self.words_.transform(texts), self.characters_.transform(texts)], format="csr")
        return np.asarray((rows @ self._known.T).todense()) / 2.0

    def scores(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Score of each division for each text: (n_texts, n_divisions), higher is likelier."""
        alike = self._alike(texts)
        scores = np.zeros((len(texts), len(self.divisions_)))
        for division in range(len(self.divisions_)):
            mine = alike[:, self._division_of == division]
            top = np.sort(mine, axis=1)[:, -self.neighbours :][:, ::-1]
            scores[:, division] = top @ (0.5 ** np.arange(top.shape[1]))
        return scores

    def propose(self, text: str, most: int = 5) -> list[SectorProposal]:
        """At most ``most`` proposals, best first; none where the text says nothing known."""
        if not tokens(text):
            return []
        alike = self._alike([text])[0]
        if alike.max() < self.least:
            return []
        scores = self.scores([text])[0]
        shares = np.exp(self.sharpness * (scores - scores.max()))
        shares /= shares.sum()
        proposals = []
        for division in np.argsort(-scores, kind="stable")[:most]:
            if scores[division] <= 0:
                break
            mine = np.flatnonzero(self._division_of == division)
            best = mine[np.argmax(alike[mine])]
            confidence = float(round(shares[division] * min(1.0, alike.max() / 0.5), 4))
            proposals.append(SectorProposal(str(self.codes_[best]), confidence))
        return proposals

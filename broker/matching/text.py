"""Words: how a text becomes numbers that can be compared.

``tidy`` makes any input harmless (a million characters, emoji, HTML). ``tokens`` cuts it into
stemmed words so that "roofer", "roofs" and "roofing" are one. ``TextSpace`` weighs words by how
rare they are in the corpus it was fitted on; words it never saw keep the highest weight, because
place names, makes and rare trades are just what a match hangs on.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np

MAX_CHARS = 20_000
"""Longer texts are cut here: nobody writes more about one firm, and time stays bounded."""

BUCKETS = 1 << 18

WORDS = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+")
_TAG = re.compile(r"<[^>]{0,500}>")

_COMMON = """
    a about above after again all also am an and any anyone are as at be because been before being below
    between both but by can cannot could did do does doing done down during each etc few for from further get
    gets getting give gives given go goes going got had has have having he her here hers him his how i if in
    into is it its itself just let like ll make makes many may me might more most mr mrs much must my need
    needed needs no nor not now of off on once one only or other our ours out over own please put re s same
    shall she should so some someone something such t than that the their theirs them then there these they
    thing things this those through to too two under until up us use used using ve very want wanted wants was
    way we were what when where which while who whom why will with within without would you your yours ltd
    limited plc co company business firm based local offer offers offering help helps helping provide provides
    provided providing provision including include includes around across well able take takes lot lots sure
    every year years people
"""
STOP = frozenset(_COMMON.split())
"""Words that everybody uses, of the language and of the trade of helping."""


def tidy(text: str | None) -> str:
    """Any text in one plain form: no mark-up, one kind of quote, lower case, at most MAX_CHARS."""
    if not text:
        return ""
    text = unicodedata.normalize("NFKC", text[:MAX_CHARS])
    text = _TAG.sub(" ", text).replace("\u2019", "'").replace("\u2018", "'")
    return " ".join(text.lower().split())


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Cut the endings that change a word's part and not its trade: roofer, roofs, roofing -> roof."""
    if len(word) <= 3 or word[0].isdigit():
        return word
    if word.endswith("'s"):
        word = word[:-2]
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed", "er", "ery"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    if word.endswith("e") and len(word) > 3:
        word = word[:-1]
    if word.endswith("y") and len(word) > 3:
        word = word[:-1] + "i"
    return word


def tokens(text: str | None) -> list[str]:
    """The stemmed words of a text in their order, without the words everybody uses."""
    return [stem(word) for word in WORDS.findall(tidy(text)) if word not in STOP]


def words_and_pairs(text: str | None) -> list[str]:
    """Words and pairs of neighbouring words."""
    single = tokens(text)
    return single + [f"{one} {two}" for one, two in pairwise(single)]


def characters(text: str | None) -> list[str]:
    """Runs of 3 to 5 characters inside word bounds: forgiving of spelling errors and endings."""
    runs: list[str] = []
    for word in WORDS.findall(tidy(text)):
        if word in STOP:
            continue
        padded = f" {word} "
        for size in (3, 4, 5):
            runs.extend(padded[at : at + size] for at in range(max(1, len(padded) - size + 1)))
    return runs


class TextSpace:
    """TF-IDF over hashed features: ``fit`` learns how common each is, ``transform`` gives unit rows.

    Parameters
    ----------
    analyser : callable
        Text -> list of features. ``words_and_pairs`` (default) or ``characters``.

    Attributes
    ----------
    idf_ : ndarray of float64, shape (BUCKETS,)
        Weight of each feature; features not met in fitting have the largest weight.
    """

    def __init__(self, analyser: Callable[[str], list[str]] = words_and_pairs) -> None:
        self.analyser = analyser

    def fit(self, texts: Iterable[str]) -> "TextSpace":
        counts = self._counts(list(texts))
        seen = np.bincount(counts.indices, minlength=BUCKETS)
        self.n_texts_ = counts.shape[0]
        self.idf_ = np.log((1.0 + self.n_texts_) / (1.0 + seen)) + 1.0
        return self

    def transform(self, texts: Sequence[str]) -> Any:
        """Texts -> CSR matrix (len(texts), BUCKETS) with rows of length 1, or 0 for an empty text."""
        from sklearn.preprocessing import normalize

        counts = self._counts(texts)
        counts.data = (1.0 + np.log(counts.data)) * self.idf_[counts.indices]
        return normalize(counts, norm="l2", copy=False)

    def similarity(self, one: str, other: str) -> float:
        """Cosine of two texts, 0..1."""
        rows = self.transform([one, other])
        return float(rows[0].multiply(rows[1]).sum())

    def _counts(self, texts: Sequence[str]) -> Any:
        from sklearn.feature_extraction.text import HashingVectorizer

        hashing = HashingVectorizer(
            analyzer=self.analyser, n_features=BUCKETS, norm=None, alternate_sign=False, dtype=np.float64
        )
        return hashing.transform(list(texts) or [""])

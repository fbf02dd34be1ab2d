"""Plain methods that the model is measured against on the same needs and firms."""

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from broker.matching.affinity import KIND_AT
from broker.matching.engine import Engine
from broker.matching.pairing import compare
from broker.matching.profiles import BusinessProfile, NeedProfile
from broker.matching.rules import Barriers
from broker.matching.sectors import section_of

SEED = 13
NAMES = ("random", "text alone", "rules alone", "text and rules")


def rankings(
    engine: Engine, needs: Sequence[NeedProfile], businesses: Sequence[BusinessProfile], today: date, top: int
) -> dict[str, dict[str, list[str]]]:
    """Baseline -> need id -> firm ids, best first.

    Text alone is the likeness of all words. Rules alone rank by kind ticked and nearness among
    the pairs that no hard rule forbids; text and rules add the two.
    """
    random = np.random.default_rng(SEED)
    catalogue = engine.catalogue(businesses)
    found: dict[str, dict[str, list[str]]] = {name: {} for name in NAMES}
    asked: list[int]
    score: NDArray[np.float64]
    for need in needs:
        features = engine.features(need)
        made = compare(features, catalogue, engine.reading, engine.weights, Barriers((), today), today)
        text = np.asarray((catalogue.whole @ features.vector.T).todense()).ravel()
        asked = [KIND_AT[part.kind] for part in need.parts if part.kind in KIND_AT]
        ticked = catalogue.ticked[:, asked].any(axis=1) if asked else np.zeros(len(businesses), dtype=bool)
        rules = ticked.astype(float) + np.nan_to_num(made.values.parts["place"], nan=0.5)
        barred = made.ruled_out | ~ticked
        for name, score, out in (
            ("random", random.random(len(text)), text < 0),
            ("text alone", text, text <= 0),
            ("rules alone", rules, barred),
            ("text and rules", rules + 2.5 * text, barred),
        ):
            found[name][str(need.id)] = [str(businesses[at].id) for at in _order(score, out)[:top]]
    return found


def sector_rankings(
    codes: Sequence[str], phrases: Sequence[str], texts: Sequence[str], level: str, most: int
) -> dict[str, list[list[str]]]:
    """Baseline -> labels of each text, best first: the nearest phrases by TF-IDF of words and
    characters, and a linear machine on the same."""
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    label = [code[:2] if level == "division" else section_of(code) or code[:1] for code in codes]
    labels, at = np.unique(label, return_inverse=True)
    views = [
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=2),
    ]
    known = hstack([view.fit_transform(phrases) for view in views], format="csr") / np.sqrt(2)
    asked = hstack([view.transform(texts) for view in views], format="csr") / np.sqrt(2)
    machine = LinearSVC(C=1.0, tol=0.01, max_iter=300, random_state=SEED).fit(known, at)
    near = np.zeros((len(texts), len(labels)))
    for start in range(0, len(texts), 512):
        alike = np.asarray((asked[start : start + 512] @ known.T).todense())
        for column in range(len(labels)):
            near[start : start + 512, column] = alike[:, at == column].max(axis=1)
    scores = {"nearest phrase": near, "linear machine": machine.decision_function(asked)}
    if len(labels) == 2:
        scores["linear machine"] = np.stack([-scores["linear machine"], scores["linear machine"]], axis=1)
    return {
        name: [[str(labels[column]) for column in np.argsort(-row, kind="stable")[:most]] for row in score]
        for name, score in scores.items()
    }


def given_themes(texts: Sequence[str], labels: Sequence[Sequence[str]], asked: Sequence[str]) -> list[set[str]]:
    """The plain way to themes: TF-IDF of words, one linear machine a theme."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    names = sorted({label for row in labels for label in row})
    view = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)
    known, new = view.fit_transform(texts), view.transform(asked)
    given: list[set[str]] = [set() for _ in asked]
    for name in names:
        truth = np.array([name in row for row in labels])
        if truth.all() or not truth.any():
            continue
        machine = LinearSVC(class_weight="balanced", random_state=SEED).fit(known, truth)
        for row in np.flatnonzero(machine.predict(new)):
            given[row].add(name)
    return given


def word_likeness(needs: Sequence[str], items: Sequence[str]) -> NDArray[np.float64]:
    """TF-IDF of words alone: (n_needs, n_items)."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    view = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit([*needs, *items])
    return np.asarray((view.transform(needs) @ view.transform(items).T).todense())


def _order(score: NDArray[np.float64], out: NDArray[np.bool_]) -> list[int]:
    return [int(at) for at in np.argsort(-score, kind="stable") if not out[at]]

"""Several labels for one text, learned from texts that people have labelled.

Used where an operator brings a labelled collection with a label set of its own (the evaluation
does): the labels come from the file, never from our vocabulary.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from broker.matching.encoder import Encoder
from broker.matching.errors import BadData
from broker.matching.text import characters, tidy, words_and_pairs

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sign:
    """A pattern whose presence speaks for a label, unless ``unless`` is there as well."""

    label: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None = None

    def seen(self, text: str) -> bool:
        return bool(self.pattern.search(text)) and not (self.unless and self.unless.search(text))


MEANING = 1.5
"""Size of a text's vector of meaning beside its words, where there is an encoder."""


class LabelModel:
    """How likely each label is for a text, and which labels to give it.

    One logistic regression a label on words, characters and signs. Probabilities are calibrated,
    and the least probability at which a label is given is chosen, on parts of the training texts
    that each time were left out. That limit is drawn towards one common to all labels, the more so
    the fewer examples a label has, because the best limit of nine examples is luck.

    Parameters
    ----------
    cost : float
        Inverse strength of the regularisation.
    sign_weight : float
        Size of a sign beside text features, whose rows have length 1.
    pull : float
        How many examples a label's own limit must have to count as much as the common one.
    push : float
        Added to the log-odds of a label that has a sign in the text.
    encoder : Encoder, optional
        Where there is one, the meaning of a text stands beside its words.

    Attributes
    ----------
    labels_ : tuple of str
    limits_ : ndarray (n_labels,)
    """

    def __init__(
        self,
        *,
        cost: float = 1.0,
        sign_weight: float = 0.4,
        pull: float = 30.0,
        push: float = 0.5,
        balanced: bool = True,
        decide: bool = True,
        encoder: Encoder | None = None,
        random_state: int = 13,
    ) -> None:
        self.cost = cost
        self.sign_weight = sign_weight
        self.pull = pull
        self.push = push
        self.balanced = balanced
        self.decide = decide
        self.encoder = encoder
        self.random_state = random_state

    def fit(
        self,
        texts: Sequence[str],
        labels: Sequence[Sequence[str]],
        *,
        signs: Sequence[Sign] = (),
        hints: Sequence[tuple[str, str]] = (),
        least: int = 1,
    ) -> "LabelModel":
        """Learn. ``hints`` are (label, description) pairs that count half; ``least`` is how many
        examples a label must have to be learned at all."""
        counts: dict[str, int] = {}
        for row in labels:
            for label in set(row):
                counts[label] = counts.get(label, 0) + 1
        self.labels_ = tuple(sorted(label for label, count in counts.items() if count >= least))
        if not self.labels_ or len(texts) < 10:
            raise BadData("There are too few labelled texts to learn from.")
        self._signs = tuple(signs)
        truth = np.array([[label in row for label in self.labels_] for row in labels])
        seen = self._seen(texts)
        hints = [hint for hint in hints if hint[0] in self.labels_]
        self._scale, self._shift = np.ones(len(self.labels_)), np.zeros(len(self.labels_))
        self.limits_ = np.full(len(self.labels_), 0.5)
        if self.decide:
            self._calibrate(texts, seen, truth, hints)
        self._learn(texts, seen, truth, hints)
        return self

    def likely(self, texts: Sequence[str]) -> Array:
        """Probability of each label for each text: (n_texts, n_labels)."""
        return _chance(self._scale * self._odds(texts, self._seen(texts)) + self._shift)

    def given(self, texts: Sequence[str]) -> list[list[tuple[str, float]]]:
        """The labels decided for each text with their probabilities, likeliest first."""
        chances = self.likely(texts)
        return [
            [(self.labels_[at], float(row[at])) for at in np.argsort(-row, kind="stable") if row[at] > self.limits_[at]]
            for row in chances
        ]

    def _seen(self, texts: Sequence[str]) -> Array:
        plain = [text[:20_000] for text in texts]
        return np.array([[sign.seen(text) for sign in self._signs] for text in plain], dtype=float).reshape(
            len(texts), len(self._signs)
        )

    def _by_label(self, seen: Array) -> Array:
        """Whether any sign of each label was seen: (n_texts, n_labels)."""
        found = np.zeros((len(seen), len(self.labels_)))
        for at, label in enumerate(self.labels_):
            mine = [column for column, sign in enumerate(self._signs) if sign.label == label]
            if mine:
                found[:, at] = seen[:, mine].max(axis=1)
        return found

    def _features(self, texts: Sequence[str], seen: Array) -> Any:
        from scipy.sparse import csr_matrix, hstack

        views = [view.transform(texts) for view in self._views]
        if self.encoder is not None:
            views.append(csr_matrix(MEANING * np.nan_to_num(self.encoder.encode(texts))))
        signs = [csr_matrix(seen * self.sign_weight), csr_matrix(self._by_label(seen) * self.sign_weight)]
        return hstack(views + signs, format="csr")

    def _learn(
        self, texts: Sequence[str], seen: Array, truth: NDArray[np.bool_], hints: Sequence[tuple[str, str]]
    ) -> None:
        from scipy.sparse import vstack
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression

        plain = [tidy(text) for text in texts]
        self._views = [
            TfidfVectorizer(analyzer=view, sublinear_tf=True, min_df=least).fit(plain)
            for view, least in ((words_and_pairs, 2), (characters, 3))
        ]
        matrix, weight = self._features(plain, seen), np.ones(len(texts))
        if hints:
            said = [tidy(text) for _, text in hints]
            matrix = vstack([matrix, self._features(said, np.zeros((len(hints), seen.shape[1])))], format="csr")
            truth = np.vstack([truth, [[label == hint for label in self.labels_] for hint, _ in hints]])
            weight = np.r_[weight, np.full(len(hints), 0.5)]
        self._coef = np.zeros((matrix.shape[1], len(self.labels_)))
        self._intercept = np.full(len(self.labels_), -10.0)
        for at in range(len(self.labels_)):
            if truth[:, at].all() or not truth[:, at].any():
                continue
            model = LogisticRegression(
                C=self.cost,
                solver="liblinear",
                class_weight="balanced" if self.balanced else None,
                random_state=self.random_state,
            ).fit(matrix, truth[:, at], sample_weight=weight)
            self._coef[:, at], self._intercept[at] = model.coef_[0], model.intercept_[0]

    def _odds(self, texts: Sequence[str], seen: Array) -> Array:
        plain = [tidy(text) for text in texts]
        odds = np.asarray(self._features(plain, seen) @ self._coef) + self._intercept
        return odds + self.push * self._by_label(seen)

    def _calibrate(
        self, texts: Sequence[str], seen: Array, truth: NDArray[np.bool_], hints: Sequence[tuple[str, str]]
    ) -> None:
        from sklearn.linear_model import LogisticRegression

        part = np.random.default_rng(self.random_state).permutation(len(texts)) % 4
        odds = np.zeros(truth.shape)
        for at in range(4):
            kept, left = np.flatnonzero(part != at).tolist(), np.flatnonzero(part == at).tolist()
            self._learn([texts[row] for row in kept], seen[kept], truth[kept], hints)
            odds[left] = self._odds([texts[row] for row in left], seen[left])
        for at in range(len(self.labels_)):
            if truth[:, at].sum() >= 5 and not truth[:, at].all():
                model = LogisticRegression(C=1.0).fit(odds[:, [at]], truth[:, at])
                self._scale[at], self._shift[at] = model.coef_[0, 0], model.intercept_[0]
        chance = _chance(self._scale * odds + self._shift)
        common = _best_limit(truth.ravel(), chance.ravel())
        count = truth.sum(axis=0)
        own = np.array([_best_limit(truth[:, at], chance[:, at]) for at in range(len(self.labels_))])
        self.limits_ = (count * own + self.pull * common) / (count + self.pull)


def _chance(odds: Array) -> Array:
    return 1.0 / (1.0 + np.exp(-np.clip(odds, -30, 30)))


def _best_limit(truth: NDArray[np.bool_], chance: Array) -> float:
    """The limit with the best F1 on these texts."""
    limits = np.unique(np.quantile(chance, np.linspace(0.4, 0.999, 120)))
    right = np.array([(truth & (chance > limit)).sum() for limit in limits])
    given = np.array([(chance > limit).sum() for limit in limits])
    return float(limits[np.argmax(2 * right / np.maximum(1, given + truth.sum()))])

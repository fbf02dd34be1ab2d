"""Reading a text for its themes and for the kind of help it is about.

A linear classifier learns from labelled sentences. Beside it stand keyword rules, because the
rarest themes have too few examples to learn from: a text that says "burglary" is about crime
whatever the classifier makes of it.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from broker.matching.errors import BadData
from broker.matching.text import TextSpace, tidy

KEYWORDS: Mapping[str, str] = {
    "CRM": r"crim\w*|burglar\w*|knife|knives|anti-?social|vandal\w*|offend\w*|reoffend\w*|gangs?|police|probation"
    r"|domestic (abuse|violence)|hate crime|shoplift\w*|arson|feel(ing)? safe\w*",
    "POV": r"food ?banks?|fuel poverty|debts?|hungry|hunger|school uniforms?|cost of living"
    r"|warm (space|room|hub)s?|breakfast club|heating bills?",
    "HOU": r"homeless\w*|rough sleep\w*|tenan(t|cy|cies)|damp|hostel\w*|evict\w*|housing|new home",
    "EMP": r"unemploy\w*|job ?seekers?|worklessness|out of work|cvs?|job ?centre|interview (practice|skills|clothes)",
    "ENV": r"litter\w*|fly-?tip\w*|allotments?|flood\w*|recycl\w*|green ?spaces?|tree planting|compost\w*",
    "ENT": r"start-?ups?|high streets?|empty shops?|new firms?|entrepreneur\w*|market traders?",
    "EDU": r"schools?|pupils?|literacy|numeracy|reading (help|volunteers?)|digital skills|homework|esol|stem club",
    "HLT": r"lonel\w*|dementia|mental health|wellbeing|addiction|carers?|suicide|isolat\w*",
}
"""Plain words that decide a theme by themselves (our nine themes; other label sets bring none)."""


class TermReader:
    """Text -> how likely each label of a closed list is.

    Parameters
    ----------
    space : TextSpace
        A fitted word space.
    cost : float
        Inverse strength of the regularisation.
    rules : mapping of label to regular expression, optional
        A text that matches is at least ``floor`` likely to be about the label.

    Attributes
    ----------
    labels_ : tuple of str
    coef_, intercept_ : ndarray, shapes (n_features, n_labels) and (n_labels,)
    """

    def __init__(
        self, space: TextSpace, *, cost: float = 8.0, rules: Mapping[str, str] | None = None, floor: float = 0.6
    ) -> None:
        self.space = space
        self.cost = cost
        self.rules = rules or {}
        self.floor = floor

    def fit(self, labels: Sequence[str], texts: Sequence[str], *, random_state: int = 13) -> "TermReader":
        """Learn from (label, text) pairs. Raises BadData when there are fewer than two labels."""
        from sklearn.linear_model import LogisticRegression

        self.labels_ = tuple(sorted(set(labels)))
        if len(self.labels_) < 2:
            raise BadData("There must be examples of at least two labels to learn from.")
        matrix = self.space.transform(texts)
        used = np.unique(matrix.indices)  # learn only on features that occur: 100 times fewer
        columns = matrix[:, used]
        self.coef_ = np.zeros((matrix.shape[1], len(self.labels_)))
        self.intercept_ = np.zeros(len(self.labels_))
        for at, label in enumerate(self.labels_):
            model = LogisticRegression(
                C=self.cost, solver="liblinear", class_weight="balanced", random_state=random_state
            )
            model.fit(columns, np.array([one == label for one in labels]))
            self.coef_[used, at] = model.coef_[0]
            self.intercept_[at] = model.intercept_[0]
        return self.made_of(self.labels_, self.coef_, self.intercept_)

    def made_of(
        self, labels: tuple[str, ...], coef: NDArray[np.float64], intercept: NDArray[np.float64]
    ) -> "TermReader":
        """A reader from numbers that were fitted before."""
        self.labels_, self.coef_, self.intercept_ = labels, coef, intercept
        self._patterns = {
            label: re.compile(rf"\b(?:{rule})\b") for label, rule in self.rules.items() if label in self.labels_
        }
        return self

    def likely(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """How likely each label is for each text: (n_texts, n_labels), each 0..1 on its own."""
        raw = np.asarray(self.space.transform(texts) @ self.coef_) + self.intercept_
        chance = 1.0 / (1.0 + np.exp(-np.clip(raw, -30, 30)))
        for row, text in enumerate(texts):
            plain = tidy(text)
            for label, pattern in self._patterns.items():
                if pattern.search(plain):
                    column = self.labels_.index(label)
                    chance[row, column] = max(chance[row, column], self.floor)
        return chance

    def posterior(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """A distribution over the labels for each text, (n_texts, n_labels); rows of NaN where the
        text has no words, because nothing can be read from nothing."""
        chance = self.likely(texts)
        odds = chance / (1.0 - np.clip(chance, None, 0.999))
        shares = odds / odds.sum(axis=1, keepdims=True)
        empty = np.array([not tidy(text) for text in texts], dtype=bool)
        shares[empty] = np.nan
        return shares

    def as_mapping(self, text: str) -> dict[str, float]:
        """The posterior of one text by label; empty where nothing can be read."""
        row = self.posterior([text])[0]
        return {} if np.isnan(row).any() else {label: float(value) for label, value in zip(self.labels_, row)}  # noqa: B905


def reader_of(pairs: Sequence[tuple[str, str]], space: TextSpace, **settings: Any) -> TermReader:
    """A fitted reader from (label, text) pairs."""
    labels, texts = zip(*pairs, strict=True)
    return TermReader(space, **settings).fit(list(labels), list(texts))

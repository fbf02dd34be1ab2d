"""The published weights: how much each part of a score counts. A version is a value, never changed.

The weights add up to 1. A part that is not known contributes half of its weight (``NEUTRAL``);
the other weights are never rescaled, so the parts of every score add up and can be compared.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from broker.matching.affinity import AFFINITY
from broker.matching.errors import BadWeights
from models.vocabulary import Kind, Theme

NEUTRAL = 0.5
"""The value that stands in for a part that is not known."""

PARTS: Mapping[str, str] = {
    "can_do": "What the firm can do",
    "kind": "Kind of help",
    "words": "Words in common",
    "theme": "Theme",
    "sector": "Sector",
    "place": "Place",
    "amount": "Amount",
    "children": "Children and adults at risk",
    "priority": "Most deprived neighbourhoods first",
    "rotation": "Fair turns and earlier success",
}
"""Every part of a score: its code and the label shown beside it, in the order shown."""

MEANING = "meaning"
MEANING_LABEL = "Meaning of the words"
MEANING_MEANING = "Whether both sides mean the same, if in other words."
TAKEN: Mapping[str, float] = {"words": 0.5, "theme": 0.5}
"""The part that is there only with a sentence encoder, and what share of other parts' weights it takes:
those of the two that it says better. So the weights still add up to 1, whoever set them."""

MEANINGS: Mapping[str, str] = {
    "can_do": "What the firm wrote, or what firms of its trade can usually do, against what is really asked for.",
    "kind": "Whether the firm offers the kind of help that is asked for, or may be willing to.",
    "words": "Whether both sides use the same words.",
    "theme": "Whether both sides write about the same theme.",
    "sector": "How near the firm’s line of business is to one that was named in the request.",
    "place": "How near the two sides are, and how far the firm will go.",
    "amount": "How much the firm offers of what is asked for.",
    "children": "Whether the firm is happy to work with children and adults at risk, where the request involves them.",
    "priority": "How deprived the neighbourhood is, where that is known. The same for every firm.",
    "rotation": "How long ago the firm was last asked, and whether it has helped before.",
}
"""What each part compares, for whoever sets its weight."""

DEFAULT: Mapping[str, float] = {
    "can_do": 0.35,
    "kind": 0.22,
    "words": 0.04,
    "theme": 0.06,
    "sector": 0.08,
    "place": 0.16,
    "amount": 0.03,
    "children": 0.02,
    "priority": 0.02,
    "rotation": 0.02,
}


@dataclass(frozen=True, slots=True)
class Weights:
    """One version of the weights.

    Parameters
    ----------
    parts : mapping of part code to weight
        Each at least 0, together 1 (to a thousandth). A missing code weighs 0.
    threshold : float
        A pair that scores below this is not suggested.
    somebody : float
        When the best firm for a need scores below this, the answer is "nobody": a list of
        second choices without a first one is no list.
    least_can_do : float
        Nor is one whose "can do" value is known and below this: place and goodwill do not mend a roof.
    affinity : theme -> kind of help -> 0 to 3
        How well kinds suit themes, for needs that name no kind.

    Raises
    ------
    BadWeights
        When a weight is not a number, is negative, is unknown, or they do not add up to 1; when a
        limit is not between 0 and 1, or a value of the table not 0, 1, 2 or 3.
    """

    version: str = "published-2"
    parts: Mapping[str, float] = field(default_factory=lambda: dict(DEFAULT))
    threshold: float = 0.54
    somebody: float = 0.65
    least_can_do: float = 0.30
    affinity: Mapping[Theme, Mapping[Kind, int]] = field(default_factory=lambda: AFFINITY)

    def __post_init__(self) -> None:
        unknown = sorted(set(self.parts) - {*PARTS, MEANING})
        if unknown:
            raise BadWeights(f"There is no part called {', '.join(unknown)}.")
        for code, weight in self.parts.items():
            if not isinstance(weight, (int, float)) or not math.isfinite(weight) or weight < 0:
                raise BadWeights(
                    f"The weight of “{PARTS.get(code, MEANING_LABEL)}” must be a number that is not negative."
                )
        total = math.fsum(self.parts.values())
        if abs(total - 1.0) > 0.001:
            raise BadWeights(f"The weights must add up to 1. They add up to {total:.3f}.")
        for name in ("threshold", "somebody", "least_can_do"):
            value = getattr(self, name)
            if not math.isfinite(value) or not 0 <= value <= 1:
                raise BadWeights("The least score that is suggested must lie between 0 and 1.")
        for theme, row in self.affinity.items():
            for kind, value in row.items():
                if value not in (0, 1, 2, 3):
                    raise BadWeights(f"How well “{kind.label}” suits “{theme.label}” must be 0, 1, 2 or 3.")

    def of(self, code: str) -> float:
        return float(self.parts.get(code, 0.0))

    def with_meaning(self) -> "Weights":
        """The same weights where there is a sentence encoder."""
        if MEANING in self.parts:
            return self
        taken = {code: round(self.of(code) * share, 6) for code, share in TAKEN.items()}
        parts = {code: round(weight - taken.get(code, 0.0), 6) for code, weight in self.parts.items()}
        return replace(self, parts={**parts, MEANING: round(math.fsum(taken.values()), 6)})

    def without(self, code: str) -> "Weights":
        """The same weights as if one part did not exist; the others are scaled up to 1 again."""
        rest = {other: weight for other, weight in self.parts.items() if other != code}
        return replace(self, version=f"{self.version} without {code}", parts=scaled(rest))


def scaled(raw: Mapping[str, float]) -> dict[str, float]:
    """Any numbers that are not negative as weights: they keep their proportions and add up to 1.

    Raises BadWeights where they are all nothing, or one is no number.
    """
    for code, weight in raw.items():
        if not isinstance(weight, (int, float)) or not math.isfinite(weight) or weight < 0:
            raise BadWeights(f"The weight of “{PARTS.get(code, code)}” must be a number that is not negative.")
    total = math.fsum(raw.values())
    if not total > 0:
        raise BadWeights("At least one part must have a weight: with none, every pair would score the same.")
    return {code: round(weight / total, 6) for code, weight in raw.items()}


PUBLISHED = Weights()

"""What a decision teaches: one verdict, its reason, and the parts of the score it speaks about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from broker.matching.fitting import Floats
from broker.matching.scored import Scored
from broker.matching.weights import NEUTRAL, PARTS
from models.vocabulary import DeclineReason, RejectReason

TEACHES: Mapping[str, tuple[str, ...]] = {
    RejectReason.WRONG_KIND: ("kind",),
    RejectReason.SECTOR: ("sector", "can_do"),
    RejectReason.TOO_FAR: ("place",),
    RejectReason.SIZE: ("amount",),
    RejectReason.HELPED_ENOUGH: ("rotation",),
    DeclineReason.WRONG_SKILL: ("can_do",),
    DeclineReason.TOO_BIG: ("amount",),
}
"""A refusal for one of these reasons teaches these parts alone."""

TEACHES_NOTHING = frozenset(
    {
        str(RejectReason.CONFLICT),
        str(RejectReason.ALREADY_MET),
        str(RejectReason.NOT_READY),
        str(RejectReason.OTHER),
        str(DeclineReason.WRONG_TIME),
        str(DeclineReason.UNCLEAR),
        str(DeclineReason.HELPING_ELSEWHERE),
        str(DeclineReason.OTHER),
    }
)


@dataclass(frozen=True, slots=True)
class Decision:
    """One verdict on one suggestion. ``values`` is part code -> 0..1, or None where not known;
    ``by`` is whose verdict it is; ``since`` whether it was given after the weights in force were."""

    values: Mapping[str, float | None]
    confirmed: bool
    reason: str = ""
    by: int = 0
    since: bool = True

    @classmethod
    def of(cls, scored: Scored, confirmed: bool, reason: str = "", *, by: int = 0, since: bool = True) -> "Decision":
        return cls({part.code: part.value for part in scored.parts}, confirmed, reason, by, since)


def usable(decisions: Sequence[Decision]) -> list[Decision]:
    """Those that teach anything: confirmations, and refusals for a reason that a part can answer."""
    return [one for one in decisions if one.confirmed or one.reason not in TEACHES_NOTHING]


def values_of(decisions: Sequence[Decision]) -> Floats:
    """(decisions, parts) values; not known is neutral."""
    rows = [[one.values.get(code) for code in PARTS] for one in decisions]
    filled = [[NEUTRAL if value is None else value for value in row] for row in rows]
    return np.array(filled, dtype=np.float64).reshape(len(decisions), len(PARTS))


def features(decisions: Sequence[Decision]) -> Floats:
    """The same, but a refusal says nothing of parts that its reason does not speak about: there it is
    given what confirmed pairs have on average."""
    matrix = values_of(decisions)
    silent = np.array(
        [
            [not one.confirmed and one.reason in TEACHES and code not in TEACHES[one.reason] for code in PARTS]
            for one in decisions
        ]
    ).reshape(matrix.shape)
    confirmed = np.array([one.confirmed for one in decisions], dtype=bool)
    usual = matrix[confirmed].mean(axis=0) if confirmed.any() else np.full(len(PARTS), NEUTRAL)
    return np.where(silent, usual, matrix)

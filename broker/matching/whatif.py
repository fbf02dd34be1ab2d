"""What would change the order: of one pair among the others of its need, part by part.

Worked out from the parts of the score alone, as if one thing were otherwise and all else as it is.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from broker.matching.parts import DECAY_MILES, DECAY_MILES_USUAL
from broker.matching.scored import Scored, ScorePart

SETTLED_BY_THE_NEED = frozenset({"priority", "theme", "words"})
"""Parts that are the same for every firm, or that nobody would change for one pair."""

SAME_PLACE, NAMED_PLACE, ANYWHERE = 0.85, 0.8, 0.4
"""Values of place that distance alone does not take away: of a firm in the same district, of one that
named it, of one that goes anywhere. See `parts.place`."""

LEAST_MILES = 0.25
"""Nearer than this is as near as can be said."""


@dataclass(frozen=True, slots=True)
class Otherwise:
    """If one part were otherwise, the pair would stand at ``place`` (1 is the best).

    ``miles``: of the distance, at which the pair would just stand there; ``better`` says whether it
    would then be nearer than now, or farther. Of any other part: if it were all it could be.
    ``known``: whether the part is known now.
    """

    code: str
    place: int
    better: bool
    known: bool
    miles: float | None = None


def place_among(score: float, others: Sequence[float]) -> int:
    """1 is the best; whoever scores the same stands before it."""
    return 1 + sum(other >= score for other in others)


def otherwise(scored: Scored, others: Sequence[float]) -> list[Otherwise]:
    """What would bring a pair a better place among the scores of its need's other firms, most places
    first, and at what distance it would lose the place it has."""
    now = place_among(scored.score, others)
    found = []
    for part in scored.parts:
        if part.code in SETTLED_BY_THE_NEED or part.weight <= 0:
            continue
        full = scored.score - part.contribution + part.weight
        place = place_among(full, others)
        if place >= now:
            continue
        if part.code != "place":
            found.append(Otherwise(part.code, place, True, part.known))
        elif (miles := _miles_to_beat(scored, part, others, now)) is not None:
            found.append(Otherwise("place", now - 1, True, part.known, miles))
    found.sort(key=lambda one: (one.place, one.code))
    far = _miles_to_lose(scored, others)
    return [*found, *([far] if far is not None else [])]


def _miles_to_beat(scored: Scored, part: ScorePart, others: Sequence[float], now: int) -> float | None:
    """How near the two would have to be to pass the next firm above."""
    above = min(other for other in others if other >= scored.score)
    room = sum(other == above for other in others)
    miles = miles_of((above - scored.score + part.contribution) / part.weight, scored)
    return miles if room == 1 and miles is not None and miles >= LEAST_MILES else None


def _miles_to_lose(scored: Scored, others: Sequence[float]) -> Otherwise | None:
    """How far apart they would be where the next firm below passes them."""
    part = next((one for one in scored.parts if one.code == "place"), None)
    below = [other for other in others if other < scored.score]
    if part is None or part.value is None or part.weight <= 0 or not below:
        return None
    value = part.value - (scored.score - max(below)) / part.weight
    if not (value >= SAME_PLACE or ANYWHERE < value < part.value < NAMED_PLACE):
        return None  # a firm of the same district, or one that goes anywhere, loses no more by distance
    miles = miles_of(value, scored)
    return None if miles is None else Otherwise("place", place_among(scored.score, others) + 1, False, True, miles)


def miles_of(value: float, scored: Scored) -> float | None:
    """The distance at which place has this value, going by distance alone; None where none has."""
    if not 0 < value < 1:
        return None
    scale = DECAY_MILES_USUAL if scored.kind is None else DECAY_MILES.get(scored.kind, DECAY_MILES_USUAL)
    return -scale * math.log(value)

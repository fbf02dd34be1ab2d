"""Facts added up by area: the figures of every page about the programme."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from models.base import now

from .brokers import brokers_here
from .facts import ALL, Areas, Fact, Piece
from .firms import firm_facts
from .matches import match_facts
from .needs import need_facts

#: What is counted -> key -> how many.
Numbers = Mapping[str, Mapping[str, int]]

READ: dict[str, Callable[[Session, Areas, Piece], list[Fact]]] = {
    "firms": firm_facts,
    "needs": need_facts,
    "matches": match_facts,
}


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers by area, counted at one moment."""

    by_area: Mapping[str, Numbers]
    at: datetime

    def of(self, area: str, what: str, key: str = "") -> int:
        return self.by_area.get(area, {}).get(what, {}).get(key, 0)

    def keys(self, area: str, what: str) -> Mapping[str, int]:
        """Everything one thing is counted under in an area."""
        return self.by_area.get(area, {}).get(what, {})

    def together(self, areas: Areas = None) -> "Whole":
        """The sums of some areas, or of all and of what has no place."""
        sums: dict[str, Counter[str]] = defaultdict(Counter)
        for area, numbers in self.by_area.items():
            if areas is None or area in areas:
                for what, keys in numbers.items():
                    sums[what].update(keys)
        return Whole(sums)


@dataclass(frozen=True, slots=True)
class Whole:
    """Numbers of several areas together."""

    numbers: Numbers

    def of(self, what: str, key: str = "") -> int:
        return self.numbers.get(what, {}).get(key, 0)

    def keys(self, what: str) -> Mapping[str, int]:
        return self.numbers.get(what, {})

    def all(self, what: str) -> int:
        """How many under all keys together; right where a row has one key of this at most."""
        return sum(self.keys(what).values())


def count(session: Session, areas: Areas = None) -> Counts:
    """Count everything now, in a fixed number of queries."""
    found: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for read in READ.values():
        for one in read(session, areas, ALL):
            here = found[one.area]
            for what, key in one.counted:
                here[what][key] += 1
    for broker in brokers_here(session, areas):
        found[broker.area]["brokers"][""] += 1
        found[broker.area]["free_places"][""] += broker.free
    return Counts(found, now())


def median(days: Mapping[str, int]) -> float | None:
    """The middle of values that are counted under themselves; None where there is none."""
    ordered = sorted((int(key), number) for key, number in days.items() if number)
    total = sum(number for _, number in ordered)
    if not total:
        return None
    middle = [_at(ordered, (total - 1) // 2), _at(ordered, total // 2)]
    return sum(middle) / 2


def _at(ordered: list[tuple[int, int]], place: int) -> int:
    for value, number in ordered:
        if place < number:
            return value
        place -= number
    raise IndexError(place)

"""What to recruit next, and where: from the unmet requests and the limit that binds for each."""

from dataclasses import dataclass

from models import Area
from models.vocabulary import Kind

from .counting import Counts, Whole
from .facts import NOWHERE, Areas


@dataclass(frozen=True, slots=True)
class Firms:
    """Firms of one trade (a SIC section, or "any") that offer one kind of help would place so many requests of
    an area; without an area, of partnerships over several."""

    area: Area | None
    kind: Kind
    section: str
    requests: int

    @property
    def key(self) -> str:
        return f"{self.kind.value}|{self.section}"


@dataclass(frozen=True, slots=True)
class Others:
    """So many requests of an area wait for something that no business can change."""

    area: Area | None
    requests: int


@dataclass(frozen=True, slots=True)
class Recruit:
    """``waiting`` are the requests that a business would place; one can stand under several ``firms``."""

    waiting: int
    firms: tuple[Firms, ...]
    brokers: tuple[Others, ...]
    say_more: tuple[Others, ...]

    @property
    def empty(self) -> bool:
        return not (self.firms or self.brokers or self.say_more)


def recruiting(counts: Counts, areas: dict[str, Area], within: Areas) -> Recruit:
    """What would place the most requests first."""
    firms, waiting = [], 0
    brokers, say_more = [], []
    for code, numbers in counts.by_area.items():
        if (within is not None and code not in within) or (code != NOWHERE and code not in areas):
            continue
        whole, area = Whole(numbers), areas.get(code)
        waiting += whole.of("recruit_any")
        for key, number in whole.keys("recruit").items():
            kind, _, section = key.partition("|")
            firms.append(Firms(area, Kind[kind], section, number))
        brokers += [Others(area, number)] if (number := whole.of("recruit_broker")) else []
        say_more += [Others(area, number)] if (number := whole.of("say_more")) else []
    firms.sort(key=lambda one: (-one.requests, one.area.name if one.area else "", one.key))
    return Recruit(waiting, tuple(firms), _most_first(brokers), _most_first(say_more))


def _most_first(others: list[Others]) -> tuple[Others, ...]:
    return tuple(sorted(others, key=lambda one: (-one.requests, one.area.name if one.area else "")))

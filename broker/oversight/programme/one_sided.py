"""Areas that lack one side: offers and no open request, or open requests and no offer."""

from dataclasses import dataclass

from models import Area

from .counting import Counts, Whole
from .facts import NOWHERE, Areas


@dataclass(frozen=True, slots=True)
class OneSided:
    """An area with ``number`` businesses that offer something, or with ``number`` open requests, and none of
    the other."""

    area: Area
    number: int


def offers_and_no_requests(counts: Counts, areas: dict[str, Area], within: Areas) -> list[OneSided]:
    """By where a business is, not by how far it would go. The most offers first."""
    return _only(counts, areas, within, "offering", "open")


def requests_and_no_offers(counts: Counts, areas: dict[str, Area], within: Areas) -> list[OneSided]:
    return _only(counts, areas, within, "open", "offering")


def _only(counts: Counts, areas: dict[str, Area], within: Areas, there: str, lacking: str) -> list[OneSided]:
    found = []
    for code, numbers in counts.by_area.items():
        if code == NOWHERE or code not in areas or (within is not None and code not in within):
            continue
        whole = Whole(numbers)
        if whole.of(there) and not whole.of(lacking):
            found.append(OneSided(areas[code], whole.of(there)))
    return sorted(found, key=lambda one: (-one.number, one.area.name))

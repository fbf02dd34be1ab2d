"""What the hard rules ask of businesses, as arrays along them: read once from a catalogue and kept with it.

A rule is then a comparison of arrays for each need, and never a visit to every business.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from broker.matching.profiles import BusinessProfile, NeedProfile
from models.vocabulary import Kind, ReachKind, WorksWithChildren

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

MILES = {ReachKind.MILES_5: 5.0, ReachKind.MILES_10: 10.0, ReachKind.MILES_25: 25.0}
ROUNDING = 1.1
"""Nobody measures: "five miles" still holds at five and a half."""


@dataclass(frozen=True, eq=False)
class RuleArrays:
    """Along n businesses. limit : miles it will go, inf where its reach is not in miles. undecided :
    "not sure yet" is among its offers. dated : places of those whose every offer has a date.
    region : the region it keeps to (numbers of ``regions``), -1 where it keeps to none that is known.
    boroughs : district -> places of those that named it; named_boroughs : those that named any.
    """

    businesses: Sequence[BusinessProfile]
    live: Mask
    full: Mask
    undecided: Mask
    refuses_children: Mask
    limit: Floats
    remote: Mask
    region: Ints
    regions: Mapping[str, int]
    named_boroughs: Mask
    boroughs: Mapping[str, Ints]
    dated: Ints

    def __len__(self) -> int:
        return len(self.businesses)

    def named(self, districts: frozenset[str]) -> Mask:
        """Those that named one of these districts among the boroughs they will go to."""
        theirs = np.zeros(len(self), dtype=bool)
        for code in districts & self.boroughs.keys():
            theirs[self.boroughs[code]] = True
        return theirs

    def missed(self, need: NeedProfile, today: date) -> Mask:
        """Those whose every offer is over before a need begins, or begins after it has ended."""
        missed = np.zeros(len(self), dtype=bool)
        first = max(need.starts_on or today, today)
        for at in self.dated:
            missed[at] = all(
                (offer.ends_on is not None and offer.ends_on < first)
                or (offer.starts_on is not None and need.ends_on is not None and offer.starts_on > need.ends_on)
                for offer in self.businesses[at].offers
            )
        return missed


def rule_arrays_of(businesses: Sequence[BusinessProfile]) -> RuleArrays:
    """Read them from profiles."""
    kinds = [one.reach.kind for one in businesses]
    boroughs: dict[str, list[int]] = {}
    for at, one in enumerate(businesses):
        if one.reach.kind is ReachKind.BOROUGHS:
            for code in one.reach.districts:
                boroughs.setdefault(code, []).append(at)
    regions: dict[str, int] = {}
    kept_to = [
        (one.reach.region or one.place.region) if one.reach.kind is ReachKind.REGION else None for one in businesses
    ]

    def mask(of: list[bool]) -> Mask:
        return np.array(of, dtype=bool)

    return RuleArrays(
        businesses=businesses,
        live=mask([one.live for one in businesses]),
        full=mask([one.capacity <= 0 for one in businesses]),
        undecided=mask([any(offer.kind is Kind.NSY for offer in one.offers) for one in businesses]),
        refuses_children=mask([one.children is WorksWithChildren.NO for one in businesses]),
        limit=np.array([MILES.get(kind, np.inf) * ROUNDING for kind in kinds], dtype=np.float64),
        remote=mask([kind is ReachKind.REMOTE for kind in kinds]),
        region=np.array([-1 if not one else regions.setdefault(one, len(regions)) for one in kept_to], dtype=np.int64),
        regions=regions,
        named_boroughs=mask(
            [
                kind is ReachKind.BOROUGHS and bool(one.reach.districts)
                for kind, one in zip(kinds, businesses, strict=True)
            ]
        ),
        boroughs={code: np.array(places, dtype=np.int64) for code, places in boroughs.items()},
        dated=np.array([at for at, one in enumerate(businesses) if _dated(one)], dtype=np.int64),
    )


def _dated(business: BusinessProfile) -> bool:
    offers = business.offers
    return bool(offers) and all(one.starts_on is not None or one.ends_on is not None for one in offers)

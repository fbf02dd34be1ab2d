"""Hard rules: who can never be paired. No weight, no score and no setting trades them away.

Each rule is a function (need, catalogue, distances, today) -> bool array, True where the pair is
forbidden. What is not known never forbids anything.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from broker.matching.affinity import KIND_AT
from broker.matching.features import Catalogue
from broker.matching.profiles import Barrier, BusinessProfile, NeedProfile
from models.vocabulary import ConflictStrength, Kind, ReachKind, Safeguarding, WorksWithChildren

Mask = NDArray[np.bool_]
Rule = Callable[[NeedProfile, Catalogue, NDArray[np.float64], date], Mask]

MILES = {ReachKind.MILES_5: 5.0, ReachKind.MILES_10: 10.0, ReachKind.MILES_25: 25.0}
ROUNDING = 1.1
"""Nobody measures: "five miles" still holds at five and a half."""

NEAR_ENOUGH_FOR_REMOTE = 5.0
ON_THE_SPOT = frozenset({Kind.VOL, Kind.SPC, Kind.WEX, Kind.JOB, Kind.APP, Kind.INV})
"""Kinds of help that cannot be given by telephone, post or online."""

SENTENCES: Mapping[str, str] = {
    "need_not_live": "This request is not open at the moment.",
    "business_not_live": "This firm is not taking part at the moment.",
    "capacity": "This firm has as many proposals as it can take for now.",
    "dates": "The dates do not fit.",
    "only_these": "The firm ticked “only these kinds of help”, and what is asked for is not among them.",
    "reach": "It is further away than the firm will go.",
    "children": "The firm does not work with children or adults at risk, and this request involves them.",
    "excluded": "This pair has been ruled out.",
}


def _need_not_live(need: NeedProfile, catalogue: Catalogue, far: NDArray[np.float64], today: date) -> Mask:
    return np.full(len(catalogue), not need.live)


def _business_not_live(need: NeedProfile, catalogue: Catalogue, far: NDArray[np.float64], today: date) -> Mask:
    return np.array([not one.live for one in catalogue.businesses], dtype=bool)


def _capacity(need: NeedProfile, catalogue: Catalogue, far: NDArray[np.float64], today: date) -> Mask:
    return np.array([one.capacity <= 0 for one in catalogue.businesses], dtype=bool)


def _dates(need: NeedProfile, catalogue: Catalogue, far: NDArray[np.float64], today: date) -> Mask:
    if need.ends_on is not None and need.ends_on < today:
        return np.ones(len(catalogue), dtype=bool)
    first = max(need.starts_on or today, today)

    def missed(business: BusinessProfile) -> bool:
        return bool(business.offers) and all(
            (offer.ends_on is not None and offer.ends_on < first)
            or (offer.starts_on is not None and need.ends_on is not None and offer.starts_on > need.ends_on)
            for offer in business.offers
        )

    return np.array([missed(one) for one in catalogue.businesses], dtype=bool)


def _only_these(need: NeedProfile, catalogue: Catalogue, far: NDArray[np.float64], today: date) -> Mask:
    asked = [part.kind for part in need.parts]
    if not asked or Kind.NSY in asked:
        return np.zeros(len(catalogue), dtype=bool)
    overlap = catalogue.ticked[:, [KIND_AT[kind] for kind in asked]].any(axis=1)
    firms = catalogue.businesses
    undecided = np.array([any(offer.kind is Kind.NSY for offer in one.offers) for one in firms], dtype=bool)
    return (catalogue.open == 0.0) & ~overlap & ~catalogue.unsure & ~undecided


def _children(need: NeedProfile, catalogue: Catalogue, far: NDArray[np.float64], today: date) -> Mask:
    if need.children is Safeguarding.NONE:
        return np.zeros(len(catalogue), dtype=bool)
    return np.array([one.children is WorksWithChildren.NO for one in catalogue.businesses], dtype=bool)


def _reach(need: NeedProfile, catalogue: Catalogue, far: NDArray[np.float64], today: date) -> Mask:
    asked = {part.kind for part in need.parts}
    present = bool(asked) and asked <= ON_THE_SPOT
    here = need.area_districts | ({need.place.district} if need.place.district else set())

    def beyond(business: BusinessProfile, distance: float) -> bool:
        reach = business.reach
        if reach.kind in MILES:
            return bool(distance > MILES[reach.kind] * ROUNDING)  # NaN compares False
        if reach.kind is ReachKind.BOROUGHS:
            return bool(here and reach.districts and not here & reach.districts)
        if reach.kind is ReachKind.REGION:
            region = reach.region or business.place.region
            return bool(region and need.place.region and region != need.place.region)
        if reach.kind is ReachKind.REMOTE:
            return present and bool(distance > NEAR_ENOUGH_FOR_REMOTE)
        return False

    return np.array([beyond(one, miles) for one, miles in zip(catalogue.businesses, far, strict=True)], dtype=bool)


RULES: Mapping[str, Rule] = {
    "need_not_live": _need_not_live,
    "business_not_live": _business_not_live,
    "capacity": _capacity,
    "dates": _dates,
    "only_these": _only_these,
    "reach": _reach,
    "children": _children,
}


def forbidden(need: NeedProfile, catalogue: Catalogue, far: NDArray[np.float64], today: date) -> dict[str, Mask]:
    """Every rule on every business: {rule: (n,) bool}. ``far`` is miles, NaN where not known."""
    return {code: rule(need, catalogue, far, today) for code, rule in RULES.items()}


class Barriers:
    """What is already known about single pairs, looked up by ids whether they are text or number."""

    def __init__(self, barriers: Sequence[Barrier], today: date) -> None:
        self._of: dict[tuple[str, str], list[Barrier]] = {}
        for one in barriers:
            if one.until is None or one.until > today:
                self._of.setdefault((str(one.need_id), str(one.business_id)), []).append(one)

    def about(self, need_id: int | str, business_id: int | str) -> list[Barrier]:
        return self._of.get((str(need_id), str(business_id)), [])

    def bars(self, need_id: int | str, business_id: int | str) -> list[Barrier]:
        return [one for one in self.about(need_id, business_id) if one.strength == ConflictStrength.BAR]

    def flags(self, need_id: int | str, business_id: int | str) -> list[Barrier]:
        return [one for one in self.about(need_id, business_id) if one.strength != ConflictStrength.BAR]

    def __bool__(self) -> bool:
        return bool(self._of)

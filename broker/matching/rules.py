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
from broker.matching.profiles import Barrier, NeedProfile
from models.vocabulary import ConflictStrength, Kind, Safeguarding

Mask = NDArray[np.bool_]
Rule = Callable[[NeedProfile, Catalogue, NDArray[np.float64], date], Mask]

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
    return ~catalogue.for_rules.live


def _capacity(need: NeedProfile, catalogue: Catalogue, far: NDArray[np.float64], today: date) -> Mask:
    return catalogue.for_rules.full


def _dates(need: NeedProfile, catalogue: Catalogue, far: NDArray[np.float64], today: date) -> Mask:
    if need.ends_on is not None and need.ends_on < today:
        return np.ones(len(catalogue), dtype=bool)
    return catalogue.for_rules.missed(need, today)


def _only_these(need: NeedProfile, catalogue: Catalogue, far: NDArray[np.float64], today: date) -> Mask:
    asked = [part.kind for part in need.parts]
    if not asked or Kind.NSY in asked:
        return np.zeros(len(catalogue), dtype=bool)
    overlap = catalogue.ticked[:, [KIND_AT[kind] for kind in asked]].any(axis=1)
    return (catalogue.open == 0.0) & ~overlap & ~catalogue.unsure & ~catalogue.for_rules.undecided


def _children(need: NeedProfile, catalogue: Catalogue, far: NDArray[np.float64], today: date) -> Mask:
    if need.children is Safeguarding.NONE:
        return np.zeros(len(catalogue), dtype=bool)
    return catalogue.for_rules.refuses_children


def _reach(need: NeedProfile, catalogue: Catalogue, far: NDArray[np.float64], today: date) -> Mask:
    firms = catalogue.for_rules
    beyond = far > firms.limit  # NaN compares False
    here = need.area_districts | ({need.place.district} if need.place.district else frozenset())
    if here:
        beyond |= firms.named_boroughs & ~firms.named(here)
    if need.place.region:
        beyond |= (firms.region >= 0) & (firms.region != firms.regions.get(need.place.region, -2))
    asked = {part.kind for part in need.parts}
    if asked and asked <= ON_THE_SPOT:
        beyond |= firms.remote & (far > NEAR_ENOUGH_FOR_REMOTE)
    return beyond


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

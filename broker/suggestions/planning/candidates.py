"""Who suits what: every part compared with every business, the best of both kept, and who may link them."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from models.vocabulary import Kind, PlanRuleKind

from ...matching.asking import NeedFeatures
from ...matching.brokers import broker_rules
from ...matching.engine import Engine
from ...matching.looking import MORE_NEEDED, advice
from ...matching.pairing import Comparison, compare
from ...matching.plan import PlanPair
from ...matching.profiles import BusinessProfile
from ...matching.rules import Barriers
from .gather import Gathered, NeedToPlan, Pair, PartToFill

#: The best businesses of each part, joined with the best parts of each business.
PER_PART, PER_BUSINESS = 20, 5

_NO_FIRM = BusinessProfile(id=0)


@dataclass(eq=False)
class Found:
    """``ranks``: (part, business) -> its place among all who suit the part. ``look_for``: part -> what
    kind of firm to look for, where nobody suits. ``ruled_out``: need -> how many businesses each hard
    rule keeps out. ``unread``: needs that say too little. ``impossible``: pinned (part, business) ->
    why they cannot be put together."""

    pairs: tuple[PlanPair, ...] = ()
    ranks: dict[Pair, int] = field(default_factory=dict)
    look_for: dict[int, str] = field(default_factory=dict)
    ruled_out: dict[int | str, Mapping[str, int]] = field(default_factory=dict)
    unread: set[int] = field(default_factory=set)
    impossible: dict[Pair, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class _Suits:
    """The businesses that suit one part, best first: their rows in the catalogue, scores, and what
    the deprivation of the neighbourhood adds to them."""

    need: NeedToPlan
    part: PartToFill
    at: NDArray[np.int64]
    score: NDArray[np.float64]
    priority: NDArray[np.float64]


def find_pairs(gathered: Gathered, engine: Engine, today: date, told: Callable[[int, int], None]) -> Found:
    """Compare, and keep what a plan can choose from. ``told`` hears (needs compared, of all).

    Scores are those of the suggestions: the same comparison, the same rules, and the same bar below
    which nobody is suggested.
    """
    found, links, pinned = Found(), Links(gathered, today), _pinned(gathered)
    suits: list[_Suits] = []
    extra: list[PlanPair] = []
    put_off: dict[int, list[int]] = defaultdict(list)
    for need_id, business_id in gathered.put_off:
        put_off[need_id].append(business_id)
    for number, need in enumerate(gathered.needs):
        told(number, len(gathered.needs))
        barriers = Barriers(gathered.barriers.get(need.id, ()), today)
        compared = [
            (
                part,
                compare(
                    features_of(engine, need, part), gathered.catalogue, engine.reading, engine.weights, barriers, today
                ),
            )
            for part in need.parts
        ]
        found.ruled_out[need.id] = dict(compared[0][1].counts())
        if not compared[0][1].need_known:
            found.unread.add(need.id)
            found.look_for.update({part.id: MORE_NEEDED for part in need.parts})
            continue
        open_to = [one.suitable & ~one.ruled_out for _, one in compared]
        for at in [gathered.by_id[one] for one in put_off[need.id] if one in gathered.by_id]:
            for mask in open_to:
                mask[at] = False
        best = max(float(one.sure[mask].max(initial=-1.0)) for (_, one), mask in zip(compared, open_to, strict=True))
        for (part, one), mask in zip(compared, open_to, strict=True):
            rows = np.flatnonzero(mask) if best >= engine.weights.somebody else np.zeros(0, dtype=np.int64)
            if not len(rows):
                found.look_for[part.id] = advice(one.need, engine.reading)
            order = rows[np.lexsort((rows, -one.score[rows]))]
            suits.append(_Suits(need, part, order, one.score[order], one.added["priority"][order]))
            for business_id in pinned.get((need.id, part.id), ()):
                extra += _pin(found, gathered, links, need, part, business_id, one, order)
    told(len(gathered.needs), len(gathered.needs))
    found.pairs = tuple(
        {(one.part_id, one.business_id): one for one in [*extra, *_keep(found, gathered, links, suits)]}.values()
    )
    return found


def features_of(engine: Engine, need: NeedToPlan, part: PartToFill) -> NeedFeatures:
    """A need as numbers, asking for one of its parts. Its words are read once for all of them."""
    whole = engine.features(need.profile)
    if part.profile is need.profile:
        return whole
    if part.kind is Kind.NSY:
        return engine.features(part.profile)
    return replace(whole, need=part.profile, kinds={part.kind: 1.0}, kinds_said=True)


def _keep(found: Found, gathered: Gathered, links: "Links", suits: list[_Suits]) -> list[PlanPair]:
    """The best businesses of each part, and of the rest the best parts of each business."""
    if not suits:
        return []
    of = np.concatenate([np.full(len(one.at), number) for number, one in enumerate(suits)])
    at = np.concatenate([one.at for one in suits])
    rank = np.concatenate([np.arange(1, len(one.at) + 1) for one in suits])
    score = np.concatenate([one.score for one in suits])
    order = np.lexsort((of, -score, at))
    starts = np.flatnonzero(np.r_[True, np.diff(at[order]) != 0]) if len(order) else np.zeros(0, dtype=np.int64)
    of_business = np.empty(len(order), dtype=np.int64)
    of_business[order] = np.arange(len(order)) - np.repeat(starts, np.diff(np.r_[starts, len(order)]))
    pairs = []
    for row in np.flatnonzero((rank <= PER_PART) | (of_business < PER_BUSINESS)):
        one, place = suits[of[row]], int(rank[row]) - 1
        business_id = int(gathered.catalogue.businesses[at[row]].id)
        found.ranks[one.part.id, business_id] = place + 1
        pairs.append(links.pair(one.need, one.part, business_id, float(one.score[place]), float(one.priority[place])))
    return pairs


def _pinned(gathered: Gathered) -> dict[Pair, list[int]]:
    """(need, part) -> the businesses pinned to it."""
    pinned: dict[Pair, list[int]] = defaultdict(list)
    for rule in gathered.rules:
        if rule.kind is PlanRuleKind.PIN and rule.need_id and rule.part_id and rule.business_id:
            pinned[rule.need_id, rule.part_id].append(rule.business_id)
    return pinned


def _pin(
    found: Found,
    gathered: Gathered,
    links: "Links",
    need: NeedToPlan,
    part: PartToFill,
    business_id: int,
    one: Comparison,
    order: NDArray[np.int64],
) -> list[PlanPair]:
    """A pinned pair is a candidate however low it scores, but no hard rule gives way to a pin."""
    at = gathered.by_id.get(business_id)
    if at is None:
        found.impossible[part.id, business_id] = ""
        return []
    against = one.scored(at).ruled_out
    if against:
        found.impossible[part.id, business_id] = " ".join(rule.sentence for rule in against)
        return []
    found.ranks[part.id, business_id] = int((one.score[order] > one.score[at]).sum()) + 1
    score, priority = float(one.score[at]), float(one.added["priority"][at])
    return [links.pair(need, part, business_id, score, priority)]


class Links:
    """Which brokers may go between the two sides of a pair. The answer is worked out once for each
    place and once for each tie, not for each of very many pairs."""

    def __init__(self, gathered: Gathered, today: date) -> None:
        self._gathered, self._today = gathered, today
        self._there: dict[object, tuple[int, ...]] = {}
        self._barred: dict[tuple[str, int], set[int]] = defaultdict(set)
        for broker_id, side, entry_id in gathered.ties:
            self._barred[side, entry_id].add(broker_id)

    def pair(self, need: NeedToPlan, part: PartToFill, business_id: int, score: float, priority: float) -> PlanPair:
        brokers = self.between(need, business_id)
        leads = (self._gathered.lead_of.get(business_id), need.lead_id)
        lead = next((one for one in leads if one in brokers), None)
        return PlanPair(need.id, part.id, business_id, score, brokers, lead, priority)

    def between(self, need: NeedToPlan, business_id: int) -> tuple[int, ...]:
        there = self._of_place(need)
        partnership = int(need.profile.partnership_id or 0)
        barred = self._barred.get(("business", business_id), set()) | self._barred.get(
            ("partnership", partnership), set()
        )
        return tuple(one for one in there if one not in barred) if barred else there

    def _of_place(self, need: NeedToPlan) -> tuple[int, ...]:
        where = (need.profile.place.district, need.profile.area_districts)
        if where not in self._there:
            self._there[where] = tuple(
                int(one.id)
                for one in self._gathered.brokers
                if not broker_rules(one, need.profile, _NO_FIRM, (), self._today)
            )
        return self._there[where]

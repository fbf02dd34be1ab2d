"""Who suits what: the best businesses of every part joined with the best parts of every business, and
who may link them.

Exact, and not by comparing all with all: what cannot reach the bar is left out by a bound
(``matching.candidates.suiting``), and a test holds the result against comparing everything.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from models.vocabulary import ConflictStrength, Kind, PlanRuleKind

from ...matching.asking import NeedFeatures
from ...matching.brokers import broker_rules
from ...matching.candidates import asks_of, ledger_of, suiting
from ...matching.engine import Engine
from ...matching.looking import MORE_NEEDED, advice
from ...matching.pairing import compare, need_known
from ...matching.plan import PlanPair
from ...matching.profiles import BusinessProfile
from ...matching.rules import Barriers, forbidden
from ...matching.score import distances
from .gather import Gathered, NeedToPlan, Pair, PartToFill

#: The best businesses of each part, joined with the best parts of each business.
PER_PART, PER_BUSINESS = 20, 5

_NO_FIRM = BusinessProfile(id=0)
Ints = NDArray[np.int64]
_NOBODY: Ints = np.zeros(0, dtype=np.int64)


@dataclass(eq=False)
class Found:
    """What a plan can choose from.

    ranks : (part, business) -> its place among all who suit the part.
    look_for : part -> what kind of firm to look for, where nobody suits.
    ruled_out : need -> how many businesses each hard rule keeps out; only where a part may use up all who suit.
    unread : needs that say too little. impossible : pinned (part, business) -> why they cannot be put together.
    """

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
    at: Ints
    score: NDArray[np.float64]
    priority: NDArray[np.float64]


def find_pairs(gathered: Gathered, engine: Engine, today: date, told: Callable[[int, int], None]) -> Found:
    """Compare, and keep what a plan can choose from. ``told`` hears (needs compared, of all).

    Scores are those of the suggestions: the same comparison, the same rules, the same bar below which
    nobody is suggested, and of each part only who is worth naming beside the best. Pins stand above that.
    """
    found, links, count = Found(), Links(gathered, today), len(gathered.needs)
    told(0, count)
    parts = [(need, part) for need in gathered.needs for part in need.parts]
    asked = [features_of(engine, need, part) for need, part in parts]
    barred, put_off = _barred(gathered, today), _put_off(gathered)
    ledger = ledger_of(gathered.catalogue, today)
    suits = suiting(
        ledger,
        asks_of(asked, engine.reading, ledger),
        engine.weights,
        barred={at: barred.get(need.id, _NOBODY) for at, (need, _) in enumerate(parts)},
        told=lambda done: told(done * count // max(1, len(parts)), count),
    )
    # who is to be seen again later is not placed now, but where an electrician was put off nobody rings the solicitor
    suits = suits.without({at: put_off[need.id] for at, (need, _) in enumerate(parts) if need.id in put_off})
    surest: dict[int, float] = defaultdict(float)
    for at, (need, _) in enumerate(parts):
        surest[need.id] = max(surest[need.id], float(suits.sure[suits.of(at)].max(initial=0.0)))
    known = {need.id for (need, _), features in zip(parts, asked, strict=True) if need_known(features)}
    found.unread = {need.id for need in gathered.needs} - known
    left_out = Counter(rule.need_id for rule in gathered.rules if rule.kind is PlanRuleKind.EXCLUDE)
    that_suit = []
    for at, (need, part) in enumerate(parts):
        mine = suits.of(at) if surest[need.id] >= engine.weights.somebody else slice(0, 0)
        order = np.lexsort((suits.firm[mine], -suits.score[mine]))
        one = _Suits(need, part, suits.firm[mine][order], suits.score[mine][order], suits.priority[mine][order])
        that_suit.append(one)
        if not need_known(asked[at]):
            found.look_for[part.id] = MORE_NEEDED
        elif not len(one.at):
            found.look_for[part.id] = advice(asked[at], engine.reading)
        if min(len(one.at), PER_PART) <= part.places + left_out[need.id] and need.id not in found.ruled_out:
            found.ruled_out[need.id] = _ruled_out(gathered, engine, need, barred.get(need.id, _NOBODY), today)
    pins = _pins(
        found, gathered, engine, links, dict(zip((part.id for _, part in parts), that_suit, strict=True)), today
    )
    kept = _keep(found, gathered, links, that_suit)
    found.pairs = tuple({(one.part_id, one.business_id): one for one in [*pins, *kept]}.values())
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


def _barred(gathered: Gathered, today: date) -> dict[int, Ints]:
    """need -> rows of the businesses that something already known about the pair rules out."""
    rows: dict[int, Ints] = {}
    for need_id, barriers in gathered.barriers.items():
        bars = {
            gathered.by_id[int(one.business_id)]
            for one in barriers
            if one.strength == ConflictStrength.BAR
            and (one.until is None or one.until > today)
            and int(one.business_id) in gathered.by_id
        }
        rows[need_id] = np.array(sorted(bars), dtype=np.int64)
    return rows


def _put_off(gathered: Gathered) -> dict[int, Ints]:
    """need -> rows of the businesses that a coordinator wants to see again on a later day."""
    rows: dict[int, list[int]] = defaultdict(list)
    for need_id, business_id in gathered.put_off:
        if business_id in gathered.by_id:
            rows[need_id].append(gathered.by_id[business_id])
    return {need_id: np.array(mine, dtype=np.int64) for need_id, mine in rows.items()}


def _ruled_out(gathered: Gathered, engine: Engine, need: NeedToPlan, barred: Ints, today: date) -> dict[str, int]:
    """How many businesses each hard rule keeps from a need, by what its first part asks."""
    asked = features_of(engine, need, need.parts[0])
    rules = forbidden(asked.need, gathered.catalogue, distances(asked, gathered.catalogue), today)
    counts = {code: int(mask.sum()) for code, mask in rules.items() if mask.any()}
    return {**counts, "excluded": len(barred)} if len(barred) else counts


def _pins(
    found: Found, gathered: Gathered, engine: Engine, links: "Links", suits: Mapping[int, _Suits], today: date
) -> list[PlanPair]:
    """Pinned pairs are candidates however low they score, but no hard rule gives way to a pin."""
    pinned = []
    for rule in gathered.rules:
        one = suits.get(rule.part_id or 0)
        if rule.kind is not PlanRuleKind.PIN or rule.business_id is None or one is None or one.need.id != rule.need_id:
            continue
        at, key = gathered.by_id.get(rule.business_id), (one.part.id, rule.business_id)
        if at is None:
            found.impossible[key] = ""
            continue
        barriers = Barriers(gathered.barriers.get(one.need.id, ()), today)
        alone = gathered.catalogue.take(np.array([at]))
        pair = compare(features_of(engine, one.need, one.part), alone, engine.reading, engine.weights, barriers, today)
        if not pair.need_known:
            continue
        against = pair.scored(0).ruled_out
        if against:
            found.impossible[key] = " ".join(rule.sentence for rule in against)
            continue
        score = float(pair.score[0])
        found.ranks[key] = int((one.score > score).sum()) + 1
        pinned.append(links.pair(one.need, one.part, rule.business_id, score, float(pair.added["priority"][0])))
    return pinned


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

"""What a plan comes to, in names: what is placed, what is not and why, and what would help."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from broker.matching.plan.problem import Id


class Limit(StrEnum):
    """The limit that keeps a part of a need without a partner."""

    NO_CANDIDATE = "no_candidate"
    RULED_OUT = "ruled_out"
    FIRMS_FULL = "firms_full"
    NO_BROKER = "no_broker"

    @property
    def sentence(self) -> str:
        return LIMIT_SENTENCES[self]


LIMIT_SENTENCES: Mapping[Limit, str] = {
    Limit.NO_CANDIDATE: "No firm suits this.",
    Limit.RULED_OUT: "Firms suit this, but a rule keeps every one of them out.",
    Limit.FIRMS_FULL: "Every firm that suits this is taken up elsewhere.",
    Limit.NO_BROKER: "A firm suits this, but no broker who may link them is free in that area.",
}


@dataclass(frozen=True, slots=True)
class Placed:
    """One place of the plan: this business for this part of this need, with this broker.
    ``broker_id`` None: the coordinator stands in, or the plan has no brokers.
    ``lead_moved``: there is a lead broker, and another one (or the coordinator) takes it."""

    need_id: Id
    part_id: Id
    business_id: Id
    broker_id: Id | None
    score: float
    pinned: bool = False
    lead_moved: bool = False


@dataclass(frozen=True, slots=True)
class PlannedMatch:
    """All parts of one need that fall to the same business: one match, one broker, one place of
    each. ``given_back``: the places that the plan counted beyond that one."""

    need_id: Id
    business_id: Id
    broker_id: Id | None
    parts: tuple[Placed, ...]

    @property
    def given_back(self) -> int:
        return len(self.parts) - 1


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A part that took fewer businesses than it has places. ``open_places`` of ``places`` are left.
    ``limit`` is what binds; ``rule`` is the hard rule that keeps most businesses out, where one does."""

    need_id: Id
    part_id: Id
    places: int
    open_places: int
    limit: Limit
    rule: str = ""

    @property
    def nobody(self) -> bool:
        """No partner at all, where others may be only partly filled."""
        return self.open_places == self.places


class More(StrEnum):
    """What there could be one more of."""

    PART_PLACE = "part_place"
    BUSINESS_PLACE = "business_place"
    OFFER = "offer"
    BROKER_PLACE = "broker_place"
    BROKER = "broker"


@dataclass(frozen=True, slots=True)
class Gain:
    """What one more place, offer or broker would bring.

    ``id`` says of what: (need, part) for a part, the id of a business or broker, (kind, area) for
    an offer, (area,) for a broker. ``filled``: how many more parts get a first partner;
    ``value``: how much the sum of scores changes (it may fall where a part more is filled);
    ``served``: how many more places have a broker. ``places`` is how many places were added, 1 but
    for a whole broker. All of it is from solving the plan again with one more.
    """

    more: More
    id: tuple[Id, ...]
    filled: int
    value: float
    served: int = 0
    places: int = 1


@dataclass(frozen=True, slots=True)
class Certificate:
    """The proof that comes with a plan.

    ``objective`` counts what the plan's aims are worth, ``bound`` what no plan can beat; with
    ``optimal`` the two are equal. ``how``: "flow" (pairs and brokers by flow), "programme" (pairs
    and brokers together, whole as it came), "whole programme" (solved in whole numbers), or "pairs
    that have a broker" (time ran out: a plan that holds, with its bound).
    """

    optimal: bool
    how: str
    objective: float
    bound: float

    @property
    def gap(self) -> float:
        """How far from the best this plan can be at most, as a share of the bound."""
        return 0.0 if self.optimal or not self.bound else max(0.0, 1.0 - self.objective / self.bound)


@dataclass(frozen=True, slots=True)
class FairnessAccount:
    """How those come off who would come off worst, whether or not fairness was asked for: marked
    entries that got something, the share of needs placed in each group, and the lowest share that
    every group was promised (0 where none was asked for)."""

    hard_to_place: tuple[int, int] = (0, 0)
    """(got a partner, marked)."""
    never_matched: tuple[int, int] = (0, 0)
    rates: Mapping[str, float] = field(default_factory=dict)
    promised_rate: float = 0.0


@dataclass(frozen=True, slots=True)
class PlanOutcome:
    """A plan that has passed its own check.

    ``value`` is the sum of the scores placed, ``filled`` the parts with at least one partner of
    ``parts``, ``stand_ins`` the places where the coordinator stands in, ``leads_moved`` those whose
    lead broker does not take them. ``seconds`` is wall time for each stage.
    """

    placed: tuple[Placed, ...]
    matches: tuple[PlannedMatch, ...]
    unplaced: tuple[Unplaced, ...]
    gains: tuple[Gain, ...]
    certificate: Certificate
    fairness: FairnessAccount
    value: float
    filled: int
    parts: int
    stand_ins: int
    leads_moved: int
    seconds: Mapping[str, float]

    @property
    def given_back(self) -> int:
        """Places of businesses that parts falling together have freed again."""
        return sum(match.given_back for match in self.matches)

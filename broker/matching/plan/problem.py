"""What a plan is asked to solve, in names: plain frozen values, made from tables or from a file.

Ids are whatever the caller uses (numbers or text) and come back unchanged. Nothing here knows of
tables, and no value is ever changed: two plans can be made at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Id = int | str

Triple = tuple[Id, Id, Id]
"""(need, part, business)."""


@dataclass(frozen=True, slots=True)
class PlanPart:
    """One part of a need. ``places``: how many more businesses it takes, confirmed ones taken off.
    ``kind`` names the kind of help, for saying which offers are missing."""

    id: Id
    places: int = 1
    kind: str = ""


@dataclass(frozen=True, slots=True)
class PlanNeed:
    """A need with its parts.

    ``area`` is where it is: brokers' limits per area and the gains of one more broker go by it.
    ``least`` is how many places of its parts must be taken altogether, if it asks for that.
    ``hard_to_place`` marks a need that the fairness option of that name looks after; ``group``
    (a district, a theme, a decile) is what ``Fairness.least_rate`` compares.
    """

    id: Id
    parts: tuple[PlanPart, ...]
    area: str = ""
    least: int = 0
    hard_to_place: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True)
class PlanBusiness:
    """A business. ``places``: how many more proposals it may get, confirmed ones taken off; at
    least ``least`` of them, if it asks for that. ``never_matched`` is for the fairness option."""

    id: Id
    places: int = 1
    least: int = 0
    never_matched: bool = False


@dataclass(frozen=True, slots=True)
class PlanBroker:
    """A broker who is there and takes cases. ``places``: how many more, at least ``least`` of them;
    ``area_places`` narrows that for single areas (an area that is not named has no limit of its own)."""

    id: Id
    places: int
    least: int = 0
    area_places: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlanPair:
    """A business that no hard rule keeps from one part of a need.

    ``score`` is 0..1, ``priority`` what the deprivation part adds to it. ``brokers`` may go between
    (a broker who is barred, away or does not work there is not among them); ``lead`` goes first.
    """

    need_id: Id
    part_id: Id
    business_id: Id
    score: float
    brokers: tuple[Id, ...] = ()
    lead: Id | None = None
    priority: float = 0.0


@dataclass(frozen=True, slots=True)
class Fairness:
    """What the plan does for those who would come off worst, before it looks at scores.

    hard_to_place : as many needs so marked as can be get at least one partner.
    never_matched : as many businesses so marked as can be get at least one place.
    least_rate : of the needs of every group at least this share (0..1) get a partner, or the
        highest share below it that can be reached for all groups at once.
    """

    hard_to_place: bool = False
    never_matched: bool = False
    least_rate: float = 0.0

    def __bool__(self) -> bool:
        return self.hard_to_place or self.never_matched or self.least_rate > 0


@dataclass(frozen=True, slots=True)
class PlanSettings:
    """How to plan.

    stand_in : where no broker is free the coordinator stands in; else the pair is not placed.
    priority : how far the deprivation part counts: 1 as published, 0 off, 2 twice. Only the order
        of the plan changes, never a pair's own score.
    gains : how many of each kind of limit one more is tried out for; 0 for none. Each is one more
        solving of the plan.
    time_limit : seconds for each programme in whole numbers, where one is needed.
    """

    stand_in: bool = True
    priority: float = 1.0
    fairness: Fairness = Fairness()
    gains: int = 5
    time_limit: float = 60.0


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """A whole programme or area to plan.

    brokers : None plans without brokers; an empty tuple means that there are none.
    pairs : at most one for each need, part and business; see ``best_of_both``.
    pinned : (need, part, business) that must be in the plan: pinned by a person, or confirmed and
        not yet taken off the places. Each must be among ``pairs``.
    excluded : (need, business) that must not be.
    ruled_out : for each need, how many businesses each hard rule keeps from it ({rule: count}), so
        that a need without a candidate can say why.
    """

    needs: tuple[PlanNeed, ...]
    businesses: tuple[PlanBusiness, ...]
    pairs: tuple[PlanPair, ...]
    brokers: tuple[PlanBroker, ...] | None = None
    pinned: frozenset[Triple] = frozenset()
    excluded: frozenset[tuple[Id, Id]] = frozenset()
    ruled_out: Mapping[Id, Mapping[str, int]] = field(default_factory=dict)
    settings: PlanSettings = PlanSettings()

"""What the model compares: plain, frozen descriptions of a business, a need and a broker.

They are made from tables by ``broker.suggestions.profiles`` and from files by the evaluation, so
that the model runs the same on five rows in a test and on a million in a batch. A value that is
not known is ``None`` (or an empty tuple) and is its own case: it is never read as zero or "no".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from models.vocabulary import Kind, OfferTerms, ReachKind, Safeguarding, SizeBand, Theme, WorksWithChildren


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is. ``lat`` and ``lon`` are WGS84 degrees; ``district`` is an ONS code."""

    district: str | None = None
    district_name: str | None = None
    region: str | None = None
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a business will go. ``districts`` (codes) and ``region`` count for their kinds only."""

    kind: ReachKind = ReachKind.UNKNOWN
    districts: frozenset[str] = frozenset()
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """One kind of help a business says it can give."""

    kind: Kind
    words: str = ""
    amount: float | None = None
    terms: OfferTerms = OfferTerms.FREE
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class AskedBefore:
    """What a business was asked before. ``last_on`` is the last day it was asked for anything, None:
    never; ``helped`` how often those it helped have confirmed it."""

    last_on: date | None = None
    helped: int = 0


@dataclass(frozen=True, slots=True)
class BusinessProfile:
    """A business as the model sees it.

    ``capacity`` is how many more proposals it may be given now. ``sectors`` are UK SIC 2007 codes
    (2 to 5 digits), best known first. ``only_these`` is True where it ticked "only these kinds",
    False where it is open to ideas, None where it was not asked. ``asked_before`` is None where nobody
    looked whether it was asked before, which is not the same as never.
    """

    id: int | str
    name: str = ""
    what_we_do: str = ""
    sectors: tuple[str, ...] = ()
    place: Place = Place()
    reach: Reach = Reach()
    size: SizeBand = SizeBand.UNKNOWN
    offers: tuple[Offer, ...] = ()
    only_these: bool | None = None
    children: WorksWithChildren = WorksWithChildren.NOT_ASKED
    capacity: int = 1
    live: bool = True
    notes: str = ""
    asked_before: AskedBefore | None = None
    company_number: str | None = None
    email_domain: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a need: a kind of help, how much, and from how many businesses at most."""

    id: int | str
    kind: Kind
    amount: float | None = None
    places: int = 1


@dataclass(frozen=True, slots=True)
class NeedProfile:
    """A need as the model sees it.

    ``sectors`` are SIC codes wanted, where any are named; ``sectors_text`` is the same in the
    partnership's own words. ``decile`` is the neighbourhood's IMD decile (1 = most deprived) and
    stays None where no neighbourhood is known: it is never read off the district.
    """

    id: int | str
    title: str = ""
    words: str = ""
    done_looks_like: str = ""
    not_wanted: str = ""
    theme: Theme | None = None
    second_theme: Theme | None = None
    parts: tuple[Part, ...] = ()
    sectors: tuple[str, ...] = ()
    sectors_text: str = ""
    place: Place = Place()
    area_districts: frozenset[str] = frozenset()
    who_benefits: tuple[str, ...] = ()
    children: Safeguarding = Safeguarding.NONE
    starts_on: date | None = None
    ends_on: date | None = None
    decile: int | None = None
    live: bool = True
    partnership_id: int | str | None = None


@dataclass(frozen=True, slots=True)
class BrokerProfile:
    """A broker as the model sees it. ``capacity`` is the cases they can still take;
    ``capacity_by_district`` narrows it where two councils share one broker."""

    id: int | str
    name: str = ""
    experience: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    themes: tuple[Theme, ...] = ()
    districts: frozenset[str] = frozenset()
    capacity: int = 0
    limit: int = 0
    capacity_by_district: Mapping[str, int] = field(default_factory=dict)
    away_from: date | None = None
    away_until: date | None = None
    live: bool = True


@dataclass(frozen=True, slots=True)
class Barrier:
    """Something already known about one pair that forbids or flags it: an earlier refusal that
    still holds, an exclusion, a conflict. ``strength`` is "bar", "second_person" or "show"."""

    need_id: int | str
    business_id: int | str
    rule: str
    strength: str
    sentence: str
    until: date | None = None

"""Everything a run needs, read from the tables into plain values, in a constant number of queries."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Broker, BrokerTie, Business, Match, MatchPart, Need, NeedPart, PlanRun, Suggestion
from models.vocabulary import ConflictStrength, EntryState, Kind, PlanRuleKind, SuggestionState

from ...cases.places import ASKED, takes_a_place
from ...matching.engine import Engine
from ...matching.features import Catalogue
from ...matching.profiles import Barrier, BrokerProfile, NeedProfile, Part
from ..ask import live_brokers, live_needs
from ..barriers import barriers_for
from ..catalogue import catalogue_of
from ..profiles import need_profile

#: A request that nobody has taken up for so long is hard to place.
HARD_AFTER = timedelta(days=28)

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PartToFill:
    """A part of a need with places left. ``profile`` asks for this part and nothing else."""

    id: int
    kind: Kind
    places: int
    profile: NeedProfile


@dataclass(frozen=True, slots=True)
class NeedToPlan:
    """A need as a run sees it. ``area`` is a district code, empty where it is not known."""

    id: int
    title: str
    profile: NeedProfile
    parts: tuple[PartToFill, ...]
    area: str
    lead_id: int | None
    hard_to_place: bool


@dataclass(frozen=True, slots=True)
class RuleOfRun:
    """A rule as the run was made with it, with the names that a sentence about it needs."""

    kind: PlanRuleKind
    need_id: int | None = None
    part_id: int | None = None
    business_id: int | None = None
    broker_id: int | None = None
    least: int = 0
    names: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Gathered:
    """What a run starts from. ``catalogue`` is shared and never changed."""

    needs: tuple[NeedToPlan, ...]
    catalogue: Catalogue
    brokers: tuple[BrokerProfile, ...]
    lead_of: Mapping[int, int]
    never_matched: frozenset[int]
    barriers: Mapping[int, list[Barrier]]
    put_off: frozenset[Pair]
    matched: frozenset[Pair]
    ties: frozenset[tuple[int, str, int]]
    rules: tuple[RuleOfRun, ...]
    needs_full: int = 0
    by_id: Mapping[int, int] = field(default_factory=dict)


def gather(session: Session, run: PlanRun, engine: Engine, today: date, at: datetime) -> Gathered:
    """Read it all. ``by_id`` is business id -> its row in the catalogue."""
    areas = frozenset(area.code for area in run.plan.areas)
    asked = _asked(session)
    matched_needs, matched_firms = _ever_matched(session)
    needs, full = [], 0
    for need in live_needs(session, today):
        if areas and not within(need, areas):
            continue
        to_plan = _need_to_plan(need, asked, need.id not in matched_needs, at)
        if to_plan.parts:
            needs.append(to_plan)
        else:
            full += 1
    catalogue = catalogue_of(session, engine)
    barriers: dict[int, list[Barrier]] = defaultdict(list)
    for barrier in barriers_for(session, today=today):
        barriers[int(barrier.need_id)].append(barrier)
    return Gathered(
        needs=tuple(needs),
        catalogue=catalogue,
        brokers=tuple(live_brokers(session)),
        lead_of=_leads(session),
        never_matched=frozenset(int(one.id) for one in catalogue.businesses) - matched_firms,
        barriers=barriers,
        put_off=_put_off(session),
        matched=_standing_matches(session),
        ties=_barring_ties(session, today),
        rules=tuple(RuleOfRun(**{**rule, "kind": PlanRuleKind(rule["kind"])}) for rule in run.rules),
        needs_full=full,
        by_id={int(one.id): row for row, one in enumerate(catalogue.businesses)},
    )


def within(need: Need, areas: frozenset[str]) -> bool:
    """A need without an area of its own is where its partnership is."""
    if need.area_code is not None:
        return need.area_code in areas
    return any(area.code in areas for area in need.partnership.areas)


def _need_to_plan(need: Need, asked: Counter[int], never: bool, at: datetime) -> NeedToPlan:
    profile = need_profile(need)
    parts = []
    for part in need.parts:
        left = part.places - asked[part.id]
        if left > 0:
            parts.append(PartToFill(part.id, part.kind, left, of_part(profile, part)))
    since = need.read_at or need.sent_in_at or need.created_at
    return NeedToPlan(
        id=need.id,
        title=need.title,
        profile=profile,
        parts=tuple(parts),
        area=need.area_code or next((area.code for area in need.partnership.areas), ""),
        lead_id=need.partnership.lead_broker_id,
        hard_to_place=never and since <= at - HARD_AFTER,
    )


def of_part(profile: NeedProfile, part: NeedPart) -> NeedProfile:
    """The same need asking for one of its parts; the very same where that is all of them."""
    parts = () if part.kind is Kind.NSY else (Part(part.id, part.kind, part.amount, part.places),)
    if tuple(part.id for part in parts) == tuple(part.id for part in profile.parts):
        return profile
    return replace(profile, parts=parts)


def _asked(session: Session) -> Counter[int]:
    """part id -> how many firms have been asked and have not said no."""
    statement = (
        select(MatchPart.part_id, func.count())
        .join(Match, Match.id == MatchPart.match_id)
        .where(takes_a_place(ASKED))
        .group_by(MatchPart.part_id)
    )
    return Counter({part_id: count for part_id, count in session.execute(statement)})


def _ever_matched(session: Session) -> tuple[frozenset[int], frozenset[int]]:
    rows = session.execute(select(Match.need_id, Match.business_id).distinct()).all()
    return frozenset(row.need_id for row in rows), frozenset(row.business_id for row in rows)


def _standing_matches(session: Session) -> frozenset[Pair]:
    rows = session.execute(select(Match.need_id, Match.business_id).where(takes_a_place(ASKED)))
    return frozenset((row.need_id, row.business_id) for row in rows)


def _put_off(session: Session) -> frozenset[Pair]:
    """Pairs that a coordinator wants to see again on a later day, and not before."""
    statement = select(Suggestion.need_id, Suggestion.business_id).where(Suggestion.state == SuggestionState.LATER)
    return frozenset((row.need_id, row.business_id) for row in session.execute(statement))


def _leads(session: Session) -> dict[int, int]:
    statement = select(Business.id, Business.lead_broker_id).where(
        Business.state == EntryState.LIVE, Business.lead_broker_id.is_not(None)
    )
    return {business_id: broker_id for business_id, broker_id in session.execute(statement) if broker_id}


def _barring_ties(session: Session, today: date) -> frozenset[tuple[int, str, int]]:
    """(broker, "business" or "partnership", id) of every tie that bars a broker today."""
    statement = (
        select(BrokerTie)
        .join(Broker, Broker.id == BrokerTie.broker_id)
        .where(
            Broker.state == EntryState.LIVE,
            BrokerTie.strength == ConflictStrength.BAR,
            (BrokerTie.from_on.is_(None)) | (BrokerTie.from_on <= today),
            (BrokerTie.until_on.is_(None)) | (BrokerTie.until_on >= today),
        )
    )
    found = set()
    for tie in session.scalars(statement):
        if tie.business_id is not None:
            found.add((tie.broker_id, "business", tie.business_id))
        if tie.partnership_id is not None:
            found.add((tie.broker_id, "partnership", tie.partnership_id))
    return frozenset(found)

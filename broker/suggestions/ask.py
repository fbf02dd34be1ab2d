"""Ask the model without writing anything: previews, brokers for a pairing, needs for a firm."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, selectinload

from models import Broker, Business, Need, Partnership, Suggestion
from models.suggestion import STANDING
from models.vocabulary import ConflictStrength, EntryState

from ..cases import clocks
from ..cases.load import loads
from ..cases.ties import ties_to
from ..matching.profiles import Barrier, BrokerProfile, NeedProfile
from .barriers import barriers_for, conflicts_of
from .catalogue import catalogue_of
from .model import current_engine
from .profiles import as_if_live, broker_profile, business_profile, need_profile
from .turns import asked_before_of


@dataclass(frozen=True, slots=True)
class CouldMeet:
    """A need that a firm could meet, why, and whether the firm has already said so."""

    need: Need
    scored: object
    asked: bool = False


def open_on(day: date) -> tuple[ColumnElement[bool], ...]:
    """What makes a need open to business on a day, within a query on Need joined with its partnership."""
    return (
        Need.state == EntryState.LIVE,
        Partnership.state == EntryState.LIVE,
        (Need.ends_on.is_(None)) | (Need.ends_on >= day),
    )


def live_needs(session: Session, day: date, only: Sequence[int] | None = None) -> list[Need]:
    """Needs that are open to business today, or those of ``only`` that are."""
    statement = (
        select(Need)
        .join(Need.partnership)
        .where(*open_on(day))
        .options(
            selectinload(Need.parts),
            selectinload(Need.partnership).selectinload(Partnership.areas),
            selectinload(Need.partnership).selectinload(Partnership.contacts),
            selectinload(Need.area),
            selectinload(Need.neighbourhood),
        )
        .order_by(Need.id)
    )
    if only is not None:
        statement = statement.where(Need.id.in_(only))
    return list(session.scalars(statement))


def needs_it_could_meet(
    session: Session, business: Business, limit: int = 5, *, today: date | None = None
) -> list[CouldMeet]:
    """The open needs a firm could meet, best first, whether or not the firm has been read yet.

    A need is shown to the firm only where the firm alone would be enough to say that somebody
    suits: it must not read that it could mend an organ because nobody better is near.
    """
    day = today or clocks.today()
    needs = {need.id: need for need in live_needs(session, day)}
    profile = as_if_live(business_profile(business, asked_before=asked_before_of(session, business)))
    engine = current_engine(session)
    ranking = engine.rank_needs(
        profile,
        [need_profile(need) for need in needs.values()],
        barriers=barriers_for(session, business=business, today=day),
        today=day,
        top=limit,
    )
    asked = set(
        session.scalars(
            select(Suggestion.need_id).where(Suggestion.business_id == business.id, Suggestion.state.in_(STANDING))
        )
    )
    return [
        CouldMeet(needs[int(scored.need_id)], scored, int(scored.need_id) in asked)
        for scored in ranking.suggested
        if scored.score >= engine.weights.somebody
    ]


def reach_of(session: Session, profile: NeedProfile, *, today: date | None = None):
    """How many businesses a need, perhaps not yet sent in, would reach, and what makes it hard."""
    engine = current_engine(session)
    return engine.explain_reach(profile, catalogue_of(session, engine), today or clocks.today())


def live_brokers(session: Session) -> list[BrokerProfile]:
    """Every live broker with the cases they can still take, whole and in areas with a limit of their own."""
    statement = select(Broker).where(Broker.state == EntryState.LIVE).options(selectinload(Broker.areas))
    return [
        broker_profile(
            load.broker,
            open_cases=load.cases,
            open_by_area={one.area.code: load.room_in(one.area.code) for one in load.areas if one.limit is not None},
        )
        for load in loads(session, session.scalars(statement).all())
    ]


def broker_barriers(session: Session, need: Need, business: Business, day: date) -> list[Barrier]:
    """Brokers whose ties bar them from this pairing, or call for a second person."""
    statement = select(Broker).where(Broker.state == EntryState.LIVE).options(selectinload(Broker.ties))
    found = []
    for broker in session.scalars(statement):
        for tie in ties_to(broker, need, business, day):
            if tie.strength is not ConflictStrength.SHOW:
                found.append(
                    Barrier(need.id, business.id, f"broker:{broker.id}", tie.strength.value, tie.what, tie.until_on)
                )
    return found


def brokers_for(
    session: Session,
    need: Need,
    business: Business,
    *,
    today: date | None = None,
    brokers: list[BrokerProfile] | None = None,
):
    """Brokers for a pairing, best first; empty where the coordinator stands in."""
    day = today or clocks.today()
    return current_engine(session).rank_brokers(
        need_profile(need),
        business_profile(business),
        live_brokers(session) if brokers is None else brokers,
        lead_business=business.lead_broker_id,
        lead_partnership=need.partnership.lead_broker_id,
        barriers=broker_barriers(session, need, business, day),
        today=day,
    )


def score(session: Session, need: Need, business: Business, *, today: date | None = None):
    """One pair, scored and checked against every hard rule as things stand now."""
    day = today or clocks.today()
    barriers = [*barriers_for(session, need=need, business=business, today=day), *conflicts_of(need, business)]
    profile = business_profile(business, asked_before=asked_before_of(session, business))
    return current_engine(session).score_pair(need_profile(need), profile, barriers=barriers, today=day)

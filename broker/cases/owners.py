"""Whose a case is: a broker's, or else a named coordinator's, or else the office's, and never nobody's."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, object_session

from models import (
    Account,
    AccountArea,
    Broker,
    BrokerArea,
    Business,
    Case,
    Concern,
    Match,
    Need,
    Partnership,
    RoleGrant,
    SeatGap,
)
from models.match import HOLDING
from models.vocabulary import EntryState, Role

from ..accounts.roles import OFFICE
from .clocks import is_away, today

#: States in which a broker goes on carrying cases.
IN_POST = (EntryState.LIVE, EntryState.PAUSED, EntryState.WAITING, EntryState.DRAFT)

Subject = Business | Partnership | Need | Broker | Match | Concern | SeatGap


@dataclass(frozen=True, slots=True)
class Owner:
    """A broker, or an account of the office; neither: everybody in the office who covers the area."""

    broker: Broker | None = None
    account: Account | None = None


def owner_of(subject: Subject, was: Owner | None = None) -> Owner:
    """Who carries a subject.

    A match: its broker while in post, else the coordinator who confirmed it. An entry: its lead
    broker, else whoever had it before (``was``) while they still can, else the broker of its area
    with the most room, else the coordinator of its area with the fewest cases. An empty seat: whoever has it
    while they can, else the coordinator of its area with the fewest cases.
    """
    session = object_session(subject)
    assert session is not None, "a subject is a row"
    if isinstance(subject, Match):
        if in_post(subject.broker):
            return Owner(subject.broker)
        return Owner(account=subject.coordinator) if _may_coordinate(subject.coordinator) else office_of(subject, was)
    if isinstance(subject, Concern):
        return Owner(account=subject.owner)
    if isinstance(subject, SeatGap):
        kept = was is not None and (_fills_seats(was.account, place_of(subject)) or in_post(was.broker))
        return was if was is not None and kept else office_of(subject)
    if not isinstance(subject, Broker):
        lead = subject.partnership.lead_broker if isinstance(subject, Need) else subject.lead_broker
        if in_post(lead):
            return Owner(lead)
        if was is not None and in_post(was.broker) and _works_in(was.broker, place_of(subject)):
            return was
        if was is None or not _may_coordinate(was.account):
            broker = _broker_with_room(session, place_of(subject))
            if broker is not None:
                return Owner(broker)
    return office_of(subject, was)


def office_of(subject: Subject, was: Owner | None = None) -> Owner:
    """Who decides about a subject: the coordinator who had it, or the one of its area with the fewest open
    cases; where nobody is there, the whole office."""
    session = object_session(subject)
    assert session is not None, "a subject is a row"
    area = place_of(subject)
    if was is not None and _may_coordinate(was.account) and was.account is not None and was.account.covers(area):
        return Owner(account=was.account)
    return Owner(account=_least_loaded(session, area))


def place_of(subject: Subject) -> str | None:
    """The code of the area a subject is in: a match where its need is, whoever covers several in the first."""
    if isinstance(subject, Match):
        return place_of(subject.need)
    if isinstance(subject, Business | Concern):
        return subject.area_code
    if isinstance(subject, Need):
        return subject.area_code or place_of(subject.partnership)
    if isinstance(subject, SeatGap):
        return place_of(subject.partnership)
    return subject.areas[0].code if subject.areas else None


def in_post(broker: Broker | None) -> bool:
    """Whether a broker can carry a case at all. Being away for a while is no hindrance, nor are changed
    words that are being read again."""
    return broker is not None and broker.state in IN_POST


def _fills_seats(account: Account | None, area_code: str | None) -> bool:
    return account is not None and account.active and account.is_a(*OFFICE) and account.covers(area_code)


def _works_in(broker: Broker | None, area_code: str | None) -> bool:
    return broker is not None and any(area.code == area_code for area in broker.areas)


def _may_coordinate(account: Account | None) -> bool:
    return account is not None and account.active and account.is_a(Role.COORDINATOR)


def _broker_with_room(session: Session, area_code: str | None) -> Broker | None:
    if area_code is None:
        return None
    load = (
        select(func.count())
        .where(Match.broker_id == Broker.id, Match.state.in_(HOLDING))
        .correlate(Broker)
        .scalar_subquery()
    )
    room = Broker.caseload_limit - load
    statement = (
        select(Broker)
        .join(BrokerArea, BrokerArea.broker_id == Broker.id)
        .where(BrokerArea.area_code == area_code, Broker.state == EntryState.LIVE, room > 0)
        .order_by(room.desc(), Broker.id)
    )
    return next((broker for broker in session.scalars(statement) if not is_away(broker, today())), None)


def _least_loaded(session: Session, area_code: str | None) -> Account | None:
    """Those who look after this area by name go before those who look after all."""
    load = (
        select(func.count())
        .where(Case.owner_account_id == Account.id, Case.closed_at.is_(None))
        .correlate(Account)
        .scalar_subquery()
    )
    everywhere = ~select(AccountArea.area_code).where(AccountArea.account_id == Account.id).correlate(Account).exists()
    here = (
        select(AccountArea.area_code)
        .where(AccountArea.account_id == Account.id, AccountArea.area_code == area_code)
        .correlate(Account)
        .exists()
    )
    statement = (
        select(Account)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(RoleGrant.role == Role.COORDINATOR, Account.active.is_(True), everywhere | here)
        .order_by(everywhere, load, Account.id)
        .limit(1)
    )
    return session.scalar(statement)

"""Who looks into a concern: never whom it is about, nor who decided on what it is about, where anybody
else is there; and who may read it."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from models import Account, Broker, Concern, Contact, Decision, Match, RoleGrant
from models.vocabulary import CaseKind, ConcernState, Role

OFFICE = (Role.COORDINATOR, Role.ADMINISTRATOR)


def owner_for(session: Session, concern: Concern) -> Account | None:
    """Who is given a concern: a coordinator of the area, else any coordinator, else an administrator,
    whoever has fewest open ones. None where there is nobody left: that is shown in red to the office."""
    out = complained_about(session, concern) | ({concern.by_id} if concern.by_id else set())
    partial = out | _decided_on(session, concern)
    people = [account for account in _office(session) if account.id not in out]
    open_ones = _open_ones(session)

    def order(account: Account) -> tuple[int, int, int]:
        return _rank(account, concern.area_code), open_ones.get(account.id, 0), account.id

    return min((one for one in people if one.id not in partial), key=order, default=None) or min(
        (one for one in people if one.is_a(Role.ADMINISTRATOR)), key=order, default=None
    )


def may_read(session: Session, account: Account, concern: Concern) -> bool:
    """Whether somebody may read the words of a concern."""
    if account.id in complained_about(session, concern):
        return False
    return account.id == concern.owner_id or account.is_a(Role.ADMINISTRATOR)


def complained_about(session: Session, concern: Concern) -> set[int]:
    """The accounts of those a concern is about: an officer who was named, or a broker's own."""
    named = {concern.about_account_id} if concern.about_account_id else set()
    if concern.about_kind is not CaseKind.BROKER:
        return named
    statement = select(Contact.account_id).where(Contact.broker_id == concern.about_id, Contact.account_id.is_not(None))
    return named | {one for one in session.scalars(statement) if one is not None}


def _decided_on(session: Session, concern: Concern) -> set[int]:
    """The accounts that decided on the match, or link it."""
    if concern.match_id is None:
        return set()
    match = session.get_one(Match, concern.match_id)
    deciders = select(Decision.by_id).where(Decision.suggestion_id == match.suggestion_id)
    links = (
        select(Contact.account_id)
        .join(Broker, Broker.id == Contact.broker_id)
        .where(Broker.id == match.broker_id, Contact.account_id.is_not(None))
    )
    return {match.coordinator_id, *session.scalars(deciders), *filter(None, session.scalars(links))}


def _office(session: Session) -> list[Account]:
    statement = (
        select(Account)
        .where(Account.active, Account.grants.any(RoleGrant.role.in_(OFFICE)))
        .options(selectinload(Account.grants), selectinload(Account.areas))
        .order_by(Account.id)
    )
    return list(session.scalars(statement))


def _rank(account: Account, area_code: str | None) -> int:
    """0 for a coordinator who looks after this very area, then all others of the office in turn."""
    if not account.is_a(Role.COORDINATOR):
        return 3
    if account.areas and area_code is not None and account.covers(area_code):
        return 0
    return 1 if not account.areas else 2


def _open_ones(session: Session) -> dict[int, int]:
    statement = (
        select(Concern.owner_id, func.count())
        .where(Concern.state.not_in([ConcernState.TOLD, ConcernState.CLOSED]), Concern.owner_id.is_not(None))
        .group_by(Concern.owner_id)
    )
    return {owner_id: count for owner_id, count in session.execute(statement) if owner_id is not None}

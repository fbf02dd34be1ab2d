"""Concerns as the office sees them: one's own, all for administrators, and figures for everybody."""

from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session, selectinload

from models import Account, Case, Concern, ConcernEvent, Contact, Match, Message, RoleGrant
from models.vocabulary import CaseKind, ConcernKind, ConcernState, Role

from ..cases.concern_owner import OFFICE, may_read
from ..cases.not_again import asked_not_again
from ..edge.paging import Listed, paged_query
from .scope import Areas

OVER = (ConcernState.TOLD, ConcernState.CLOSED)


@dataclass(slots=True)
class ConcernFigures:
    """How many there are: by kind, by state, and open ones that nobody owns or that are late."""

    by_kind: dict[ConcernKind, int] = field(default_factory=dict)
    by_state: dict[ConcernState, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.by_state.values())


@dataclass(frozen=True, slots=True)
class Troubles:
    """Open concerns about a match, the numbers of those that one may read, and whether a side asked
    not to be put together with the other again."""

    concerns: list[Concern]
    readable: frozenset[int]
    not_again: bool


def concerns(session: Session, account: Account, *, page: int = 1) -> Listed:
    """One page of the concerns that an account may read: open ones first, by the day they are due."""
    where = _readable(account)
    statement = (
        select(Concern)
        .where(where)
        .options(selectinload(Concern.owner))
        .order_by(Concern.state.in_(OVER), Concern.acknowledge_by, Concern.id)
    )
    return paged_query(session, statement, page)


def concern_of(session: Session, concern_id: int, account: Account) -> Concern | None:
    """A concern, where the account may read its words."""
    statement = (
        select(Concern)
        .where(Concern.id == concern_id)
        .options(
            selectinload(Concern.events).selectinload(ConcernEvent.by),
            selectinload(Concern.owner),
            selectinload(Concern.by),
            selectinload(Concern.about_account),
            selectinload(Concern.match),
        )
    )
    concern = session.scalar(statement)
    return concern if concern is not None and may_read(session, account, concern) else None


def letters_of(session: Session, concern: Concern) -> list[Message]:
    """What was written to whoever raised a concern, and to its owners."""
    return list(session.scalars(select(Message).where(Message.concern_id == concern.id).order_by(Message.id)))


def unowned(session: Session) -> int:
    """How many open concerns have nobody to look into them."""
    statement = select(func.count(Concern.id)).where(Concern.owner_id.is_(None), Concern.state.not_in(OVER))
    return session.scalar(statement) or 0


def troubles_of(session: Session, match: Match, account: Account) -> Troubles:
    """What the page of a match says of concerns: that there are some, and none of their words."""
    statement = select(Concern).where(Concern.match_id == match.id, Concern.state != ConcernState.CLOSED)
    listed = list(session.scalars(statement.order_by(Concern.id)))
    readable = session.scalars(select(Concern.id).where(Concern.match_id == match.id, _readable(account)))
    return Troubles(listed, frozenset(readable), asked_not_again(session, match))


def figures(session: Session, areas: Areas) -> ConcernFigures:
    """How many concerns there are in these areas, by kind and by state."""
    within: ColumnElement[bool] = (
        true() if areas is None else or_(Concern.area_code.in_(areas), Concern.area_code.is_(None))
    )
    found = ConcernFigures()
    for kind, state, count in session.execute(
        select(Concern.kind, Concern.state, func.count()).where(within).group_by(Concern.kind, Concern.state)
    ):
        found.by_kind[kind] = found.by_kind.get(kind, 0) + count
        found.by_state[state] = found.by_state.get(state, 0) + count
    return found


def office_people(session: Session) -> list[Account]:
    """Those a concern can be given to, or be about."""
    statement = select(Account).where(Account.active, Account.grants.any(RoleGrant.role.in_(OFFICE)))
    return list(session.scalars(statement.options(selectinload(Account.grants)).order_by(Account.name, Account.id)))


def cases_readable(account: Account) -> ColumnElement[bool]:
    """Within a query on Case: all but the cases of concerns that the account may not read."""
    return or_(Case.kind != CaseKind.CONCERN, Case.subject_id.in_(select(Concern.id).where(_readable(account))))


def _readable(account: Account) -> ColumnElement[bool]:
    """As `may_read`, in SQL."""
    own_brokers = select(Contact.broker_id).where(Contact.account_id == account.id, Contact.broker_id.is_not(None))
    about_me = or_(
        Concern.about_account_id == account.id,
        and_(Concern.about_kind == CaseKind.BROKER, Concern.about_id.in_(own_brokers)),
    )
    mine = true() if account.is_a(Role.ADMINISTRATOR) else Concern.owner_id == account.id
    return and_(mine, func.coalesce(about_me, False).is_(False))

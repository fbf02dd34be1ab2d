"""The list of people who can sign in."""

from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, selectinload

from models import Account, AccountArea, AccountEvent, Area, RoleGrant
from models.vocabulary import Role

from ..edge.paging import page_within
from .roles import PASSWORD

A_PAGE = 25


@dataclass(frozen=True, slots=True)
class People:
    """One page of the list. ``of`` is the number of pages, at least 1."""

    rows: list[Account]
    total: int
    number: int
    of: int


def find_people(session: Session, words: str = "", role: Role | None = None, number: int = 1) -> People:
    """People whose name or address holds these words; without a role, those of the office."""
    statement = select(Account).where(Account.grants.any(RoleGrant.role.in_([role] if role else PASSWORD)))
    for word in words.split():
        statement = statement.where(or_(Account.name.icontains(word, autoescape=True), _in_email(word)))
    total = session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    number, of = page_within(total, number, A_PAGE)
    return People(list(session.scalars(_page(statement, number))), total, number, of)


def find_person(session: Session, account_id: int) -> Account | None:
    """One person with roles and areas."""
    return session.get(Account, account_id, options=[selectinload(Account.grants), selectinload(Account.areas)])


def history(session: Session, account: Account, limit: int = 50) -> list[AccountEvent]:
    """What was done to an account, newest first."""
    statement = (
        select(AccountEvent)
        .where(AccountEvent.account_id == account.id)
        .options(selectinload(AccountEvent.by))
        .order_by(AccountEvent.id.desc())
        .limit(limit)
    )
    return list(session.scalars(statement))


def area_names(session: Session, account: Account) -> list[str]:
    """The names of the areas a person looks after; none means all."""
    statement = (
        select(Area.name)
        .join(AccountArea, AccountArea.area_code == Area.code)
        .where(AccountArea.account_id == account.id)
        .order_by(Area.name)
    )
    return list(session.scalars(statement))


def _page(statement: Select[Account], number: int) -> Select[Account]:
    return (
        statement.options(selectinload(Account.grants), selectinload(Account.areas))
        .order_by(Account.active.desc(), Account.name, Account.email)
        .offset((number - 1) * A_PAGE)
        .limit(A_PAGE)
    )


def _in_email(word: str):
    return Account.email.icontains(word, autoescape=True)

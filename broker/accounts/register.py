"""Accounts as rows: find or make one, give it roles and areas."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, RoleGrant
from models.vocabulary import Role


def find_account(session: Session, email: str) -> Account | None:
    """The account of an e-mail address, in whatever letters it was typed."""
    return session.scalar(select(Account).where(Account.email == email.strip().lower()))


def account_for(session: Session, email: str, name: str = "") -> Account:
    """The account of an e-mail address; a new one, without any role, where there is none."""
    account = find_account(session, email)
    if account is None:
        account = Account(email=email.strip().lower(), name=name)
        session.add(account)
        session.flush()
    elif name and not account.name:
        account.name = name
    return account


def grant(session: Session, account: Account, *roles: Role) -> None:
    """Give an account roles; those it holds already are left as they are."""
    for role in roles:
        if not account.is_a(role):
            account.grants.append(RoleGrant(role=role))
    session.flush()


def revoke(session: Session, account: Account, roles: Iterable[Role]) -> None:
    """Take roles away."""
    gone = set(roles)
    account.grants[:] = [held for held in account.grants if held.role not in gone]
    session.flush()


def find_by_session(session: Session, uniquifier: object) -> Account | None:
    """The account that a session cookie names, where it may still sign in."""
    if not isinstance(uniquifier, str):
        return None
    return session.scalar(select(Account).where(Account.fs_uniquifier == uniquifier, Account.active))

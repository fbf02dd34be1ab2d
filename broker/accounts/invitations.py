"""Inviting people of the office: an account, its roles and areas, and a link to set a password."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from models import Account, AccountArea
from models.vocabulary import AccountChange, LinkPurpose, Role

from ..messages import links, write
from .events import note
from .passwords import end_sessions
from .register import account_for, find_account, grant, revoke
from .roles import PASSWORD


class AlreadyHere(Exception):
    """The person invited has a role of the office already."""


class OwnAdministration(Exception):
    """Nobody takes the administrator's role away from themselves, or closes their own account."""


def invite(
    session: Session, email: str, name: str, roles: Iterable[Role], areas: Iterable[str] = (), by: Account | None = None
) -> Account:
    """Make or find the account, give it the roles and areas, and write the invitation.

    Raises:
        AlreadyHere: the address is that of somebody with a role of the office.
    """
    known = find_account(session, email)
    if known is not None and known.is_a(*PASSWORD):
        raise AlreadyHere
    account = add_person(session, email, name, roles, areas, by)
    write_invitation(session, account, by)
    return account


def add_person(
    session: Session, email: str, name: str, roles: Iterable[Role], areas: Iterable[str] = (), by: Account | None = None
) -> Account:
    """Make or find the account and give it the roles and areas, without writing to anybody."""
    account = account_for(session, email, name)
    account.active = True
    grant(session, account, *roles)
    set_areas(account, areas)
    # Whoever was signed in by a link must come in again, by password and code.
    end_sessions(account)
    note(session, account, AccountChange.INVITED, by=by, words=_said(account))
    return account


def write_invitation(session: Session, account: Account, by: Account | None = None) -> None:
    """Write the e-mail that carries the invitation."""
    write(session, "invitation", to=account, link=LinkPurpose.INVITATION, by=by)


def invitation_token(session: Session, account: Account) -> str:
    """A token for an invitation that is handed over otherwise than by e-mail."""
    return links.mint(session, LinkPurpose.INVITATION, account=account)


def invite_again(session: Session, account: Account, by: Account) -> None:
    """Send the invitation again."""
    write_invitation(session, account, by)
    note(session, account, AccountChange.INVITED_AGAIN, by=by)


def change_roles(session: Session, account: Account, roles: Iterable[Role], areas: Iterable[str], by: Account) -> None:
    """Set which roles of the office, and which areas, a person has. Other roles stay.

    Raises:
        OwnAdministration: the person would lose their own administrator's role.
    """
    wanted = set(roles)
    _hold(session, account, by)
    if account.id == by.id and Role.ADMINISTRATOR not in wanted:
        raise OwnAdministration
    had = {held.role for held in account.grants}
    revoke(session, account, set(PASSWORD) - wanted)
    grant(session, account, *sorted(wanted))
    set_areas(account, areas)
    if wanted - had and account.id != by.id:
        end_sessions(account)
    note(session, account, AccountChange.ROLES, by=by, words=_said(account))


def set_areas(account: Account, codes: Iterable[str]) -> None:
    """Say which areas a person looks after; none is all."""
    wanted = set(codes)
    account.areas[:] = [held for held in account.areas if held.area_code in wanted]
    have = {held.area_code for held in account.areas}
    account.areas.extend(AccountArea(area_code=code) for code in sorted(wanted - have))


def close(session: Session, account: Account, by: Account) -> None:
    """Close an account; whoever is signed in with it is signed out at once.

    Raises:
        OwnAdministration: it is the person's own.
    """
    if account.id == by.id:
        raise OwnAdministration
    _hold(session, account, by)
    if not account.active:
        return  # pressed twice, or closed by somebody else meanwhile
    account.active = False
    end_sessions(account)
    note(session, account, AccountChange.CLOSED, by=by)


def _hold(session: Session, account: Account, by: Account) -> None:
    """Hold both accounts until this is done. Two administrators who close each other at the same
    moment would leave none: the second finds that they are one no more.

    Raises:
        OwnAdministration: whoever does this is an administrator no longer.
    """
    for each in sorted({account, by}, key=lambda one: one.id):
        session.refresh(each, with_for_update=True)
        session.expire(each, ["grants"])
    if not by.active or not by.is_a(Role.ADMINISTRATOR):
        raise OwnAdministration


def open_again(session: Session, account: Account, by: Account) -> None:
    """Open a closed account."""
    account.active = True
    note(session, account, AccountChange.OPENED, by=by)


def _said(account: Account) -> str:
    roles = ", ".join(sorted(held.role.label for held in account.grants))
    count = len(account.areas)
    return f"{roles}; {count or 'all'} area{'' if count == 1 else 's'}"

"""People who speak for an entry: they can sign in while they do, and not a moment longer."""

import uuid

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from models import Account, Business, Contact, Link, Partnership
from models.base import now
from models.vocabulary import Role

from .register import account_for, grant
from .roles import OFFICE


def let_in(session: Session, contact: Contact, role: Role) -> None:
    """Let a contact sign in by links to their address. An officer's own account stays apart from
    the entries they write in for: no link ever opens it."""
    contact.account = None
    if contact.email:
        account = account_for(session, contact.email, contact.name)
        if not account.is_a(*OFFICE):
            grant(session, account, role)
            contact.account = account
    session.flush()


def comes(session: Session, entry: Business | Partnership, *, name: str, email: str, telephone: str) -> Contact:
    """Somebody speaks for an entry from now on: a person it knows by this address, or somebody new."""
    email = email.strip().lower()
    contact = next((one for one in entry.contacts if email and one.email == email), None)
    here = [one for one in entry.contacts if one.left_at is None]
    if contact is None:
        contact = Contact(name=name, email=email, telephone=telephone, is_main=not here)
        entry.contacts.append(contact)
        session.flush()
        let_in(session, contact, Role.BUSINESS if isinstance(entry, Business) else Role.OFFICER)
    contact.name, contact.left_at = name, None
    contact.telephone = telephone or contact.telephone
    contact.is_main = contact.is_main or not here
    session.flush()
    return contact


def leaves(session: Session, contact: Contact) -> None:
    """Somebody no longer speaks for an entry: their links end at once, and where they speak for
    nobody else, so does whatever they are signed in with."""
    contact.left_at, contact.is_main = now(), False
    session.flush()
    ended = [Link.contact_id == contact.id]
    account = contact.account
    if account is not None and not _speaks_for_somebody(session, account):
        ended.append(Link.account_id == account.id)
        account.fs_uniquifier = uuid.uuid4().hex
    unused = (or_(*ended), Link.used_at.is_(None), Link.expires_at > now())
    session.execute(
        update(Link).where(*unused).values(expires_at=now()), execution_options={"synchronize_session": False}
    )
    session.flush()


def _speaks_for_somebody(session: Session, account: Account) -> bool:
    statement = select(Contact.id).where(Contact.account_id == account.id, Contact.left_at.is_(None))
    return account.is_a(*OFFICE) or session.scalar(statement.limit(1)) is not None

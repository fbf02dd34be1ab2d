"""Who speaks for an entry: somebody comes, somebody leaves, and what must be done when nobody is left."""

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from models import Account, Business, Contact, Partnership
from models.vocabulary import CaseStep, Strand

from ..accounts.contacts import comes, leaves
from .clocks import due_on, settings, today
from .log import record
from .waiting import close, wait_for


def remove_contact(
    session: Session, entry: Business | Partnership, contact_id: int, by: Account, *, on_behalf: bool = False
) -> Contact | None:
    """Somebody no longer speaks for the entry; their links end at once. None where it has no such contact.

    Where nobody is left, its broker has to find out who speaks for it now.
    """
    session.refresh(entry, with_for_update=True)
    here = [contact for contact in entry.contacts if contact.left_at is None]
    gone = next((contact for contact in here if contact.id == contact_id), None)
    if gone is None:
        return None
    was_main = gone.is_main
    leaves(session, gone)
    others = [contact for contact in here if contact is not gone]
    if was_main and others:
        others[0].is_main = True
    record(session, entry, "contact_removed", by=by, words=gone.name, on_behalf=on_behalf)
    if not others:
        wait_for(session, entry, CaseStep.FIND_CONTACT, next_on=due_on(today(), settings().acknowledge_days))
    return gone


def somebody_found(session: Session, entry: Business | Partnership) -> None:
    """Somebody speaks for the entry again: nobody has to be found any more."""
    close(session, entry, Strand.PEOPLE, words=_("Somebody speaks for it"))


def note_contact(
    session: Session,
    entry: Business | Partnership,
    *,
    name: str,
    email: str,
    telephone: str,
    by: Account,
) -> Contact:
    """An officer notes who speaks for an entry now. Somebody it knows by this address comes back."""
    contact = comes(session, entry, name=name, email=email, telephone=telephone)
    record(session, entry, "contact_added", by=by, words=name, on_behalf=True)
    somebody_found(session, entry)
    return contact

"""Who speaks for an entry, where every kind of entry has the same rule."""

from sqlalchemy.orm import Session

from models import Account, Business, Contact, Partnership
from models.base import now

from ..cases.log import record


class LastContact(Exception):
    """Somebody must be left to talk to."""


def remove_contact(
    session: Session, entry: Business | Partnership, contact_id: int, by: Account, *, on_behalf: bool = False
) -> Contact | None:
    """Somebody no longer speaks for the entry. None where it has no such contact.

    Raises:
        LastContact: nobody would be left.
    """
    here = [contact for contact in entry.contacts if contact.left_at is None]
    gone = next((contact for contact in here if contact.id == contact_id), None)
    if gone is None:
        return None
    if len(here) == 1:
        raise LastContact
    gone.left_at = now()
    if gone.is_main:
        gone.is_main = False
        next(contact for contact in here if contact is not gone).is_main = True
    record(session, entry, "contact_removed", by=by, words=gone.name, on_behalf=on_behalf)
    return gone

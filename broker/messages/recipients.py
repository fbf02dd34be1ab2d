"""Who is written to, and with which link."""

from collections.abc import Iterable

from models import Account, Contact
from models.vocabulary import LinkPurpose


def main_contact(contacts: Iterable[Contact]) -> Contact | None:
    """Who is written to: the main contact who has not left, else the first."""
    here = [contact for contact in contacts if contact.left_at is None]
    return min(here, key=lambda contact: (not contact.is_main, contact.id), default=None)


def own_link(to: Contact | Account) -> LinkPurpose | None:
    """A personal link for those who sign in by one; never for a coordinator's account."""
    return LinkPurpose.OWN_PAGE if isinstance(to, Contact) and to.email else None

"""Who brings the two sides of a match together, and how they are reached."""

from dataclasses import dataclass

from models import Account, Broker, Contact, Match

from ..cases.clocks import settings
from ..cases.holders import holder_of
from ..messages.recipients import main_contact


@dataclass(frozen=True, slots=True)
class Link:
    """The person in between: the broker or whoever stands in, else the coordinator. ``to`` is who is
    written to; None where that account is closed, and then the service's own number is given."""

    name: str
    telephone: str
    email: str
    to: Contact | Account | None


def link_of(match: Match) -> Link:
    """Who links the two sides today. A broker who is away or has left since is no link meanwhile."""
    holder = holder_of(match.broker) if match.broker is not None else None
    if isinstance(holder, Broker):
        contact = main_contact(holder.contacts)
        if contact is not None:
            return Link(holder.name, contact.telephone or settings().service_telephone, contact.email, contact)
    officer = holder if isinstance(holder, Account) else match.coordinator
    number = officer.telephone or settings().service_telephone
    return Link(officer.name or officer.email, number, officer.email, officer if officer.active else None)

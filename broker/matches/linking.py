"""Who brings the two sides of a match together, and how they are reached."""

from dataclasses import dataclass

from models import Account, Contact, Match

from ..cases.clocks import settings
from ..cases.owners import IN_POST
from ..messages.recipients import main_contact


@dataclass(frozen=True, slots=True)
class Link:
    """The person in between: the broker while there is one, else the coordinator. ``to`` is who is
    written to; None where that account is closed, and then the service's own number is given."""

    name: str
    telephone: str
    email: str
    to: Contact | Account | None


def link_of(match: Match) -> Link:
    """Who links the two sides today. A broker who has left since is no link any more."""
    broker = match.broker
    if broker is not None and broker.state in IN_POST:
        contact = main_contact(broker.contacts)
        if contact is not None:
            return Link(broker.name, contact.telephone or settings().service_telephone, contact.email, contact)
    officer = match.coordinator
    number = officer.telephone or settings().service_telephone
    return Link(officer.name or officer.email, number, officer.email, officer if officer.active else None)

"""Who a message is from: a person, where there is one, who reads the reply and can be rung."""

from dataclasses import dataclass
from email.utils import formataddr

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from models import Account, Broker, Business, Contact, Match, Partnership

from ..fields import telephone
from .recipients import main_contact


@dataclass(frozen=True, slots=True)
class Sender:
    """``reply_to`` is a whole address with its name; empty where the service itself answers."""

    name: str
    telephone: str
    reply_to: str = ""


def the_service() -> Sender:
    return Sender(_("the Business Broker team"), current_app.extensions["settings"].service_telephone)


def sender_of(session: Session, to: object, match: Match | None, by: Account | None = None) -> Sender:
    """Who writes: whoever did it, else who links the two sides of the match, else who decided on it,
    else the lead of the entry, else the service. Nobody is written to by themselves."""
    people = [by, *_of_match(match), _lead(session, to)]
    mine = {to.email} if isinstance(to, Contact | Account) else set()
    for person in people:
        if person is not None and person.name and person.email and person.email not in mine:
            return _as_sender(person)
    return the_service()


def _of_match(match: Match | None) -> list[Contact | Account | None]:
    if match is None:
        return []
    return [main_contact(match.broker.contacts) if match.broker else None, match.coordinator]


def _lead(session: Session, to: object) -> Contact | None:
    entry: Business | Partnership | None = None
    if isinstance(to, Contact) and to.business_id:
        entry = session.get(Business, to.business_id)
    elif isinstance(to, Contact) and to.partnership_id:
        entry = session.get(Partnership, to.partnership_id)
    lead: Broker | None = entry.lead_broker if entry is not None else None
    return main_contact(lead.contacts) if lead is not None else None


def _as_sender(person: Contact | Account) -> Sender:
    service = current_app.extensions["settings"].service_telephone
    return Sender(
        name=person.name,
        telephone=telephone(person.telephone) or service,
        reply_to=formataddr((person.name, person.email)) if person.email else "",
    )

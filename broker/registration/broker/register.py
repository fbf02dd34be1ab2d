"""Make an entry of what a broker has sent in, or lead them to the entry they already have."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Account, Area, Broker, Contact, Message
from models.base import now
from models.vocabulary import EntryState, LinkPurpose, Role, Theme

from ...accounts.contacts import let_in
from ...cases.log import record
from ...messages import write
from ...reference.names import name_key
from ..steps import Answers
from .questions import lines_of
from .trades import divisions_of

#: The same person is not written to again about the same entry within this time.
QUIET = timedelta(hours=1)


@dataclass(frozen=True)
class Registered:
    """``already`` is True where the broker was with us before: nothing was added to their entry."""

    broker: Broker
    already: bool


def register_broker(session: Session, answers: Answers, by: Account | None = None) -> Registered:
    """Make a broker of the answers, by step, of the journey. They wait to be read.

    What they say about ties is kept in the log, for the coordinator who reads the entry to set
    down as ties. ``by`` is the officer who entered what somebody said on the telephone.
    """
    name, person = answers["name"]["name"], answers["contact"]
    employer = answers.get("employer", {}).get("employer") or ""
    double = find_double(session, name=name, employer=employer, email=person["email"])
    if double is not None:
        _came_again(session, double, name, person, by)
        return Registered(double, already=True)
    broker = Broker(
        name=name,
        employer=employer,
        state=EntryState.WAITING,
        sent_in_at=now(),
        spoken_at=now() if by else None,
        source="telephone" if by else "form",
    )
    set_work(session, broker, answers)
    session.add(broker)
    contact = _add_person(session, broker, name, person)
    ties = answers.get("ties", {}).get("ties") or ""
    words = f"Ties: {ties}" if ties else ""
    record(session, broker, "sent_in", by=by, words=words, on_behalf=by is not None)
    write(session, "confirm_broker", to=contact, side="broker", link=LinkPurpose.CONFIRM_EMAIL, broker=broker)
    return Registered(broker, already=False)


def set_work(session: Session, broker: Broker, answers: Answers) -> None:
    """Set what the broker knows, where they work, and how many cases they carry."""
    broker.experience = lines_of(answers["experience"]["experience"])
    broker.sectors = divisions_of(answers["sectors"]["sectors"])
    broker.themes = [Theme(code) for code in answers["themes"]["themes"]]
    broker.areas = [area for code in answers["areas"]["codes"] if (area := session.get(Area, code))]
    broker.caseload_limit = answers["cases"]["cases"]


def find_double(session: Session, *, name: str, employer: str, email: str) -> Broker | None:
    """A broker that is not ended, of the same e-mail address, or of the same name and employer."""
    statement = (
        select(Broker)
        .where(Broker.state != EntryState.ENDED)
        .options(selectinload(Broker.contacts))
        .order_by(Broker.id)
    )
    key, where = name_key(name), name_key(employer)
    for found in session.scalars(statement):
        if any(contact.email == email.lower() and contact.left_at is None for contact in found.contacts):
            return found
        if where and name_key(found.name) == key and name_key(found.employer) == where:
            return found
    return None


def _add_person(session: Session, broker: Broker, name: str, answer: dict) -> Contact:
    """How to reach the broker. They sign in by links; no link opens an office account."""
    contact = Contact(
        name=name,
        email=answer["email"],
        telephone=answer.get("telephone") or "",
        best_reached=answer.get("best_reached") or "",
    )
    broker.contacts.append(contact)
    session.flush()
    let_in(session, contact, Role.BROKER)
    return contact


def _came_again(session: Session, broker: Broker, name: str, person: dict, by: Account | None) -> None:
    words = ", ".join(part for part in (name, person["email"], person.get("telephone")) if part)
    record(session, broker, "signed_up_again", by=by, words=words, on_behalf=by is not None)
    contact = next((contact for contact in broker.contacts if contact.left_at is None), None)
    if contact is None:
        return
    lately = select(Message.id).where(
        Message.kind == "broker_with_us", Message.contact_id == contact.id, Message.created_at > now() - QUIET
    )
    if session.scalars(lately).first() is None:
        write(session, "broker_with_us", to=contact, side="broker", link=LinkPurpose.OWN_PAGE, broker=broker)

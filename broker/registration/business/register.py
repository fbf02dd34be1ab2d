"""Make an entry of what a business has sent in, or lead it to the entry it already has."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, Business, Contact, Message
from models.base import now
from models.vocabulary import EntryState, LinkPurpose, Role

from ...accounts.contacts import let_in
from ...cases.log import record
from ...messages import write
from ...suggestions import mark_due
from ..steps import Answers
from .doubles import find_double, speaks_for
from .taking_up import take_up
from .values import set_contact, set_values

#: The same person is not written to again about the same double within this time.
QUIET = timedelta(hours=1)


@dataclass(frozen=True)
class Registered:
    """``already`` is True where the business was with us before: nothing was added to its entry."""

    business: Business
    already: bool


def register_business(session: Session, answers: Answers, by: Account | None = None) -> Registered:
    """Make a business of the answers, by step, of its journey; see ``steps.Answers``.

    ``by`` is the officer who entered what somebody said on the telephone. A business that is with
    us already is told so at the address on file, and its new answers are kept in its log.
    """
    name, contact = answers["name"], answers["contact"]
    email = contact.get("email") or ""
    double = find_double(
        session,
        name=name["name"],
        company_number=name.get("company_number"),
        postcode=answers.get("where", {}).get("postcode"),
        email=email,
    )
    if double is not None and double.state is EntryState.INVITED:
        return Registered(take_up(session, double, answers, by=by), already=False)
    if double is not None:
        _came_again(session, double, answers, by)
        return Registered(double, already=True)
    business = Business(
        name=name["name"], state=EntryState.WAITING, sent_in_at=now(), source="telephone" if by else "form"
    )
    if by:
        business.spoken_at = now()
    set_values(business, answers)
    session.add(business)
    person = add_contact(session, business, contact)
    record(session, business, "sent_in", by=by, on_behalf=by is not None)
    mark_due(business)
    session.flush()
    if person.email:
        write(session, "confirm_email", to=person, side="business", link=LinkPurpose.CONFIRM_EMAIL, business=business)
    return Registered(business, already=False)


def add_contact(session: Session, business: Business, answer: dict, *, main: bool = True) -> Contact:
    """Add a person who speaks for the business; with an e-mail address they get an account."""
    contact = Contact(is_main=main)
    set_contact(contact, answer)
    business.contacts.append(contact)
    session.flush()
    let_in(session, contact, Role.BUSINESS)
    return contact


def _came_again(session: Session, business: Business, answers: Answers, by: Account | None) -> None:
    record(session, business, "signed_up_again", by=by, words=plainly(answers), on_behalf=by is not None)
    contact = speaks_for(business, answers["contact"].get("email") or "")
    if contact is None:
        return
    lately = select(Message.id).where(
        Message.kind == "already_with_us", Message.contact_id == contact.id, Message.created_at > now() - QUIET
    )
    if session.scalars(lately).first() is None:
        if contact.account is None:
            let_in(session, contact, Role.BUSINESS)  # an imported contact has none yet, and the link signs one in
        write(session, "already_with_us", to=contact, side="business", link=LinkPurpose.OWN_PAGE, business=business)


def plainly(answers: Answers) -> str:
    """Answers as lines of text, for the coordinator to compare with the entry."""
    lines = []
    for step, answer in answers.items():
        said = "; ".join(f"{field}: {_text(value)}" for field, value in answer.items() if value not in (None, "", []))
        if said:
            lines.append(f"{step} - {said}")
    return "\n".join(lines)


def _text(value: object) -> str:
    return ", ".join(str(item) for item in value) if isinstance(value, list) else str(value)

"""An invited firm has signed up: its entry becomes its own, by its own answers."""

from sqlalchemy.orm import Session

from models import Account, Business, Contact
from models.base import now
from models.vocabulary import EntryState, LinkPurpose, Role

from ...accounts.contacts import let_in
from ...cases.invited import forget_contacts
from ...cases.log import record
from ...messages import write
from ...suggestions import mark_due
from ..steps import Answers
from .values import set_contact, set_values

#: Marks a draft that began with an invitation: which firm, and the address that its link was sent to. It is no
#: question, so nobody can answer it.
INVITED = "~invited"


def invited_business(session: Session, answers: Answers) -> Business | None:
    """The firm whose invitation a sign-up began with, held; None where it has none, or is not invited any more."""
    marked = answers.get(INVITED, {}).get("business")
    business = session.get(Business, marked, with_for_update=True, populate_existing=True) if marked else None
    return business if business is not None and business.state is EntryState.INVITED else None


def take_up(
    session: Session, business: Business, answers: Answers, *, by: Account | None = None, proved: str = ""
) -> Business:
    """Put a firm's own answers in place of what a list said, and let it wait to be read.

    ``proved`` is the address that its invitation was sent to. People whom only the list named are forgotten.
    """
    set_values(business, answers)
    email = (answers["contact"].get("email") or "").lower()
    person = next((one for one in business.contacts if email and one.email == email), None)
    forget_contacts(session, business, [one for one in business.contacts if one is not person])
    if person is None:
        person = Contact()
        business.contacts.append(person)
    set_contact(person, answers["contact"])
    person.is_main = True
    if email and email == proved:
        person.email_confirmed_at = now()
    session.flush()
    let_in(session, person, Role.BUSINESS)
    business.sent_in_at, business.invite_due_at = now(), None
    if by is not None:
        business.spoken_at = business.spoken_at or now()
    record(session, business, "sent_in", by=by, on_behalf=by is not None, to_state=EntryState.WAITING)
    mark_due(business)
    session.flush()
    if person.email and person.email_confirmed_at is None:
        write(session, "confirm_email", to=person, side="business", link=LinkPurpose.CONFIRM_EMAIL, business=business)
    return business

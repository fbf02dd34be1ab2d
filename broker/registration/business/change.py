"""A business looks after its own entry: change, pause, come back, leave; and who speaks for it."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, Business, Contact
from models.base import now
from models.vocabulary import EntryState, LinkPurpose

from ...cases.log import record
from ...cases.people import somebody_found
from ...messages import write
from ...suggestions import mark_due
from ...suggestions.ending import hold_needs, take_back_proposals, withdraw_undecided
from ..steps import Answers, Step
from .register import add_contact, plainly
from .values import set_contact, set_step

#: Answers in the firm's own words: they may name people, so a person reads them again.
OWN_WORDS = ("what-you-do", "offer-")


def own_business(session: Session, account: Account, business_id: int) -> Business | None:
    """A business this account speaks for, None where it does not."""
    return session.scalar(
        select(Business)
        .join(Contact, Contact.business_id == Business.id)
        .where(Business.id == business_id, Contact.account_id == account.id, Contact.left_at.is_(None))
    )


def own_businesses(session: Session, account: Account) -> list[Business]:
    """The businesses this account speaks for."""
    statement = (
        select(Business)
        .join(Contact, Contact.business_id == Business.id)
        .where(Contact.account_id == account.id, Contact.left_at.is_(None))
        .order_by(Business.id)
    )
    return list(session.scalars(statement))


def own_contact(business: Business, account: Account) -> Contact | None:
    """This account's own row among the contacts of the business."""
    return next((one for one in business.contacts if one.account_id == account.id and one.left_at is None), None)


def change_business(session: Session, business: Business, step: Step, answers: Answers, by: Account) -> None:
    """Keep one changed answer. Words that an officer has read are read again before they are used,
    also where they were changed during a pause. An entry that was sent back waits again."""
    contact = own_contact(business, by)
    if step.name == "contact":
        if contact is not None:
            set_contact(contact, {**answers["contact"], "email": contact.email})
    else:
        set_step(business, step.name, answers)
    unread = step.name.startswith(OWN_WORDS) and business.state in (EntryState.LIVE, EntryState.PAUSED)
    waits = unread or business.state in (EntryState.DRAFT, EntryState.EXPIRED)
    if waits:
        business.sent_in_at, business.paused_until = now(), None
    words = plainly({step.name: answers[step.name]})
    record(session, business, "changed", by=by, words=words, to_state=EntryState.WAITING if waits else None)
    mark_due(business)


def pause_business(session: Session, business: Business, until: date | None, by: Account) -> None:
    """Ask nothing of the business until a day, or until it says so."""
    business.paused_until = until
    record(session, business, "paused", by=by, to_state=EntryState.PAUSED)
    mark_due(business)


def come_back(session: Session, business: Business, by: Account) -> None:
    """After a pause the business is live again; after leaving it is read again first."""
    business.paused_until = None
    ended = business.state is EntryState.ENDED
    if ended:
        business.sent_in_at = now()
    record(session, business, "came_back", by=by, to_state=EntryState.WAITING if ended else EntryState.LIVE)
    mark_due(business)


def leave(session: Session, business: Business, words: str, by: Account) -> None:
    """The business takes part no more: nothing suggested or proposed stands for it.

    Leaving twice changes nothing.
    """
    needs = hold_needs(session, business)
    session.refresh(business, with_for_update=True)
    if business.state is EntryState.ENDED:
        return
    withdraw_undecided(session, business)
    take_back_proposals(session, business, by=by)
    for need in needs:
        mark_due(need)
    business.wants_news = False
    record(session, business, "ended", by=by, words=words, to_state=EntryState.ENDED)
    mark_due(business)


def add_person(session: Session, business: Business, answer: dict[str, Any], by: Account) -> Contact:
    """Another person who speaks for the business, and who can sign in where they have an address."""
    email = answer.get("email") or ""
    known = next((contact for contact in business.contacts if email and contact.email == email), None)
    if known is not None:
        if known.left_at is not None:
            known.left_at = None
            record(session, business, "contact_added", by=by)
        return known
    contact = add_contact(session, business, answer, main=not any(one.left_at is None for one in business.contacts))
    somebody_found(session, business)
    record(session, business, "contact_added", by=by)
    if email:
        purpose = LinkPurpose.CONFIRM_EMAIL
        write(session, "contact_added", to=contact, side="business", link=purpose, business=business, by=by)
    return contact

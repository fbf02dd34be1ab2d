"""Firms whose details somebody else gave us: what waits for them, how they are let in, and how they are removed.

An invited firm has not agreed to anything. It has no account, it is neither shown nor suggested, and what is
held of it goes when it says no, or says nothing for long enough.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from models import (
    Account,
    BrokerTie,
    Business,
    Case,
    CaseNote,
    Contact,
    EntryEvent,
    EntryMerge,
    FirmPause,
    ImportedRow,
    Link,
    Match,
    Message,
    MessageChoice,
    NotAgain,
    PlanPair,
    PlanRule,
    Suggestion,
)
from models.vocabulary import CaseKind, EntryKind, EntryState, Role, SuppressionReason, SuppressionScope

from ..accounts.contacts import let_in
from ..messages import stop
from ..messages.suppression import firm_key, suppress
from .clocks import settings, today
from .entries import follow_entry, invited_wait
from .log import record
from .waiting import open_case

#: Rows that lead to a business. Where there is one, it is no longer a mere line of somebody's list.
_LEADS = (
    (Suggestion, Suggestion.business_id),
    (Match, Match.business_id),
    (BrokerTie, BrokerTie.business_id),
    (PlanRule, PlanRule.business_id),
    (PlanPair, PlanPair.business_id),
    (NotAgain, NotAgain.business_id),
    (FirmPause, FirmPause.business_id),
)
GONE = "Taken out with the details of the firm."


def wait_for_answers(session: Session, businesses: Sequence[Business], owner: Account | None) -> None:
    """Open the cases of firms that a list has just brought in, many at once: whoever brought it in has them."""
    wait = invited_wait(today(), False)
    session.add_all(
        Case(
            kind=CaseKind.BUSINESS,
            subject_id=business.id,
            strand=wait.step.strand,
            step=wait.step,
            waiting_since=today(),
            next_on=wait.next_on,
            acts_on=wait.acts_on,
            owner_account=owner if owner is not None and owner.covers(business.area_code) else None,
            area_code=business.area_code,
            illustrative=business.illustrative,
        )
        for business in businesses
    )
    session.flush()


def removed_on(session: Session, business: Business) -> date:
    """The day on which an invited firm goes if it does not answer."""
    case = open_case(session, business)
    if case is not None and case.acts_on is not None:
        return case.acts_on
    return today() + timedelta(days=settings().invited_calendar_days)


def let_in_invited(session: Session, business: Business) -> None:
    """Give those who speak for a firm the accounts that they lacked while it was only invited."""
    for contact in business.contacts:
        if contact.left_at is None and contact.account is None:
            let_in(session, contact, Role.BUSINESS)


def say_no(session: Session, business: Business, *, by: Account | None = None) -> None:
    """They do not want to be with us. What was held goes; of its addresses, and of the firm itself, only keyed
    hashes stay, so that no list brings it in again and nothing is sent.

    ``by`` is the officer who was told so on the telephone.
    """
    for key in ways_to(business):
        for scope in (SuppressionScope.IMPORT, SuppressionScope.EVERYTHING):
            suppress(session, key, SuppressionReason.ASKED, scope=scope, words="Said no to an invitation.", by=by)
    remove(session, business)


def ways_to(business: Business) -> list[str]:
    """What a firm can be known by when a list brings it again: addresses, numbers, and its name and place."""
    reached = [way for contact in business.contacts for way in (contact.email, contact.telephone) if way]
    return list(dict.fromkeys([*reached, *firm_key(business.name_key, business.postcode)]))


def leads_to(session: Session, business: Business) -> bool:
    """Whether anything but a list and an invitation leads to a business."""
    merged = (EntryMerge.entry_kind == EntryKind.BUSINESS) & (EntryMerge.kept_id == business.id)
    conditions = [exists().where(column == business.id) for _table, column in _LEADS]
    return any(session.scalar(select(one)) for one in (*conditions, exists().where(merged)))


def remove(session: Session, business: Business) -> bool:
    """Take an invited firm out of our records, with all that was held of it. False, and nothing is changed,
    where it is not merely invited any more.

    The caller holds its row. What rows of lists say of it goes too; that there was a row stays.
    """
    if business.state is not EntryState.INVITED or leads_to(session, business):
        return False
    ids = [contact.id for contact in business.contacts]
    forget_messages(session, ids)
    session.execute(delete(MessageChoice).where(MessageChoice.contact_id.in_(ids)))
    of_it = {"kind": CaseKind.BUSINESS, "subject_id": business.id}
    for table in (Case, CaseNote):
        session.execute(delete(table).filter_by(**of_it))
    session.execute(
        delete(EntryEvent).where(EntryEvent.entry_kind == EntryKind.BUSINESS, EntryEvent.entry_id == business.id)
    )
    told = (ImportedRow.business_id == business.id) | (ImportedRow.twin_id == business.id)
    session.execute(
        update(ImportedRow).where(told).values(cells={}, name="", notes="", business_id=None, twin_id=None),
        execution_options={"synchronize_session": False},
    )
    session.delete(business)
    session.flush()
    return True


def forget_contacts(session: Session, business: Business, contacts: Iterable[Contact]) -> None:
    """Take people out of a firm who were named by a list, and whom the firm itself does not name."""
    gone = list(contacts)
    ids = [contact.id for contact in gone]
    forget_messages(session, ids)
    session.execute(delete(MessageChoice).where(MessageChoice.contact_id.in_(ids)))
    for contact in gone:
        business.contacts.remove(contact)
    session.flush()


def forget_messages(session: Session, contact_ids: Sequence[int]) -> None:
    """Stop what has not left, and take the person out of what has. Links lead to a page that says so."""
    messages = session.scalars(select(Message).where(Message.contact_id.in_(contact_ids))).all()
    stop(session, messages)
    for message in messages:
        message.to_email = message.to_name = ""
        message.body, message.contact, message.account = GONE, None, None
    session.execute(
        update(Link).where(Link.contact_id.in_(contact_ids)).values(contact_id=None, account_id=None),
        execution_options={"synchronize_session": False},
    )
    session.flush()


def remove_unanswered(session: Session, business: Business) -> bool:
    """Remove a firm whose time is over. Where something else leads to it by now, it is ended instead, and
    who speaks for it is taken out."""
    if business.state is not EntryState.INVITED:
        follow_entry(session, business)
        return False
    if not remove(session, business):
        forget_contacts(session, business, list(business.contacts))
        record(session, business, "ended", words="No answer to our invitation.", to_state=EntryState.ENDED)
    return True

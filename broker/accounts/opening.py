"""What the button on a link's page may do, and sending a new link in place of one that no longer works."""

from datetime import timedelta
from enum import StrEnum

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Account, Business, Contact, Draft, Link, Message
from models.base import now
from models.vocabulary import EntryState, LinkPurpose

from ..messages import Recipient, links, write
from .roles import PASSWORD, is_exempt

#: No more than so many e-mails with a link, to one address, in this time.
MOST = 4
WITHIN = timedelta(minutes=30)

SETS_PASSWORD = (LinkPurpose.INVITATION, LinkPurpose.PASSWORD)


class LinkState(StrEnum):
    READY = "ready"
    UNKNOWN = "unknown"
    USED = "used"
    EXPIRED = "expired"
    SENT_IN = "sent_in"  # the sign-up it leads to was finished meanwhile
    PASSWORD = "password"  # noqa: S105  the account is one that links do not open
    CLOSED = "closed"
    LEFT = "left"  # whoever it was sent to speaks for the organisation no longer
    REMOVED = "removed"  # the invited firm that it was sent to is in our records no longer
    STEP_OVER = "step_over"  # what it asked about has moved on


def state_of(session: Session, link: Link | None) -> LinkState:
    """What the page of a link says. Reads only."""
    if link is None:
        return LinkState.UNKNOWN
    if link.purpose is LinkPurpose.FIRM_INVITED:
        return _of_an_invitation(session, link)
    return _of_the_survey(session, link) if link.purpose is LinkPurpose.SURVEY else _of_others(session, link)


def _of_others(session: Session, link: Link) -> LinkState:
    if link.purpose is LinkPurpose.RESUME:
        draft = draft_of(session, link)
        if draft is None or draft.finished_at is not None:
            return LinkState.SENT_IN
    elif link.account is None:
        return LinkState.UNKNOWN
    elif not link.account.active:
        return LinkState.CLOSED
    if link.contact is not None and link.contact.left_at is not None:
        return LinkState.LEFT
    if link.purpose in (LinkPurpose.MATCH, LinkPurpose.SEAT):
        if links.expired(link) or links.step_is_over(session, link):
            return LinkState.STEP_OVER
    elif link.used_at is not None:
        return LinkState.USED
    elif links.expired(link):
        return LinkState.EXPIRED
    if link.account is not None and link.purpose not in SETS_PASSWORD and not opens(link.account):
        return LinkState.PASSWORD
    return LinkState.READY


def _of_the_survey(session: Session, link: Link) -> LinkState:
    """It opens no account and works again and again: people stop and come back, and a closed survey says so."""
    if links.asked_of(session, link) is None:
        return LinkState.UNKNOWN
    if link.contact is not None and link.contact.left_at is not None:
        return LinkState.LEFT
    return LinkState.EXPIRED if links.expired(link) else LinkState.READY


def _of_an_invitation(session: Session, link: Link) -> LinkState:
    """It opens no account, and works until it is answered: people stop and come back."""
    business = session.get(Business, link.contact.business_id) if link.contact is not None else None
    if business is None or links.expired(link):
        return LinkState.REMOVED
    return LinkState.READY if business.state is EntryState.INVITED else LinkState.SENT_IN


def opens(account: Account) -> bool:
    """Whether an e-mailed link may sign this account in."""
    return not account.is_a(*PASSWORD) or is_exempt(account)


def draft_of(session: Session, link: Link) -> Draft | None:
    return session.get(Draft, link.draft_id) if link.draft_id else None


def confirm_addresses(session: Session, link: Link) -> None:
    """Using a link that was sent to an address proves that the address is the person's."""
    if link.account is None:
        return
    statement = select(Contact).where(Contact.account_id == link.account_id, Contact.email == link.account.email)
    for contact in session.scalars(statement):
        contact.email_confirmed_at = contact.email_confirmed_at or now()
    if link.contact is not None:
        link.contact.email_confirmed_at = link.contact.email_confirmed_at or now()


def send_sign_in(session: Session, account: Account | None) -> None:
    """Send a link that signs in; to those who have a password, one that sets a new password. Nothing
    is sent to an address that is not known, is closed or was sent enough already."""
    if account is None or not account.active or _enough(session, account.email):
        return
    hours = current_app.extensions["settings"].sign_in_link_hours
    if opens(account):
        write(session, "sign_in_link", to=account, link=LinkPurpose.SIGN_IN, hours=hours)
    else:
        with_code = account.needs_second_factor
        write(session, "password_link", to=account, link=LinkPurpose.PASSWORD, hours=hours, with_code=with_code)


def send_new(session: Session, link: Link) -> None:
    """Send a link like this one again, to the address that the first one went to."""
    if state_of(session, link) not in (LinkState.USED, LinkState.EXPIRED, LinkState.STEP_OVER, LinkState.READY):
        return
    draft = draft_of(session, link)
    to: Account | Contact | Recipient | None = link.contact or link.account
    if link.purpose is LinkPurpose.RESUME and draft is not None:
        to = Recipient("", draft.email)
    asked = links.asked_of(session, link) if link.purpose is LinkPurpose.SURVEY else None
    if asked is not None and to is None:
        to = Recipient(asked.name, asked.email)
    if to is None or not to.email or _enough(session, to.email):
        return
    match, invitation = links.match_of(session, link), links.invitation_of(session, link)
    write(session, "new_link", to=to, draft=draft, match=match, asked=asked, invitation=invitation, link=link.purpose)


def _enough(session: Session, email: str) -> bool:
    statement = select(func.count(Message.id)).where(
        Message.to_email == email, Message.link_purpose.is_not(None), Message.created_at > now() - WITHIN
    )
    return (session.scalar(statement) or 0) >= MOST


def find_link(session: Session, link_id: object) -> Link | None:
    """The link whose button this visitor pressed a moment ago."""
    return session.get(Link, link_id) if isinstance(link_id, int) else None

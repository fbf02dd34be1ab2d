"""Links sent by e-mail: random tokens of which only a hash is kept.

A link is minted when its mail is handed over, so the token is never stored. Opening a link
changes nothing (mail scanners open links); only the button on its page does.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models import Account, Contact, Draft, Link, Match, MatchEvent, Message, SeatInvitation, SurveyAsked
from models.base import now
from models.vocabulary import LinkPurpose

#: A link to a match works while its step lasts, and never longer than this.
LONGEST_STEP = timedelta(days=400)


def token_hash(token: str) -> str:
    """The SHA-256 of a token, hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def lifetime(purpose: LinkPurpose) -> timedelta:
    """How long a link of this purpose can be used."""
    settings = current_app.extensions["settings"]
    if purpose is LinkPurpose.RESUME:
        return timedelta(days=settings.resume_link_days)
    if purpose is LinkPurpose.FIRM_INVITED:
        return timedelta(days=settings.invited_calendar_days + 1)  # to the end of its last day
    if purpose in (LinkPurpose.MATCH, LinkPurpose.SEAT, LinkPurpose.SURVEY):
        return LONGEST_STEP  # it ends with the step it is about, which may wait for somebody who is away
    if purpose in (LinkPurpose.INVITATION, LinkPurpose.CONFIRM_EMAIL):
        return timedelta(days=7)
    return timedelta(hours=settings.sign_in_link_hours)


def mint(
    session: Session,
    purpose: LinkPurpose,
    *,
    account: Account | None = None,
    contact: Contact | None = None,
    draft: Draft | None = None,
    message: Message | None = None,
) -> str:
    """Make a link and return its token, which is kept nowhere."""
    token = secrets.token_urlsafe(32)
    session.add(
        Link(
            token_hash=token_hash(token),
            purpose=purpose,
            account=account,
            contact=contact,
            draft_id=draft.id if draft else (message.draft_id if message else None),
            message_id=message.id if message else None,
            expires_at=now() + lifetime(purpose),
        )
    )
    return token


def find(session: Session, token: str) -> Link | None:
    """The link of a token, used or expired ones too."""
    return session.scalar(select(Link).where(Link.token_hash == token_hash(token)))


def expired(link: Link, at: datetime | None = None) -> bool:
    """Whether its time has run out."""
    return link.expires_at <= (at or now())


def match_of(session: Session, link: Link) -> Match | None:
    """The match that a link is about."""
    message = session.get(Message, link.message_id) if link.message_id else None
    return message.match if message is not None else None


def asked_of(session: Session, link: Link) -> SurveyAsked | None:
    """Who is asked to answer the survey by a link."""
    message = session.get(Message, link.message_id) if link.message_id else None
    return message.asked if message is not None else None


def invitation_of(session: Session, link: Link) -> SeatInvitation | None:
    """The invitation to a seat that a link is about."""
    message = session.get(Message, link.message_id) if link.message_id else None
    return message.invitation if message is not None else None


def step_is_over(session: Session, link: Link) -> bool:
    """Whether the match has moved on since a link about it was sent, or the invitation is over. What is said on
    the way does not count."""
    if link.purpose is LinkPurpose.SEAT:
        invitation = invitation_of(session, link)
        return invitation is None or invitation.ended_at is not None
    match = match_of(session, link)
    moved = (MatchEvent.from_state != MatchEvent.to_state) & (MatchEvent.at > link.created_at)
    return match is None or session.scalar(select(exists().where(MatchEvent.match_id == match.id, moved))) is True


def usable(link: Link | None) -> bool:
    """Whether pressing the button on the link's page may do anything."""
    return link is not None and link.used_at is None and not expired(link)


def use(session: Session, link: Link) -> bool:
    """Use a link up. False where somebody else, or a double click, was first."""
    session.refresh(link, with_for_update=True)
    if not usable(link):
        return False
    link.used_at = now()
    return True

"""Unfinished sign-ups as rows: begun at the first answer, sent in once, sent back by e-mail."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Account, Draft, Message
from models.base import now
from models.vocabulary import EntryKind, LinkPurpose

from ..messages import Recipient, write

#: The number of the lock that is held while an entry is made of a draft.
SENDING_IN = 7_220_001

#: The same link is not sent again within this time.
QUIET = timedelta(minutes=5)


def begin(session: Session, journey: str, answers: dict[str, Any], owner: Account | None = None) -> Draft:
    """Make the row. ``owner`` is the account it belongs to, where somebody is signed in for it."""
    draft = Draft(journey=journey, answers=dict(answers), owner_id=owner.id if owner else None)
    session.add(draft)
    session.flush()
    return draft


def find(session: Session, draft_id: object, journey: str, account_id: int | None) -> Draft | None:
    """A draft of this journey that this person may see; None for anybody else's."""
    if not isinstance(draft_id, int):
        return None
    draft = session.get(Draft, draft_id)
    if draft is None or draft.journey != journey:
        return None
    return draft if draft.owner_id in (None, account_id) else None


def hold(session: Session, draft: Draft) -> None:
    """Read the row again and keep others from changing it until this request ends."""
    session.refresh(draft, with_for_update=True)


def one_at_a_time(session: Session) -> None:
    """Wait until whoever is sending in this moment has done so, and keep others waiting until this
    request ends: two sign-ups of the same firm then see each other. SQLite writes one at a time anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(SENDING_IN)))


def keep(draft: Draft, answers: dict[str, Any]) -> None:
    """Store the answers so far."""
    draft.answers = dict(answers)
    draft.updated_at = now()


def close(draft: Draft, kind: EntryKind, entry_id: int) -> None:
    """The draft has become an entry."""
    draft.entry_kind, draft.entry_id, draft.finished_at = kind, entry_id, now()


def send_back(session: Session, draft: Draft, email: str, days: int) -> None:
    """Send the link that leads back to the draft. ``days`` is how long it works.

    Whoever presses the button again and again is sent one link, until it could have been used.
    """
    lately = select(Message.id).where(
        Message.draft_id == draft.id, Message.to_email == email, Message.created_at > now() - QUIET
    )
    draft.email = email
    if session.scalars(lately).first() is not None:
        return
    session.flush()
    write(session, "resume", to=Recipient("", email), draft=draft, link=LinkPurpose.RESUME, days=days)

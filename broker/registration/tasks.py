"""What registration does by itself, now and then: forget answers that nobody goes on with."""

from datetime import timedelta

from flask import current_app
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models import Draft, Link, Message
from models.base import now

from .. import work

FORGOTTEN_AT_ONCE = 500


@work.timetable("0 40 3 * * *")
def forget_drafts(session: Session) -> int:
    """Delete answers that nobody can go on with any more, and those that have become an entry long ago."""
    settings = current_app.extensions["settings"]
    left = now() - timedelta(days=settings.resume_link_days + 1)
    old = select(Draft.id).where(Draft.updated_at < left).limit(FORGOTTEN_AT_ONCE)
    ids = session.scalars(old).all()
    session.execute(update(Message).where(Message.draft_id.in_(ids)).values(draft_id=None))
    session.execute(delete(Link).where(Link.draft_id.in_(ids)))
    session.execute(delete(Draft).where(Draft.id.in_(ids)))
    session.commit()
    return len(ids)

"""What registration does by itself, now and then."""

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models import Broker, Business, Draft, Link, Message, Need, Partnership
from models.base import now
from models.vocabulary import EntryState

from .. import work
from ..cases.log import record
from ..suggestions import mark_due
from ..suggestions.ending import withdraw_undecided

FORGOTTEN_AT_ONCE = 500


@work.timetable("0 20 * * * *")
def end_needs(session: Session) -> int:
    """Close every need whose last day is over: nothing more is suggested for it. Commits after each."""
    day = datetime.now(UTC).date()
    over = select(Need.id).where(Need.state.in_([EntryState.LIVE, EntryState.PAUSED]), Need.ends_on < day)
    done = 0
    for need_id in session.scalars(over.order_by(Need.id)).all():
        need = session.get(Need, need_id, with_for_update=True, populate_existing=True)
        if (
            need is not None
            and need.state in (EntryState.LIVE, EntryState.PAUSED)
            and need.ends_on
            and need.ends_on < day
        ):
            record(session, need, "expired", words="Its last day was over.", to_state=EntryState.EXPIRED)
            withdraw_undecided(session, need)
            done += 1
        session.commit()
    return done


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


@work.timetable("0 15 * * * *")
def end_pauses(session: Session) -> int:
    """Bring back every entry whose pause was to last until today. Commits after each. Returns how many."""
    day = datetime.now(UTC).date()
    done = 0
    table: Any
    for table in (Business, Need, Partnership, Broker):
        over = select(table.id).where(table.state == EntryState.PAUSED, table.paused_until <= day)
        for entry_id in session.scalars(over).all():
            entry = session.get(table, entry_id, with_for_update=True, populate_existing=True)
            if entry is not None and entry.state is EntryState.PAUSED:
                entry.paused_until = None
                record(session, entry, "came_back", words="The pause was over.", to_state=EntryState.LIVE)
                mark_due(entry)
                done += 1
            session.commit()
    return done

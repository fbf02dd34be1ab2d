"""What registration does by itself, now and then."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Broker, Business, Need, Partnership
from models.vocabulary import EntryState

from .. import work
from ..cases.log import record
from ..suggestions import mark_due


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

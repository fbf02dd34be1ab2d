"""A list that somebody uploaded and left is not kept for ever."""

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from models import NeighbourhoodList
from models.base import now

from .. import work

#: How long an uploaded list waits to be saved.
WAITS = timedelta(days=7)


@work.timetable("0 20 3 * * *")
def forget_neighbourhood_lists(session: Session) -> int:
    """Delete the lists that were uploaded a week ago and never saved. Returns how many."""
    gone = session.execute(delete(NeighbourhoodList).where(NeighbourhoodList.created_at < now() - WAITS))
    session.commit()
    return gone.rowcount  # type: ignore[attr-defined]

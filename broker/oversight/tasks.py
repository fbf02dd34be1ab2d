"""What oversight does by itself, now and then: count a large programme."""

from sqlalchemy.orm import Session

from .. import work
from .programme.keeping import keep_counts


@work.timetable("30 */10 * * * *")
def count_programme(session: Session) -> int:
    """Keep the figures of a programme that is too large to be counted for every page."""
    areas = keep_counts(session)
    session.commit()
    return areas

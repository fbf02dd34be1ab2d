"""Where counting takes long its sums are kept, and made anew every few minutes."""

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from models import AreaCount, Business, Match, Need

from ...extensions import reading
from .counting import Counts, count
from .facts import NOWHERE, Areas

#: A programme with more firms, needs and matches than this is not counted for every page.
LARGE = 4000


def counts_of(session: Session, areas: Areas = None) -> Counts:
    """The numbers as they were kept, or else counted now."""
    statement = select(AreaCount.area_code, AreaCount.numbers, AreaCount.counted_at)
    if areas is not None:
        statement = statement.where(AreaCount.area_code.in_({*areas, NOWHERE}))
    kept = session.execute(statement).all()
    if not kept:  # where something is kept there is always a row for what has no place
        return count(session, areas)
    return Counts({code: numbers for code, numbers, _at in kept if areas is None or code in areas}, kept[0].counted_at)


def keep_counts(session: Session) -> int:
    """Count a large programme and keep the sums; of a small one nothing is kept. Says how many areas."""
    with reading(session):
        sizes = [session.scalar(select(func.count()).select_from(table)) or 0 for table in (Business, Need, Match)]
        counts = count(session) if sum(sizes) > LARGE else None
    session.execute(delete(AreaCount))
    if counts is None:
        return 0
    rows = {NOWHERE: {}, **counts.by_area}
    for area, numbers in rows.items():
        plain = {what: dict(keys) for what, keys in numbers.items()}
        session.add(AreaCount(area_code=area, counted_at=counts.at, numbers=plain))
    return len(rows)

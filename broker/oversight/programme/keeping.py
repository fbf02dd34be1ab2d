"""Where counting takes long its sums are kept, and made anew every few minutes.

They are kept by area and once for all together, in parts: a page reads the part it shows and no more.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from models import AreaCount, Business, Match, Need
from models.vocabulary import NeedCameTo

from ...extensions import reading
from .counting import Counts, Numbers, Whole, count
from .facts import NOWHERE, Areas
from .quarters import BY_QUARTER

#: A programme with more firms, needs and matches than this is not counted for every page.
LARGE = 4000
#: The sums of everything, in the place of an area.
WHOLE = "*"


class Part(StrEnum):
    """Numbers that are read together."""

    NOW = "now"
    MONTHS = "months"
    HELP = "help"


#: What is counted -> its part, where that is not ``NOW``.
PART_OF: Mapping[str, Part] = {
    **dict.fromkeys(("firms", "answered", "never_answered", "introduced", "confirmed"), Part.MONTHS),
    **dict.fromkeys(("needs_in", "needs_ended", *(f"needs_{end.value}" for end in NeedCameTo)), Part.MONTHS),
    **dict.fromkeys(("proposals", "introductions", "results"), Part.MONTHS),
    **dict.fromkeys(("given_by", "confirmed_by"), Part.HELP),
}


class Figures:
    """The numbers of some areas: as they were kept, or else counted now."""

    def __init__(self, session: Session, areas: Areas = None) -> None:
        self._session, self._areas = session, areas
        self._kept_at = _kept_at(session)
        self._fresh = count(session, areas) if self._kept_at is None else None

    @property
    def at(self) -> datetime:
        return self._kept_at or self._fresh.at  # type: ignore[union-attr]

    def by_area(self, *parts: Part, areas: Areas = None) -> Counts:
        """Numbers of each area; of ``areas`` only, where they are named."""
        areas = self._areas if areas is None else areas
        if self._fresh is not None:
            return self._fresh
        statement = select(AreaCount.area_code, AreaCount.numbers).where(AreaCount.part.in_(parts))
        named = AreaCount.area_code != WHOLE if areas is None else AreaCount.area_code.in_(areas)
        found: dict[str, Numbers] = {}
        for code, numbers in self._session.execute(statement.where(named)):
            found[code] = {**found.get(code, {}), **numbers}
        return Counts(found, self.at)

    def whole(self, *parts: Part, areas: Areas = None) -> Whole:
        """The sums of all these areas together."""
        areas = self._areas if areas is None else areas
        if self._fresh is not None or areas is not None:
            return self.by_area(*parts, areas=areas).together(areas)
        statement = select(AreaCount.numbers).where(AreaCount.area_code == WHOLE, AreaCount.part.in_(parts))
        sums: dict[str, Mapping[str, int]] = {}
        for numbers in self._session.scalars(statement):
            sums.update(numbers)
        return Whole(sums)


def _kept_at(session: Session) -> datetime | None:
    return session.scalar(select(AreaCount.counted_at).where(AreaCount.area_code == WHOLE).limit(1))


#: What one row is counted under several times: the sum of its keys is no number of rows.
SEVERAL = ("given_by", "confirmed_by", "recruit")


def kept_number(session: Session, what: str, keys: Collection[str], areas: Areas) -> int | None:
    """How many rows there are behind a number that is kept; None where it is not kept, and has to be counted."""
    if _kept_at(session) is None or (what in SEVERAL and not keys):
        return None
    counted = Figures(session, areas).whole(PART_OF.get(what, Part.NOW)).keys(what)
    if not keys:
        return sum(counted.values())
    return sum(number for key, number in counted.items() if key in keys or key.partition(BY_QUARTER)[0] in keys)


def keep_counts(session: Session) -> int:
    """Count a large programme and keep the sums; of a small one nothing is kept. Says how many areas."""
    with reading(session):
        sizes = [session.scalar(select(func.count()).select_from(table)) or 0 for table in (Business, Need, Match)]
        counts = count(session) if sum(sizes) > LARGE else None
    session.execute(delete(AreaCount))
    if counts is None:
        return 0
    rows: dict[str, Numbers] = {NOWHERE: {}, **counts.by_area}
    for area, numbers in {**rows, WHOLE: counts.together().numbers}.items():
        for part in Part:
            plain = {what: dict(keys) for what, keys in numbers.items() if PART_OF.get(what, Part.NOW) is part}
            session.add(AreaCount(area_code=area, part=part.value, counted_at=counts.at, numbers=plain))
    return len(rows)

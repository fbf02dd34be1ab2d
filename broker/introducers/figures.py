"""What an introducer is told of its members: three numbers, and none that could point at one of them.

The three are steps of one way: whoever was introduced has signed up, and whoever gave help was introduced. So
one number can be taken from another. Where that leaves few or none, the smaller of the two is not told: that
all of them were introduced would tell it of each.
"""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Business, Introducer, Match, MatchEvent, Result
from models.vocabulary import EntryState, MatchState

from ..oversight.small_numbers import LEAST

#: Not yet one that signed up: somebody else named it, or it has not finished.
NOT_YET = (EntryState.INVITED, EntryState.DRAFT)


@dataclass(frozen=True, slots=True)
class Figures:
    """``None`` is a number that is not told, since it is small, or is too near to the one before it."""

    signed_up: int | None
    introduced: int | None
    gave_help: int | None


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers as they are, for the office."""

    invited: int
    signed_up: int
    introduced: int
    gave_help: int


def counts_of(session: Session, ids: list[int]) -> dict[int, Counts]:
    """introducer -> what its members came to, for many at once, in one query."""
    introduced = (
        select(MatchEvent.id)
        .join(Match, Match.id == MatchEvent.match_id)
        .where(Match.business_id == Business.id, MatchEvent.to_state == MatchState.INTRODUCED)
        .exists()
    )
    gave = select(Result.id).join(Match, Match.id == Result.match_id).where(Match.business_id == Business.id).exists()
    has = Business.state.not_in(NOT_YET)
    statement = (
        select(
            Business.introducer_id,
            func.count().filter(Business.state == EntryState.INVITED),
            func.count().filter(has),
            func.count().filter(has, introduced),
            func.count().filter(has, introduced, gave),
        )
        .where(Business.introducer_id.in_(ids))
        .group_by(Business.introducer_id)
    )
    found = {row[0]: Counts(*row[1:]) for row in session.execute(statement)}
    return {one: found.get(one, Counts(0, 0, 0, 0)) for one in ids}


def figures_of(session: Session, introducer: Introducer) -> Figures:
    """What the page of an introducer tells."""
    return told(counts_of(session, [introducer.id])[introducer.id])


def told(counts: Counts) -> Figures:
    """The numbers that may be told of steps that hold one another. None of anything is no secret, unless a
    number before it is one."""
    numbers: list[int | None] = []
    before: int | None = None
    for number in (counts.signed_up, counts.introduced, counts.gave_help):
        small = 0 < number < LEAST
        near = before is not None and before > 0 and before - number < LEAST
        if small or near:
            numbers.append(None)
            continue
        if number == 0 and None in numbers:
            numbers.append(None)  # a none would say that the hidden ones before it went no further
            continue
        numbers.append(number)
        before = number
    return Figures(*numbers)

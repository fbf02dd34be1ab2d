"""Whether a place of the need is still free, in the moment in which both sides have said yes."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Match, MatchPart
from models.vocabulary import MatchState

from ..cases.places import TAKEN, takes_a_place


def place_is_free(session: Session, match: Match) -> bool:
    """Whether every part that this match is for still has a place. The caller holds the need."""
    taken = _taken(session, match.need_id)
    return all(taken.get(one.part_id, 0) < one.part.places for one in match.parts)


def others_without_a_place(session: Session, match: Match) -> list[Match]:
    """Proposals of the same need for which no place is left now that this match has taken its own."""
    taken = _taken(session, match.need_id)
    full = {part.id for part in match.need.parts if taken.get(part.id, 0) >= part.places}
    if not full:
        return []
    statement = (
        select(Match)
        .join(Match.parts)
        .where(
            Match.need_id == match.need_id,
            Match.id != match.id,
            Match.state == MatchState.PROPOSED,
            MatchPart.part_id.in_(full),
        )
        .order_by(Match.id)
    )
    return list(session.scalars(statement).unique())


def _taken(session: Session, need_id: int) -> dict[int, int]:
    """part id -> how many firms have its places."""
    statement = (
        select(MatchPart.part_id, func.count())
        .join(Match, Match.id == MatchPart.match_id)
        .where(Match.need_id == need_id, takes_a_place(TAKEN))
        .group_by(MatchPart.part_id)
    )
    return {part_id: count for part_id, count in session.execute(statement)}

"""The rows of a match, held in the one order: need, business, suggestion, match."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Match, MatchAnswer
from models.vocabulary import Side

from ..cases.clocks import today


def hold(session: Session, match: Match) -> dict[Side, MatchAnswer]:
    """Hold everything an act on a match bears on, as it is now. Returns what each side has said.

    Whoever moves a match holds its need first, so no two acts on one need are under way at once.
    """
    session.refresh(match.need, with_for_update=True)
    session.refresh(match.business, with_for_update=True)
    session.refresh(match.suggestion, with_for_update=True)
    session.refresh(match, with_for_update=True)
    return answers_of(session, match)


def answers_of(session: Session, match: Match) -> dict[Side, MatchAnswer]:
    """What each side has said, as it is now. A side that was never asked is asked from today."""
    statement = select(MatchAnswer).where(MatchAnswer.match_id == match.id)
    found = {one.side: one for one in session.scalars(statement.execution_options(populate_existing=True))}
    for side in Side:
        if side not in found:
            found[side] = MatchAnswer(match_id=match.id, side=side, asked_on=today())
            session.add(found[side])
    session.flush()
    return found

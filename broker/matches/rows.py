"""The rows of a match and of what its two sides have said, held."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Match, MatchAnswer
from models.vocabulary import Side

from ..cases.clocks import today
from ..cases.rows import hold_match


def hold(session: Session, match: Match) -> dict[Side, MatchAnswer]:
    """Hold everything an act on a match bears on, as it is now. Returns what each side has said."""
    hold_match(session, match)
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

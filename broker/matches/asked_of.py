"""What an account is asked and has not answered: the first thing its own page says."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, selectinload

from models import Account, Contact, Match, MatchAnswer, Need
from models.vocabulary import Answer, MatchState, Side

from .standing import answer_by, name_of, other_side


@dataclass(frozen=True, slots=True)
class Question:
    """A proposal that waits for one side's answer. ``other`` is the name of the other side."""

    match: Match
    side: Side
    other: str
    answer_by: date


def asked_of(session: Session, account: Account) -> list[Question]:
    """The questions that wait for an account's answer, oldest first."""
    mine = (Contact.account_id == account.id, Contact.left_at.is_(None))
    businesses = select(Contact.business_id).where(*mine, Contact.business_id.is_not(None))
    partnerships = select(Contact.partnership_id).where(*mine, Contact.partnership_id.is_not(None))
    statement = (
        select(Match, MatchAnswer.side)
        .join(MatchAnswer, MatchAnswer.match_id == Match.id)
        .join(Match.need)
        .where(
            Match.state == MatchState.PROPOSED,
            MatchAnswer.answer == Answer.WAITING,
            or_(
                and_(MatchAnswer.side == Side.BUSINESS, Match.business_id.in_(businesses)),
                and_(MatchAnswer.side == Side.PARTNERSHIP, Need.partnership_id.in_(partnerships)),
            ),
        )
        .options(
            selectinload(Match.need).selectinload(Need.partnership),
            selectinload(Match.business),
            selectinload(Match.answers),
        )
        .order_by(Match.id, MatchAnswer.side)
    )
    return [
        Question(match, side, name_of(match, other_side(side)), answer_by(match, side))
        for match, side in session.execute(statement)
    ]

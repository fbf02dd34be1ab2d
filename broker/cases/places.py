"""Who is asked already: places of a business and of the parts of a need, and what is left of them."""

from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from models import Business, Match, MatchPart, Need, NeedPart, Result, SeatInvitation
from models.match import HOLDING
from models.seat_gap import UNDECIDED
from models.vocabulary import MatchState

#: States in which both sides have said yes: a place of the need is taken, for good.
TAKEN = (*(state for state in HOLDING if state is not MatchState.PROPOSED), MatchState.COMPLETED, MatchState.VERIFIED)
#: States in which a firm has been asked, whether or not it has answered.
ASKED = (MatchState.PROPOSED, *TAKEN)


def takes_a_place(states: tuple[MatchState, ...]) -> ColumnElement[bool]:
    """Matches in these states that count for a place, within a query on Match. One that is confirmed, and
    that both sides would do again, has done its part: the next match of the pair takes the place anew."""
    again = (
        select(Result.id)
        .where(
            Result.match_id == Match.id,
            Match.state == MatchState.VERIFIED,
            Result.business_again.is_(True),
            Result.partnership_again.is_(True),
        )
        .correlate(Match)
        .exists()
    )
    return and_(Match.state.in_(states), ~again)


def free_places(session: Session, business: Business) -> int:
    """How many more undecided proposals, or invitations to a seat, a business can be given now."""
    proposed = select(func.count()).where(Match.business_id == business.id, Match.state == MatchState.PROPOSED)
    invited = select(func.count()).where(
        SeatInvitation.business_id == business.id,
        SeatInvitation.ended_at.is_(None),
        SeatInvitation.answer.in_(UNDECIDED),
    )
    undecided = session.scalar(select(proposed.scalar_subquery() + invited.scalar_subquery()))
    return business.proposals_at_once - (undecided or 0)


def room(session: Session, need: Need) -> dict[int, int]:
    """part id -> how many more firms may be asked for it now. A need may ask a few firms more than
    it has places (``ask_one_more``), until the places are taken."""
    taken, asked = _counts(session, need, TAKEN), _counts(session, need, ASKED)
    return {
        part.id: max(0, part.places + one_more() - asked.get(part.id, 0)) if taken.get(part.id, 0) < part.places else 0
        for part in need.parts
    }


def asks_too_few(session: Session, need: Need) -> bool:
    """Whether fewer firms are asked for some part of a need than it has places."""
    asked = _counts(session, need, ASKED)
    return any(asked.get(part.id, 0) < part.places for part in need.parts)


def one_more() -> int:
    return int(current_app.extensions["settings"].ask_one_more)


def has_room() -> ColumnElement[bool]:
    """The same in SQL: needs that may ask at least one more firm, within a query on Need."""
    asked, taken = _count_of(ASKED), _count_of(TAKEN)
    return (
        select(NeedPart.id)
        .where(NeedPart.need_id == Need.id, asked < NeedPart.places + one_more(), taken < NeedPart.places)
        .correlate(Need)
        .exists()
    )


def _count_of(states: tuple[MatchState, ...]) -> Any:
    return (
        select(func.count())
        .select_from(MatchPart)
        .join(Match, Match.id == MatchPart.match_id)
        .where(MatchPart.part_id == NeedPart.id, takes_a_place(states))
        .correlate(NeedPart)
        .scalar_subquery()
    )


def _counts(session: Session, need: Need, states: tuple[MatchState, ...]) -> dict[int, int]:
    statement = (
        select(MatchPart.part_id, func.count())
        .join(Match, Match.id == MatchPart.match_id)
        .where(Match.need_id == need.id, takes_a_place(states))
        .group_by(MatchPart.part_id)
    )
    return {part_id: count for part_id, count in session.execute(statement)}

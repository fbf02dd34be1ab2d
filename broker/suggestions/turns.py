"""When firms were last asked, and how often they helped: what fair turns are made of."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import and_, case, exists, func, literal, select
from sqlalchemy.orm import Session

from models import Business, Match, MatchAnswer, MatchEvent, SeatInvitation
from models.vocabulary import EndReason, MatchState, Side

from ..matching.profiles import AskedBefore


def asked_before(session: Session, only: Collection[int] | None = None) -> Mapping[int, AskedBefore]:
    """business id -> what it was asked before, for help or for a seat, of all businesses or of ``only`` these;
    any other id gives "never". One query, however many there are.

    A proposal that was taken back before its message left asked nobody.
    """
    taken_back = exists().where(MatchEvent.match_id == Match.id, MatchEvent.reason == EndReason.MISTAKE.value)
    helped = case((Match.state == MatchState.VERIFIED, 1), else_=0)
    proposals = (
        select(Match.business_id, MatchAnswer.asked_on, helped.label("helped"))
        .outerjoin(MatchAnswer, and_(MatchAnswer.match_id == Match.id, MatchAnswer.side == Side.BUSINESS))
        .where(~taken_back)
    )
    seats = select(SeatInvitation.business_id, SeatInvitation.asked_on, literal(0))
    asked = proposals.union_all(seats).subquery()
    statement = select(asked.c.business_id, func.max(asked.c.asked_on), func.sum(asked.c.helped))
    if only is not None:
        statement = statement.where(asked.c.business_id.in_(only))
    known: defaultdict[int, AskedBefore] = defaultdict(AskedBefore)
    rows = session.execute(statement.group_by(asked.c.business_id))
    known.update({one: AskedBefore(last_on, int(times)) for one, last_on, times in rows})
    return known


def asked_before_of(session: Session, business: Business) -> AskedBefore:
    """The same of one business."""
    return asked_before(session, [business.id])[business.id]

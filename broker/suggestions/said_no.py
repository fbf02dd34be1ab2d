"""What a refusal by one of the two sides teaches: for how long the pair is not put together again.

Wrong skill, too far and too big hold until one of the two says something else; "unclear" until the
need does; a wrong time until its day; a conflict for good. Whatever says nothing lasting about the
pair, and silence, hold for a while.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from models import Business, Match, MatchAnswer, Need
from models.vocabulary import Answer, DeclineReason, MatchState

from ..cases import clocks
from ..matching.profiles import Barrier
from .changes import last_changes

#: What a change of either entry makes good.
UNTIL_CHANGED = frozenset({DeclineReason.WRONG_SKILL, DeclineReason.TOO_FAR, DeclineReason.TOO_BIG, None})
#: What holds for a while only, because it says nothing about the pair.
AGAIN_AFTER = timedelta(days=90)

SAID_NO = "One side has said no to this pairing."
NO_ANSWER = "They were asked a short while ago, and there was no answer in time."


def said_no(session: Session, need: Need | None, business: Business | None, today: date) -> Iterable[Barrier]:
    """The barriers of pairs in which one side said no, or none came to answer in time."""
    refused = and_(MatchAnswer.match_id == Match.id, MatchAnswer.answer == Answer.NO)
    statement = (
        select(
            Match.need_id,
            Match.business_id,
            Match.state,
            func.coalesce(Match.ended_at, Match.updated_at).label("at"),
            MatchAnswer.reason,
            MatchAnswer.ask_again_on,
        )
        .outerjoin(MatchAnswer, refused)
        .where(Match.state.in_([MatchState.DECLINED, MatchState.LAPSED]))
    )
    if need is not None:
        statement = statement.where(Match.need_id == need.id)
    if business is not None:
        statement = statement.where(Match.business_id == business.id)
    rows = session.execute(statement).all()
    changed = last_changes(session, {row.need_id for row in rows}, {row.business_id for row in rows})
    for row in rows:
        until = None
        if row.state is MatchState.LAPSED:
            until = clocks.day_of(row.at) + AGAIN_AFTER
        elif row.reason is DeclineReason.CONFLICT:
            pass
        elif row.reason in UNTIL_CHANGED:
            if _later(row.at, changed.get(("need", row.need_id)), changed.get(("business", row.business_id))):
                continue
        elif row.reason is DeclineReason.UNCLEAR:
            if _later(row.at, changed.get(("need", row.need_id))):
                continue
        else:
            until = row.ask_again_on or clocks.day_of(row.at) + AGAIN_AFTER
        sentence = NO_ANSWER if row.state is MatchState.LAPSED else SAID_NO
        yield Barrier(row.need_id, row.business_id, row.state.value, "bar", sentence, until)


def _later(at: datetime, *changes: datetime | None) -> bool:
    """Whether one of the changes came after."""
    return any(change is not None and change > at for change in changes)

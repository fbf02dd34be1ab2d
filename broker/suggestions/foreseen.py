"""Confirmed matches that the table of usual offers would not have foreseen propose an addition to it.

Only a coordinator takes it in, in words of their own: nothing is added silently.
"""

from datetime import timedelta

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import GuessCorrection, Match, Need
from models.base import now
from models.vocabulary import GuessState, GuessVerdict, Kind

from .. import work
from .model import current_engine
from .profiles import need_profile
from .records import clean

#: Matches are looked at for so long after they were made.
LOOKED_AT = timedelta(days=2)
#: From so much (0 to 1) that a need asks for a line of the trade, the table foresaw it.
FORESEEN = 0.5
LONGEST = 120


@work.timetable("0 25 * * * *")
def propose_guesses(session: Session) -> int:
    """Propose an addition for each match of late that was not foreseen. Returns how many."""
    statement = (
        select(Match)
        .join(Need, Match.need_id == Need.id)
        .outerjoin(GuessCorrection, GuessCorrection.match_id == Match.id)
        .where(Match.created_at >= now() - LOOKED_AT, GuessCorrection.id.is_(None))
        .options(selectinload(Match.need).selectinload(Need.parts), selectinload(Match.business))
        .order_by(Match.id)
        .limit(200)
    )
    proposed = [row for match in session.scalars(statement) if (row := unforeseen(session, match)) is not None]
    session.add_all(proposed)
    session.commit()
    return len(proposed)


def unforeseen(session: Session, match: Match) -> GuessCorrection | None:
    """A proposal, where nothing the table says of the firm's trade answers what was asked for."""
    sectors = [code for code in match.business.sectors if code]
    kinds = [part.kind for part in match.need.parts if part.kind is not Kind.NSY]
    title = clean(match.need.title)[:LONGEST]
    if not sectors or not kinds or not title:
        return None
    engine = current_engine(session)
    usual = engine.reading.usual
    asks = engine.features(need_profile(match.need)).asks
    lit = usual.lit_by_sector(dict.fromkeys(sectors, 1.0))
    answers = [float(asks[row]) * max(float(usual.compatible(kind)[row]) for kind in kinds) for row in lit]
    if float(np.max(answers, initial=0.0)) >= FORESEEN:
        return None
    return GuessCorrection(
        sector=sectors[0],
        kind=kinds[0],
        verdict=GuessVerdict.CAN,
        what="",
        words=[title],
        state=GuessState.PROPOSED,
        match_id=match.id,
    )

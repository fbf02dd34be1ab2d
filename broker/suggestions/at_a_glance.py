"""Which open needs a firm could meet that has not signed up: answered at once, and nothing is stored."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from ..cases import clocks
from ..matching.candidates import ledger_of, needs_of_one
from ..matching.profiles import BusinessProfile
from ..matching.rule_arrays import MILES, ROUNDING
from .ask import CouldMeet, live_needs
from .model import current_engine
from .nearby import needs_near

#: Needs looked at, the nearest first. In a dense city that is all within a few miles.
LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Glance:
    """``could_meet``, best first. ``within`` needs are in reach, of which ``looked_at`` were compared;
    ``of`` are open at all."""

    could_meet: tuple[CouldMeet, ...]
    looked_at: int
    within: int
    of: int


def glance(session: Session, business: BusinessProfile, *, limit: int = 5, today: date | None = None) -> Glance:
    """The best of the needs within the firm's reach, as ``needs_it_could_meet`` would name them.

    The firm is only what it said: it has no row, so nothing earlier can stand between the two.
    """
    day = today or clocks.today()
    engine = current_engine(session)
    limit_in_miles = MILES.get(business.reach.kind)
    near = needs_near(
        session,
        engine,
        business.place,
        within=None if limit_in_miles is None else limit_in_miles * ROUNDING,
        most=LOOKED_AT,
        today=day,
    )
    catalogue = engine.catalogue([business])
    pairs = needs_of_one(ledger_of(catalogue, day), near.asks, engine.weights)
    best = [
        near.needs[int(near.asks.along.need[ask])]
        for ask, score in zip(pairs.ask, pairs.score, strict=True)
        if score >= engine.weights.somebody
    ][:limit]
    rows = {need.id: need for need in live_needs(session, day, only=[int(one.id) for one in best])} if best else {}
    could = tuple(
        CouldMeet(rows[int(one.id)], engine.compare(one, catalogue, (), day).scored(0))
        for one in best
        if int(one.id) in rows
    )
    return Glance(could, len(near.needs), near.within, near.of)

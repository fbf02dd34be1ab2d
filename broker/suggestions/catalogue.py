"""The live businesses as the model has read them, kept between requests until one changes."""

import threading
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from models import Business, EntryEvent, Match, MatchEvent, SeatGapEvent, SeatInvitation
from models.seat_gap import UNDECIDED
from models.vocabulary import EntryKind, EntryState, MatchState

from ..matching.engine import Engine
from .profiles import business_profile
from .turns import asked_before


@dataclass(frozen=True, slots=True)
class _Kept:
    signature: tuple[Any, ...]
    catalogue: Any


_kept: dict[str, _Kept] = {}
_lock = threading.Lock()


def catalogue_of(session: Session, engine: Engine) -> Any:
    """The catalogue of all live businesses.

    Every change of an entry or a match writes an event, so the events tell whether what is kept is
    still true: how many there are too, since one with a lower number can be committed later.
    """
    url = str(session.get_bind().engine.url)
    signature = (engine.reading, *_signature(session))  # other weights need no other catalogue
    with _lock:
        kept = _kept.get(url)
        if kept is not None and kept.signature == signature:
            return kept.catalogue
    held, before = held_proposals(session), asked_before(session)
    statement = (
        select(Business)
        .where(Business.state == EntryState.LIVE)
        .options(selectinload(Business.offers), selectinload(Business.contacts), selectinload(Business.area))
        .order_by(Business.id)
    )
    profiles = [
        business_profile(one, held=held.get(one.id, 0), asked_before=before[one.id])
        for one in session.scalars(statement)
    ]
    catalogue = engine.catalogue(profiles)
    with _lock:
        _kept.clear()  # one database per process in service; in tests the old ones are gone
        _kept[url] = _Kept(signature, catalogue)
    return catalogue


def held_proposals(session: Session) -> dict[int, int]:
    """business id -> how many of its places are held by proposals, and invitations to a seat, nobody has answered."""
    proposed = select(Match.business_id).where(Match.state == MatchState.PROPOSED)
    invited = select(SeatInvitation.business_id).where(
        SeatInvitation.ended_at.is_(None), SeatInvitation.answer.in_(UNDECIDED)
    )
    held = proposed.union_all(invited).subquery()
    statement = select(held.c.business_id, func.count()).group_by(held.c.business_id)
    return {business_id: count for business_id, count in session.execute(statement)}


def _signature(session: Session) -> tuple[Any, ...]:
    of_firms = select(func.count(), func.max(EntryEvent.id)).where(EntryEvent.entry_kind == EntryKind.BUSINESS)
    of_matches = select(func.count(), func.max(MatchEvent.id))
    of_seats = select(func.count(), func.max(SeatGapEvent.id))
    firms = select(func.count(), func.max(Business.updated_at)).where(Business.state == EntryState.LIVE)
    return tuple(value for asked in (of_firms, of_matches, of_seats, firms) for value in session.execute(asked).one())

"""The new owner of a business says, match by match, whether it goes on."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Account, Business, Match, MatchEvent, Need
from models.vocabulary import EndReason, HoldReason, MatchAct, MatchState

from ..cases.holding import waits_still
from ..cases.life import hindrance, move
from ..cases.parties import tell_parties
from ..cases.rows import hold_match
from .ending import look_again, released


def waiting_for_owner(session: Session, business: Business) -> Sequence[Match]:
    """What runs and waits for the new owner's word."""
    statement = (
        select(Match)
        .where(
            Match.business_id == business.id,
            Match.state == MatchState.ON_HOLD,
            Match.hold_reason == HoldReason.NEW_OWNER,
        )
        .options(selectinload(Match.need).selectinload(Need.partnership))
        .order_by(Match.id)
    )
    return session.scalars(statement).all()


def owner_says(session: Session, match: Match, *, goes_on: bool, by: Account) -> None:
    """It goes on as before, or it ends and the need is open again. Those helped are told.

    What waits for something else too, or while something must be seen first, waits for that from now
    on. Nothing happens where it does not wait for the owner any more.
    """
    hold_match(session, match)
    if match.state is not MatchState.ON_HOLD or match.hold_reason is not HoldReason.NEW_OWNER:
        return
    if not goes_on:
        move(session, match, MatchAct.END_EARLY, by=by, reason=EndReason.FIRM_GONE)
        released(session, match, by=by)
        look_again(session, match.need)
    elif rest := waits_still(match):
        _waits_on(session, match, rest, "", by)
    elif missing := hindrance(session, match, MatchAct.RESUME):
        _waits_on(session, match, HoldReason.CHECKS, missing, by)
    else:
        move(session, match, MatchAct.RESUME, by=by)
    tell_parties(session, match, "owner_said", only=("partnership", "broker"), goes_on=goes_on)


def _waits_on(session: Session, match: Match, reason: HoldReason, missing: str, by: Account) -> None:
    """The owner has answered, and it waits all the same."""
    match.hold_reason = reason
    said = " ".join(filter(None, (_("The new owner says that it goes on."), missing)))
    match.events.append(MatchEvent(from_state=match.state, to_state=match.state, words=said, by=by))
    session.flush()

"""The new owner of a business says, match by match, whether it goes on."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Account, Business, Match, Need
from models.base import now
from models.vocabulary import EndReason, HoldReason, MatchAct, MatchState

from ..messages import write
from ..messages.recipients import own_link
from .life import move
from .withdrawal import parties


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

    Nothing happens where it does not wait for the owner any more.
    """
    session.refresh(match.need, with_for_update=True)
    session.refresh(match.business, with_for_update=True)
    session.refresh(match, with_for_update=True)
    if match.state is not MatchState.ON_HOLD or match.hold_reason is not HoldReason.NEW_OWNER:
        return
    if goes_on:
        move(session, match, MatchAct.RESUME, by=by)
    else:
        move(session, match, MatchAct.END_EARLY, by=by, reason=EndReason.FIRM_GONE)
        match.need.suggest_due_at = now()
    for side, to in parties(match).items():
        if side != "business" and to is not None:
            write(
                session,
                f"owner_said_{side}",
                to=to,
                side=side,
                match=match,
                link=own_link(to),
                need=match.need,
                business=match.business,
                goes_on=goes_on,
                reference=match.reference,
            )

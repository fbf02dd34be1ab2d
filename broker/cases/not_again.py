"""Either side of a match can ask, in private, not to be put together with the other again.

It rules the pair out from then on (`suggestions.barriers`), until whoever said it takes it back. The
other side never learns of it, and the office reads only that it was asked.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, Business, Match, NotAgain, Partnership
from models.base import now
from models.vocabulary import Side


def standing(session: Session, business: Business, partnership: Partnership, side: Side) -> NotAgain | None:
    """What one side has asked for and not taken back."""
    return session.scalar(
        select(NotAgain).where(
            NotAgain.business_id == business.id,
            NotAgain.partnership_id == partnership.id,
            NotAgain.side == side,
            NotAgain.revoked_at.is_(None),
        )
    )


def ask_not_again(session: Session, match: Match, side: Side, *, by: Account) -> NotAgain:
    """Keep that one side of a match does not want the other again. Asking twice changes nothing."""
    business, partnership = _held(session, match)
    row = standing(session, business, partnership, side)
    if row is None:
        row = NotAgain(business=business, partnership=partnership, side=side, by_id=by.id)
        session.add(row)
        business.suggest_due_at = now()
        session.flush()
    return row


def take_back(session: Session, match: Match, side: Side, *, by: Account) -> bool:
    """Whoever asked takes it back. False where nothing stood."""
    business, partnership = _held(session, match)
    row = standing(session, business, partnership, side)
    if row is None:
        return False
    row.revoked_at, row.revoked_by_id = now(), by.id
    business.suggest_due_at = now()
    session.flush()
    return True


def asked_not_again(session: Session, match: Match) -> bool:
    """Whether either side asked not to be put together again: all that the office reads of it."""
    return (
        session.scalar(
            select(NotAgain.id)
            .where(
                NotAgain.business_id == match.business_id,
                NotAgain.partnership_id == match.need.partnership_id,
                NotAgain.revoked_at.is_(None),
            )
            .limit(1)
        )
        is not None
    )


def _held(session: Session, match: Match) -> tuple[Business, Partnership]:
    """The two sides, the firm's row held: two clicks at once ask one after the other."""
    session.refresh(match.business, with_for_update=True)
    return match.business, match.need.partnership

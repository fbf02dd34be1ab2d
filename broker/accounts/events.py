"""What is done to an account, kept for good."""

from sqlalchemy.orm import Session

from models import Account, AccountEvent
from models.vocabulary import AccountChange


def note(
    session: Session, account: Account, what: AccountChange, by: Account | None = None, words: str = ""
) -> AccountEvent:
    """Keep that something was done. ``by`` is left out where the person did it, or the service."""
    event = AccountEvent(account=account, what=what, by=by, words=words[:500])
    session.add(event)
    return event

"""Ten wrong passwords or codes, and an account waits a quarter of an hour."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models import Account
from models.base import now
from models.vocabulary import AccountChange

from .events import note

TRIES = 10
WAIT = timedelta(minutes=15)


def locked(account: Account, at: datetime | None = None) -> bool:
    """Whether the account must wait. Nothing is let in meanwhile, not even what is right."""
    return account.locked_until is not None and account.locked_until > (at or now())


def count_failure(session: Session, account: Account) -> None:
    """Count a wrong try; the tenth locks the account. The caller holds the row."""
    account.failed_sign_ins += 1
    if account.failed_sign_ins >= TRIES:
        account.failed_sign_ins = 0
        account.locked_until = now() + WAIT
        note(session, account, AccountChange.LOCKED)


def forget_failures(account: Account) -> None:
    """The person has signed in: begin counting again."""
    account.failed_sign_ins = 0
    account.locked_until = None

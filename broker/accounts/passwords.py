"""Passwords: checked so that nobody learns which addresses have an account, and set."""

import uuid
from functools import cache

from flask import current_app
from flask_security import hash_password, verify_password
from sqlalchemy.orm import Session

from models import Account
from models.vocabulary import AccountChange

from .events import note
from .lockout import count_failure, locked
from .register import find_account

#: Words that are tried first by whoever guesses.
_GUESSED = ("password", "businessbroker", "business broker", "letmein", "qwerty", "123456")


def check_password(session: Session, email: str, password: str) -> Account | None:
    """The account, where address and password belong together and it may sign in; else None.

    It takes as long for an unknown address as for a known one. A wrong try is counted: keep it
    (commit) although nobody is let in.
    """
    account = find_account(session, email)
    if account is None or account.password is None or not account.active:
        verify_password(_normal(password), _nobodys())
        return None
    return account if password_is_right(session, account, password) else None


def password_is_right(session: Session, account: Account, password: str) -> bool:
    """Whether this is the account's password and it is not locked. A wrong try is counted."""
    session.refresh(account, with_for_update=True)
    right = verify_password(_normal(password), account.password or _nobodys())
    if locked(account):
        return False
    if not right or account.password is None:
        count_failure(session, account)
        return False
    return True


def set_password(session: Session, account: Account, password: str) -> None:
    """Give an account a new password, and end every session it has."""
    account.password = hash_password(_normal(password))
    end_sessions(account)
    note(session, account, AccountChange.PASSWORD_SET)


def end_sessions(account: Account) -> None:
    """Sign an account out wherever it is signed in."""
    account.fs_uniquifier = uuid.uuid4().hex


def too_easy(password: str, email: str) -> bool:
    """Whether a password of enough characters is still one that is guessed first."""
    plain = password.lower()
    before_at = email.lower().partition("@")[0]
    if len(set(plain)) < 5 or (len(before_at) > 3 and before_at in plain):
        return True
    rest = plain
    for word in _GUESSED:
        rest = rest.replace(word, "")
    return len(rest) < 6


def _normal(password: str) -> str:
    normal: str = current_app.extensions["security"].password_util.normalize(password)
    return normal


@cache
def _nobodys() -> str:
    """A hash that no password has, to spend the same time on an unknown address."""
    return hash_password(uuid.uuid4().hex)

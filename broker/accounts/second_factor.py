"""The second factor: six figures from an app on a telephone, and recovery codes for when it is lost."""

import re
from dataclasses import dataclass
from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from models import Account
from models.vocabulary import AccountChange

from .events import note
from .lockout import count_failure, locked
from .passwords import end_sessions

#: Seconds by which a telephone's clock may be wrong, either way.
CLOCK = 30


class OwnSecondFactor(Exception):
    """Nobody removes the second factor of their own account: it is there to protect it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A new secret as it is shown: ``image`` is a QR code as a data address, ``key`` is to be typed."""

    image: str
    key: str


def new_secret() -> str:
    """A secret for an app, encrypted with the key of the service."""
    secret: str = _security().totp_factory.generate_totp_secret()
    return secret


def shown(secret: str, account: Account) -> Shown:
    """The secret as the person takes it over into the app."""
    factory = _security().totp_factory
    return Shown(factory.generate_qrcode(account.email, secret), factory.get_totp_pretty_key(secret))


def set_up(session: Session, account: Account, secret: str, code: str) -> bool:
    """Take a secret over once a first code shows that the app has it; makes new recovery codes."""
    session.refresh(account, with_for_update=True)
    if locked(account):
        return False
    before, account.last_totp_counter = account.last_totp_counter, None  # the codes of another secret
    if not _verified(account, secret, code):
        account.last_totp_counter = before
        count_failure(session, account)
        return False
    account.tf_totp_secret, account.tf_primary_method = secret, "authenticator"
    _security().mf_recovery_codes_util.create_recovery_codes(account)
    note(session, account, AccountChange.SECOND_FACTOR_SET)
    return True


def code_is_right(session: Session, account: Account, code: str) -> bool:
    """Whether a code is right and was not used before. A wrong try is counted: keep it."""
    session.refresh(account, with_for_update=True)
    if locked(account) or not account.tf_totp_secret:
        return False
    if _verified(account, account.tf_totp_secret, code):
        return True
    count_failure(session, account)
    return False


def use_recovery_code(session: Session, account: Account, code: str) -> bool:
    """Use a recovery code up. A wrong try is counted: keep it."""
    session.refresh(account, with_for_update=True)
    if locked(account):
        return False
    # An unchanged list would not be written again: make it a new one.
    account.mf_recovery_codes = list(account.mf_recovery_codes or [])
    codes = _security().mf_recovery_codes_util
    plain = _plain(code)
    if not plain or not codes.check_recovery_code(account, plain):
        count_failure(session, account)
        return False
    codes.delete_recovery_code(account, plain)
    account.mf_recovery_codes = list(account.mf_recovery_codes)
    note(session, account, AccountChange.RECOVERY_CODE_USED)
    return True


def recovery_codes(account: Account) -> list[str]:
    """The codes that are left."""
    left: list[str] = _security().mf_recovery_codes_util.get_recovery_codes(account)
    return left


def make_recovery_codes(session: Session, account: Account) -> None:
    """Make new codes; the old ones no longer work."""
    _security().mf_recovery_codes_util.create_recovery_codes(account)
    note(session, account, AccountChange.NEW_RECOVERY_CODES)


def reset(session: Session, account: Account, by: Account) -> None:
    """Remove a lost telephone. At the next sign-in the person sets up another.

    Raises:
        OwnSecondFactor: ``by`` is the person whose telephone it is.
    """
    if account.id == by.id:
        raise OwnSecondFactor
    account.tf_totp_secret = account.tf_primary_method = account.last_totp_counter = None
    account.mf_recovery_codes = None
    end_sessions(account)
    note(session, account, AccountChange.SECOND_FACTOR_RESET, by=by)


def _verified(account: Account, secret: str, code: str) -> bool:
    right: bool = _security().totp_factory.verify_totp(code, secret, account, window=CLOCK)
    return right


def _plain(code: str) -> str:
    """A recovery code as it is kept, however it was typed: ``ab12-cd34-ef56``."""
    figures = re.sub(r"[^0-9a-f]", "", code.lower())
    return "-".join(figures[at : at + 4] for at in range(0, 12, 4)) if len(figures) == 12 else ""


def _security() -> Any:
    return current_app.extensions["security"]

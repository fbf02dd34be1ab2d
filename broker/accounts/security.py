"""What the accounts package (Flask-Security) is told. We use its passwords, codes and sessions; its
own pages stay off, so nothing can be reached that is not in our routes."""

import base64
import hashlib
from typing import Any

from flask import Flask
from flask_security import FSQLALiteUserDatastore, Security
from flask_security.totp import Totp
from passlib.totp import TotpMatch

from models import Account, RoleGrant

from ..extensions import db
from ..settings import Settings

SHORTEST_PASSWORD = 12


class OnceTotp(Totp):
    """Six-figure codes, each good for one use: the last counter is kept with the account."""

    def get_last_counter(self, user: Any) -> int | None:
        counter: int | None = user.last_totp_counter
        return counter

    def set_last_counter(self, user: Any, tmatch: TotpMatch) -> None:
        user.last_totp_counter = tmatch.counter


def init_app(app: Flask, settings: Settings) -> Security:
    """Add passwords, codes and sessions to the application, and none of the package's pages."""
    app.config.from_mapping(_config(settings))
    security = Security(
        app,
        FSQLALiteUserDatastore(db, Account, RoleGrant),  # type: ignore[arg-type]
        register_blueprint=False,
        totp_cls=OnceTotp,
    )
    # Nobody signs in by a token in the address or in a header.
    security.login_manager.request_loader(lambda request: None)
    return security


def _config(settings: Settings) -> dict[str, Any]:
    # Recovery codes are kept encrypted, with a key of their own made from the same secret.
    key = hashlib.sha256(b"recovery codes:" + settings.totp_secret.encode()).digest()
    # Tests hash a thousand passwords, and none that is worth guessing.
    cheap = {"argon2__time_cost": 1, "argon2__memory_cost": 64, "argon2__parallelism": 1}
    return {
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": cheap if settings.testing else {},
        "SECURITY_PASSWORD_LENGTH_MIN": SHORTEST_PASSWORD,
        "SECURITY_TWO_FACTOR": True,
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_N": 8,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS": [base64.urlsafe_b64encode(key)],
        # Roles are read through `Account.is_a`; the package's own roles are not used.
        "SECURITY_JOIN_USER_ROLES": False,
        "SECURITY_DEFAULT_REMEMBER_ME": False,
        "SECURITY_CLI_USERS_NAME": None,
        "SECURITY_CLI_ROLES_NAME": None,
    }

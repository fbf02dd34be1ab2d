"""People of the office as tests need them: with a password, with an app for codes."""

from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from broker.accounts import second_factor
from broker.accounts.passwords import set_password
from broker.messages import links
from models import Account
from models.vocabulary import LinkPurpose, Role
from tests.factories import AccountFactory
from tests.pages import Page, ServiceClient

PASSWORD = "purple lantern orchard"


def officer(session: Session, *roles: Role, app_for_codes: bool = True, **values: Any) -> Account:
    """Somebody with a password and, unless told otherwise, an app for codes."""
    account: Account = AccountFactory(roles=roles or (Role.COORDINATOR,), **values)
    set_password(session, account, PASSWORD)
    if app_for_codes:
        account.tf_totp_secret, account.tf_primary_method = second_factor.new_secret(), "authenticator"
        second_factor.make_recovery_codes(session, account)
    session.commit()
    return account


def code_now(account: Account) -> str:
    """What the person's app shows now."""
    return code_of(account.tf_totp_secret or "")


def code_of(secret: str) -> str:
    code: str = current_app.extensions["security"].totp_factory.generate_totp_password(secret)
    return code


def gives_password(client: ServiceClient, email: str, password: str = PASSWORD, status: int = 200) -> Page:
    return client.get("/password").submit({"email": email, "password": password}, status=status)


def link_for(session: Session, account: Account, purpose: LinkPurpose = LinkPurpose.SIGN_IN, **values: Any) -> str:
    """The address of a new link."""
    token = links.mint(session, purpose, account=account, **values)
    session.commit()
    return f"/link/{token}"


def is_signed_in(client: ServiceClient) -> bool:
    return client.open("/your-account").status_code == 200

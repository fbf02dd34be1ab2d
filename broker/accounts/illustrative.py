"""The two people of the office in the illustrative programme, and one-use links to be them."""

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models import Account, Business
from models.vocabulary import LinkPurpose, Role

from ..messages import links
from .register import account_for, grant

COORDINATOR = ("coordinator@council.example", "Robin Hale")
ADMINISTRATOR = ("administrator@council.example", "Sam Whitfield")


def illustrative_coordinator(session: Session) -> Account:
    """The made-up coordinator; made where missing."""
    return _ensure(session, *COORDINATOR, Role.COORDINATOR)


def illustrative_administrator(session: Session) -> Account:
    """The made-up administrator; made where missing."""
    return _ensure(session, *ADMINISTRATOR, Role.ADMINISTRATOR)


def illustrative_links(session: Session) -> list[tuple[str, str]]:
    """(who, address) of links that sign in once, without a second factor. None in production, and
    none where the illustrative programme is not loaded. The caller commits."""
    settings = current_app.extensions["settings"]
    if settings.production or not session.scalar(select(exists().where(Business.illustrative))):
        return []
    people = (
        (_("A coordinator"), illustrative_coordinator(session)),
        (_("An administrator"), illustrative_administrator(session)),
    )
    return [
        (who, f"{settings.base_url}/link/{links.mint(session, LinkPurpose.SIGN_IN, account=account)}")
        for who, account in people
    ]


def _ensure(session: Session, email: str, name: str, role: Role) -> Account:
    account = account_for(session, email, name)
    account.illustrative = True
    grant(session, account, role)
    return account

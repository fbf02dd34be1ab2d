"""Keep introducers: add one, end it, give it new links."""

import secrets

from flask import current_app, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, Introducer
from models.base import now
from models.introducer import new_code
from models.vocabulary import IntroducerKind

from ..cases.refusals import NotPossible
from ..reference.names import name_key


def add(session: Session, *, name: str, kind: IntroducerKind, by: Account) -> Introducer:
    """A new introducer, with links of its own.

    Raises:
        NotPossible: there is one of this name.
    """
    names = session.scalars(select(Introducer.name).where(Introducer.ended_at.is_(None)))
    if name_key(name) in {name_key(each) for each in names}:
        raise NotPossible(_("There is an organisation of this name already"))
    introducer = Introducer(name=name, kind=kind, by=by)
    session.add(introducer)
    session.flush()
    return introducer


def end(session: Session, introducer: Introducer) -> None:
    """It puts nobody forward any more: its links stop. What its members did still counts for nobody else."""
    session.refresh(introducer, with_for_update=True)
    introducer.ended_at = introducer.ended_at or now()
    session.flush()


def new_links(session: Session, introducer: Introducer) -> None:
    """Draw both codes anew. Who signs up by the old link signs up all the same, and is not counted."""
    session.refresh(introducer, with_for_update=True)
    introducer.code, introducer.page_code = new_code(), secrets.token_urlsafe(32)
    session.flush()


def find_by_page_code(session: Session, page_code: str) -> Introducer | None:
    """The introducer whose page an address is, while it puts members forward."""
    return session.scalar(select(Introducer).where(Introducer.page_code == page_code, Introducer.ended_at.is_(None)))


def all_introducers(session: Session) -> list[Introducer]:
    """Those there are and those that have ended, by name."""
    return list(session.scalars(select(Introducer).order_by(Introducer.ended_at.is_not(None), Introducer.name)))


def sign_up_link(introducer: Introducer) -> str:
    """What members are given to sign up by."""
    return f"{_base_url()}{url_for('registration.business_start')}?from={introducer.code}"


def page_link(introducer: Introducer) -> str:
    """What the organisation itself is given, to see the numbers."""
    return _base_url() + url_for("introducers.introducer_page", page_code=introducer.page_code)


def _base_url() -> str:
    url: str = current_app.extensions["settings"].base_url
    return url

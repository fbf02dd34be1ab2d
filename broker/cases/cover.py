"""Days away, and who acts meanwhile: said by the broker, or by the office for one who is ill."""

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Account, Broker, BrokerArea, BrokerCover, RoleGrant
from models.vocabulary import EntryState, Role

from .away import reset_clocks
from .holders import holder_of
from .log import record


class CannotCover(Exception):
    """This person cannot act for the broker. ``str()`` is a sentence for the page."""


def set_away(
    session: Session,
    broker: Broker,
    *,
    begins: date | None,
    ends: date | None,
    cover: Broker | Account | None = None,
    by: Account,
) -> bool:
    """Note from when until when a broker is away, and who acts meanwhile (nobody: the office).
    Both days empty: not away. True where that is new.

    Raises:
        CannotCover: the broker themselves, or somebody who is away on the first of these days.
    """
    session.refresh(broker, with_for_update=True)
    if begins is None and ends is None:
        cover = None
    if isinstance(cover, Broker) and (cover is broker or holder_of(cover, begins) is not cover):
        raise CannotCover(_("%(name)s cannot stand in: choose somebody else", name=cover.name))
    before = broker.cover
    same_cover = (before.by_broker or before.by_account if before else None) is cover
    if (broker.away_from, broker.away_until) == (begins, ends) and same_cover:
        return False
    broker.away_from, broker.away_until = begins, ends
    if cover is None:
        broker.cover = None
    else:
        broker.cover = broker.cover or BrokerCover()
        broker.cover.by_broker = cover if isinstance(cover, Broker) else None
        broker.cover.by_account = cover if isinstance(cover, Account) else None
    own = any(contact.account_id == by.id for contact in broker.contacts)
    days = f"{begins or ''} – {ends or ''}" if begins or ends else ""
    record(session, broker, "away", by=by, words=", ".join(filter(None, [days, cover_name(cover)])), on_behalf=not own)
    session.flush()
    reset_clocks(session, broker)
    return True


def cover_name(cover: Broker | Account | None) -> str:
    if cover is None:
        return ""
    return cover.name or cover.email if isinstance(cover, Account) else cover.name


def could_cover(session: Session, broker: Broker) -> list[Broker | Account]:
    """Who could act for a broker: live brokers of the same areas, then coordinators who look after all of these."""
    areas = [area.code for area in broker.areas]
    nearby = select(BrokerArea.broker_id).where(BrokerArea.area_code.in_(areas))
    brokers = session.scalars(
        select(Broker)
        .where(Broker.state == EntryState.LIVE, Broker.id != broker.id, Broker.id.in_(nearby))
        .options(selectinload(Broker.cover))
        .order_by(Broker.name, Broker.id)
    ).all()
    grants = select(RoleGrant.account_id).where(RoleGrant.role.in_((Role.COORDINATOR, Role.ADMINISTRATOR)))
    office = session.scalars(
        select(Account)
        .where(Account.active, Account.id.in_(grants))
        .options(selectinload(Account.areas))
        .order_by(Account.name, Account.id)
    ).all()
    return [*brokers, *(one for one in office if all(one.covers(code) for code in areas))]

"""Who acts for a broker today: the broker, whoever covers while they are away, else the office.

Read from the days away and the cover at the moment of asking, so that everything comes back by
itself on the day the broker is there again.
"""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, not_, or_, select
from sqlalchemy.orm import Session, aliased

from models import Account, Broker, BrokerCover, Contact
from models.vocabulary import EntryState

from ..messages.recipients import main_contact
from .clocks import is_away, today
from .owners import IN_POST


def holder_of(broker: Broker, day: date | None = None) -> Broker | Account | None:
    """Who acts for a broker on a day; None is the office, whoever covers the area."""
    day = day or today()
    if broker.state not in IN_POST:
        return None
    if not is_away(broker, day):
        return broker
    cover = broker.cover
    if cover is None:
        return None
    if cover.by_broker is not None:
        return cover.by_broker if _acts(cover.by_broker, day) else None
    return cover.by_account if cover.by_account is not None and cover.by_account.active else None


def acts_for(account: Account, broker: Broker) -> bool:
    """Whether somebody is a broker, or stands in for them today."""
    holder = holder_of(broker)
    brokers = [broker, holder] if isinstance(holder, Broker) else [broker]
    theirs = any(contact.account_id == account.id for one in brokers for contact in one.contacts if not contact.left_at)
    return theirs or (isinstance(holder, Account) and holder.id == account.id)


def written_to(broker: Broker, coordinator: Account) -> Contact | Account | None:
    """Who gets the mail that is meant for a broker today: where nobody covers, the coordinator."""
    holder = holder_of(broker)
    return main_contact(holder.contacts) if isinstance(holder, Broker) else holder or coordinator


def covered_by(broker_ids: list[int], day: date | None = None) -> Select[Any]:
    """The ids of the brokers for whom one of these brokers acts on a day, besides themselves."""
    return _away_and_covered(day or today()).where(BrokerCover.by_broker_id.in_(broker_ids))


def covered_by_account(account: Account, day: date | None = None) -> Select[Any]:
    """The ids of the brokers for whom somebody of the office acts on a day."""
    return _away_and_covered(day or today()).where(BrokerCover.by_account_id == account.id)


def without_holder(day: date | None = None) -> Select[Any]:
    """The ids of the brokers for whom nobody acts on a day: what they carry waits for the office."""
    day = day or today()
    cover = aliased(Broker)
    broker_acts = and_(cover.id.is_not(None), cover.state.in_(IN_POST), not_(away_on(cover, day)))
    account_acts = and_(Account.id.is_not(None), Account.active)
    return (
        select(Broker.id)
        .outerjoin(BrokerCover, BrokerCover.broker_id == Broker.id)
        .outerjoin(cover, cover.id == BrokerCover.by_broker_id)
        .outerjoin(Account, Account.id == BrokerCover.by_account_id)
        .where(
            or_(Broker.state.not_in(IN_POST), and_(away_on(Broker, day), not_(or_(broker_acts, account_acts)))),
        )
    )


def away_on(broker: Any, day: date) -> ColumnElement[bool]:
    """`clocks.is_away` in SQL."""
    begins, ends = broker.away_from, broker.away_until
    return and_(
        or_(begins.is_not(None), ends.is_not(None)),
        or_(begins.is_(None), begins <= day),
        or_(ends.is_(None), ends >= day),
    )


def _acts(broker: Broker, day: date) -> bool:
    return broker.state in IN_POST and not is_away(broker, day)


def _away_and_covered(day: date) -> Select[Any]:
    return (
        select(BrokerCover.broker_id)
        .join(Broker, Broker.id == BrokerCover.broker_id)
        .where(away_on(Broker, day), Broker.state.in_(IN_POST))
    )


def brokers_of(session: Session, account: Account) -> list[Broker]:
    """The broker entries of an account: one, as a rule."""
    statement = (
        select(Broker)
        .join(Contact, Contact.broker_id == Broker.id)
        .where(Contact.account_id == account.id, Contact.left_at.is_(None), Broker.state != EntryState.ENDED)
        .order_by(Broker.id)
    )
    return list(session.scalars(statement))

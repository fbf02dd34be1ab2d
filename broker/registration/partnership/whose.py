"""Which partnerships and needs an account may look after."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Account, Contact, Need, Partnership
from models.vocabulary import EntryState

from ...accounts.roles import OFFICE


def partnerships_of(session: Session, account: Account) -> list[Partnership]:
    """The partnerships an account speaks for, by name; none that has ended."""
    statement = (
        select(Partnership)
        .join(Partnership.contacts)
        .where(
            Contact.account_id == account.id,
            Contact.left_at.is_(None),
            Partnership.state != EntryState.ENDED,
        )
        .options(selectinload(Partnership.areas), selectinload(Partnership.contacts))
        .order_by(Partnership.name, Partnership.id)
    )
    return list(session.scalars(statement).unique())


def partnerships_to_write_for(session: Session, account: Account) -> list[Partnership]:
    """The partnerships an account may write needs for: an officer of the office, all of their areas."""
    if not account.is_a(*OFFICE):
        return partnerships_of(session, account)
    statement = (
        select(Partnership)
        .where(Partnership.state != EntryState.ENDED)
        .options(selectinload(Partnership.areas))
        .order_by(Partnership.name, Partnership.id)
    )
    return [partnership for partnership in session.scalars(statement) if _covers(account, partnership)]


def speaks_for(account: Account, partnership: Partnership) -> bool:
    """Whether the account is one of the partnership's own people."""
    return any(contact.account_id == account.id and contact.left_at is None for contact in partnership.contacts)


def is_on_behalf(account: Account | None, partnership: Partnership) -> bool:
    """Whether what this account does is done for the partnership's own people."""
    return account is not None and not speaks_for(account, partnership)


def partnership_of(session: Session, account: Account, partnership_id: int) -> Partnership | None:
    """A partnership this account may look after; None for anybody else's."""
    partnership = session.get(Partnership, partnership_id)
    return partnership if partnership is not None and _may(account, partnership) else None


def need_of(session: Session, account: Account, need_id: int) -> Need | None:
    """A need of a partnership this account may look after; None for anybody else's."""
    need = session.get(Need, need_id)
    return need if need is not None and _may(account, need.partnership) else None


def _may(account: Account, partnership: Partnership) -> bool:
    return speaks_for(account, partnership) or (account.is_a(*OFFICE) and _covers(account, partnership))


def _covers(account: Account, partnership: Partnership) -> bool:
    return not partnership.areas or any(account.covers(area.code) for area in partnership.areas)

"""Addresses that are left alone, as the office sees them: why, since when, and writing to one again."""

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Account, Message, Suppression
from models.vocabulary import MessageClass, SuppressionReason, SuppressionScope

from ..edge.paging import Listed, paged_query
from ..messages import suppression
from .post import joined, within
from .refusals import Refused
from .scope import Areas


def addresses(session: Session, *, page: int = 1) -> Listed:
    """One page of what is in force, newest first. The addresses themselves are not kept."""
    held = Suppression.lifted_at.is_(None)
    statement = select(Suppression).where(held).options(*_SHOWN).order_by(Suppression.id.desc())
    return paged_query(session, statement, page)


def find_address(session: Session, email: str) -> Sequence[Suppression]:
    """What is in force for an address that somebody says on the telephone."""
    return suppression.standing(session, email).get(suppression.address_hash(email), ())


def address_of(session: Session, address_id: int) -> Suppression | None:
    return session.scalar(select(Suppression).where(Suppression.id == address_id).options(*_SHOWN))


def readable(session: Session, rows: Sequence[Suppression], *, areas: Areas) -> set[int]:
    """The numbers of those messages named by these rows that a coordinator may read."""
    named = [row.message_id for row in rows if row.message_id is not None]
    return (
        set(session.scalars(joined(select(Message.id)).where(Message.id.in_(named), within(areas)))) if named else set()
    )


def leave_alone(
    session: Session, email: str, *, what: str, reason: SuppressionReason, words: str, by: Account
) -> Suppression:
    """Leave an address alone, as somebody asked. ``what`` is a scope, or a class of messages."""
    one_class = MessageClass(what) if what in set(MessageClass) else None
    scope = SuppressionScope.ONE_CLASS if one_class else SuppressionScope(what)
    return suppression.suppress(session, email, reason, scope=scope, message_class=one_class, words=words, by=by)


def write_again(session: Session, row: Suppression, *, by: Account, words: str) -> None:
    """Write to an address again.

    Raises:
        Refused: without words, or where somebody was first.
    """
    if not words:
        raise Refused(_("Say why we may write to it again"), "words")
    if not suppression.lift(session, row, by=by, words=words):
        raise Refused(_("This address is written to again already"))


_SHOWN = (selectinload(Suppression.by), selectinload(Suppression.lifted_by), selectinload(Suppression.message))

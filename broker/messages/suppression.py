"""Addresses that are left alone. Every send and every import asks here first.

Only a keyed hash of an address is kept (HMAC-SHA-256 with ``SUPPRESSION_SECRET``): the list names
nobody, cannot be turned back without the secret, and still knows somebody who was taken out of the
records when a file from outside brings them again.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, Message, Suppression
from models.base import now
from models.vocabulary import MessageClass, SuppressionReason, SuppressionScope

#: What is in force, by hash, for those who ask about many addresses.
Standing = Mapping[str, Sequence[Suppression]]


def address_hash(address: str) -> str:
    """The keyed hash of an address, in whatever letters it was typed; hexadecimal, 64 characters."""
    secret = current_app.extensions["settings"].suppression_secret.encode()
    return hmac.new(secret, address.strip().lower().encode(), hashlib.sha256).hexdigest()


def suppressed(
    session: Session, address: str, message_class: MessageClass | None, *, among: Standing | None = None
) -> Suppression | None:
    """What keeps us from writing to an address, or None.

    Without a class: what keeps us from bringing it in from a list. ``among`` is `standing`, where
    many addresses are asked about.
    """
    if not address:
        return None
    rows = standing(session, address) if among is None else among
    holding = [row for row in rows.get(address_hash(address), ()) if _holds(row, message_class)]
    return min(holding, key=_strength, default=None)


def _strength(row: Suppression) -> tuple[bool, bool, int]:
    """Not to be brought in at all comes before not to be written to, and that mail comes back before a wish."""
    return row.scope is not SuppressionScope.IMPORT, row.reason is not SuppressionReason.BOUNCED, row.id


def firm_key(name_key: str, postcode: str | None) -> list[str]:
    """What stands for a firm itself among the addresses that are left alone: its folded name with its whole
    postcode. None where its place is not known so well: half a postcode is shared by thousands."""
    return [f"firm:{name_key}|{postcode}"] if name_key and postcode and " " in postcode else []


def standing(session: Session, address: str | None = None) -> Standing:
    """What is in force for one address, or for all, by hash."""
    statement = select(Suppression).where(Suppression.lifted_at.is_(None)).order_by(Suppression.id)
    if address is not None:
        statement = statement.where(Suppression.address_hash == address_hash(address))
    found: dict[str, list[Suppression]] = {}
    for row in session.scalars(statement):
        found.setdefault(row.address_hash, []).append(row)
    return found


def suppress(
    session: Session,
    address: str,
    reason: SuppressionReason,
    *,
    scope: SuppressionScope = SuppressionScope.EVERYTHING,
    message_class: MessageClass | None = None,
    words: str = "",
    by: Account | None = None,
    message: Message | None = None,
) -> Suppression:
    """Leave an address alone from now on. What is in force already stays as it is."""
    for row in standing(session, address).get(address_hash(address), ()):
        if (row.scope, row.message_class, row.reason) == (scope, message_class, reason):
            return row
    row = Suppression(
        address_hash=address_hash(address),
        scope=scope,
        message_class=message_class,
        reason=reason,
        words=words[:500],
        by=by,
        message=message,
    )
    session.add(row)
    session.flush()
    return row


def lift(session: Session, row: Suppression, *, by: Account, words: str) -> bool:
    """Write to an address again. False where somebody has lifted it before."""
    session.refresh(row, with_for_update=True)
    if row.lifted_at is not None:
        return False
    row.lifted_at, row.lifted_by, row.lifted_words = now(), by, words[:500]
    return True


def left_alone_among(session: Session, addresses: Iterable[str]) -> dict[str, Suppression]:
    """address -> why all mail to it is stopped, for the addresses of a page, in one query."""
    by_hash = {address_hash(address): address for address in addresses if address}
    statement = select(Suppression).where(
        Suppression.address_hash.in_(by_hash),
        Suppression.lifted_at.is_(None),
        Suppression.scope == SuppressionScope.EVERYTHING,
    )
    return {by_hash[row.address_hash]: row for row in session.scalars(statement)}


def _holds(row: Suppression, message_class: MessageClass | None) -> bool:
    if message_class is None:
        return row.scope in (SuppressionScope.EVERYTHING, SuppressionScope.IMPORT)
    if row.scope is SuppressionScope.ONE_CLASS:
        return row.message_class is message_class
    if row.scope is SuppressionScope.IMPORT:
        return False
    # a link that somebody asks for is sent all the same, unless it cannot arrive
    return row.reason is SuppressionReason.BOUNCED or message_class is not MessageClass.SECURITY

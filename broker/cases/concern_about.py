"""What a concern is about, where it names something of ours by its reference."""

import re
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, Broker, Business, Concern, Contact, Match, Need, Partnership, Suggestion
from models.base import SPOKEN_ALPHABET
from models.vocabulary import Side

from .waiting import KIND_OF

_REFERENCE = re.compile(rf"\b([BPNKMS])-?([{SPOKEN_ALPHABET}]{{4}})-?([{SPOKEN_ALPHABET}]{{4}})\b", re.IGNORECASE)
_TABLES: dict[str, Any] = {
    "B": Business,
    "P": Partnership,
    "N": Need,
    "K": Broker,
    "M": Match,
    "S": Suggestion,
}


def named_in(session: Session, words: str) -> Any | None:
    """The first thing of ours that a text names by its reference, or None."""
    for letter, first, second in _REFERENCE.findall(words):
        table = _TABLES[letter.upper()]
        found = session.scalar(select(table).where(table.reference == f"{letter}-{first}-{second}".upper()))
        if found is not None:
            return found
    return None


def set_about(session: Session, concern: Concern, thing: Any | None) -> None:
    """Write down what a concern is about, its match and its area, where they are known."""
    if isinstance(thing, Suggestion):
        match = session.scalar(select(Match).where(Match.suggestion_id == thing.id).order_by(Match.id.desc()).limit(1))
        thing = match or thing.need
    if thing is None:
        return
    concern.about_kind, concern.about_id = KIND_OF[type(thing)], thing.id
    concern.illustrative = thing.illustrative
    if isinstance(thing, Match):
        concern.match_id = thing.id
        thing = thing.need
    if isinstance(thing, Need) and thing.area_code is None:
        thing = thing.partnership
    concern.area_code = thing.area_code if isinstance(thing, Need | Business) else _first_area(thing)


def side_of(session: Session, match: Match, account: Account) -> Side | None:
    """The side of a match that an account speaks for, or None."""
    for side, is_theirs in (
        (Side.BUSINESS, Contact.business_id == match.business_id),
        (Side.PARTNERSHIP, Contact.partnership_id == match.need.partnership_id),
    ):
        theirs = select(Contact.id).where(is_theirs, Contact.account_id == account.id, Contact.left_at.is_(None))
        if session.scalar(theirs.limit(1)) is not None:
            return side
    return None


def links(session: Session, match: Match, account: Account) -> bool:
    """Whether an account is that of the broker who links a match."""
    if match.broker_id is None:
        return False
    theirs = select(Contact.id).where(
        Contact.broker_id == match.broker_id, Contact.account_id == account.id, Contact.left_at.is_(None)
    )
    return session.scalar(theirs.limit(1)) is not None


def subject_of(session: Session, concern: Concern) -> Any | None:
    """The thing a concern is about, or None."""
    table = next((one for one, kind in KIND_OF.items() if kind is concern.about_kind), None)
    return session.get(table, concern.about_id) if table is not None and concern.about_id else None


def _first_area(thing: Partnership | Broker) -> str | None:
    return thing.areas[0].code if thing.areas else None

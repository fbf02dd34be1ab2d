"""The people of a match, and telling them something, each in a message of its own side."""

from collections.abc import Collection
from typing import Any

from sqlalchemy.orm import Session

from models import Account, Contact, Match, Message

from ..messages import write
from ..messages.recipients import main_contact, own_link
from .holders import written_to

SIDES = ("business", "partnership", "broker")


def parties(match: Match) -> dict[str, Contact | Account | None]:
    """side -> who is written to. Without a broker, or where nobody covers, the coordinator stands in."""
    broker = written_to(match.broker, match.coordinator) if match.broker else match.coordinator
    return {
        "business": main_contact(match.business.contacts),
        "partnership": main_contact(match.need.partnership.contacts),
        "broker": broker,
    }


def tell_parties(
    session: Session,
    match: Match,
    what: str,
    *,
    only: Collection[str] = SIDES,
    own_page: bool = True,
    **said: Any,
) -> list[Message]:
    """Write ``<what>_<side>`` to each of these sides that somebody speaks for. ``own_page``: with a link to
    the reader's own page."""
    said = {"need": match.need, "business": match.business, "reference": match.reference, **said}
    return [
        write(
            session,
            f"{what}_{side}",
            to=to,
            side=side,
            match=match,
            link=own_link(to) if own_page else None,
            **said,
        )
        for side, to in parties(match).items()
        if side in only and to is not None
    ]

"""The messages of one case or entry, as its page shows them: newest first, and how many there are."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, selectinload

from models import Contact, Match, Message, Suggestion
from models.vocabulary import EntryKind

#: How many a page shows before it leads on to the whole list.
SHOWN = 12
MATCH, SUGGESTION = "match", "suggestion"
#: What a list of messages can be narrowed down to.
ABOUT = (MATCH, SUGGESTION, *(kind.value for kind in EntryKind))


@dataclass(frozen=True, slots=True)
class MessageLog:
    """``about`` is what the address of the whole list says: ``match-12``."""

    about: str
    rows: list[Message]
    total: int


def log_of(session: Session, what: str, number: int) -> MessageLog:
    """The messages about a match, a suggestion or an entry; to the people of an entry."""
    ids = select(Message.id).where(is_about(what, number))
    total = session.scalar(select(func.count()).select_from(ids.subquery())) or 0
    statement = select(Message).where(is_about(what, number)).order_by(Message.id.desc()).limit(SHOWN)
    rows = session.scalars(statement.options(selectinload(Message.contact)))
    return MessageLog(f"{what}-{number}", list(rows), total)


def is_about(what: str, number: int) -> ColumnElement[bool]:
    """Within a query on Message: those about this."""
    if what == MATCH:
        return Message.match_id == number
    if what == SUGGESTION:
        return or_(Message.suggestion_id == number, Message.match_id.in_(_matches(Match.suggestion_id == number)))
    if what == EntryKind.NEED:
        of_suggestions = select(Suggestion.id).where(Suggestion.need_id == number)
        return or_(
            Message.need_id == number,
            Message.match_id.in_(_matches(Match.need_id == number)),
            Message.suggestion_id.in_(of_suggestions),
        )
    owner = {"business": Contact.business_id, "partnership": Contact.partnership_id, "broker": Contact.broker_id}[what]
    return Message.contact_id.in_(select(Contact.id).where(owner == number))


def read_about(text: str) -> tuple[str, int] | None:
    """``match-12`` as ("match", 12); None for anything else."""
    what, _dash, number = text.partition("-")
    return (what, int(number)) if what in ABOUT and number.isascii() and number.isdigit() else None


def _matches(where: ColumnElement[bool]) -> Any:
    return select(Match.id).where(where)

"""Messages as the office reads them: what waits, what left, and who must be rung."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, selectinload

from models import Account, Broker, Business, Concern, Contact, Match, MatchEvent, Message, Need, Partnership
from models.base import now
from models.vocabulary import MessageState

from ..cases.concerns import note
from ..cases.log import record
from ..edge.paging import Listed, paged_query
from ..messages.calls import stands
from .message_log import is_about
from .refusals import Refused
from .scope import Areas, brokers_in, businesses_in, needs_in, partnerships_in


def messages(
    session: Session,
    *,
    areas: Areas,
    state: MessageState | None = None,
    about: tuple[str, int] | None = None,
    page: int = 1,
) -> Listed:
    """One page of messages; those to be rung, and those that failed, first."""
    where = [within(areas)] + ([Message.state == state] if state else []) + ([is_about(*about)] if about else [])
    urgent = Message.state.in_([MessageState.TO_RING, MessageState.FAILED])
    statement = joined(select(Message)).where(*where).order_by(urgent.desc(), Message.id.desc())
    return paged_query(session, statement, page)


def message_of(session: Session, message_id: int, *, areas: Areas) -> Message | None:
    """One message, where the coordinator looks after what it is about."""
    statement = joined(select(Message)).where(Message.id == message_id, within(areas))
    shown = (Message.match, Message.contact, Message.account, Message.digest, Message.again_of)
    return session.scalar(statement.options(*(selectinload(one) for one in shown)))


def message_by_reference(session: Session, reference: str, *, areas: Areas) -> Message | None:
    """As `message_of`, by what a caller reads out."""
    found: Message | None = session.scalar(joined(select(Message)).where(Message.reference == reference, within(areas)))
    return found


def rung(session: Session, message: Message, *, by: Account, words: str = "") -> None:
    """Somebody said a message by telephone. It is written down with what it was about.

    Raises:
        Refused: it is not to be rung, or not yet: it can still be undone.
    """
    session.refresh(message, with_for_update=True)
    if message.state is not MessageState.TO_RING:
        raise Refused(_("This message is not to be rung any more"))
    if message.leave_at > now():
        raise Refused(_("Wait before you ring: this can still be undone"))
    message.sent_at = now()
    stands(session, message, MessageState.SENT)
    write_down(session, message, by=by, words=f"Rang {message.to_name}. {words}".strip())


def not_delivered(session: Session, *, areas: Areas) -> int:
    """How many messages could not be delivered, and wait for somebody to look at them."""
    statement = joined(select(func.count(Message.id))).where(Message.state == MessageState.FAILED, within(areas))
    return session.scalar(statement) or 0


def write_down(session: Session, message: Message, *, by: Account, words: str, what: str = "rung") -> None:
    """Keep what was done about a message with what it was about."""
    if message.concern_id is not None:
        note(session, session.get_one(Concern, message.concern_id), by=by, words=words)
    elif message.match is not None:
        state = message.match.state
        session.add(MatchEvent(match=message.match, from_state=state, to_state=state, words=words, by=by))
    elif message.contact is not None:
        entry = _entry_of(session, message.contact)
        if entry is not None:
            record(session, entry, what, by=by, words=words)


def _entry_of(session: Session, contact: Contact) -> Any:
    for table, owner_id in (
        (Business, contact.business_id),
        (Partnership, contact.partnership_id),
        (Broker, contact.broker_id),
    ):
        if owner_id is not None:
            return session.get(table, owner_id)
    return None


def joined(statement: Any) -> Any:
    """A query on Message, with what it is about."""
    return (
        statement.outerjoin(Match, Match.id == Message.match_id)
        .outerjoin(Need, Need.id == Match.need_id)
        .outerjoin(Contact, Contact.id == Message.contact_id)
        .outerjoin(Business, Business.id == Contact.business_id)
        .outerjoin(Partnership, Partnership.id == Contact.partnership_id)
        .outerjoin(Broker, Broker.id == Contact.broker_id)
    )


def within(areas: Areas) -> ColumnElement[bool]:
    """Messages about what a coordinator looks after, within a query of `joined`. What is written about
    a concern is read with the concern, by those who may."""
    open_to_all = Message.concern_id.is_(None)
    if areas is None:
        return open_to_all
    of_contact = or_(
        and_(Business.id.is_not(None), businesses_in(areas)),
        and_(Partnership.id.is_not(None), partnerships_in(areas)),
        and_(Broker.id.is_not(None), brokers_in(areas)),
    )
    return and_(open_to_all, or_(and_(Match.id.is_not(None), needs_in(areas)), and_(Match.id.is_(None), of_contact)))

"""Who is told of a handover: each receiver in one message, and both sides of every match who their link is now."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Broker, Handover, Match, Message
from models.base import now
from models.vocabulary import MessageState

from ..messages import stop, write
from ..messages.recipients import main_contact
from .carried import Carried
from .parties import parties
from .withdrawal import sides_told

Given = Sequence[tuple[Carried, Broker | None]]


def tell_of_handover(session: Session, handover: Handover, given: Given) -> None:
    """Write to those who are concerned. The messages wait as long as those of a confirmation."""
    for receiver in {broker for _one, broker in given if broker is not None}:
        to = main_contact(receiver.contacts)
        if to is not None:
            write(
                session,
                "handed_over",
                to=to,
                side="broker",
                leave_at=_leave_at(),
                giver=handover.broker.name,
                count=sum(broker is receiver for _one, broker in given),
                handover_id=handover.id,
            )
    _tell_sides(session, given)


def stop_letters(session: Session, handover: Handover, back: Given) -> None:
    """After an undo: messages that have not left are stopped; where one has left, a second says who it is again."""
    ids = [one.subject_id for one, _broker in back if isinstance(one.subject, Match)]
    written = session.scalars(
        select(Message)
        .where(Message.kind == "broker_changed", Message.match_id.in_(ids), Message.created_at >= handover.at)
        .with_for_update()
    ).all()
    stop(session, written)
    gone = {message.match_id for message in written if message.state is not MessageState.STOPPED}
    _tell_sides(session, [(one, broker) for one, broker in back if one.subject_id in gone])


def _tell_sides(session: Session, given: Given) -> None:
    for one, broker in given:
        match = one.subject
        if not isinstance(match, Match) or not one.counts:
            continue
        told, people = sides_told(session, match), parties(match)
        link = main_contact(broker.contacts) if broker is not None else match.coordinator
        for side in ("business", "partnership"):
            to = people[side]
            if side in told and to is not None:
                write(
                    session,
                    "broker_changed",
                    to=to,
                    side=side,
                    match=match,
                    leave_at=_leave_at(),
                    need=match.need,
                    reference=match.reference,
                    link_name=broker.name if broker is not None else match.coordinator.name,
                    link_telephone=link.telephone if link is not None else "",
                )


def _leave_at() -> datetime:
    return now() + timedelta(minutes=current_app.extensions["settings"].message_delay_minutes)

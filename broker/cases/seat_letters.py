"""What is written about a firm that is invited to a seat: to the firm, and to the partnership."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, Business, Contact, Message, SeatGap, SeatInvitation
from models.base import now
from models.message import GONE
from models.vocabulary import LinkPurpose, MessageState

from ..messages import stop, write
from ..messages.calls import stands
from ..messages.kinds import kind_of
from ..messages.recipients import main_contact
from ..messages.sender import sender_of
from ..messages.write import render
from .clocks import settings

#: Messages by which a firm is asked.
ASKING = ("seat_invited_business", "seat_reminder_business", "seat_asked_again_business")


def said_of(gap: SeatGap, business: Business, reasons: Sequence[str], by: Account) -> dict[str, Any]:
    """What every message about an invitation can say."""
    return {
        "business": business,
        "partnership": gap.partnership,
        "areas": ", ".join(area.name for area in gap.partnership.areas),
        "reasons": reasons,
        "reference": gap.reference,
        "link_name": by.name or by.email,
    }


def tell_invited(session: Session, invitation: SeatInvitation, *, answer_by: date) -> Message | None:
    """Ask the firm, and tell the partnership who is asked. Both leave later, so that an undo is an undo.
    Returns what the firm is asked; None where nobody speaks for it."""
    leave_at = now() + timedelta(minutes=settings().message_delay_minutes)
    asked = to_business(session, invitation, "seat_invited_business", leave_at=leave_at, answer_by=answer_by)
    to_partnership(session, invitation, "seat_invited_partnership", leave_at=leave_at)
    return asked


def invitation_text(
    session: Session, gap: SeatGap, business: Business, reasons: Sequence[str], *, by: Account, answer_by: date
) -> tuple[str, str]:
    """Subject and text of what `tell_invited` would write to a firm. Nothing is written."""
    to = main_contact(business.contacts)
    assert to is not None, "somebody is asked"
    classes = [kind_of("seat_invited_business").message_class]
    said = {**said_of(gap, business, reasons, by), "answer_by": answer_by}
    return render("seat_invited_business", to=to, sender=sender_of(session, to, None, by), classes=classes, **said)


def tell_over(session: Session, invitation: SeatInvitation) -> None:
    """The question is no longer open: what waits does not leave, and whoever has been asked is told."""
    told = stop_what_waits(session, invitation)
    if "business" in told:
        to_business(session, invitation, "seat_gone_business")
    if "partnership" in told and invitation.end is not None:
        to_partnership(session, invitation, "seat_gone_partnership", end=invitation.end)


def stop_what_waits(session: Session, invitation: SeatInvitation) -> set[str]:
    """Messages that have not left do not leave any more. Returns the sides that know of the invitation."""
    written = messages_of(session, invitation)
    stop(session, [one for one in written if one.state not in GONE])
    told = {one.to_side for one in written if one.state in GONE}
    return told | ({"business"} if invitation.answered_at is not None else set())


def knows_what_is_asked(session: Session, invitation: SeatInvitation) -> None:
    """A firm that answers, or was rung, has heard the question: it is no call to make any more."""
    for message in messages_of(session, invitation):
        if message.state is MessageState.TO_RING and message.kind in ASKING:
            message.sent_at = now()
            stands(session, message, MessageState.SENT)


def to_business(session: Session, invitation: SeatInvitation, kind: str, **said: Any) -> Message | None:
    contact = main_contact(invitation.business.contacts)
    asks = kind in ASKING
    link = (LinkPurpose.SEAT if asks else None) if contact is not None and contact.email else None
    return _to(session, invitation, kind, contact, "business", link=link, **said)


def to_partnership(session: Session, invitation: SeatInvitation, kind: str, **said: Any) -> Message | None:
    contact = main_contact(invitation.gap.partnership.contacts)
    return _to(session, invitation, kind, contact, "partnership", **said)


def messages_of(session: Session, invitation: SeatInvitation) -> Sequence[Message]:
    """What was written about an invitation, held until the request ends."""
    statement = select(Message).where(Message.invitation_id == invitation.id).order_by(Message.id).with_for_update()
    return session.scalars(statement.execution_options(populate_existing=True)).all()


def _to(
    session: Session, invitation: SeatInvitation, kind: str, to: Contact | None, side: str, **said: Any
) -> Message | None:
    if to is None:
        return None
    sender: Account = invitation.invited_by
    facts = said_of(invitation.gap, invitation.business, invitation.reasons.splitlines(), sender)
    message = write(
        session,
        kind,
        to=to,
        side=side,
        invitation=invitation,
        from_person=sender if sender.active else None,
        **{**facts, **said},
    )
    message.illustrative = invitation.gap.illustrative
    return message

"""Tell the three parties of a match, each in its own words, and nobody's contact details."""

from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from models import Account, Match, Message, Suggestion
from models.base import now
from models.entry import CanBeAway
from models.vocabulary import LinkPurpose

from ..cases import clocks
from ..cases.clocks import due_on, settings
from ..cases.parties import parties
from ..edge.filters import without_contact_details
from ..matches.wording import asked_for, place, said_by
from ..matching.scored import Scored
from ..messages import write
from ..messages.recipients import main_contact, own_link
from .refusals import Refused


def leave_at() -> datetime:
    """When a message written now leaves, so that an undo is an undo."""
    return now() + timedelta(minutes=settings().message_delay_minutes)


def tell_proposed(session: Session, match: Match, *, today: date | None = None) -> list[Message]:
    """Write the three messages of a new proposal.

    Raises:
        Refused: where a side has nobody to write to.
    """
    day = today or clocks.today()
    side_of: dict[str, CanBeAway] = {"business": match.business, "partnership": match.need.partnership}
    scored = Scored.from_json(match.suggestion.reasons) if match.suggestion.reasons else None
    shared: dict[str, Any] = {
        "need": match.need,
        "business": match.business,
        "partnership": match.need.partnership,
        "place": place(match),
        "ask": without_contact_details(match.need.words),
        "parts": asked_for(match),
        "link_name": match.broker.name if match.broker else match.coordinator.name,
        "reference": match.reference,
        "match_id": match.id,
    }
    leaving, written = leave_at(), []
    for side, to in parties(match).items():
        if to is None:
            raise Refused(nobody_to_write_to(match, side))
        reasons = scored.reasons("coordinator" if side == "broker" else side) if scored else []
        written.append(
            write(
                session,
                f"proposed_{side}",
                to=to,
                side=side,
                match=match,
                link=LinkPurpose.MATCH if own_link(to) else None,
                leave_at=leaving,
                answer_by=due_on(day, settings().lapse_days, waits_for=[side_of[side]] if side in side_of else []),
                own_page=own_link(to) is not None,
                office=isinstance(to, Account),
                reasons=[*said_by(match.suggestion, side), *reasons],
                **shared,
            )
        )
    return written


def tell_no(session: Session, suggestion: Suggestion) -> Message | None:
    """Answer a business that had said it could help. None where nobody can be written to."""
    to = main_contact(suggestion.business.contacts)
    if to is None:
        return None
    message = write(
        session,
        "answered_no",
        to=to,
        side="business",
        link=own_link(to),
        leave_at=leave_at(),
        need=suggestion.need,
        business=suggestion.business,
        partnership=suggestion.need.partnership,
        reference=suggestion.reference,
    )
    message.suggestion_id = suggestion.id
    message.illustrative = suggestion.need.illustrative or suggestion.business.illustrative
    return message


def nobody_to_write_to(match: Match, side: str) -> str:
    names = {"business": match.business.name, "partnership": match.need.partnership.name}
    name = names.get(side) or (match.broker.name if match.broker else "")
    return _("There is nobody to write to at %(name)s: add a contact first", name=name)

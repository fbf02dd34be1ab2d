"""What the three people of a match are told as it goes on. Contact details stand in the messages of an
introduction, and in a call to make; in no other."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from models import Account, Contact, Match, Message
from models.base import now
from models.message import GONE
from models.vocabulary import LinkPurpose, MessageState, Side

from ..cases.clocks import today
from ..cases.following import following_case
from ..cases.withdrawal import locked_messages, sides_told
from ..messages import stop, write
from ..messages.calls import stands
from ..messages.recipients import main_contact
from .linking import link_of
from .wording import asked_for, place


def contact_of(match: Match, side: Side) -> Contact | None:
    """Who speaks for a side."""
    owner = match.business if side is Side.BUSINESS else match.need.partnership
    return main_contact(owner.contacts)


def tell_introduced(session: Session, match: Match) -> list[Message]:
    """Each side gets the other's name, job, address and number, and how best to reach them; the link both."""
    contacts = {side: contact_of(match, side) for side in Side}
    case = following_case(session, match)
    more = {
        "contacts": {side.value: one for side, one in contacts.items()},
        "first_contact_by": case.next_on if case else today(),
    }
    return _all_three(session, match, "introduced", **more)


def tell_ring_first(session: Session, match: Match, side: Side, words: str) -> Message | None:
    """One side wants to talk first: the link is given the number to ring."""
    contact = contact_of(match, side)
    if contact is None:
        return None
    case = following_case(session, match)
    more = {
        "asker": contact,
        "asker_of": match.business.name if side is Side.BUSINESS else match.need.partnership.name,
        "words": words,
        "ring_by": case.next_on if case else today(),
    }
    return _tell(session, match, "ring_first_broker", link_of(match).to, "broker", **more)


def tell_declined(session: Session, match: Match, side: Side, by: Account | None) -> None:
    """The other side and the link are told, without the reason, unless they know already."""
    told = _stop_what_waits(session, match)
    other = Side.PARTNERSHIP if side is Side.BUSINESS else Side.BUSINESS
    if other.value in told:
        _tell(session, match, f"declined_{other}", contact_of(match, other), other)
    link = link_of(match).to
    if "broker" in told and not _is(link, by):
        _tell(session, match, "declined_broker", link, "broker", who=side)


def tell_reminded(session: Session, match: Match, side: Side, *, answer_by: date) -> Message | None:
    """One side has not answered yet."""
    return _tell(session, match, f"reminder_{side}", contact_of(match, side), side, answer_by=answer_by)


def tell_asked_again(session: Session, match: Match, side: Side, *, answer_by: date) -> Message | None:
    """One side had asked to be asked on this day."""
    return _tell(session, match, f"asked_again_{side}", contact_of(match, side), side, answer_by=answer_by)


def tell_result_reminder(session: Session, match: Match) -> Message | None:
    """Those helped have not said yet what came of it."""
    return _tell(session, match, "result_reminder", contact_of(match, Side.PARTNERSHIP), Side.PARTNERSHIP)


def tell_lapsed(session: Session, match: Match) -> None:
    """Nobody is blamed: each who was asked is told that the question is no longer open."""
    _to_those_told(session, match, "lapsed")


def tell_place_gone(session: Session, match: Match) -> None:
    """Somebody was a moment quicker: thanks to both, and the business is the coordinator's again."""
    _to_those_told(session, match, "place_gone")


def tell_ended_early(session: Session, match: Match) -> None:
    """They were introduced, and it does not go on."""
    _all_three(session, match, "ended_early")


def _to_those_told(session: Session, match: Match, kind: str) -> None:
    told = _stop_what_waits(session, match)
    for side in Side:
        if side.value in told:
            _tell(session, match, f"{kind}_{side}", contact_of(match, side), side)
    if "broker" in told:
        _tell(session, match, f"{kind}_broker", link_of(match).to, "broker")


def _all_three(session: Session, match: Match, kind: str, **more: Any) -> list[Message]:
    written = [_tell(session, match, f"{kind}_{side}", contact_of(match, side), side, **more) for side in Side]
    written.append(_tell(session, match, f"{kind}_broker", link_of(match).to, "broker", **more))
    return [message for message in written if message is not None]


def knows_what_is_asked(session: Session, match: Match, side: Side) -> None:
    """A side that answers, or was rung, has heard the question: it is no call to make any more, and whatever
    comes of it is told to that side too."""
    asking = {f"{kind}_{side.value}" for kind in ("proposed", "reminder", "asked_again")}
    for message in locked_messages(session, match):
        if message.state is MessageState.TO_RING and message.kind in asking:
            message.sent_at = now()
            stands(session, message, MessageState.SENT)


def _stop_what_waits(session: Session, match: Match) -> set[str]:
    """Messages of the proposal that have not left do not leave any more. Returns the sides told."""
    stop(session, [message for message in locked_messages(session, match) if message.state not in GONE])
    return sides_told(session, match)


def _is(to: Contact | Account | None, by: Account | None) -> bool:
    if to is None or by is None:
        return False
    return to is by or (isinstance(to, Contact) and to.account_id == by.id)


def _tell(
    session: Session, match: Match, kind: str, to: Contact | Account | None, side: str, **more: Any
) -> Message | None:
    """One message of a match; None where there is nobody to write to."""
    if to is None:
        return None
    linked, link = isinstance(to, Contact) and bool(to.email), link_of(match)
    return write(
        session,
        kind,
        to=to,
        side=str(side),
        match=match,
        link=LinkPurpose.MATCH if linked else None,
        own_page=linked,
        office=isinstance(to, Account),
        need=match.need,
        business=match.business,
        partnership=match.need.partnership,
        place=place(match),
        parts=asked_for(match),
        link_name=link.name,
        link_telephone=link.telephone,
        reference=match.reference,
        match_id=match.id,
        **more,
    )

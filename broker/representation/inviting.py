"""Invite a firm to an empty seat, take its answer, and put it in the seat. A person does each of the three.

Every verb holds the business and then the gap. The caller commits; where a verb raises, the caller rolls back.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy.orm import Session, object_session

from models import Account, Business, Contact, Seat, SeatGap, SeatInvitation
from models.base import now
from models.vocabulary import Answer, InvitationEnd, MessageState, SeatGapAct, SeatNo, SeatStatus, StakeholderGroup

from ..cases import seat_letters
from ..cases.clocks import due_on, settings, today
from ..cases.refusals import NotPossible
from ..cases.seat_gaps import finish, follow_gap, hold, lapses_on, write_down
from ..cases.seats import add_member
from ..messages.recipients import main_contact
from .members import could_sit

#: Nobody is asked again later than so long from now.
LONGEST_LATER = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Draft:
    """What goes out if it is sent: the words, the last day to answer, and how the firm is reached."""

    subject: str
    text: str
    answer_by: date
    contact: Contact
    reasons: tuple[str, ...]


def draft(session: Session, gap: SeatGap, business: Business, *, by: Account) -> Draft:
    """The invitation of a firm, to be looked at. Nothing is written.

    Raises:
        NotPossible: the firm is not to be asked, or the seat is not free to be offered.
    """
    _seat_is_free(gap)
    contact = main_contact(business.contacts)
    if contact is None:
        raise NotPossible(_("Nobody speaks for %(name)s: find out who does first", name=business.name))
    reasons = could_sit(session, gap.partnership, business, today()).scored.reasons("business")
    answer_by = due_on(today(), settings().lapse_days, waits_for=[business])
    subject, text = seat_letters.invitation_text(session, gap, business, reasons, by=by, answer_by=answer_by)
    return Draft(subject, text, answer_by, contact, tuple(reasons))


def invite(session: Session, gap: SeatGap, business: Business, *, by: Account) -> SeatInvitation:
    """Ask a firm to take the seat, and tell the partnership. Pressed twice, it is asked once.

    Raises:
        NotPossible: the firm is not to be asked, or the seat is not free to be offered.
    """
    session.refresh(business, with_for_update=True)
    hold(session, gap)
    standing = gap.standing
    if standing is not None and standing.business_id == business.id:
        return standing
    looked_at = draft(session, gap, business, by=by)
    invitation = SeatInvitation(
        business=business,
        contact=looked_at.contact,
        invited_by=by,
        reasons="\n".join(looked_at.reasons),
        asked_on=today(),
        answer=Answer.WAITING,
    )
    gap.invitations.append(invitation)
    session.flush()
    asked = seat_letters.tell_invited(session, invitation, answer_by=looked_at.answer_by)
    if asked is None or asked.state is MessageState.STOPPED:
        raise NotPossible(_("%(name)s cannot be reached: find out how first", name=business.name))
    invitation.by_telephone = asked.state is MessageState.TO_RING
    write_down(session, gap, SeatGapAct.INVITED, by=by, words=business.name)
    follow_gap(session, gap)
    return invitation


def answer(
    session: Session,
    invitation: SeatInvitation,
    given: Answer,
    *,
    by: Account,
    words: str = "",
    ask_again_on: date | None = None,
    no: SeatNo | None = None,
    on_behalf: bool = False,
) -> SeatInvitation:
    """Take the firm's answer. A yes waits for an officer, who puts the firm in the seat; a no is kept to from then
    on. With `Answer.WAITING` somebody rang who still thinks about it, and their time starts again.

    Raises:
        NotPossible: it is not asked any more, or a day is missing or wrong.
    """
    gap = _held(session, invitation)
    if invitation.ended_at is not None:
        raise NotPossible(_("This question is no longer open"))
    if given is not Answer.WAITING and (given, words, ask_again_on) == (
        invitation.answer,
        invitation.words,
        invitation.ask_again_on,
    ):
        return invitation  # a second click
    _check(gap, invitation, given, ask_again_on)
    invitation.answer, invitation.words, invitation.answered_at = given, words, now()
    invitation.ask_again_on = ask_again_on if given is Answer.NOT_NOW else None
    invitation.by_id, invitation.on_behalf = by.id, on_behalf
    if given is Answer.WAITING:
        invitation.asked_on, invitation.reminded_at = today(), None
    seat_letters.knows_what_is_asked(session, invitation)
    if given is Answer.NO:
        invitation.no = no or SeatNo.THIS_GROUP
        finish(invitation, InvitationEnd.DECLINED)
    act = SeatGapAct.RUNG if given is Answer.WAITING else SeatGapAct.ANSWERED
    said = f"{invitation.business.name}: {_(given.label)}. {words}".strip()
    write_down(session, gap, act, by=by, words=said, on_behalf=on_behalf)
    if given is Answer.NO:
        _tell_partnership_of_the_end(session, invitation)
    follow_gap(session, gap)
    return invitation


def seat(session: Session, invitation: SeatInvitation, *, name: str, by: Account) -> SeatInvitation:
    """Put a firm that said yes in the seat, with who comes for it. Both sides get the other's name and number.

    Raises:
        NotPossible: it has not said yes, takes part no more, or the seat is taken meanwhile.
    """
    gap = _held(session, invitation)
    if invitation.ended_at is not None or invitation.answer is not Answer.YES:
        raise NotPossible(_("Only a firm that said yes, and has not been seated, can be put in the seat"))
    if not invitation.business.is_live:
        raise NotPossible(_("%(name)s does not take part at the moment", name=invitation.business.name))
    empty = _empty_seat(gap)
    if empty is None:
        raise NotPossible(_("Nobody is looked for any more: the seat is taken"))
    seat_letters.stop_what_waits(session, invitation)
    finish(invitation, InvitationEnd.SEATED)
    write_down(session, gap, SeatGapAct.SEATED, by=by, words=f"{invitation.business.name}: {name}")
    whole = f"{name}, {invitation.business.name}"[:120]
    add_member(session, empty, name=whole, since_on=today(), by=by, on_behalf=True)  # which ends the gap
    there = main_contact(gap.partnership.contacts)
    theirs = main_contact(invitation.business.contacts)
    seat_letters.to_business(session, invitation, "seat_taken_business", person=there, of=gap.partnership.name)
    seat_letters.to_partnership(
        session, invitation, "seat_taken_partnership", person=theirs, of=invitation.business.name, name=name
    )
    return invitation


def take_back(session: Session, invitation: SeatInvitation, *, by: Account, words: str = "") -> None:
    """Take an invitation back. Who has read it is told; a message that has not left does not leave.

    Raises:
        NotPossible: it is over already.
    """
    gap = _held(session, invitation)
    if invitation.ended_at is not None:
        raise NotPossible(_("This question is no longer open"))
    finish(invitation, InvitationEnd.TAKEN_BACK)
    seat_letters.tell_over(session, invitation)
    write_down(session, gap, SeatGapAct.TAKEN_BACK, by=by, words=f"{invitation.business.name}. {words}".strip())
    follow_gap(session, gap)


def lapse(session: Session, invitation: SeatInvitation) -> None:
    """No answer came in time: the seat is free to be offered to somebody else. The caller holds the gap, and
    knows that the time has run out."""
    finish(invitation, InvitationEnd.LAPSED)
    seat_letters.tell_over(session, invitation)
    write_down(session, invitation.gap, SeatGapAct.LAPSED, words=invitation.business.name)
    follow_gap(session, invitation.gap)


def remind(session: Session, invitation: SeatInvitation) -> None:
    """The firm has not answered yet. The caller holds the gap."""
    invitation.reminded_at = now()
    seat_letters.to_business(session, invitation, "seat_reminder_business", answer_by=lapses_on(invitation))
    write_down(session, invitation.gap, SeatGapAct.REMINDED, words=invitation.business.name)
    follow_gap(session, invitation.gap)


def ask_again(session: Session, invitation: SeatInvitation) -> None:
    """The firm asked to be asked on this day, and the seat is still empty. The caller holds the gap."""
    invitation.answer, invitation.asked_on = Answer.WAITING, today()
    invitation.ask_again_on = invitation.reminded_at = None
    session.flush()
    seat_letters.to_business(session, invitation, "seat_asked_again_business", answer_by=lapses_on(invitation))
    write_down(session, invitation.gap, SeatGapAct.ASKED_AGAIN, words=invitation.business.name)
    follow_gap(session, invitation.gap)


def _seat_is_free(gap: SeatGap) -> None:
    if gap.ended_at is not None or gap.group is not StakeholderGroup.BUSINESS:
        raise NotPossible(_("Firms are asked only for an empty business seat that is on the work list"))
    if not gap.partnership.is_live:
        raise NotPossible(_("%(name)s does not take part at the moment", name=gap.partnership.name))
    if gap.standing is not None:
        name = gap.standing.business.name
        raise NotPossible(_("%(name)s was asked for this seat: wait for its answer, or take it back", name=name))


def _check(gap: SeatGap, invitation: SeatInvitation, given: Answer, ask_again_on: date | None) -> None:
    other = gap.standing
    if given is Answer.YES and other is not None and other is not invitation:
        raise NotPossible(_("Another business has been asked for this seat meanwhile. Ring us: we look for a way"))
    if given is Answer.NOT_NOW and ask_again_on is None:
        raise NotPossible(_("Enter the day on which we may ask you again"), "ask_again_on")
    if ask_again_on is not None and not today() < ask_again_on <= today() + LONGEST_LATER:
        raise NotPossible(_("The date must be in the future, and within a year"), "ask_again_on")


def _held(session: Session, invitation: SeatInvitation) -> SeatGap:
    session.refresh(invitation.business, with_for_update=True)
    hold(session, invitation.gap)
    return invitation.gap


def _empty_seat(gap: SeatGap) -> Seat | None:
    session = object_session(gap)
    assert session is not None, "a gap is a row"
    session.refresh(gap.partnership, ["seats"])
    seats = [one for one in gap.partnership.seats if one.group is gap.group]
    if any(one.status is SeatStatus.PRESENT for one in seats):
        return None
    return next(iter(seats), None)


def _tell_partnership_of_the_end(session: Session, invitation: SeatInvitation) -> None:
    told = seat_letters.stop_what_waits(session, invitation)
    if "partnership" in told and invitation.end is not None:
        seat_letters.to_partnership(session, invitation, "seat_gone_partnership", end=invitation.end)

"""What is next for an empty seat: somebody looks for whom to invite, waits for an answer, or puts a firm in it.

A gap opens by itself where a seat of a group that partnerships should have is known to be empty, and ends by
itself when somebody sits there. Everything follows from the seats, the gap and its invitations.
"""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from models import Account, Partnership, Seat, SeatEvent, SeatGap, SeatGapEvent, SeatInvitation
from models.base import now
from models.entry import CanBeAway
from models.vocabulary import (
    Answer,
    CaseStep,
    EntryState,
    InvitationEnd,
    SeatGapAct,
    SeatGapEnd,
    SeatStatus,
    StakeholderGroup,
    Strand,
)

from ..reference.representation_rules import rule_sets
from . import seat_letters
from .clocks import day_of, due_on, on_or_after, settings, today
from .owners import Owner
from .waiting import Wait, close, wait_for

#: Ends that somebody decided on: such a gap stays closed until somebody has sat there in between.
DECIDED = (SeatGapEnd.NOT_WANTED, SeatGapEnd.GROUP_SAID_NO, SeatGapEnd.NO_SUCH_GROUP, SeatGapEnd.OTHER)
#: A partnership in one of these states fills no seats any more. While its words are read again, or it is paused,
#: what was begun goes on.
GONE = (EntryState.ENDED, EntryState.EXPIRED)


def follow_seats(session: Session, partnership: Partnership) -> None:
    """Open the gaps of the seats that are known to be empty, and end those that are none any more."""
    places = _places(session, partnership)
    gaps = session.scalars(
        select(SeatGap).where(SeatGap.partnership_id == partnership.id, SeatGap.ended_at.is_(None)).order_by(SeatGap.id)
    ).all()
    for gap in gaps:
        why = _over(partnership, places.get(gap.group))
        if why is not None:
            hold(session, gap)
            end(session, gap, why)
    if partnership.is_live:
        there = {gap.group for gap in gaps}
        required = rule_sets()[0].groups
        empty = [group for group, place in places.items() if place is not SeatStatus.PRESENT and group not in there]
        for group in empty:
            if group.value in required and not _decided_against(session, partnership, group):
                open_gap(session, partnership, group)


def open_gap(
    session: Session, partnership: Partnership, group: StakeholderGroup, *, by: Account | None = None
) -> SeatGap:
    """Put an empty seat on the work list; the one that is there already, where there is one."""
    open_one = select(SeatGap).where(
        SeatGap.partnership_id == partnership.id, SeatGap.group == group, SeatGap.ended_at.is_(None)
    )
    there = session.scalar(open_one)
    if there is not None:
        return there
    gap = SeatGap(
        partnership=partnership,
        group=group,
        fill_by=due_on(today(), settings().fill_seat_days),
        illustrative=partnership.illustrative,
    )
    session.add(gap)
    write_down(session, gap, SeatGapAct.OPENED, by=by)
    follow_gap(session, gap)
    return gap


def end(session: Session, gap: SeatGap, why: SeatGapEnd, *, by: Account | None = None, words: str = "") -> None:
    """Take a gap off the work list. Firms that were asked are told. The caller holds it."""
    for one in gap.invitations:
        if one.ended_at is None:
            finish(one, InvitationEnd.SEAT_GONE)
            seat_letters.tell_over(session, one)
    gap.ended_at, gap.end, gap.end_words = now(), why, words
    write_down(session, gap, SeatGapAct.ENDED, by=by, words=words)
    follow_gap(session, gap)


def finish(invitation: SeatInvitation, how: InvitationEnd) -> None:
    invitation.ended_at, invitation.end = now(), how


def hold(session: Session, gap: SeatGap) -> None:
    """Hold a gap and read it anew: whoever changes it, or its invitations, does so one after the other."""
    session.refresh(gap, with_for_update=True)
    session.scalars(
        select(SeatInvitation)
        .where(SeatInvitation.gap_id == gap.id)
        .order_by(SeatInvitation.id)
        .execution_options(populate_existing=True)
    ).all()


def write_down(
    session: Session,
    gap: SeatGap,
    act: SeatGapAct,
    *,
    by: Account | None = None,
    words: str = "",
    on_behalf: bool = False,
) -> None:
    gap.events.append(SeatGapEvent(act=act, words=words, by=by, on_behalf=on_behalf))
    session.flush()


def follow_gap(session: Session, gap: SeatGap, owner: Owner | None = None) -> None:
    """Bring the case of an empty seat in step with it."""
    if gap.ended_at is not None:
        close(session, gap, Strand.LIFE, words=gap.end.value if gap.end else "")
        return
    wait = waits_for_what(gap)
    wait_for(session, gap, wait.step, next_on=wait.next_on, acts_on=wait.acts_on, since=wait.since, owner=owner)


def waits_for_what(gap: SeatGap) -> Wait:
    """What is next for a gap that is open."""
    standing = gap.standing
    if standing is not None:
        return _waits_for(standing)
    days = [on_or_after(one.ask_again_on, waits_for=_they(one)) for one in gap.put_off if one.ask_again_on is not None]
    asks = gap.partnership.is_live and bool(days)
    return Wait(CaseStep.FILL_SEAT, gap.fill_by, min(days) if asks else None)


def lapses_on(invitation: SeatInvitation) -> date:
    """The last day for a firm's answer, as far as is known today: its days after a late reminder too."""
    lengths, they = settings(), _they(invitation)
    if invitation.reminded_at is None:
        return due_on(invitation.asked_on, lengths.lapse_days, waits_for=they)
    return due_on(day_of(invitation.reminded_at), lengths.lapse_days - lengths.remind_days, waits_for=they)


def _waits_for(one: SeatInvitation) -> Wait:
    lengths, they = settings(), _they(one)
    if one.answer is not Answer.WAITING:
        answered = day_of(one.answered_at) if one.answered_at else one.asked_on
        step = CaseStep.TAKE_SEAT if one.answer is Answer.YES else CaseStep.RING_FIRST
        waits_for = they if step is CaseStep.RING_FIRST else []
        return Wait(step, due_on(answered, lengths.acknowledge_days, waits_for=waits_for), since=answered)
    if one.by_telephone:  # the question itself is a call to make, of whoever looks after the firm
        rings = due_on(one.asked_on, lengths.ring_days, waits_for=they)
        return Wait(CaseStep.RING_PARTY, rings, lapses_on(one), since=one.asked_on)
    if one.reminded_at is None:
        reminds = due_on(one.asked_on, lengths.remind_days, waits_for=they)
        return Wait(CaseStep.AWAIT_ANSWER, reminds, reminds, since=one.asked_on)
    rings = due_on(day_of(one.reminded_at), lengths.ring_days - lengths.remind_days, waits_for=they)
    return Wait(CaseStep.RING_PARTY, rings, lapses_on(one), since=one.asked_on)


def _they(invitation: SeatInvitation) -> list[CanBeAway]:
    return [invitation.business]


def _places(session: Session, partnership: Partnership) -> dict[StakeholderGroup, SeatStatus]:
    """How each group with a seat stands: one seat filled is enough."""
    found: dict[StakeholderGroup, SeatStatus] = {}
    for group, status in session.execute(select(Seat.group, Seat.status).where(Seat.partnership_id == partnership.id)):
        if status is SeatStatus.PRESENT or found.get(group) is not SeatStatus.PRESENT:
            found[group] = status
    return found


def _over(partnership: Partnership, place: SeatStatus | None) -> SeatGapEnd | None:
    """Why a gap is none any more, if so."""
    if partnership.state in GONE:
        return SeatGapEnd.OVER
    if place is None:
        return SeatGapEnd.SEAT_GONE
    return SeatGapEnd.FILLED if place is SeatStatus.PRESENT else None


def _decided_against(session: Session, partnership: Partnership, group: StakeholderGroup) -> bool:
    """Whether somebody closed the last gap of this group with a reason, and nobody has sat there since."""
    last = session.scalar(
        select(SeatGap)
        .where(SeatGap.partnership_id == partnership.id, SeatGap.group == group)
        .order_by(SeatGap.id.desc())
        .limit(1)
    )
    if last is None or last.ended_at is None or last.end not in DECIDED:
        return False
    sat = select(func.count()).where(
        SeatEvent.partnership_id == partnership.id,
        SeatEvent.group == group,
        SeatEvent.status == SeatStatus.PRESENT,
        SeatEvent.at > last.ended_at,
    )
    return not session.scalar(sat)


def gap_of(session: Session, gap_id: int) -> SeatGap | None:
    """A gap with its partnership and its invitations."""
    options = (
        selectinload(SeatGap.partnership).selectinload(Partnership.areas),
        selectinload(SeatGap.invitations).selectinload(SeatInvitation.business),
        selectinload(SeatGap.invitations).selectinload(SeatInvitation.contact),
    )
    return session.scalar(select(SeatGap).where(SeatGap.id == gap_id).options(*options))

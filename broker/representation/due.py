"""What the service does by itself about an empty seat: remind a firm, let its time run out, ask again."""

from sqlalchemy.orm import Session

from models import Case, SeatGap
from models.vocabulary import Answer, CaseKind

from ..cases.clocks import today
from ..cases.due import acts_on, still_due
from ..cases.seat_gaps import follow_gap, hold, lapses_on
from . import inviting


@acts_on(CaseKind.SEAT)
def act_on_gap(session: Session, case: Case) -> bool:
    """The service's step for one empty seat. False where somebody was first."""
    gap = session.get_one(SeatGap, case.subject_id)
    if gap.standing is not None:
        session.refresh(gap.standing.business, with_for_update=True)
    hold(session, gap)
    if not still_due(session, case):
        return False
    standing = gap.standing
    if gap.ended_at is not None:
        follow_gap(session, gap)
    elif standing is None:
        _ask_again(session, gap)
    elif standing.answer is Answer.WAITING and standing.reminded_at is None and not standing.by_telephone:
        inviting.remind(session, standing)  # nobody lets a time run out of which they were not reminded
    elif standing.answer is Answer.WAITING and lapses_on(standing) <= today():
        inviting.lapse(session, standing)
    else:
        follow_gap(session, gap)
    return True


def _ask_again(session: Session, gap: SeatGap) -> None:
    """The one whose day has come first; the others wait for what it says."""
    due = [one for one in gap.put_off if one.ask_again_on is not None and one.ask_again_on <= today()]
    if not due:
        follow_gap(session, gap)
        return
    first = min(due, key=lambda one: (one.ask_again_on or today(), one.id))
    if first.business.is_live:
        inviting.ask_again(session, first)
    else:
        inviting.lapse(session, first)

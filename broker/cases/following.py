"""What is next for a match in each of its states: the step, its owner's day, and the service's own day."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from models import Case, Match, MatchAnswer
from models.vocabulary import Answer, CaseStep, MatchState

from .clocks import due_on, on_or_after, settings, today
from .waiting import open_case, wait_for


def follow(session: Session, match: Match) -> Case:
    """Bring the open case of a match in step with its state. It must have a life before it."""
    if match.state is MatchState.PROPOSED:
        step, next_on, acts_on = _proposed(match)
    elif match.state is MatchState.ON_HOLD:
        assert match.hold_until is not None
        step, next_on, acts_on = CaseStep.ON_HOLD, on_or_after(match.hold_until), None
    elif match.state is MatchState.ACCEPTED:
        # the service introduces at once; this stays only where it could not
        step, next_on, acts_on = CaseStep.FIRST_CONTACT, today(), today()
    elif match.state is MatchState.INTRODUCED:
        start = (match.introduced_at.date() if match.introduced_at else None) or today()
        both = (match.business, match.need.partnership)
        step, next_on, acts_on = (
            CaseStep.FIRST_CONTACT,
            due_on(start, settings().first_contact_days, waits_for=both),
            None,
        )
    elif match.state is MatchState.ACTIVE:
        step, next_on, acts_on = CaseStep.CHECK_IN, next_check_in(match, after=today() - timedelta(days=1)), None
    else:
        step, next_on, acts_on = _completed(match)
    return wait_for(session, match, step, next_on=next_on, acts_on=acts_on)


def following_case(session: Session, match: Match) -> Case | None:
    """The open case of a match, if its life is not over."""
    return open_case(session, match)


def next_check_in(match: Match, *, after: date) -> date:
    """The first check-in later than a day: 30 and 90 calendar days, then quarterly, and at the planned end."""
    start = (match.started_at.date() if match.started_at else None) or today()
    lengths = settings()
    day = start + timedelta(days=lengths.first_check_in_calendar_days)
    if day <= after:
        day = start + timedelta(days=lengths.second_check_in_calendar_days)
    while day <= after:
        day += timedelta(days=lengths.check_in_every_calendar_days)
    if match.ends_on is not None and after < match.ends_on < day:
        day = match.ends_on
    return on_or_after(day)


def _proposed(match: Match) -> tuple[CaseStep, date, date | None]:
    """The most urgent of what the two sides leave to be done."""
    waits = [_side(match, one) for one in match.answers if one.answer is not Answer.YES]
    return min(waits, key=lambda wait: (wait[1], wait[0])) if waits else (CaseStep.FIRST_CONTACT, today(), today())


def _side(match: Match, one: MatchAnswer) -> tuple[CaseStep, date, date | None]:
    """Reminder, the broker's call, lapse: counted from the day this side was asked."""
    lengths = settings()
    party = match.business if one.side == "business" else match.need.partnership
    if one.answer is Answer.RING_FIRST:
        answered = one.answered_at.date() if one.answered_at else today()
        return CaseStep.RING_FIRST, due_on(answered, lengths.acknowledge_days), None
    if one.answer is Answer.NOT_NOW and one.ask_again_on is not None:
        again = on_or_after(one.ask_again_on, waits_for=[party])
        return CaseStep.ASK_AGAIN, again, again
    reminds = due_on(one.asked_on, lengths.remind_days, waits_for=[party])
    if one.reminded_at is None:
        return CaseStep.AWAIT_ANSWER, reminds, reminds
    ring = due_on(one.asked_on, lengths.ring_days, waits_for=[party])
    return CaseStep.RING_PARTY, ring, due_on(one.asked_on, lengths.lapse_days, waits_for=[party])


def _completed(match: Match) -> tuple[CaseStep, date, date | None]:
    start = (match.completed_at.date() if match.completed_at else None) or today()
    waits_for = [match.need.partnership]
    reminds = due_on(start, settings().confirm_result_days, waits_for=waits_for)
    silent = due_on(start, settings().not_confirmed_days, waits_for=waits_for)
    if today() >= silent:
        return CaseStep.NOT_CONFIRMED, silent, None
    return CaseStep.AWAIT_RESULT, reminds if today() < reminds else silent, reminds if today() < reminds else silent

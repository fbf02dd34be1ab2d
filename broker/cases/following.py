"""What is next for a match in each of its states: the step, its owner's day, and the service's own day.

Everything follows from the match, what its sides have said and its log.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy.orm import Session

from models import Case, Match, MatchAnswer
from models.entry import CanBeAway
from models.match import OVER
from models.vocabulary import Answer, CaseStep, MatchAct, MatchState, Side, Strand

from .clocks import awaited, day_of, due_on, on_or_after, settings, today
from .entries import follow_entry
from .waiting import Wait, close, open_case, wait_for


def follow(session: Session, match: Match) -> Case | None:
    """Bring the open case of a match in step with its state, and those of its two sides. A match
    whose life is over has none."""
    case = None
    if match.state in OVER:
        close(session, match, Strand.LIFE, words=match.state.value)
    else:
        wait = waits_for_what(match)
        case = wait_for(session, match, wait.step, next_on=wait.next_on, acts_on=wait.acts_on, since=wait.since)
    follow_entry(session, match.need)
    follow_entry(session, match.business)
    return case


def following_case(session: Session, match: Match) -> Case | None:
    """The open case of a match, if its life is not over."""
    return open_case(session, match)


def waits_for_what(match: Match) -> Wait:
    """What is next for a match whose life is not over."""
    since = _entered_on(match)
    both: list[CanBeAway] = [match.business, match.need.partnership, *awaited(match.broker)]
    if match.state is MatchState.PROPOSED:
        return _proposed(match)
    if match.state is MatchState.ON_HOLD:
        assert match.hold_until is not None, "a hold has a date"
        return Wait(CaseStep.ON_HOLD, on_or_after(match.hold_until), since=since)
    if match.state is MatchState.ACCEPTED:
        # the service introduces at once; this stays only where it could not
        return Wait(CaseStep.FIRST_CONTACT, today(), today(), since=since)
    if match.state is MatchState.INTRODUCED:
        next_on = due_on(since, settings().first_contact_days, waits_for=both)
        return Wait(CaseStep.FIRST_CONTACT, next_on, since=since)
    if match.state is MatchState.ACTIVE:
        asked = max([since, *(one.answers_until for one in match.check_ins)])
        next_on = on_or_after(next_check_in(match, after=asked), waits_for=both)
        return Wait(CaseStep.CHECK_IN, next_on, since=min(asked, today()))
    return _completed(match, since)


def next_check_in(match: Match, *, after: date) -> date:
    """The first check-in later than a day: 30 and 90 calendar days, then quarterly, and at the planned end."""
    start = day_of(match.started_at) if match.started_at else _entered_on(match)
    lengths = settings()
    day = start + timedelta(days=lengths.first_check_in_calendar_days)
    if day <= after:
        day = start + timedelta(days=lengths.second_check_in_calendar_days)
    while day <= after:
        day += timedelta(days=lengths.check_in_every_calendar_days)
    if match.ends_on is not None and after < match.ends_on < day:
        day = match.ends_on
    return day


def waits_for_side(match: Match, one: MatchAnswer) -> Wait:
    """What is next for one side of a proposal that has not said yes. A reminder that went out late
    leaves as much time after it as one in time."""
    lengths = settings()
    party = _party(match, one)
    they_and_broker = [party, *awaited(match.broker)]
    if one.answer is Answer.RING_FIRST:
        answered = day_of(one.answered_at) if one.answered_at else one.asked_on
        return Wait(
            CaseStep.RING_FIRST, due_on(answered, lengths.acknowledge_days, waits_for=they_and_broker), since=answered
        )
    if one.answer is Answer.NOT_NOW and one.ask_again_on is not None:
        again = on_or_after(one.ask_again_on, waits_for=[party])
        return Wait(CaseStep.ASK_AGAIN, again, again, since=one.asked_on)
    if one.reminded_at is None:
        reminds = due_on(one.asked_on, lengths.remind_days, waits_for=[party])
        return Wait(CaseStep.AWAIT_ANSWER, reminds, reminds, since=one.asked_on)
    before = lengths.remind_days
    rings = due_on(day_of(one.reminded_at), lengths.ring_days - before, waits_for=they_and_broker)
    return Wait(CaseStep.RING_PARTY, rings, lapses_on(match, one), since=one.asked_on)


def lapses_on(match: Match, one: MatchAnswer) -> date:
    """The last day for one side's answer, as far as is known today. One that asked to be asked later
    has its days from then on."""
    lengths = settings()
    they: list[CanBeAway] = [_party(match, one)]
    if one.reminded_at is not None:
        after = lengths.lapse_days - lengths.remind_days
        return due_on(day_of(one.reminded_at), after, waits_for=[*they, *awaited(match.broker)])
    return due_on(max(one.asked_on, one.ask_again_on or one.asked_on), lengths.lapse_days, waits_for=they)


def _party(match: Match, one: MatchAnswer) -> CanBeAway:
    return match.business if one.side is Side.BUSINESS else match.need.partnership


def _proposed(match: Match) -> Wait:
    """The most urgent of what the two sides leave to be done, and the service's next day for either."""
    waits = [waits_for_side(match, one) for one in match.answers if one.answer is not Answer.YES]
    if not waits:
        return Wait(CaseStep.FIRST_CONTACT, today(), today())
    first = min(waits, key=lambda wait: (wait.next_on, wait.step))
    return first._replace(acts_on=_soonest(wait.acts_on for wait in waits))


def _completed(match: Match, since: date) -> Wait:
    """Those helped are reminded, and rung; what they do not confirm stays "reported, not confirmed"."""
    lengths, they = settings(), [match.need.partnership]
    reminded = _last(match, MatchAct.REMIND_RESULT)
    if reminded is None:
        reminds = due_on(since, lengths.confirm_result_days, waits_for=they)
        return Wait(CaseStep.AWAIT_RESULT, reminds, reminds, since=since)
    silent = due_on(reminded, lengths.not_confirmed_days - lengths.confirm_result_days, waits_for=they)
    if today() < silent:
        return Wait(CaseStep.AWAIT_RESULT, silent, silent, since=since)
    return Wait(CaseStep.NOT_CONFIRMED, silent, since=since)


def _entered_on(match: Match) -> date:
    """The day on which the match came into the state it is in."""
    days = [day_of(event.at) for event in match.events if event.from_state is not event.to_state]
    return days[-1] if days else day_of(match.created_at)


def _last(match: Match, act: MatchAct) -> date | None:
    """The last day on which something was done about the match."""
    return max((day_of(event.at) for event in match.events if event.act is act), default=None)


def _soonest(days: Iterable[date | None]) -> date | None:
    return min((day for day in days if day is not None), default=None)

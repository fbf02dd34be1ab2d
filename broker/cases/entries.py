"""What is next for an entry: read it, speak to them, ask whether it still holds, bring it back.

Everything follows from the entry and its log, so that a case that was lost can always be made again.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from models import Broker, Business, EntryEvent, FirmPause, Match, Need, Partnership
from models.entry import CanBeAway
from models.match import HOLDING
from models.vocabulary import CaseStep, EntryKind, EntryState, Strand

from .clocks import awaited, day_of, due_on, on_or_after, settings, today
from .deciding import follow_decisions
from .places import asks_too_few
from .seat_gaps import follow_seats
from .waiting import Owner, Wait, close, open_cases, owner_of, wait_for

AnyEntry = Business | Partnership | Need | Broker

KIND_OF: dict[type, EntryKind] = {
    Business: EntryKind.BUSINESS,
    Partnership: EntryKind.PARTNERSHIP,
    Need: EntryKind.NEED,
    Broker: EntryKind.BROKER,
}

#: Events of an entry's log that clocks look at.
ACKNOWLEDGED, STILL_RIGHT_ASKED, STILL_RIGHT_REMINDED, STILL_RIGHT = (
    "acknowledged",
    "still_right_asked",
    "still_right_reminded",
    "still_right",
)
#: The event by which a firm was invited to take part.
INVITED = "invited"
#: Events by which its own people say that an entry holds.
HOLDS = ("sent_in", "changed", "imported", "signed_up_again", "came_back", "resumed", STILL_RIGHT)
#: Events by which an entry goes live.
GOES_LIVE = ("read", "came_back", "resumed", "pause_over")
#: Events by which somebody spoke to its people.
SPOKEN = ("spoken", "rung")
#: A call counts as the one that was due where it came at most so many working days before.
EARLY_CALL = 5


class Log(NamedTuple):
    """The last of each kind of event of an entry: its number, and when it was."""

    last: dict[str, tuple[int, datetime]]

    def number(self, kinds: Iterable[str]) -> int:
        return max((self.last[what][0] for what in kinds if what in self.last), default=0)

    def since(self, what: str, at: datetime) -> bool:
        """Whether something happened at a moment or after it."""
        return what in self.last and self.last[what][1] >= at

    def day(self, kinds: Iterable[str]) -> date | None:
        return max((day_of(self.last[what][1]) for what in kinds if what in self.last), default=None)


def follow_entry(session: Session, entry: AnyEntry) -> None:
    """Bring the open cases of an entry in step with its state and its log."""
    session.flush()
    had = [one for strand, one in open_cases(session, entry).items() if strand is not Strand.DECISION]
    was = next((Owner(one.owner_broker, one.owner_account) for one in had), None)
    owner = None if entry.state is EntryState.ENDED else owner_of(entry, was)
    pause = decided_pause(session, entry)
    if pause is not None and pause.by.active:
        owner = Owner(account=pause.by)  # whoever decided looks at it again
    waits = waits_of(session, entry, owner)
    for wait in waits.values():
        wait_for(session, entry, wait.step, next_on=wait.next_on, acts_on=wait.acts_on, since=wait.since, owner=owner)
    idle = [strand for strand in (Strand.LIFE, Strand.UPKEEP) if strand not in waits]
    if entry.state is EntryState.ENDED:
        idle.append(Strand.PEOPLE)
    if idle:
        close(session, entry, *idle, words=entry.state.value)
    if isinstance(entry, Need):
        follow_decisions(session, entry)
    if isinstance(entry, Partnership):
        follow_seats(session, entry)


def waits_of(session: Session, entry: AnyEntry, owner: Owner | None = None) -> dict[Strand, Wait]:
    """strand -> what is next, for everything of an entry that waits but its suggestions. Calls wait
    for the ``owner`` who is away for a while, too."""
    log = log_of(session, entry)
    pause = decided_pause(session, entry)
    found = [_life(entry, log) if pause is None else _review(pause)]
    if entry.is_live and isinstance(entry, Business | Need):
        found.append(_upkeep(session, entry, log, [party_of(entry), *awaited(owner.broker if owner else None)]))
    return {wait.step.strand: wait for wait in found if wait is not None}


def log_of(session: Session, entry: AnyEntry) -> Log:
    statement = (
        select(EntryEvent.what, func.max(EntryEvent.id), func.max(EntryEvent.at))
        .where(EntryEvent.entry_kind == KIND_OF[type(entry)], EntryEvent.entry_id == entry.id)
        .group_by(EntryEvent.what)
    )
    return Log({what: (number, at) for what, number, at in session.execute(statement)})


def party_of(entry: AnyEntry) -> CanBeAway:
    """Whom the clocks of an entry wait for."""
    return entry.partnership if isinstance(entry, Need) else entry


def _life(entry: AnyEntry, log: Log) -> Wait | None:
    sent_in = day_of(entry.sent_in_at or entry.created_at)
    party, lengths = [party_of(entry)], settings()
    if entry.state is EntryState.INVITED and isinstance(entry, Business) and entry.spoken_at is None:
        return _invited(log, sent_in)
    if entry.state in (EntryState.WAITING, EntryState.INVITED):
        return _to_read(entry, log, sent_in)
    if entry.state is EntryState.DRAFT:
        since = log.day(("sent_back", *SPOKEN)) or sent_in
        return Wait(CaseStep.SENT_BACK, due_on(since, lengths.speak_days, waits_for=party), since=since)
    if entry.state in (EntryState.LIVE, EntryState.EXPIRED) and isinstance(entry, Need):
        return _to_its_end(entry)
    if entry.is_live and entry.spoken_at is None:
        since = (log.day(GOES_LIVE) if entry.source == "import" else None) or sent_in
        return Wait(CaseStep.SPEAK, due_on(since, lengths.speak_days, waits_for=party), since=since)
    if entry.state in (EntryState.PAUSED, EntryState.EXPIRED):
        return _paused(entry, log, sent_in)
    return None


def decided_pause(session: Session, entry: AnyEntry) -> FirmPause | None:
    """The pause that the office has decided on for a firm, and not ended."""
    if not isinstance(entry, Business) or entry.state is not EntryState.PAUSED:
        return None
    return session.scalar(select(FirmPause).where(FirmPause.business_id == entry.id, FirmPause.lifted_at.is_(None)))


def _review(pause: FirmPause) -> Wait:
    return Wait(CaseStep.REVIEW_PAUSE, on_or_after(pause.review_on), since=day_of(pause.at))


def _to_read(entry: AnyEntry, log: Log, sent_in: date) -> Wait:
    """Two days to acknowledge, which the service does where nobody has; five to a human contact."""
    lengths = settings()
    speak_by = due_on(sent_in, lengths.speak_days)
    own_words = entry.state is EntryState.WAITING and entry.source != "import"
    if not own_words or log.since(ACKNOWLEDGED, entry.sent_in_at or entry.created_at):
        return Wait(CaseStep.READ, speak_by, since=sent_in)
    acknowledge = due_on(sent_in, lengths.acknowledge_days)
    return Wait(CaseStep.READ, acknowledge, acknowledge, since=sent_in)


def _invited(log: Log, sent_in: date) -> Wait:
    """A firm whose details somebody else gave us: to be invited, then to answer. Unanswered, it is removed."""
    invited = log.day((INVITED,))
    return invited_wait(invited or sent_in, invited is not None)


def invited_wait(since: date, is_invited: bool) -> Wait:
    """What is next for an invited firm, counted from the day of its invitation, or else of its list."""
    removed_on = since + timedelta(days=settings().invited_calendar_days)
    if is_invited:
        return Wait(CaseStep.INVITED, on_or_after(removed_on), removed_on, since=since)
    return Wait(CaseStep.INVITE, due_on(since, settings().speak_days), removed_on, since=since)


def _to_its_end(need: Need) -> Wait | None:
    if need.ends_on is None:
        return None if need.is_live else Wait(CaseStep.NEED_ENDS, today())
    next_on = on_or_after(need.ends_on, waits_for=[need.partnership])
    return Wait(CaseStep.NEED_ENDS, next_on, need.ends_on + timedelta(days=1) if need.is_live else None)


def _paused(entry: AnyEntry, log: Log, sent_in: date) -> Wait:
    """Without a day to come back on, somebody rings every now and then."""
    since = log.day(("paused",)) or sent_in
    if entry.paused_until is not None:
        acts_on = entry.paused_until
        if isinstance(entry, Need) and entry.ends_on is not None:
            acts_on = min(acts_on, entry.ends_on + timedelta(days=1))
        return Wait(CaseStep.PAUSE_ENDS, on_or_after(entry.paused_until), acts_on, since=since)
    spoken = max(since, log.day(SPOKEN) or since)
    return Wait(CaseStep.PAUSE_ENDS, due_on(spoken, settings().nothing_yet_again_days), since=since)


def _upkeep(session: Session, entry: Business | Need, log: Log, away: list[CanBeAway]) -> Wait:
    """The sooner of the call when nothing was found and the question whether it still holds."""
    still = _still_right(entry, log, away)
    call = None if asked_still_right(log) else _nothing_yet(session, entry, log, away)
    if call is None or still.next_on <= call.next_on:
        return still
    return call._replace(acts_on=still.acts_on)


def asked_still_right(log: Log) -> bool:
    """Whether they were asked if it still holds, and have not said so since."""
    return log.number([STILL_RIGHT_ASKED]) > log.number(HOLDS)


def asked_of(session: Session, kind: EntryKind, ids: Iterable[int]) -> set[int]:
    """Which of these entries were asked whether they still hold, and have not said so since."""
    asked = func.max(case((EntryEvent.what == STILL_RIGHT_ASKED, EntryEvent.id), else_=0))
    held = func.max(case((EntryEvent.what.in_(HOLDS), EntryEvent.id), else_=0))
    statement = (
        select(EntryEvent.entry_id)
        .where(EntryEvent.entry_kind == kind, EntryEvent.entry_id.in_(list(ids)))
        .group_by(EntryEvent.entry_id)
        .having(asked > held)
    )
    return set(session.scalars(statement))


def reminded_still_right(log: Log) -> bool:
    """Whether they were reminded of that question."""
    return log.number([STILL_RIGHT_REMINDED]) > max(log.number(HOLDS), log.number([STILL_RIGHT_ASKED]))


def _still_right(entry: Business | Need, log: Log, away: list[CanBeAway]) -> Wait:
    """Asked after half a year, reminded, rung, and then paused: never silently dropped."""
    party, lengths = [party_of(entry)], settings()
    if not asked_still_right(log):
        held = log.day(HOLDS) or day_of(entry.sent_in_at or entry.created_at)
        asks = on_or_after(held + timedelta(days=lengths.still_right_calendar_days), waits_for=party)
        return Wait(CaseStep.STILL_RIGHT, asks, asks, since=held)
    asked = log.day([STILL_RIGHT_ASKED]) or today()
    if not reminded_still_right(log):
        reminds = due_on(asked, lengths.still_right_remind_days, waits_for=party)
        rings = due_on(asked, lengths.still_right_ring_days, waits_for=away)
        return Wait(CaseStep.STILL_RIGHT, rings, reminds, since=asked)
    reminded = log.day([STILL_RIGHT_REMINDED]) or today()
    before = lengths.still_right_remind_days
    rings = due_on(reminded, lengths.still_right_ring_days - before, waits_for=away)
    pauses = due_on(reminded, lengths.still_right_pause_days - before, waits_for=away)
    return Wait(CaseStep.STILL_RIGHT, rings, pauses, since=asked)


def _nothing_yet(session: Session, entry: Business | Need, log: Log, away: list[CanBeAway]) -> Wait | None:
    """First after twenty days without anything, then every sixty after a call."""
    busy, last = _last_match(session, entry)
    if busy or (isinstance(entry, Need) and not entry.partnership.is_live):
        return None
    went_live = log.day(GOES_LIVE) or day_of(entry.read_at or entry.created_at)
    since = max(went_live, last or went_live)
    lengths = settings()
    first = due_on(since, lengths.nothing_yet_days, waits_for=away)
    rung = log.day(SPOKEN)
    if rung is not None and rung >= due_on(since, max(0, lengths.nothing_yet_days - EARLY_CALL)):
        return Wait(CaseStep.NOTHING_YET, due_on(rung, lengths.nothing_yet_again_days, waits_for=away), since=since)
    return Wait(CaseStep.NOTHING_YET, first, since=since)


def _last_match(session: Session, entry: Business | Need) -> tuple[bool, date | None]:
    """Whether a match keeps the entry busy, and the last day on which one began or was over."""
    mine = Match.business_id == entry.id if isinstance(entry, Business) else Match.need_id == entry.id
    rows = session.execute(select(Match.state, Match.created_at, Match.completed_at, Match.ended_at).where(mine)).all()
    days = [day_of(at) for row in rows for at in row[1:] if at is not None]
    busy = (
        any(row.state in HOLDING for row in rows) if isinstance(entry, Business) else not asks_too_few(session, entry)
    )
    return busy, max(days, default=None)

"""What the service does by itself about entries: acknowledge, ask whether they still hold, bring back, close.

Nothing is dropped for silence: an offer or a need that nobody speaks for any more is paused, after a
question, a reminder and a call, and somebody is told to ring.
"""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from models import Account, Business, Case, Need
from models.base import now
from models.vocabulary import CaseKind, EntryKind, EntryState, MatchState, Strand

from ..cases import entries
from ..cases.clocks import day_of, due_on, settings, today
from ..cases.due import acts_on, still_due
from ..cases.entries import (
    KIND_OF,
    AnyEntry,
    asked_still_right,
    decided_pause,
    follow_entry,
    log_of,
    reminded_still_right,
)
from ..cases.invited import remove_unanswered
from ..cases.log import TABLE_OF, NotAllowed, record
from ..cases.owners import owner_of
from ..messages import write
from ..messages.recipients import main_contact, own_link
from .ending import take_back_proposals, withdraw_undecided
from .refresh import mark_due


@acts_on(CaseKind.BUSINESS, CaseKind.PARTNERSHIP, CaseKind.NEED, CaseKind.BROKER)
def act_on_entry(session: Session, case: Case) -> bool:
    """The service's step for one entry. False where somebody was first."""
    table = TABLE_OF[EntryKind(case.kind.value)]
    entry = session.get(table, case.subject_id, with_for_update=True, populate_existing=True)
    if not still_due(session, case):
        return False
    if entry is None:
        case.closed_at = now()
        return True
    if isinstance(entry, Business) and entry.state is EntryState.INVITED and entry.spoken_at is None:
        return remove_unanswered(session, entry)
    _step_of(session, entry, case.strand)(session, entry)
    return True


def still_right(session: Session, entry: Business | Need, *, by: Account, on_behalf: bool = False) -> None:
    """Its own people say that an offer or a need still holds. One that was paused for silence comes back.

    Raises:
        NotAllowed: it has ended, waits to be read, or is paused by a decision of ours.
    """
    session.refresh(entry, with_for_update=True)
    if entry.state not in (EntryState.LIVE, EntryState.PAUSED):
        raise NotAllowed(_("This is “%(state)s”: there is nothing to confirm.", state=_(entry.state.label)))
    if decided_pause(session, entry) is not None:
        raise NotAllowed(_("We have paused this firm, and look at it again on a day that it was told."))
    if entry.state is EntryState.PAUSED:
        entry.paused_until = None
        record(session, entry, "came_back", by=by, on_behalf=on_behalf, to_state=EntryState.LIVE)
        mark_due(entry)
    else:
        record(session, entry, entries.STILL_RIGHT, by=by, on_behalf=on_behalf)


def name_of(entry: AnyEntry) -> str:
    return entry.title if isinstance(entry, Need) else entry.name


def _step_of(session: Session, entry: AnyEntry, strand: Strand) -> Callable[[Session, Any], None]:
    """What is to be done now. Whatever the case says, the entry and its log decide."""
    if isinstance(entry, Need) and _is_over(entry):
        return expire
    if entry.state is EntryState.PAUSED and entry.paused_until is not None and entry.paused_until <= today():
        return _bring_back
    if entry.state is EntryState.WAITING:
        return _acknowledge
    if not (strand is Strand.UPKEEP and entry.is_live and isinstance(entry, Business | Need)):
        return follow_entry
    log = log_of(session, entry)
    if not asked_still_right(log):
        return _ask_whether_still_right
    return _pause_for_silence if reminded_still_right(log) else _remind_whether_still_right


def _is_over(need: Need) -> bool:
    live = need.state in (EntryState.LIVE, EntryState.PAUSED)
    return live and need.ends_on is not None and need.ends_on < today()


def expire(session: Session, need: Need) -> None:
    """The last day of a need is over: nothing more is suggested for it, and firms that were asked and
    are not yet agreed are told. Whoever was accepted goes on; a person says how it ended."""
    need.paused_until = None
    record(session, need, "expired", words="Its last day was over.", to_state=EntryState.EXPIRED)
    withdraw_undecided(session, need)
    take_back_proposals(session, need, by=None, states=[MatchState.PROPOSED])


def _bring_back(session: Session, entry: AnyEntry) -> None:
    entry.paused_until = None
    record(session, entry, "pause_over", words="The pause was over.", to_state=EntryState.LIVE)
    mark_due(entry)


def _acknowledge(session: Session, entry: AnyEntry) -> None:
    """Two days have gone, and nobody has read it yet: say that it came, and by when somebody rings."""
    record(session, entry, entries.ACKNOWLEDGED)
    sent_in = day_of(entry.sent_in_at or entry.created_at)
    _write(session, "acknowledged", entry, speak_by=max(today(), due_on(sent_in, settings().speak_days)))


def _ask_whether_still_right(session: Session, entry: AnyEntry) -> None:
    record(session, entry, entries.STILL_RIGHT_ASKED)
    _write(session, "still_right", entry)


def _remind_whether_still_right(session: Session, entry: AnyEntry) -> None:
    record(session, entry, entries.STILL_RIGHT_REMINDED)
    before = settings().still_right_remind_days
    pauses = due_on(today(), settings().still_right_pause_days - before)
    _write(session, "still_right_reminder", entry, pauses_on=pauses)


def _pause_for_silence(session: Session, entry: AnyEntry) -> None:
    """They were asked, reminded and rung, and nobody has said that it still holds."""
    entry.paused_until = None
    record(session, entry, "paused", words="Nobody said whether it still holds.", to_state=EntryState.PAUSED)
    mark_due(entry)
    _write(session, "paused_for_silence", entry)


def _write(session: Session, kind: str, entry: AnyEntry, **values: Any) -> None:
    to = main_contact(entry.partnership.contacts if isinstance(entry, Need) else entry.contacts)
    if to is None:
        return
    owner = owner_of(entry)
    message = write(
        session,
        kind,
        to=to,
        side="partnership" if isinstance(entry, Need) else KIND_OF[type(entry)].value,
        link=own_link(to),
        need=entry if isinstance(entry, Need) else None,
        name=name_of(entry),
        entry_kind=KIND_OF[type(entry)],
        reference=entry.reference,
        link_name=owner.broker.name if owner.broker else "",
        **values,
    )
    message.illustrative = entry.illustrative

"""Pause a need, take it up again, and close it as met, partly met or not met."""

from datetime import date

from sqlalchemy.orm import Session

from models import Account, Need
from models.base import now
from models.vocabulary import EntryState, NeedEnd

from ...cases.log import history, record
from ...suggestions import mark_due
from ...suggestions.ending import take_back_proposals, withdraw_undecided

#: How an event is named that closes a need, before the code of `NeedEnd`.
CLOSED = "closed_"


def how_it_ended(session: Session, need: Need) -> tuple[NeedEnd, str] | None:
    """Met, partly met or not met, and what was said about it; None where it was ended otherwise."""
    for event in reversed(history(session, need)):
        if event.what.startswith(CLOSED):
            return NeedEnd(event.what.removeprefix(CLOSED)), event.words
    return None


def pause_need(
    session: Session, need: Need, *, until: date, by: Account, words: str = "", on_behalf: bool = False
) -> None:
    """Stop looking for businesses until a day.

    Raises:
        NotAllowed: the need is not live.
    """
    session.refresh(need, with_for_update=True)
    if need.state is EntryState.PAUSED:
        if need.paused_until == until:
            return
        need.paused_until = until
        record(session, need, "paused", by=by, words=words, on_behalf=on_behalf)
    else:
        need.paused_until = until
        record(session, need, "paused", by=by, words=words, to_state=EntryState.PAUSED, on_behalf=on_behalf)
    mark_due(need)


def resume_need(session: Session, need: Need, *, by: Account, on_behalf: bool = False) -> None:
    """Go on looking. Nothing happens to a need that is live.

    Raises:
        NotAllowed: the need is neither live nor paused.
    """
    session.refresh(need, with_for_update=True)
    if need.is_live:
        return
    record(session, need, "resumed", by=by, to_state=EntryState.LIVE, on_behalf=on_behalf)
    need.paused_until = None
    mark_due(need)


def close_need(
    session: Session, need: Need, *, how: NeedEnd, words: str = "", by: Account, on_behalf: bool = False
) -> None:
    """Close a need for good. What is suggested or proposed for it is no longer possible.

    Closing one that is closed changes nothing. How it ended stands in its log as ``closed_met`` and so on.

    Raises:
        NotAllowed: the need cannot end from where it is.
    """
    session.refresh(need, with_for_update=True)
    if need.state is EntryState.ENDED:
        return
    record(session, need, CLOSED + how.value, by=by, words=words, to_state=EntryState.ENDED, on_behalf=on_behalf)
    need.closed_at, need.paused_until = now(), None
    withdraw_undecided(session, need)
    take_back_proposals(session, need, by=by, on_behalf_of="partnership" if on_behalf else "")

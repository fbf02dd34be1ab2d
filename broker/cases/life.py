"""The life of a match: one table of moves, and one function that makes them.

proposed -> accepted -> introduced -> active -> completed -> verified, with exits and a hold. Every
move is written down: who, when, from, to, why, on whose behalf. Each state leaves exactly one case
with an owner and a next date, or none where the life is over.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from models import Account, Match, MatchEvent
from models.base import now
from models.match import OVER
from models.vocabulary import HoldReason, MatchAct, MatchState, Side, Term

from . import following, holding, start_checks
from .refusals import NotPossible

#: act -> (states it starts from, state it leads to). A hold leads back to where it came from.
MOVES: dict[MatchAct, tuple[frozenset[MatchState], MatchState | None]] = {
    MatchAct.REMIND: (frozenset({MatchState.PROPOSED}), MatchState.PROPOSED),
    MatchAct.ASK_AGAIN: (frozenset({MatchState.PROPOSED}), MatchState.PROPOSED),
    # one side says something, or is rung: it stays a proposal
    MatchAct.ANSWER: (frozenset({MatchState.PROPOSED}), MatchState.PROPOSED),
    MatchAct.RING: (frozenset({MatchState.PROPOSED}), MatchState.PROPOSED),
    MatchAct.ACCEPT: (frozenset({MatchState.PROPOSED}), MatchState.ACCEPTED),
    MatchAct.INTRODUCE: (frozenset({MatchState.ACCEPTED}), MatchState.INTRODUCED),
    MatchAct.START: (frozenset({MatchState.INTRODUCED}), MatchState.ACTIVE),
    MatchAct.HOLD: (
        # held once more it waits until another day, or for something more
        frozenset({MatchState.ACCEPTED, MatchState.INTRODUCED, MatchState.ACTIVE, MatchState.ON_HOLD}),
        MatchState.ON_HOLD,
    ),
    MatchAct.RESUME: (frozenset({MatchState.ON_HOLD}), None),
    MatchAct.COMPLETE: (frozenset({MatchState.ACTIVE}), MatchState.COMPLETED),
    MatchAct.REMIND_RESULT: (frozenset({MatchState.COMPLETED}), MatchState.COMPLETED),
    MatchAct.VERIFY: (frozenset({MatchState.COMPLETED}), MatchState.VERIFIED),
    MatchAct.DECLINE: (frozenset({MatchState.PROPOSED}), MatchState.DECLINED),
    MatchAct.LAPSE: (frozenset({MatchState.PROPOSED}), MatchState.LAPSED),
    MatchAct.WITHDRAW: (frozenset({MatchState.PROPOSED, MatchState.ACCEPTED}), MatchState.WITHDRAWN),
    MatchAct.END_EARLY: (
        frozenset({MatchState.ACCEPTED, MatchState.INTRODUCED, MatchState.ACTIVE, MatchState.ON_HOLD}),
        MatchState.ENDED_EARLY,
    ),
}
#: States in which a match has ended before it was finished.
CAME_TO_NOTHING = OVER - {MatchState.VERIFIED}

Guard = Callable[[Session, Match], str | None]
#: act -> what must be so before it. A guard answers with a sentence where it is not.
GUARDS: dict[MatchAct, list[Guard]] = {
    MatchAct.START: [start_checks.nothing_open],
    # what goes on under way has everything seen, as what starts
    MatchAct.RESUME: [
        lambda session, match: (
            start_checks.nothing_open(session, match) if match.held_from is MatchState.ACTIVE else None
        )
    ],
}


class Acting(NamedTuple):
    """Who acts. ``on_behalf_of`` is a role where an officer does it for them; nobody is the service."""

    by: Account | None = None
    on_behalf_of: str = ""


def hindrance(session: Session, match: Match, act: MatchAct) -> str | None:
    """The sentence of the first guard that stands in the way of an act, or None."""
    return next((said for guard in GUARDS.get(act, ()) if (said := guard(session, match))), None)


def can(match: Match, act: MatchAct) -> bool:
    """Whether the table of moves leads anywhere from the match's state."""
    return act in MOVES and match.state in MOVES[act][0]


def move(
    session: Session,
    match: Match,
    act: MatchAct,
    *,
    by: Account | None = None,
    on_behalf_of: str = "",
    reason: Term | None = None,
    words: str = "",
    hold_until: date | None = None,
    side: Side | None = None,
) -> MatchEvent:
    """Move a match on, write it down, and say who has what to do next. ``side`` is whose answer it was.

    The caller holds need, business and match (in this order), and commits. Places are counted from
    states, so whatever this frees or takes is so in the same transaction.

    Raises:
        NotPossible: from this state the act leads nowhere, or a guard says no.
    """
    if not can(match, act):
        raise NotPossible(_("This is “%(state)s” now: that can no longer be done", state=_(match.state.label)))
    if sentence := hindrance(session, match, act):
        raise NotPossible(sentence)
    came_from, goes_to = match.state, MOVES[act][1] or match.held_from
    assert goes_to is not None, "a match on hold knows where it came from"
    if act is MatchAct.HOLD:
        if hold_until is None or not isinstance(reason, HoldReason):
            raise ValueError("A hold has a reason and a date")
        if came_from is MatchState.ON_HOLD:
            reason_now = holding.also_waits(match, reason)
        else:
            match.held_from, reason_now = came_from, reason
        match.hold_reason, match.hold_until = reason_now, hold_until
    elif came_from is MatchState.ON_HOLD:
        match.held_from = match.hold_reason = match.hold_until = None
    match.state = goes_to
    at = _stamp(match, act)
    event = MatchEvent(
        act=act,
        from_state=came_from,
        to_state=goes_to,
        reason=None if reason is None else str(reason),
        words=words,
        by=by,
        on_behalf_of=on_behalf_of,
        side=side,
        at=at,
    )
    match.events.append(event)
    session.flush()
    following.follow(session, match)
    return event


def replayed(events: list[MatchEvent]) -> MatchState | None:
    """The state to which the log of a match leads, from nothing. None for an empty log.

    Raises:
        ValueError: where the log holds a move that the table does not know.
    """
    state: MatchState | None = None
    for event in events:
        if event.from_state is not state:
            raise ValueError(f"event {event.id} starts from {event.from_state}, not from {state}")
        if event.act not in (None, MatchAct.PROPOSE):
            starts, leads_to = MOVES[event.act]
            if state not in starts or (leads_to is not None and leads_to is not event.to_state):
                raise ValueError(f"event {event.id} is no move of the table")
        state = event.to_state
    return state


def _stamp(match: Match, act: MatchAct) -> datetime:
    """Note the times that pages and figures ask for."""
    at = now()
    if act is MatchAct.INTRODUCE:
        match.introduced_at = at
    elif act is MatchAct.START:
        match.started_at = match.started_at or at
    elif act is MatchAct.COMPLETE:
        match.completed_at = at
    elif act is MatchAct.VERIFY:
        match.verified_at = at
    elif match.state in OVER:
        match.ended_at = at
    return at

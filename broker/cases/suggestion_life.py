"""The life of a suggestion: one table of moves, and one function that makes them.

A suggestion is open, a reserve or put off until it is decided; confirmed while its match lasts;
rejected or withdrawn otherwise. Every move is written down: who, when, from, to, why.
"""

from collections.abc import Iterable
from datetime import date

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from models import Account, Suggestion, SuggestionEvent
from models.vocabulary import SuggestionAct, SuggestionState

from .refusals import NotPossible

#: States in which a coordinator can still decide.
DECIDABLE = (SuggestionState.OPEN, SuggestionState.RESERVE, SuggestionState.LATER)
_UNDECIDED: frozenset[SuggestionState | None] = frozenset(DECIDABLE)

#: act -> (states it starts from, None for a row that is new; the state it leads to).
MOVES: dict[SuggestionAct, tuple[frozenset[SuggestionState | None], SuggestionState]] = {
    SuggestionAct.SUGGEST: (frozenset({None}), SuggestionState.RESERVE),
    SuggestionAct.PUT_FORWARD: (frozenset({None, *DECIDABLE}), SuggestionState.OPEN),
    SuggestionAct.SHOW: (frozenset({SuggestionState.RESERVE}), SuggestionState.OPEN),
    SuggestionAct.SET_ASIDE: (frozenset({SuggestionState.OPEN}), SuggestionState.RESERVE),
    SuggestionAct.CONFIRM: (_UNDECIDED, SuggestionState.CONFIRMED),
    # a proposal that is withdrawn for a lasting reason is rejected afterwards
    SuggestionAct.REJECT: (_UNDECIDED | {SuggestionState.WITHDRAWN}, SuggestionState.REJECTED),
    SuggestionAct.PUT_OFF: (_UNDECIDED, SuggestionState.LATER),
    SuggestionAct.BRING_BACK: (frozenset({SuggestionState.LATER}), SuggestionState.OPEN),
    SuggestionAct.UNDO: (
        frozenset({SuggestionState.CONFIRMED, SuggestionState.REJECTED, SuggestionState.LATER}),
        SuggestionState.OPEN,
    ),
    SuggestionAct.WITHDRAW: (_UNDECIDED, SuggestionState.WITHDRAWN),
    SuggestionAct.RELEASE: (frozenset({SuggestionState.CONFIRMED}), SuggestionState.WITHDRAWN),
}


def move(
    session: Session,
    suggestion: Suggestion,
    act: SuggestionAct,
    *,
    by: Account | None = None,
    words: str = "",
    later_until: date | None = None,
) -> SuggestionEvent:
    """Move a suggestion on and write it down. A new row has no state before its first move.

    ``later_until`` is the day a suggestion that is put off comes back. The caller holds the need,
    adds a new row to the session, and commits.

    Raises:
        NotPossible: from this state the act leads nowhere.
    """
    came_from = suggestion.state
    starts, leads_to = MOVES[act]
    if came_from not in starts:
        state = _(came_from.label) if came_from else ""
        raise NotPossible(_("This suggestion is “%(state)s” now: that can no longer be done", state=state))
    if (later_until is None) is (act is SuggestionAct.PUT_OFF):
        raise ValueError("What is put off comes back on a day, and nothing else does")
    suggestion.state, suggestion.later_until = leads_to, later_until
    event = SuggestionEvent(suggestion=suggestion, act=act, from_state=came_from, to_state=leads_to, words=words, by=by)
    session.add(event)
    return event


def replayed(events: Iterable[SuggestionEvent]) -> SuggestionState | None:
    """The state to which the log of a suggestion leads, from nothing. None for an empty log.

    Raises:
        ValueError: where the log holds a move that the table does not know.
    """
    state: SuggestionState | None = None
    for event in events:
        if event.from_state is not state:
            raise ValueError(f"event {event.id} starts from {event.from_state}, not from {state}")
        if event.act is not None:  # rows older than the log begin with where they were
            starts, leads_to = MOVES[event.act]
            if state not in starts or leads_to is not event.to_state:
                raise ValueError(f"event {event.id} is no move of the table")
        state = event.to_state
    return state

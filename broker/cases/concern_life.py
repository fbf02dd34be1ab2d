"""The life of a concern: received, acknowledged, looked into, outcome told, closed; and opened again.
One table of moves; every move is written down, and leaves one case with its owner and next date."""

from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from models import Account, Concern, ConcernEvent
from models.base import now
from models.vocabulary import CaseStep, ConcernAct, ConcernState, Strand

from .calls import follow_calls
from .clocks import day_of, due_on, settings, today
from .refusals import NotPossible
from .waiting import Owner, close, wait_for

_S, _A = ConcernState, ConcernAct

#: act -> (states it starts from, state it leads to; None: it stays where it is).
MOVES: dict[ConcernAct, tuple[frozenset[ConcernState], ConcernState | None]] = {
    _A.ACKNOWLEDGE: (frozenset({_S.RECEIVED}), _S.ACKNOWLEDGED),
    _A.LOOK: (frozenset({_S.ACKNOWLEDGED}), _S.LOOKING),
    _A.TELL: (frozenset({_S.ACKNOWLEDGED, _S.LOOKING}), _S.TOLD),
    _A.CLOSE: (frozenset({_S.TOLD}), _S.CLOSED),
    _A.REOPEN: (frozenset({_S.TOLD, _S.CLOSED}), _S.LOOKING),
    _A.GIVE: (frozenset(_S) - {_S.CLOSED}, None),
    _A.NAME: (frozenset(_S) - {_S.CLOSED}, None),
    _A.NOTE: (frozenset(_S), None),
}
#: Nobody waits longer than this for a word that we have it, whatever the setting says (calendar days).
LONGEST_SILENCE = timedelta(days=30)


def can(concern: Concern, act: ConcernAct) -> bool:
    """Whether the table of moves leads anywhere from the concern's state."""
    return concern.state in MOVES[act][0]


def move(session: Session, concern: Concern, act: ConcernAct, *, by: Account | None, words: str = "") -> ConcernEvent:
    """Move a concern on, write it down, and say what is next. The caller holds its row.

    Raises:
        NotPossible: from this state the act leads nowhere.
    """
    if not can(concern, act):
        raise NotPossible(_("This is “%(state)s” now: that can no longer be done", state=_(concern.state.label)))
    came_from, goes_to = concern.state, MOVES[act][1] or concern.state
    concern.state = goes_to
    if act is ConcernAct.ACKNOWLEDGE:
        concern.acknowledged_at = now()
    elif act is ConcernAct.TELL:
        concern.told_at = now()
    event = ConcernEvent(act=act, from_state=came_from, to_state=goes_to, words=words, by=by, at=now())
    concern.events.append(event)
    session.flush()
    follow(session, concern)
    return event


def follow(session: Session, concern: Concern) -> None:
    """Bring the case of a concern in step with its state; what is to be read out is its owner's too."""
    follow_calls(session, concern)
    if concern.state is ConcernState.CLOSED:
        close(session, concern, Strand.LIFE, words=concern.state.value)
        return
    step, next_on = _next(concern)
    wait_for(session, concern, step, next_on=next_on, owner=Owner(account=concern.owner))


def acknowledge_by(received: date) -> date:
    """The last day to say that we have it: the setting's working days, and never later than 30 days."""
    return min(due_on(received, settings().concern_acknowledge_days), received + LONGEST_SILENCE)


def replayed(events: list[ConcernEvent]) -> ConcernState | None:
    """The state to which the log of a concern leads.

    Raises:
        ValueError: where the log holds a move that the table does not know.
    """
    state: ConcernState | None = None
    for event in events:
        known = event.act is ConcernAct.RECEIVE or (state is not None and state in MOVES[event.act][0])
        leads_to = ConcernState.RECEIVED if event.act is ConcernAct.RECEIVE else MOVES[event.act][1] or state
        if event.from_state is not state or not known or leads_to is not event.to_state:
            raise ValueError(f"event {event.id} is no move of the table")
        state = event.to_state
    return state


def _next(concern: Concern) -> tuple[CaseStep, date]:
    if concern.state is ConcernState.RECEIVED:
        return CaseStep.ACKNOWLEDGE, concern.acknowledge_by
    if concern.state is ConcernState.TOLD:
        told = day_of(concern.told_at) if concern.told_at else today()
        return CaseStep.CLOSE_CONCERN, due_on(told, settings().concern_close_days)
    since = day_of(concern.acknowledged_at) if concern.acknowledged_at else today()
    return CaseStep.LOOK_INTO, due_on(since, settings().concern_outcome_days)

"""What cannot be written to somebody is said by telephone. Whoever keeps the list of calls is told of each
message that becomes one, and of each that is one no more, in the same transaction."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from models import Message
from models.vocabulary import MessageState

Keeper = Callable[[Session, Message], object]
_KEEPERS: list[Keeper] = []


def keeps_calls(keeper: Keeper) -> Keeper:
    """Declare who is told when a message has become a call to make, or is none any more."""
    _KEEPERS.append(keeper)
    return keeper


def stands(session: Session, message: Message, state: MessageState) -> None:
    """Let a message stand in a state. Whatever makes a call of it, or ends one, goes through here."""
    before, message.state = message.state, state
    if before is not state and MessageState.TO_RING in (before, state):
        for keeper in _KEEPERS:
            keeper(session, message)

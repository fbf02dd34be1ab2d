"""Take a proposal back: its messages stop, and those who know of it get one sentence."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from models import Account, Match, Message, Suggestion
from models.message import GONE
from models.vocabulary import EndReason, MatchAct, SuggestionAct

from ..messages import stop
from . import suggestion_life
from .life import MOVES, move
from .parties import tell_parties

#: A proposal can be withdrawn until the two sides are introduced.
WITHDRAWABLE = MOVES[MatchAct.WITHDRAW][0]


def take_back(
    session: Session,
    match: Match,
    *,
    by: Account | None,
    reason: EndReason,
    words: str = "",
    ended: str = "",
    on_behalf_of: str = "",
) -> Match:
    """Withdraw a proposal, and its suggestion with it. Nothing happens to a match that is further on.

    ``ended`` says which side takes part no more: "business", "need" or neither. The caller holds
    the need or the business, and looks for others in its place.
    """
    session.refresh(match.suggestion, with_for_update=True)
    session.refresh(match, with_for_update=True)
    if match.state not in WITHDRAWABLE:
        return match
    stop(session, [message for message in locked_messages(session, match) if message.state not in GONE])
    move(session, match, MatchAct.WITHDRAW, by=by, reason=reason, words=words, on_behalf_of=on_behalf_of)
    suggestion_life.move(session, match.suggestion, SuggestionAct.RELEASE, by=by, words=words)
    session.flush()
    _tell(session, match, ended)
    return match


def messages_about(what: Match | Suggestion) -> Select[Message]:
    """What was written about a match, or about a suggestion that led to none."""
    is_about = Message.match_id == what.id if isinstance(what, Match) else Message.suggestion_id == what.id
    return select(Message).where(is_about).order_by(Message.id)


def locked_messages(session: Session, what: Match | Suggestion) -> Sequence[Message]:
    """The same, held until the request ends."""
    statement = messages_about(what).with_for_update()
    return session.scalars(statement.execution_options(populate_existing=True)).all()


def sides_told(session: Session, match: Match) -> set[str]:
    """The sides that know of a proposal: those its message has reached, and those that have answered or
    were rung before it left."""
    statement = select(Message.to_side).where(
        Message.match_id == match.id, Message.kind.like("proposed_%"), Message.state.in_(GONE)
    )
    heard = (MatchAct.ANSWER, MatchAct.RING)
    spoken = {event.side.value for event in match.events if event.side is not None and event.act in heard}
    return {*session.scalars(statement), *spoken}


def _tell(session: Session, match: Match, ended: str) -> None:
    """One sentence to each person who was told, and to nobody else."""
    tell_parties(
        session,
        match,
        "withdrawn",
        only=sides_told(session, match),
        own_page=False,
        partnership=match.need.partnership,
        ended=ended,
    )

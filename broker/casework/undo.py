"""Take a decision back: an undo while the messages wait, a withdrawal once they have left."""

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, Decision, Match, Suggestion
from models.message import GONE
from models.suggestion import STANDING
from models.vocabulary import EndReason, EntryState, MatchAct, MatchState, RejectReason, SuggestionAct, Verdict

from ..cases import clocks, suggestion_life
from ..cases.life import move
from ..cases.withdrawal import WITHDRAWABLE, locked_messages, messages_about, take_back
from ..messages import stop
from ..suggestions import mark_due
from ..suggestions.keep import arrange
from .decide import standing_decision
from .refusals import Refused, TooLate

#: After a withdrawal for one of these the pair is not suggested again.
LASTING = {
    EndReason.NO_SHOW: RejectReason.NOT_READY,
    EndReason.NOT_AGREED: RejectReason.WRONG_KIND,
    EndReason.FIRM_GONE: RejectReason.OTHER,
    EndReason.SAFETY: RejectReason.CONFLICT,
}


def undo(session: Session, decision: Decision, *, by: Account, reason: str = "") -> Decision:
    """Take back the verdict that holds. The suggestion is open again, and nobody is ever told.

    Raises:
        TooLate: a message has left; withdraw instead.
        Refused: this verdict does not hold any more, or the pair stands elsewhere.
    """
    suggestion = decision.suggestion
    session.refresh(suggestion.need, with_for_update=True)
    session.refresh(suggestion, with_for_update=True)
    if standing_decision(suggestion) is not decision:
        raise Refused(_("This decision does not hold any more: there is nothing to undo"))
    _another_stands(session, suggestion)
    ended = EntryState.ENDED in (suggestion.need.state, suggestion.business.state)
    if ended and decision.verdict is not Verdict.CONFIRM:
        raise Refused(_("One side takes part no more: there is nothing to open again"))
    match = standing_match(session, suggestion) if decision.verdict is Verdict.CONFIRM else None
    if decision.verdict is Verdict.CONFIRM and (match is None or match.state is not MatchState.PROPOSED):
        raise TooLate
    messages = locked_messages(session, match or suggestion)
    if any(message.state in GONE for message in messages):
        raise TooLate
    stop(session, messages)
    if match is not None:
        move(session, match, MatchAct.WITHDRAW, by=by, reason=EndReason.MISTAKE, words=reason)
    undone = Decision(suggestion=suggestion, verdict=Verdict.UNDO, words=reason, by=by, undoes_id=decision.id)
    session.add(undone)
    suggestion_life.move(session, suggestion, SuggestionAct.UNDO, by=by, words=reason)
    session.flush()
    _look_again(session, suggestion)
    return undone


def withdraw(session: Session, match: Match, *, by: Account, reason: EndReason, words: str = "") -> Match:
    """Take back a proposal that people may know of: each who was told gets a sentence.

    Raises:
        Refused: it is past a proposal, or "other" without words.
    """
    suggestion = match.suggestion
    session.refresh(match.need, with_for_update=True)
    session.refresh(suggestion, with_for_update=True)
    session.refresh(match, with_for_update=True)
    if match.state not in WITHDRAWABLE:
        raise Refused(_("This cannot be withdrawn any more: it is “%(state)s”", state=_(match.state.label)))
    if reason is EndReason.OTHER and not words:
        raise Refused(_("Say what the other reason is"), "words")
    confirmed = standing_decision(suggestion)
    take_back(session, match, by=by, reason=reason, words=words)
    session.add(
        Decision(
            suggestion=suggestion,
            verdict=Verdict.UNDO,
            reason=reason,
            words=words,
            by=by,
            undoes_id=confirmed.id if confirmed else None,
        )
    )
    if reason in LASTING:
        suggestion_life.move(session, suggestion, SuggestionAct.REJECT, by=by, words=words)
        session.add(Decision(suggestion=suggestion, verdict=Verdict.REJECT, reason=LASTING[reason], words=words, by=by))
    session.flush()
    _look_again(session, suggestion)
    mark_due(match.need)
    return match


def undoable(session: Session, suggestion: Suggestion) -> Decision | None:
    """The verdict that can still be undone, if any: its messages have not left."""
    decision = standing_decision(suggestion)
    if decision is None:
        return None
    match = standing_match(session, suggestion) if decision.verdict is Verdict.CONFIRM else None
    if decision.verdict is Verdict.CONFIRM and (match is None or match.state is not MatchState.PROPOSED):
        return None
    gone = any(message.state in GONE for message in session.scalars(messages_about(match or suggestion)))
    return None if gone else decision


def standing_match(session: Session, suggestion: Suggestion) -> Match | None:
    """The match a suggestion has led to, unless it was taken back."""
    over = (MatchState.DECLINED, MatchState.LAPSED, MatchState.WITHDRAWN, MatchState.ENDED_EARLY)
    return session.scalar(select(Match).where(Match.suggestion_id == suggestion.id, Match.state.not_in(over)))


def _another_stands(session: Session, suggestion: Suggestion) -> None:
    """There is one standing row of a pair; a newer one is not pushed aside."""
    other = select(Suggestion.id).where(
        Suggestion.need_id == suggestion.need_id,
        Suggestion.business_id == suggestion.business_id,
        Suggestion.id != suggestion.id,
        Suggestion.state.in_(STANDING),
    )
    if session.scalar(other) is not None:
        raise Refused(_("This pairing has been put forward again since: decide on the newer one"))


def _look_again(session: Session, suggestion: Suggestion) -> None:
    arrange(session, suggestion.need, today=clocks.today())
    mark_due(suggestion.business)

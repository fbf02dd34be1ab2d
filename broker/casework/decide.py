"""A coordinator decides: confirm, reject, put off, or agree as a second person.

Every verb locks the need, then the business, then the suggestion, checks, and writes one
decision. The caller commits; where a verb raises, the caller rolls back.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from models import Account, Broker, Decision, Match, MatchAnswer, MatchEvent, MatchPart, Suggestion
from models.vocabulary import (
    ConfirmReason,
    LaterReason,
    MatchAct,
    MatchState,
    RejectReason,
    Side,
    SuggestionAct,
    SuggestionSource,
    SuggestionState,
    Verdict,
)

from ..cases import clocks, suggestion_life
from ..cases.following import follow
from ..cases.suggestion_life import DECIDABLE
from ..suggestions import mark_due
from ..suggestions.keep import arrange
from .checks import check_both_live, check_broker, check_not_own, check_pair, check_parts, check_warnings, warnings_of
from .refusals import AlreadyDecided, Refused
from .telling import tell_no, tell_proposed

#: The state a suggestion is in while a verdict holds.
HOLDS_AS = {
    Verdict.CONFIRM: SuggestionState.CONFIRMED,
    Verdict.REJECT: SuggestionState.REJECTED,
    Verdict.LATER: SuggestionState.LATER,
}


def confirm(
    session: Session,
    suggestion: Suggestion,
    *,
    by: Account,
    reasons: Sequence[ConfirmReason],
    words: str = "",
    broker: Broker | None = None,
    amounts: Mapping[int, float | None],
    seen_version: int,
    today: date | None = None,
) -> Match:
    """Make a suggestion a proposal: hold the business's place, and write to all three.

    ``amounts`` is part id -> amount agreed, in the kind's own unit (None: no amount). Without a
    broker the coordinator stands in. The messages leave after the delay of the settings.

    Raises:
        AlreadyDecided: somebody was first; nothing is changed.
        Refused: a check says no; the sentence says why.
    """
    day = today or clocks.today()
    lock(session, suggestion, seen_version)
    need, business = suggestion.need, suggestion.business
    if not reasons:
        raise Refused(_("Select at least one reason"), "reasons")
    if ConfirmReason.OTHER in reasons and not words:
        raise Refused(_("Say what the other reason is"), "words")
    check_not_own(by, business)
    check_both_live(need, business)
    check_parts(session, need, set(amounts))
    scored = check_pair(session, need, business, day)
    if broker is not None:
        check_broker(session, broker, need, business, day)
    check_warnings(session, suggestion, warnings_of(scored, broker, need, business, day), by, words)

    suggestion_life.move(session, suggestion, SuggestionAct.CONFIRM, by=by, words=words)
    suggestion.broker = broker
    decision = _decide(session, suggestion, Verdict.CONFIRM, ",".join(reasons), words, by)
    match = Match(
        suggestion=suggestion,
        need=need,
        business=business,
        broker=broker,
        coordinator=by,
        state=MatchState.PROPOSED,
        illustrative=need.illustrative or business.illustrative,
        parts=[MatchPart(part=part, amount=amounts[part.id]) for part in need.parts if part.id in amounts],
        answers=[MatchAnswer(side=side, asked_on=day) for side in Side],
        events=[MatchEvent(act=MatchAct.PROPOSE, to_state=MatchState.PROPOSED, words=words, by=by, at=decision.at)],
    )
    session.add(match)
    session.flush()
    follow(session, match)
    tell_proposed(session, match, today=day)
    _look_again(session, suggestion, day)
    return match


def reject(
    session: Session,
    suggestion: Suggestion,
    *,
    by: Account,
    reason: RejectReason,
    words: str = "",
    seen_version: int,
    today: date | None = None,
) -> Decision:
    """Say no to a pairing. A business that had said it could help is told; the next reserve comes up.

    Raises:
        AlreadyDecided: somebody was first.
        Refused: "other" without words.
    """
    lock(session, suggestion, seen_version)
    if reason is RejectReason.OTHER and not words:
        raise Refused(_("Say what the other reason is"), "words")
    suggestion_life.move(session, suggestion, SuggestionAct.REJECT, by=by, words=words)
    decision = _decide(session, suggestion, Verdict.REJECT, reason, words, by)
    session.flush()
    if suggestion.source is SuggestionSource.BUSINESS:
        tell_no(session, suggestion)
    _look_again(session, suggestion, today)
    return decision


def later(
    session: Session,
    suggestion: Suggestion,
    *,
    by: Account,
    reason: LaterReason,
    until: date,
    words: str = "",
    seen_version: int,
    today: date | None = None,
) -> Decision:
    """Put a decision off until a day to come; the suggestion is then on the work list again.

    Raises:
        AlreadyDecided: somebody was first.
        Refused: the day is not to come.
    """
    day = today or clocks.today()
    lock(session, suggestion, seen_version)
    if until <= day:
        raise Refused(_("The date must be in the future"), "until")
    suggestion_life.move(session, suggestion, SuggestionAct.PUT_OFF, by=by, words=words, later_until=until)
    decision = _decide(session, suggestion, Verdict.LATER, reason, words, by, until=until)
    session.flush()
    arrange(session, suggestion.need, today=day)
    return decision


def agree(session: Session, suggestion: Suggestion, *, by: Account, words: str, seen_version: int) -> Decision:
    """Agree, as the second person, that a pairing with a conflict may be confirmed by somebody else.

    Raises:
        AlreadyDecided: it is decided already.
        Refused: without words.
    """
    lock(session, suggestion, seen_version)
    if not words:
        raise Refused(_("Say why you agree"), "words")
    decision = _decide(session, suggestion, Verdict.AGREE, "", words, by)
    session.flush()
    return decision


def lock(session: Session, suggestion: Suggestion, seen_version: int) -> None:
    """Lock need, business and suggestion, and see that nobody decided since the page was read.

    A suggestion that only the model has touched since (a new rank or score) can still be decided:
    everything that counts is checked again.
    """
    session.refresh(suggestion.need, with_for_update=True)
    session.refresh(suggestion.business, with_for_update=True)
    session.refresh(suggestion, with_for_update=True)
    put_off_meanwhile = suggestion.state is SuggestionState.LATER and suggestion.version != seen_version
    if suggestion.state not in DECIDABLE or put_off_meanwhile:
        raise AlreadyDecided(suggestion, standing_decision(suggestion))


def standing_decision(suggestion: Suggestion) -> Decision | None:
    """The verdict that holds now; None where there is none, the last was undone, or its time is over."""
    verdicts = [decision for decision in suggestion.decisions if decision.verdict is not Verdict.AGREE]
    last = verdicts[-1] if verdicts else None
    return last if last is not None and HOLDS_AS.get(last.verdict) is suggestion.state else None


def _decide(
    session: Session,
    suggestion: Suggestion,
    verdict: Verdict,
    reason: str,
    words: str,
    by: Account,
    until: date | None = None,
) -> Decision:
    decision = Decision(suggestion=suggestion, verdict=verdict, reason=str(reason), words=words, by=by, until=until)
    session.add(decision)
    return decision


def _look_again(session: Session, suggestion: Suggestion, day: date | None) -> None:
    """The next reserve comes up, and what else is suggested for this business is looked at again."""
    arrange(session, suggestion.need, today=day)
    mark_due(suggestion.business)

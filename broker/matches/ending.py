"""A match is over before its time: its places are free in the same moment, and the next firm comes up.

Places are counted from states, so they are free from the move on.
"""

from sqlalchemy.orm import Session

from models import Account, Match, Need
from models.vocabulary import EndReason, MatchAct, SuggestionAct, SuggestionState

from ..cases import suggestion_life
from ..cases.life import move
from ..suggestions import mark_due
from ..suggestions.keep import arrange
from . import telling


def released(session: Session, match: Match, *, by: Account | None = None) -> None:
    """The pairing is free again, and the business is looked at anew. The caller holds the rows."""
    if match.suggestion.state is SuggestionState.CONFIRMED:
        suggestion_life.move(session, match.suggestion, SuggestionAct.RELEASE, by=by)
    session.flush()
    mark_due(match.business)


def look_again(session: Session, need: Need) -> None:
    """The next reserve of a need comes up now, and the need is soon compared with every firm again."""
    arrange(session, need)
    mark_due(need)


def place_gone(session: Session, match: Match) -> None:
    """Somebody else was a moment quicker: thank both, and give the business back to the coordinator."""
    session.refresh(match.suggestion, with_for_update=True)
    session.refresh(match, with_for_update=True)
    move(session, match, MatchAct.WITHDRAW, reason=EndReason.PLACE_TAKEN)
    telling.tell_place_gone(session, match)
    released(session, match)

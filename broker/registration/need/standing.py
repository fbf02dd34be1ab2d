"""What has come of a need so far, as its partnership may know it: no firm is named before a
coordinator has said yes to it, and nobody's contact details are ever shown."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from models import Match, Need, Suggestion
from models.vocabulary import MatchState, SuggestionSource, SuggestionState

from ..words import _l

#: States of a match as the partnership is told them.
MATCH_WORDS = {
    MatchState.PROPOSED: _l("We have asked this business, and you. Nothing is settled before both say yes."),
    MatchState.ACCEPTED: _l("Both sides have said yes. We introduce you now."),
    MatchState.INTRODUCED: _l("You have been introduced."),
    MatchState.ACTIVE: _l("You are working together."),
    MatchState.ON_HOLD: _l("Waiting for a while."),
    MatchState.COMPLETED: _l("Finished. You are asked what came of it."),
    MatchState.VERIFIED: _l("Finished, and you have confirmed what came of it."),
    MatchState.DECLINED: _l("One side said no."),
    MatchState.LAPSED: _l("There was no answer in time."),
    MatchState.WITHDRAWN: _l("Taken back."),
    MatchState.ENDED_EARLY: _l("Ended early."),
}
TO_DECIDE = (SuggestionState.OPEN, SuggestionState.LATER)


@dataclass
class Standing:
    """``looked_at``: businesses a coordinator is deciding on; ``offered`` of them came forward
    themselves. ``matches`` are newest first."""

    looked_at: int = 0
    offered: int = 0
    matches: list[Match] = field(default_factory=list)


def standing_of(session: Session, needs: Iterable[Need]) -> dict[int, Standing]:
    """need id -> what has come of it, in two queries however many needs there are."""
    found = {need.id: Standing() for need in needs}
    counts = (
        select(Suggestion.need_id, Suggestion.source, func.count())
        .where(Suggestion.need_id.in_(found), Suggestion.state.in_(TO_DECIDE))
        .group_by(Suggestion.need_id, Suggestion.source)
    )
    for need_id, source, count in session.execute(counts):
        found[need_id].looked_at += count
        if source is SuggestionSource.BUSINESS:
            found[need_id].offered += count
    matches = (
        select(Match).where(Match.need_id.in_(found)).options(selectinload(Match.business)).order_by(Match.id.desc())
    )
    for match in session.scalars(matches):
        found[match.need_id].matches.append(match)
    return found

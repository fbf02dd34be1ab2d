"""Showing now and then a pair that is not among the best, to learn whether the model is right.

Off unless the setting says otherwise, never more than one shown suggestion in twenty, never in
place of a need's best, and labelled wherever it is shown.
"""

import hashlib
from collections.abc import Sequence

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from models import Need, Suggestion
from models.vocabulary import SuggestionSource, SuggestionState

#: In a hundred; whatever the setting says.
MOST = 5


def to_try(session: Session, need: Need, places: Sequence[Suggestion], shown: int, percent: int) -> Suggestion | None:
    """The reserve that takes the last place of a need's first few, or none.

    ``places`` are the need's undecided suggestions of the model, best first, of which ``shown`` are
    shown. The same need always has the same answer, so that nothing moves when it is looked at again.
    """
    percent = min(MOST, percent)
    reserves = places[shown:]
    if percent <= 0 or shown < 2 or not reserves:
        return None
    drawn = int.from_bytes(hashlib.sha256(need.reference.encode()).digest()[:8], "big")
    if drawn % 100 >= percent * shown:  # one place of ``shown``: the share is of what is shown
        return None
    tried, of = shown_to_learn(session, besides=need.id)
    if (tried + 1) * 100 > percent * (of + shown):
        return None
    return reserves[drawn // 100 % len(reserves)]


def shown_to_learn(session: Session, besides: int | None = None) -> tuple[int, int]:
    """(suggestions of the model that are shown to learn from, all that are shown)."""
    counted = select(func.count(), func.sum(case((Suggestion.tried_out, 1), else_=0))).where(
        Suggestion.state == SuggestionState.OPEN, Suggestion.source == SuggestionSource.MODEL
    )
    if besides is not None:
        counted = counted.where(Suggestion.need_id != besides)
    of, tried = session.execute(counted).one()
    return int(tried or 0), int(of)

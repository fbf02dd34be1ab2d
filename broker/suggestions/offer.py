"""A business says "we could help": a suggestion with its own words, above the model's."""

from datetime import date

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, Business, Need, Suggestion
from models.suggestion import STANDING
from models.vocabulary import SuggestionAct, SuggestionSource, SuggestionState

from ..cases import clocks, suggestion_life
from ..reference.working_days import add_working_days
from .ask import score
from .keep import arrange
from .model import current_engine


class NotOpen(Exception):
    """The need is not open to business any more."""


class AlreadyOffered(Exception):
    """This pair stands already: there is one row of a pair, whoever put it forward."""

    def __init__(self, suggestion: Suggestion) -> None:
        super().__init__("You have already said that you could help with this.")
        self.suggestion = suggestion


def offer_help(
    session: Session,
    need: Need,
    business: Business,
    words: str = "",
    by: Account | None = None,
    *,
    source: SuggestionSource = SuggestionSource.BUSINESS,
    today: date | None = None,
) -> Suggestion:
    """Put a pair forward on a person's word. It is answered by ``answer_by`` even if with a no.

    A suggestion of the model for the same pair becomes this one, keeping its score.

    Raises:
        NotOpen: the need is not live or its time has run out.
        AlreadyOffered: somebody has already put this pair forward, or it is decided.
    """
    day = today or clocks.today()
    session.refresh(need, with_for_update=True)
    if not (need.is_live and need.partnership.is_live) or (need.ends_on and need.ends_on < day):
        raise NotOpen
    suggestion = session.scalar(
        select(Suggestion).where(
            Suggestion.need_id == need.id, Suggestion.business_id == business.id, Suggestion.state.in_(STANDING)
        )
    )
    if suggestion is not None and (
        suggestion.source is not SuggestionSource.MODEL or suggestion.state is SuggestionState.CONFIRMED
    ):
        raise AlreadyOffered(suggestion)
    scored = score(session, need, business, today=day)
    if suggestion is None:
        suggestion = Suggestion(need=need, business=business)
        session.add(suggestion)
    suggestion.source, suggestion.words, suggestion.put_forward_by = source, words, by
    suggestion_life.move(session, suggestion, SuggestionAct.PUT_FORWARD, by=by, words=words)
    suggestion.score = scored.score if scored.enough_information else None
    suggestion.model_version, suggestion.reasons = current_engine(session).version, scored.to_json()
    suggestion.answer_by = add_working_days(day, current_app.extensions["settings"].answer_working_days)
    session.flush()
    arrange(session, need, today=day)
    return suggestion

"""Pairings that are not possible any more, because one side takes no part."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Broker, Business, Need, Partnership, Suggestion
from models.vocabulary import SuggestionSource, SuggestionState

from ..messages import write
from ..messages.recipients import main_contact, own_link

#: States in which a coordinator can still decide.
DECIDABLE = (SuggestionState.OPEN, SuggestionState.RESERVE, SuggestionState.LATER)


def withdraw_undecided(session: Session, entry: Business | Need | Partnership | Broker) -> None:
    """Withdraw what is suggested for an entry that ends, and not decided.

    A firm that had said it could help is owed an answer: it is told, unless it is the one that
    ends. Where a broker ends, another can be chosen.
    """
    statement = select(Suggestion).where(Suggestion.state.in_(DECIDABLE)).order_by(Suggestion.id)
    if isinstance(entry, Business):
        statement = statement.where(Suggestion.business_id == entry.id)
    elif isinstance(entry, Need):
        statement = statement.where(Suggestion.need_id == entry.id)
    elif isinstance(entry, Partnership):
        statement = statement.join(Suggestion.need).where(Need.partnership_id == entry.id)
    else:
        for suggestion in session.scalars(statement.where(Suggestion.broker_id == entry.id)):
            suggestion.broker = None
        return
    for suggestion in session.scalars(statement).all():
        suggestion.state, suggestion.later_until = SuggestionState.WITHDRAWN, None
        if suggestion.source is SuggestionSource.BUSINESS and not isinstance(entry, Business):
            _tell(session, suggestion)


def _tell(session: Session, suggestion: Suggestion) -> None:
    to = main_contact(suggestion.business.contacts)
    if to is None:
        return
    message = write(
        session,
        "not_needed_any_more",
        to=to,
        side="business",
        link=own_link(to),
        need=suggestion.need,
        business=suggestion.business,
        partnership=suggestion.need.partnership,
        reference=suggestion.reference,
    )
    message.suggestion_id = suggestion.id
    message.illustrative = suggestion.need.illustrative or suggestion.business.illustrative

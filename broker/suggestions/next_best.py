"""What to look at next when a pairing did not come about: for the request, and for the firm."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from models import Business, Need, Partnership, Suggestion
from models.vocabulary import EntryState, SuggestionSource

from ..cases.places import free_places, has_room
from ..cases.suggestion_life import DECIDABLE


def next_for_need(session: Session, need: Need, *, but: Business) -> Suggestion | None:
    """The best firm that is still to be decided on for a need which may ask one more; people's own first."""
    statement = _undecided().where(Suggestion.need_id == need.id, Suggestion.business_id != but.id)
    return session.scalar(statement.where(Business.state == EntryState.LIVE))


def next_for_business(session: Session, business: Business, *, but: Need) -> Suggestion | None:
    """The best request that a firm with a free place could be asked for; None where there is none yet."""
    if not business.is_live or free_places(session, business) <= 0:
        return None
    return session.scalar(_undecided().where(Suggestion.business_id == business.id, Suggestion.need_id != but.id))


def _undecided() -> Select[Suggestion]:
    """Undecided suggestions of live needs with room, best first."""
    return (
        select(Suggestion)
        .join(Suggestion.need)
        .join(Need.partnership)
        .join(Suggestion.business)
        .where(
            Suggestion.state.in_(DECIDABLE),
            Need.state == EntryState.LIVE,
            Partnership.state == EntryState.LIVE,
            has_room(),
        )
        .options(selectinload(Suggestion.need), selectinload(Suggestion.business))
        .order_by(Suggestion.source == SuggestionSource.MODEL, Suggestion.score.desc().nulls_last(), Suggestion.id)
        .limit(1)
    )

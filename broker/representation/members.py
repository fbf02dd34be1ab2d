"""Firms that could take an empty business seat: those that offer a board member, ranked by the model."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Business, NotAgain, Offer, Partnership
from models.vocabulary import EntryState, Kind, Theme

from ..matching.profiles import NeedProfile, Part
from ..matching.scored import Scored
from ..suggestions.model import current_engine
from ..suggestions.profiles import business_profile, place_at

MOST = 5


@dataclass(frozen=True, slots=True)
class CouldSit:
    """A firm with why the model puts it forward, strongest reason first."""

    business: Business
    scored: Scored

    @property
    def reasons(self) -> list[str]:
        return self.scored.reasons("coordinator")


def who_could_sit(session: Session, partnership: Partnership, day: date) -> list[CouldSit]:
    """Live firms that offer a board member and reach the partnership, best first. Nothing is written."""
    offers = select(Offer.business_id).where(Offer.kind == Kind.BRD, Offer.withdrawn_at.is_(None))
    not_again = select(NotAgain.business_id).where(
        NotAgain.partnership_id == partnership.id, NotAgain.revoked_at.is_(None)
    )
    statement = (
        select(Business)
        .where(Business.state == EntryState.LIVE, Business.id.in_(offers), Business.id.not_in(not_again))
        .options(selectinload(Business.offers), selectinload(Business.contacts), selectinload(Business.area))
        .order_by(Business.id)
    )
    firms = {business.id: business for business in session.scalars(statement)}
    if not firms:
        return []
    engine = current_engine(session)
    ranking = engine.rank_businesses(
        _seat_as_need(partnership),
        engine.catalogue([business_profile(business) for business in firms.values()]),
        barriers=[],
        today=day,
        top=MOST,
    )
    return [CouldSit(firms[int(scored.business_id)], scored) for scored in ranking.suggested]


def _seat_as_need(partnership: Partnership) -> NeedProfile:
    """The seat, as the model would read a request for somebody to take it."""
    area = partnership.areas[0] if partnership.areas else None
    return NeedProfile(
        id="seat",
        title=_("A member of our board from local business"),
        words=_("We want somebody from a local business to sit on our board."),
        theme=Theme.COM,
        parts=(Part(id="seat", kind=Kind.BRD, amount=1, places=1),),
        place=place_at(area, None, None),
        area_districts=frozenset(one.code for one in partnership.areas),
        partnership_id=partnership.id,
    )

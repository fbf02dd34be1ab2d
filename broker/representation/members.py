"""Firms that could take an empty business seat: those that offer a board member, ranked by the model."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, selectinload

from models import Business, NotAgain, Offer, Partnership, SeatGap, SeatInvitation
from models.vocabulary import EntryState, InvitationEnd, Kind, SeatNo, Theme

from ..cases.places import free_places
from ..cases.refusals import NotPossible
from ..matching.profiles import NeedProfile, Part
from ..matching.scored import Scored
from ..suggestions.catalogue import held_proposals
from ..suggestions.model import current_engine
from ..suggestions.profiles import business_profile, place_at
from ..suggestions.turns import asked_before, asked_before_of

MOST = 5
#: Ends after which a firm may be asked for a seat of the same partnership another time.
NOBODYS_WORD = (InvitationEnd.TAKEN_BACK, InvitationEnd.SEAT_GONE, InvitationEnd.SEATED)


@dataclass(frozen=True, slots=True)
class CouldSit:
    """A firm with why the model puts it forward, strongest reason first."""

    business: Business
    scored: Scored

    @property
    def reasons(self) -> list[str]:
        return self.scored.reasons("coordinator")


def who_could_sit(session: Session, partnership: Partnership, day: date) -> list[CouldSit]:
    """Live firms that offer a board member and reach the partnership, best first, without those that said no,
    were asked already or have as many questions as they can take. Nothing is written."""
    firms = {business.id: business for business in session.scalars(_who_may_be_asked(partnership))}
    if not firms:
        return []
    engine, held, before = current_engine(session), held_proposals(session), asked_before(session, list(firms))
    profiles = [business_profile(one, held=held.get(one.id, 0), asked_before=before[one.id]) for one in firms.values()]
    ranking = engine.rank_businesses(
        _seat_as_need(partnership), engine.catalogue(profiles), barriers=[], today=day, top=MOST
    )
    return [CouldSit(firms[int(scored.business_id)], scored) for scored in ranking.suggested]


def could_sit(session: Session, partnership: Partnership, business: Business, day: date) -> CouldSit:
    """One firm by the same rules, for whoever is about to ask it. The caller holds the firm.

    Raises:
        NotPossible: it is not to be asked for this seat, or not now.
    """
    if session.scalar(_who_may_be_asked(partnership).where(Business.id == business.id)) is None:
        raise NotPossible(
            _("%(name)s is not asked for this seat: it was asked before, or does not want to be", name=business.name)
        )
    if free_places(session, business) <= 0:
        raise NotPossible(_("%(name)s has as many questions as it can take for now", name=business.name))
    profile = business_profile(business, asked_before=asked_before_of(session, business))
    scored = current_engine(session).score_pair(_seat_as_need(partnership), profile, barriers=[], today=day)
    if scored.ruled_out:
        raise NotPossible(scored.ruled_out[0].sentence.rstrip("."))
    return CouldSit(business, scored)


def _who_may_be_asked(partnership: Partnership) -> Select[Business]:
    """Live firms that offer a board member, without those of which one side said no, or that were asked before."""
    offers = select(Offer.business_id).where(Offer.kind == Kind.BRD, Offer.withdrawn_at.is_(None))
    not_again = select(NotAgain.business_id).where(
        NotAgain.partnership_id == partnership.id, NotAgain.revoked_at.is_(None)
    )
    asked = (
        select(SeatInvitation.business_id)
        .join(SeatGap, SeatGap.id == SeatInvitation.gap_id)
        .where(
            SeatGap.partnership_id == partnership.id,
            or_(SeatInvitation.end.is_(None), SeatInvitation.end.not_in(NOBODYS_WORD)),
        )
    )
    no_board = select(SeatInvitation.business_id).where(SeatInvitation.no == SeatNo.NO_BOARD)
    return (
        select(Business)
        .where(
            Business.state == EntryState.LIVE,
            Business.id.in_(offers),
            Business.id.not_in(not_again),
            Business.id.not_in(asked),
            Business.id.not_in(no_board),
        )
        .options(selectinload(Business.offers), selectinload(Business.contacts), selectinload(Business.area))
        .order_by(Business.id)
    )


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

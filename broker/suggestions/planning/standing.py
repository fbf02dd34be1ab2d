"""Whether the pairs of a run are still possible in the moment of its release, in few queries for many pairs."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from models import Business, EntryEvent, Match, MatchPart, Need, Partnership, PlanPair, PlanRun, Suggestion
from models.suggestion import STANDING
from models.vocabulary import ConflictStrength, EntryKind

from ...cases.places import ASKED, TAKEN, one_more, takes_a_place
from ..ask import score
from ..barriers import barriers_for
from ..catalogue import held_proposals
from .gather import Pair


@dataclass(frozen=True, eq=False)
class Standing:
    """The rows that a release bears on, all held until it ends: needs, then businesses, then suggestions."""

    needs: dict[int, Need]
    businesses: dict[int, Business]
    suggestions: dict[Pair, Suggestion]
    barred: dict[Pair, str]
    held: dict[int, int]
    asked: Counter[int]
    taken: Counter[int]

    def against(self, pair: PlanPair, today: date) -> str:
        """Why a pair is not possible any more, in a sentence; empty where nothing is against it."""
        need, business = self.needs[pair.need_id], self.businesses[pair.business_id]
        if not (need.is_live and need.partnership.is_live) or (need.ends_on is not None and need.ends_on < today):
            return _("The request is not open any more.")
        if not business.is_live:
            return _("The business is not taking part at the moment.")
        if (need.id, business.id) in self.barred:
            return self.barred[need.id, business.id]
        if business.proposals_at_once - self.held.get(business.id, 0) <= 0:
            return _("The business has as many proposals as it can take for now.")
        part = next((part for part in need.parts if part.id == pair.part_id), None)
        if part is None:
            return _("The request does not ask for this any more.")
        if self.asked[part.id] >= part.places + one_more() or self.taken[part.id] >= part.places:
            return _("Enough businesses have been asked for this.")
        return ""


def hold(session: Session, run: PlanRun, today: date) -> Standing:
    """Lock what a run bears on, in the one order, and read what has happened to it since."""
    needs = _held(
        session,
        select(Need)
        .where(Need.id.in_(select(PlanPair.need_id).where(PlanPair.run_id == run.id)))
        .options(
            selectinload(Need.parts),
            selectinload(Need.area),
            selectinload(Need.neighbourhood),
            selectinload(Need.partnership).selectinload(Partnership.areas),
            selectinload(Need.partnership).selectinload(Partnership.contacts),
        )
        .order_by(Need.id),
    )
    businesses = _held(
        session,
        select(Business)
        .where(Business.id.in_(select(PlanPair.business_id).where(PlanPair.run_id == run.id)))
        .options(selectinload(Business.offers), selectinload(Business.contacts), selectinload(Business.area))
        .order_by(Business.id),
    )
    suggestions = _held(
        session,
        select(Suggestion)
        .where(
            Suggestion.state.in_(STANDING),
            Suggestion.need_id.in_(select(PlanPair.need_id).where(PlanPair.run_id == run.id)),
        )
        .order_by(Suggestion.id),
    )
    pairs = {(one.need_id, one.business_id): one for one in suggestions.values()}
    standing = Standing(
        needs=needs,
        businesses=businesses,
        suggestions=pairs,
        barred=_barred(session, today),
        held=held_proposals(session),
        asked=_count(session, ASKED),
        taken=_count(session, TAKEN),
    )
    _look_again(session, run, standing, today)
    return standing


def _held(session: Session, statement) -> dict:
    locked = statement.with_for_update().execution_options(populate_existing=True)
    return {one.id: one for one in session.scalars(locked)}


def _barred(session: Session, today: date) -> dict[Pair, str]:
    return {
        (int(one.need_id), int(one.business_id)): one.sentence
        for one in barriers_for(session, today=today)
        if one.strength == ConflictStrength.BAR and (one.until is None or one.until > today)
    }


def _count(session: Session, states) -> Counter[int]:
    statement = (
        select(MatchPart.part_id, func.count())
        .join(Match, Match.id == MatchPart.match_id)
        .where(takes_a_place(states))
        .group_by(MatchPart.part_id)
    )
    return Counter({part_id: count for part_id, count in session.execute(statement)})


def _look_again(session: Session, run: PlanRun, standing: Standing, today: date) -> None:
    """Entries that say something else since the run: their few pairs go through the hard rules again."""
    changed = {
        (kind, entry_id)
        for kind, entry_id in session.execute(
            select(EntryEvent.entry_kind, EntryEvent.entry_id).where(EntryEvent.at >= run.started_at)
        )
    }
    if not changed:
        return
    pairs = session.execute(select(PlanPair.need_id, PlanPair.business_id).where(PlanPair.run_id == run.id).distinct())
    for need_id, business_id in pairs:
        touched = (EntryKind.NEED, need_id) in changed or (EntryKind.BUSINESS, business_id) in changed
        if touched and (need_id, business_id) not in standing.barred:
            scored = score(session, standing.needs[need_id], standing.businesses[business_id], today=today)
            if scored.ruled_out:
                standing.barred[need_id, business_id] = " ".join(one.sentence for one in scored.ruled_out)

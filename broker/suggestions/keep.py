"""Keep the model's suggestions as rows: add, re-rank, and take back what is no longer possible."""

from dataclasses import replace
from datetime import date, datetime

from flask import current_app
from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from models import Business, Need, Suggestion
from models.suggestion import STANDING
from models.vocabulary import SuggestionAct, SuggestionSource, SuggestionState

from ..cases import clocks, suggestion_life
from ..cases.deciding import follow_decisions
from ..cases.places import room
from ..matching.engine import Engine
from .ask import brokers_for, live_brokers, live_needs, score
from .barriers import barriers_for, conflicts_of
from .catalogue import catalogue_of
from .model import current_engine
from .profiles import as_if_live, business_profile, need_profile
from .released import chosen_by_a_plan
from .trying import to_try
from .turns import asked_before_of

#: How many pairings are kept for a need: those shown, and reserves one click away.
KEPT = 10
#: How many needs a changed business can be newly suggested for at once.
NEEDS_A_BUSINESS = 10

UNDECIDED = (SuggestionState.OPEN, SuggestionState.RESERVE)


def suggest_for_need(session: Session, need: Need, *, today: date | None = None) -> list[Suggestion]:
    """Bring a need's suggestions up to date. Returns those that stand, best first.

    The first few are open and the rest are reserves. Decided ones and those that people put
    forward are never taken away here.
    """
    day = today or clocks.today()
    session.refresh(need, with_for_update=True)
    standing = _standing(session, need)
    need.suggest_due_at = None
    scored = _ranked(session, need, day) if need.is_live and need.partnership.is_live else []
    wanted = {int(item.business_id): item for item in scored}
    chosen = chosen_by_a_plan(session, [suggestion.id for suggestion in standing.values()])
    for business_id, suggestion in standing.items():
        fits = business_id in wanted or (suggestion.id in chosen and _is_possible(session, suggestion, day))
        if suggestion.source is SuggestionSource.MODEL and suggestion.state in UNDECIDED and not fits:
            suggestion_life.move(session, suggestion, SuggestionAct.WITHDRAW)
    version = current_engine(session).version
    for rank, item in enumerate(scored, start=1):
        known = standing.get(int(item.business_id))
        if known is not None and known.state not in (*UNDECIDED, SuggestionState.LATER):
            continue
        kept = known or _new(session, need, int(item.business_id))
        kept.rank, kept.score = rank, item.score
        kept.model_version, kept.reasons = version, item.to_json()
    session.flush()
    return arrange(session, need, today=day)


def suggest_for_business(session: Session, business: Business, *, today: date | None = None) -> list[Need]:
    """Bring up to date the needs a new or changed business bears on. Returns those needs."""
    day = today or clocks.today()
    due_at = business.suggest_due_at
    touched: dict[int, Need] = {
        suggestion.need_id: suggestion.need
        for suggestion in session.scalars(
            select(Suggestion)
            .where(Suggestion.business_id == business.id, Suggestion.state.in_(STANDING))
            .options(selectinload(Suggestion.need))
        )
    }
    if business.is_live:
        open_needs = {need.id: need for need in live_needs(session, day)}
        ranking = current_engine(session).rank_needs(
            as_if_live(business_profile(business, asked_before=asked_before_of(session, business))),
            [need_profile(need) for need in open_needs.values()],
            barriers=barriers_for(session, business=business, today=day),
            today=day,
            top=NEEDS_A_BUSINESS,
        )
        touched.update({int(item.need_id): open_needs[int(item.need_id)] for item in ranking.suggested})
    needs = sorted(touched.values(), key=lambda need: need.id)  # whoever locks several locks them in one order
    for need in needs:
        suggest_for_need(session, need, today=day)
    _no_longer_due(session, business, due_at)
    return needs


def _no_longer_due(session: Session, business: Business, due_at: datetime | None) -> None:
    """Note that a business was looked at, unless it was changed again meanwhile."""
    unchanged = (Business.id == business.id, Business.suggest_due_at == due_at)
    # being looked at is no change of the business: what is kept of it stays true
    done = {Business.suggest_due_at: None, Business.updated_at: Business.updated_at}
    session.execute(update(Business).where(*unchanged).values(done), execution_options={"synchronize_session": False})
    session.expire(business, ["suggest_due_at"])


def arrange(session: Session, need: Need, *, today: date | None = None) -> list[Suggestion]:
    """Decide which undecided suggestions of a need are open and which are reserves.

    What a person put forward is always open. The model's fill what is left of the first few, and
    each open one gets a broker; a need that has asked enough firms shows none. What a released plan
    chose comes before the model's others, with the broker of the plan. Called again whenever a
    decision frees a place.
    """
    settings = current_app.extensions["settings"]
    standing = [item for item in _standing(session, need).values() if item.state in UNDECIDED]
    chosen = chosen_by_a_plan(session, [item.id for item in standing])
    standing.sort(key=lambda item: (_comes_after(item, chosen), item.rank or 10_000, item.id))
    brokers = live_brokers(session) if standing else []
    shown = settings.suggestions_per_need
    has_room = any(room(session, need).values())
    models = [item for item in standing if item.source is SuggestionSource.MODEL and item.id not in chosen]
    left = max(0, shown - (len(standing) - len(models))) if has_room else 0
    tried = to_try(session, need, models, left, settings.exploration_percent)
    if tried is not None:
        standing.remove(tried)
        standing.insert(shown - 1, tried)
    for place, suggestion in enumerate(standing):
        is_open = suggestion.source is not SuggestionSource.MODEL
        is_open = is_open or (has_room and (suggestion.id in chosen or place < shown))
        suggestion.tried_out = suggestion is tried
        wanted = SuggestionState.OPEN if is_open else SuggestionState.RESERVE
        if suggestion.state is not wanted:
            act = SuggestionAct.SHOW if is_open else SuggestionAct.SET_ASIDE
            suggestion_life.move(session, suggestion, act)
        if is_open and suggestion.broker_id is None and suggestion.id not in chosen:
            choice = brokers_for(session, need, suggestion.business, today=today, brokers=brokers)
            first = choice[0].broker_id if choice else None  # none: the coordinator stands in
            suggestion.broker_id = None if first is None else int(first)
    session.flush()
    follow_decisions(session, need)
    return standing


def _new(session: Session, need: Need, business_id: int) -> Suggestion:
    suggestion = Suggestion(need=need, business_id=business_id, source=SuggestionSource.MODEL)
    session.add(suggestion)
    suggestion_life.move(session, suggestion, SuggestionAct.SUGGEST)
    return suggestion


def _comes_after(suggestion: Suggestion, chosen: set[int]) -> int:
    """What people put forward comes first, then what a plan chose, then the model's others."""
    if suggestion.source is not SuggestionSource.MODEL:
        return 0
    return 1 if suggestion.id in chosen else 2


def _is_possible(session: Session, suggestion: Suggestion, day: date) -> bool:
    """Whether no hard rule stands against a pair that is not among the best of its need."""
    need = suggestion.need
    if not (need.is_live and need.partnership.is_live):
        return False
    return not score(session, need, suggestion.business, today=day).ruled_out


def _ranked(session: Session, need: Need, day: date) -> list:
    engine = current_engine(session)
    ranking = engine.rank_businesses(
        need_profile(need),
        catalogue_of(session, engine),
        # Pairs that are already matched or refused are absent; a pair that stands keeps its rank.
        barriers=barriers_for(session, need=need, today=day),
        today=day,
        top=KEPT,
    )
    return [_with_conflicts(session, engine, need, item, day) for item in ranking.suggested]


def _with_conflicts(session: Session, engine: Engine, need: Need, item, day: date):
    """The same score, with the conflicts of the pair shown beside it."""
    business = session.get_one(Business, int(item.business_id))
    conflicts = conflicts_of(need, business)
    if not conflicts:
        return item
    checked = engine.score_pair(need_profile(need), business_profile(business), barriers=conflicts, today=day)
    return replace(item, flags=checked.flags)


def _standing(session: Session, need: Need) -> dict[int, Suggestion]:
    statement = (
        select(Suggestion)
        .where(Suggestion.need_id == need.id, Suggestion.state.in_(STANDING))
        .options(
            selectinload(Suggestion.business).selectinload(Business.offers),
            selectinload(Suggestion.business).selectinload(Business.contacts),
        )
    )
    return {suggestion.business_id: suggestion for suggestion in session.scalars(statement)}

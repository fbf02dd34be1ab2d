"""Put a run on the work list whole, and take it back whole."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from models import Account, Need, PlanPair, PlanRun, Suggestion
from models.base import now
from models.vocabulary import PlanEffect, PlanState, SuggestionAct, SuggestionSource, SuggestionState, Verdict

from ...cases import clocks, suggestion_life
from ...cases.deciding import follow_decisions
from ...cases.refusals import NotPossible
from ..released import ON_THE_LIST, chosen_by_a_plan
from ..versions import number_in_force
from .gather import Pair
from .standing import Standing, hold

UNDECIDED = (SuggestionState.OPEN, SuggestionState.RESERVE)


@dataclass(slots=True)
class TakenBack:
    """What an undo did: suggestions that went back to what they were, and those that stay."""

    put_back: int = 0
    stay: list[Suggestion] = field(default_factory=list)


def release(session: Session, run: PlanRun, *, by: Account, today: date | None = None) -> Counter[PlanEffect]:
    """Make the pairs of a run open suggestions with the run's brokers, in one transaction.

    What stands already is kept: a person's suggestion, a pair put off, a confirmed one. A pair that
    is not possible any more is left out. An earlier run of the same plan is taken back first.
    Returns how many pairings there are of each effect.

    Raises:
        NotPossible: it is released already, has no result, or only tried other weights.
    """
    day = today or clocks.today()
    session.refresh(run.plan, with_for_update=True)
    session.refresh(run, with_for_update=True)
    if run.state is PlanState.RELEASED:
        raise NotPossible(_("This run is on the work list already"))
    if run.state not in (PlanState.DONE, PlanState.UNDONE):
        raise NotPossible(_("This run has no result that could be put on the work list"))
    if not has_weights_in_use(session, run):
        raise NotPossible(
            _("This run was made with weights that are not in use. It is there to compare, not to release")
        )
    standing = hold(session, run, day)
    earlier = session.scalars(
        select(PlanRun).where(PlanRun.plan_id == run.plan_id, PlanRun.state == PlanState.RELEASED)
    ).all()
    for one in earlier:
        take_back(session, one, by=by)
        standing = hold(session, run, day)
    effects: Counter[PlanEffect] = Counter()
    for pairs in _pairings(session, run).values():
        effect = _put_forward(session, run, pairs, standing, day, by)
        effects[effect] += 1
    run.state, run.released_at, run.released_by = PlanState.RELEASED, now(), by
    run.undone_at, run.undone_by = None, None
    session.flush()
    for need in standing.needs.values():
        follow_decisions(session, need)
    return effects


def has_weights_in_use(session: Session, run: PlanRun) -> bool:
    """Whether a run goes by the weights that suggestions go by. Another version is only tried."""
    return run.weights_number is None or run.weights_number == number_in_force(session)


def _pairings(session: Session, run: PlanRun) -> dict[Pair, list[PlanPair]]:
    """The pairs of a run, the parts of a need that fall to one business together, the best part first."""
    statement = select(PlanPair).where(PlanPair.run_id == run.id).order_by(PlanPair.score.desc(), PlanPair.id)
    found: dict[Pair, list[PlanPair]] = defaultdict(list)
    for pair in session.scalars(statement):
        found[pair.need_id, pair.business_id].append(pair)
    return found


def _put_forward(
    session: Session, run: PlanRun, pairs: list[PlanPair], standing: Standing, day: date, by: Account
) -> PlanEffect:
    """One pairing. Every part says what became of it."""
    best, words = pairs[0], _said(run)
    suggestion = standing.suggestions.get((best.need_id, best.business_id))
    broker_before = suggestion.broker_id if suggestion else None
    if suggestion is not None and not _is_the_models(suggestion):
        effect = PlanEffect.KEPT
    elif all(standing.against(pair, day) for pair in pairs):
        effect, suggestion = PlanEffect.GONE, None
    elif suggestion is None:
        effect = PlanEffect.ADDED
        suggestion = Suggestion(
            need_id=best.need_id,
            business_id=best.business_id,
            broker_id=best.broker_id,
            source=SuggestionSource.MODEL,
            rank=best.rank,
            score=best.score,
            model_version=run.model_version,
            reasons=best.reasons,
        )
        session.add(suggestion)
        suggestion_life.move(session, suggestion, SuggestionAct.SUGGEST, by=by, words=words)
        suggestion_life.move(session, suggestion, SuggestionAct.SHOW, by=by, words=words)
        session.flush()
    else:
        effect = PlanEffect.OPEN
        if suggestion.state is SuggestionState.RESERVE:
            effect = PlanEffect.RAISED
            suggestion_life.move(session, suggestion, SuggestionAct.SHOW, by=by, words=words)
        suggestion.broker_id = best.broker_id
    for pair in pairs:
        pair.effect, pair.taken_back, pair.broker_before_id = effect, None, broker_before
        pair.suggestion_id = suggestion.id if suggestion else None
    return effect


def _is_the_models(suggestion: Suggestion) -> bool:
    """Whether a standing suggestion is one that nobody put forward, put off or decided."""
    return suggestion.source is SuggestionSource.MODEL and suggestion.state in UNDECIDED


def take_back(session: Session, run: PlanRun, *, by: Account) -> TakenBack:
    """Take a released run off the work list again, in one transaction.

    What nobody has decided since goes back to what it was before; what was decided, or has become a
    person's own, stays. The needs are looked at again, so that the places freed are filled.

    Raises:
        NotPossible: it is not on the work list.
    """
    session.refresh(run.plan, with_for_update=True)
    session.refresh(run, with_for_update=True)
    if run.state is not PlanState.RELEASED or run.released_at is None:
        raise NotPossible(_("This run is not on the work list"))
    needs = select(PlanPair.need_id).where(PlanPair.run_id == run.id)
    held = session.scalars(select(Need).where(Need.id.in_(needs)).order_by(Need.id).with_for_update()).all()
    suggestions = _released(session, run)
    run.state, run.undone_at, run.undone_by = PlanState.UNDONE, now(), by
    session.flush()
    elsewhere = chosen_by_a_plan(session, suggestions)
    result = TakenBack()
    for pairs in _pairings(session, run).values():
        best = pairs[0]
        suggestion = suggestions.get(best.suggestion_id or 0)
        if suggestion is None or best.effect not in ON_THE_LIST:
            continue
        back = _undecided(suggestion, run.released_at) and suggestion.id not in elsewhere
        if back:
            _as_before(session, suggestion, best, run, by)
            result.put_back += 1
        else:
            result.stay.append(suggestion)
        for pair in pairs:
            pair.taken_back = back
    again = update(Need).where(Need.id.in_(needs)).values(suggest_due_at=now(), updated_at=Need.updated_at)
    session.execute(again, execution_options={"synchronize_session": False})
    session.flush()
    for need in held:
        follow_decisions(session, need)
    return result


def _released(session: Session, run: PlanRun) -> dict[int, Suggestion]:
    statement = (
        select(Suggestion)
        .where(Suggestion.id.in_(select(PlanPair.suggestion_id).where(PlanPair.run_id == run.id)))
        .options(selectinload(Suggestion.decisions))
        .order_by(Suggestion.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {one.id: one for one in session.scalars(statement)}


def _undecided(suggestion: Suggestion, since: datetime) -> bool:
    """Whether a suggestion is still as the release left it. A decision that was undone is none."""
    if not _is_the_models(suggestion):
        return False
    verdicts = [one.verdict for one in suggestion.decisions if one.at >= since]
    return not verdicts or verdicts[-1] is Verdict.UNDO


def _as_before(session: Session, suggestion: Suggestion, pair: PlanPair, run: PlanRun, by: Account) -> None:
    if pair.effect is PlanEffect.ADDED:
        suggestion_life.move(session, suggestion, SuggestionAct.WITHDRAW, by=by, words=_said(run))
        return
    suggestion.broker_id = pair.broker_before_id
    if pair.effect is PlanEffect.RAISED and suggestion.state is SuggestionState.OPEN:
        suggestion_life.move(session, suggestion, SuggestionAct.SET_ASIDE, by=by, words=_said(run))


def _said(run: PlanRun) -> str:
    """What the log of a suggestion says of a release and of its undo."""
    return _("Matching round %(reference)s, run %(number)d", reference=run.plan.reference, number=run.number)

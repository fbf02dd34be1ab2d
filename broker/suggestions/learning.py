"""Learning from what was decided: every night, measured, and in force only where it is surely better."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from models import Account, Match, MatchEvent, Retraining, Suggestion, WeightsVersion
from models import Decision as DecisionRow
from models.vocabulary import DeclineReason, MatchState, SuggestionState, Verdict, WeightsSource

from .. import work
from ..edge.paging import Listed, paged_query
from ..extensions import reading
from ..matching.learning import Learned, Outcome, retrain
from ..matching.scored import Scored
from ..matching.teaching import TEACHES, Decision
from .model import current_weights
from .versions import newest, number_in_force, published, usable
from .weights import NothingChanged, save

#: Suggestions read at once.
AT_ONCE = 500


@work.timetable("0 40 3 * * *")
def learn_from_decisions(session: Session) -> int:
    """Look at night whether there is something new to learn from. Returns how often it was tried."""
    last = session.scalar(select(func.max(Retraining.at)))
    if last is not None and not _anything_since(session, last):
        return 0
    learn(session)
    session.commit()
    return 1


def learn(session: Session) -> Retraining:
    """Retrain on what was decided, keep what it came to, and put it in force where it is better.

    What takes long is done while nobody waits to write: what the session held before is committed.
    """
    with reading(session):
        row = newest(session)
        base, _ = published(session)
        decisions = decisions_to_learn_from(session)
        number = number_in_force(session)
        current = usable(row) if row is not None and row.source is WeightsSource.LEARNED else None
        learned = retrain(decisions, base, version=f"{WeightsSource.LEARNED.value}-{number + 1}", current=current)
        against = (current or base).version
    kept = _kept(learned, len(decisions), against)
    session.add(kept)
    if learned.promoted:
        reason = f"{learned.usable} decisions. Gain {learned.gain:.4f}, give or take {learned.uncertainty:.4f}."
        fallen = learned.outcome is Outcome.FALLEN
        source = WeightsSource.SET if fallen else WeightsSource.LEARNED
        if fallen:
            reason = f"What was learned before foretells worse than the published weights. {reason}"
        try:
            kept.version = save(session, learned.weights, reason=reason, by=None, seen=number, source=source)
        except NothingChanged:
            kept.promoted = False
    session.flush()
    return kept


def decisions_to_learn_from(session: Session) -> list[Decision]:
    """The verdicts that hold, each with what came of it. Where a person has overruled what was learned,
    only those given since: the same decisions would teach the same again."""
    row = newest(session)
    overruled = overruled_at(session)
    since = row.at if row is not None and row.source is WeightsSource.LEARNED else None
    return list(_decided(session, overruled, since))


def overruled_at(session: Session) -> datetime | None:
    """When a person last put weights in force in place of learned ones, if those are still not learned."""
    learned = select(func.max(WeightsVersion.number)).where(WeightsVersion.source == WeightsSource.LEARNED)
    last = session.scalar(learned)
    if last is None:
        return None
    by_a_person = select(WeightsVersion.at).where(
        WeightsVersion.source == WeightsSource.SET, WeightsVersion.number > last
    )
    return session.scalar(by_a_person.order_by(WeightsVersion.number).limit(1))


def _decided(session: Session, after: datetime | None, since: datetime | None) -> Iterator[Decision]:
    declined = _declined(session)
    decided = (SuggestionState.CONFIRMED, SuggestionState.REJECTED)
    last = 0
    while True:
        some = (
            select(Suggestion)
            .where(Suggestion.state.in_(decided), Suggestion.id > last)
            .options(selectinload(Suggestion.decisions))
            .order_by(Suggestion.id)
            .limit(AT_ONCE)
        )
        rows = session.scalars(some).all()
        if not rows:
            return
        for row in rows:
            verdict = _standing(row)
            if verdict is not None and (after is None or verdict.at > after):
                one = _decision(row, verdict, declined.get(row.id), since)
                if one is not None:
                    yield one
        last = rows[-1].id


def _standing(row: Suggestion) -> DecisionRow | None:
    verdicts = [one for one in row.decisions if one.verdict is not Verdict.AGREE]
    last = verdicts[-1] if verdicts else None
    return last if last is not None and last.verdict in (Verdict.CONFIRM, Verdict.REJECT) else None


def _decision(row: Suggestion, verdict: DecisionRow, said_no: str | None, since: datetime | None) -> Decision | None:
    """One verdict as the model learns from it; None where the row holds no parts of a score."""
    try:
        scored = Scored.from_json(row.reasons)
    except (KeyError, TypeError, ValueError):
        return None
    confirmed, reason = verdict.verdict is Verdict.CONFIRM, verdict.reason
    if confirmed and said_no is not None:  # confirmed in the office, and then declined for a reason that teaches
        confirmed, reason = False, said_no
    newer = since is None or verdict.at > since
    return Decision.of(scored, confirmed, "" if confirmed else reason, by=verdict.by_id, since=newer)


def _declined(session: Session) -> dict[int, str]:
    """suggestion id -> the reason for which a side declined, where that teaches something of the pair."""
    statement = (
        select(Match.suggestion_id, MatchEvent.reason)
        .join(MatchEvent, MatchEvent.match_id == Match.id)
        .where(Match.state == MatchState.DECLINED, MatchEvent.to_state == MatchState.DECLINED)
    )
    reasons = {str(reason) for reason in DeclineReason if reason in TEACHES}
    return {row.suggestion_id: str(row.reason) for row in session.execute(statement) if str(row.reason) in reasons}


def _kept(learned: Learned, decisions: int, against: str) -> Retraining:
    return Retraining(
        decisions=decisions,
        usable=learned.usable,
        people=learned.people,
        left_out=learned.left_out,
        gain=learned.gain,
        uncertainty=learned.uncertainty,
        promoted=learned.promoted,
        outcome=str(learned.outcome),
        against=against,
        parts=dict((learned.tried or learned.weights).parts),
        half=learned.half,
        calibration=[list(group) for group in learned.calibration],
    )


def _anything_since(session: Session, moment: datetime) -> bool:
    newest_decision = session.scalar(select(func.max(DecisionRow.at)))
    newest_event = session.scalar(select(func.max(MatchEvent.at)))
    return any(at is not None and at > moment for at in (newest_decision, newest_event))


def retrainings(session: Session, page: int, size: int) -> Listed:
    """One page of retrainings, newest first."""
    rows = select(Retraining).order_by(Retraining.id.desc()).options(selectinload(Retraining.version))
    return paged_query(session, rows, page, size)


def unsure_at(session: Session) -> float:
    """The score of which the service is least sure: where a confirmation is as likely as not by the
    last look at decisions; before there is one, the least score of the best."""
    last = select(Retraining.half).where(Retraining.half.is_not(None)).order_by(Retraining.id.desc()).limit(1)
    half = session.scalar(last)
    return current_weights(session).somebody if half is None else half


def take_back(session: Session, *, by: Account, seen: int) -> WeightsVersion:
    """Put the newest weights that a person set in force again. Raises as ``save`` does."""
    return save(session, published(session)[0], reason="What was learned is taken back.", by=by, seen=seen)

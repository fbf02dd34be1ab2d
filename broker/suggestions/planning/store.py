"""Write down what a run came to: pairs with their reasons, what is left open, and the figures."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

import numpy as np
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session, selectinload

from models import Base, Business, Need, Partnership, PlanRun
from models.vocabulary import PlanLimit, PlanStage

from ...extensions import reading
from ...matching.engine import Engine
from ...matching.pairing import compare
from ...matching.plan import Placed, PlanOutcome, Unplaced
from ...matching.profiles import Barrier
from ...matching.rules import SENTENCES, Barriers
from ..barriers import conflicts_of
from .candidates import Found, features_of
from .gather import Gathered, NeedToPlan, PartToFill
from .progress import Progress

AT_ONCE = 200
PAIRS, GAPS = Base.metadata.tables["plan_pair"], Base.metadata.tables["plan_gap"]
Triple = tuple[int, int, int]


def explain(
    session: Session, engine: Engine, gathered: Gathered, outcome: PlanOutcome, today: date, progress: Progress
) -> dict[Triple, dict[str, Any]]:
    """The full account of each pair chosen, with the conflicts of its two sides: ``Scored`` as JSON."""
    parts = {part.id: (need, part) for need, part in _parts(gathered)}
    reasons: dict[Triple, dict[str, Any]] = {}
    for some in _chunks(sorted(outcome.placed, key=_key)):
        with reading(session):
            conflicts = _conflicts(session, some)
        rows = sorted({gathered.by_id[int(one.business_id)] for one in some})
        catalogue = gathered.catalogue.take(np.array(rows, dtype=np.int64))
        row_of = {int(one.id): row for row, one in enumerate(catalogue.businesses)}
        for part_id, pairs in groupby(some, key=lambda one: int(one.part_id)):
            progress.stage(PlanStage.KEEPING, len(reasons), len(outcome.placed))
            need, part = parts[part_id]
            chosen = list(pairs)
            known = [barrier for one in chosen for barrier in conflicts[need.id, int(one.business_id)]]
            found = compare(
                features_of(engine, need, part),
                catalogue,
                engine.reading,
                engine.weights,
                Barriers(known, today),
                today,
            )
            reasons.update({_key(one): found.scored(row_of[int(one.business_id)]).to_json() for one in chosen})
    return reasons


def _conflicts(session: Session, some: Sequence[Placed]) -> dict[tuple[int, int], list[Barrier]]:
    needs = _by_id(
        session,
        select(Need)
        .where(Need.id.in_({int(one.need_id) for one in some}))
        .options(selectinload(Need.partnership).selectinload(Partnership.contacts)),
    )
    firms = _by_id(
        session,
        select(Business)
        .where(Business.id.in_({int(one.business_id) for one in some}))
        .options(selectinload(Business.contacts)),
    )
    pairs = {(int(one.need_id), int(one.business_id)) for one in some}
    return {(need, firm): conflicts_of(needs[need], firms[firm]) for need, firm in pairs}


def store(
    session: Session,
    run_id: int,
    engine: Engine,
    gathered: Gathered,
    found: Found,
    outcome: PlanOutcome,
    reasons: dict[Triple, dict[str, Any]],
    time_limit: float,
    *,
    seconds: float,
) -> None:
    """Write it into the rows of the run. Flushes; whoever ends the run commits it all at once."""
    for table in (PAIRS, GAPS):
        session.execute(delete(table).where(table.c.run_id == run_id))
    pairs = [
        {
            "run_id": run_id,
            "need_id": one.need_id,
            "part_id": one.part_id,
            "business_id": one.business_id,
            "broker_id": one.broker_id,
            "score": one.score,
            "rank": found.ranks[int(one.part_id), int(one.business_id)],
            "pinned": one.pinned,
            "reasons": reasons[_key(one)],
        }
        for one in outcome.placed
    ]
    gaps = [_gap(run_id, one, found) for one in outcome.unplaced]
    for table, rows in ((PAIRS, pairs), (GAPS, gaps)):
        for some in _chunks(rows):
            session.execute(insert(table), list(some))
    values = {
        "model_version": engine.version,
        "weights": dict(engine.weights.parts),
        "figures": figures_of(gathered, outcome, time_limit, seconds),
        "helps": [
            {
                "more": one.more.value,
                "id": list(one.id),
                "filled": one.filled,
                "value": one.value,
                "served": one.served,
                "places": one.places,
            }
            for one in outcome.gains
        ],
    }
    session.execute(
        update(PlanRun).where(PlanRun.id == run_id).values(values), execution_options={"synchronize_session": False}
    )


def _gap(run_id: int, one: Unplaced, found: Found) -> dict[str, Any]:
    limit, words = PlanLimit(one.limit.value), ""
    if int(one.need_id) in found.unread:
        limit = PlanLimit.MORE_INFORMATION
    if limit in (PlanLimit.NO_CANDIDATE, PlanLimit.MORE_INFORMATION):
        words = found.look_for.get(int(one.part_id), "")
    elif one.rule:
        words = SENTENCES.get(one.rule, "")
    return {
        "run_id": run_id,
        "need_id": one.need_id,
        "part_id": one.part_id,
        "places": one.open_places,
        "has_partner": not one.nobody,
        "limit": limit,
        "words": words[:500],
    }


def figures_of(gathered: Gathered, outcome: PlanOutcome, time_limit: float, seconds: float) -> dict[str, Any]:
    """What a run came to in numbers. ``by_decile`` is decile ("" where not known) -> (parts, filled)."""
    filled = {int(one.part_id) for one in outcome.placed}
    by_decile: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    by_area: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for need, part in _parts(gathered):
        for table, key in ((by_decile, str(need.profile.decile or "")), (by_area, need.area)):
            table[key][0] += 1
            table[key][1] += part.id in filled
    loads = Counter(int(one.business_id) for one in outcome.placed)
    return {
        "needs": len(gathered.needs),
        "needs_full": gathered.needs_full,
        "needs_placed": len({one.need_id for one in outcome.placed}),
        "businesses": len(gathered.catalogue),
        "businesses_placed": len(loads),
        "never_asked": sum(1 for one in loads if one in gathered.never_matched),
        "brokers": len(gathered.brokers),
        "parts": outcome.parts,
        "filled": outcome.filled,
        "placed": len(outcome.placed),
        "matches": len(outcome.matches),
        "given_back": outcome.given_back,
        "stand_ins": outcome.stand_ins,
        "leads_moved": outcome.leads_moved,
        "value": outcome.value,
        "optimal": outcome.certificate.optimal,
        "how": outcome.certificate.how,
        "time_limit": round(time_limit),
        "gap": outcome.certificate.gap,
        "hard_to_place": list(outcome.fairness.hard_to_place),
        "by_decile": dict(by_decile),
        "by_area": dict(by_area),
        "seconds": round(seconds, 2),
    }


def _parts(gathered: Gathered) -> Iterator[tuple[NeedToPlan, PartToFill]]:
    for need in gathered.needs:
        for part in need.parts:
            yield need, part


def _key(one: Placed) -> Triple:
    return int(one.need_id), int(one.part_id), int(one.business_id)


def _by_id(session: Session, statement: Any) -> dict[int, Any]:
    return {one.id: one for one in session.scalars(statement)}


def _chunks(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]

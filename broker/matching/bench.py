"""How fast the whole run is and how much it gains, on a programme made up from a seed.

Candidates by bounds, the real score of every pair that could win, the plan, and the reasons of a
page; beside it the same graph solved in simpler ways. Reading texts is measured apart: features are
stored, and read only when an entry changes.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from broker.matching import bench_rivals as others
from broker.matching.asking import NeedFeatures, need_features
from broker.matching.bench_instance import MadeUp, made_up, repeated
from broker.matching.bench_measure import Stages, account
from broker.matching.candidates import Asks, Candidates, Ledger, asks_of, candidates, ledger_of, needs_of_one
from broker.matching.engine import Engine
from broker.matching.evaluation import versions
from broker.matching.features import Catalogue
from broker.matching.pairing import compare
from broker.matching.plan.checks import violations
from broker.matching.plan.instance import Instance, Solution, worth
from broker.matching.plan.joint import lp_alone
from broker.matching.plan.pairs import pairs
from broker.matching.plan.serving import assign
from broker.matching.plan.solve import solve
from broker.matching.rules import Barriers
from models.vocabulary import Kind

TODAY = date(2026, 3, 2)
A_PAGE = 25
"""Pairs whose reasons are shown at a time."""

FEW = 0.7
"""Places of brokers for each pair of the plan, where brokers are few."""

PLAN_SECONDS = 60.0
"""Seconds allowed for each programme of the plan with enough brokers: those of a round as it is set at first."""

TIME_LIMIT = 900.0
"""Seconds for the solver here, so that a busy machine does not decide what is proven."""

READ_AT_MOST = 50_000
"""Texts of so many businesses are read; more businesses repeat them in other places."""

WHOLE_RUN = ("candidates and score", "graph", "plan", "reasons of a page")


def bench(
    needs: int,
    businesses: int,
    brokers: int,
    seed: int = 13,
    *,
    rivals: bool = False,
    mentor_match: Path | None = None,
) -> dict[str, Any]:
    """Measure one programme; see ``Stages`` for what is measured.

    ``violations`` counts broken rules of our plans; baselines report theirs as ``broken_rules``.
    "plan" is with enough brokers, "plan, few brokers" with ``FEW`` of the places and nobody to stand in.
    """
    stages = Stages()
    engine = stages.run("load model", Engine.shipped)
    made = stages.run("make", lambda: made_up(needs, min(businesses, READ_AT_MOST), brokers, seed))
    catalogue, features = stages.run("featurise", lambda: _read(engine, made))
    if businesses > READ_AT_MOST:
        catalogue = stages.run("repeat", lambda: repeated(catalogue, businesses, seed))
    ledger, asks = stages.run("lay out", lambda: _laid_out(engine, catalogue, features))
    found = stages.run("candidates and score", lambda: candidates(ledger, asks, engine.weights))
    instance = stages.run("graph", lambda: graph(found, asks, catalogue, made))
    solution = stages.run("plan", lambda: solve(instance, time_limit=PLAN_SECONDS))
    stages.run("reasons of a page", lambda: _reasons(engine, asks, catalogue, found, solution))
    broken = violations(instance, solution)
    single = _single(stages, engine, made, asks, ledger, found)
    few = _few(stages, instance, int(solution.chosen.sum()))
    broken += violations(*few) if few else []
    baselines = _baselines(stages, instance, asks, catalogue)
    whole = stages.cpu(*WHOLE_RUN)
    result = {
        "needs": needs,
        "businesses": businesses,
        "brokers": brokers,
        "seed": seed,
        "asks": len(asks),
        "compared_in_full": len(found),
        "candidates": len(instance.option_slot),
        "needs_for_which_nobody_suits": int(found.nobody.sum()),
        "stages": stages.of,
        "whole_run": {
            "stages": WHOLE_RUN,
            "cpu_seconds": whole,
            "peak_mib": stages.peak(*WHOLE_RUN),
            "of_words_and_flow": _share(whole, stages.cpu("sparse_dot_topn of words", "bare flow")),
            "of_words_usual_offers_and_flow": _share(
                whole, stages.cpu("sparse_dot_topn of words", "sparse_dot_topn of usual offers", "bare flow")
            ),
        },
        "pair_stage_of_bare_flow": _share(stages.cpu("pair stage"), stages.cpu("bare flow")),
        "joint_stage_of_programme_alone": _share(
            stages.cpu("joint stage, few brokers"), stages.cpu("linear programme alone, few brokers")
        ),
        "one_new": {**single, "of_whole_run": _share(stages.cpu("one new need"), whole)},
        "plan": account(solution, PLAN_SECONDS),
        "plan, few brokers": account(few[1], TIME_LIMIT) if few else "not run: no brokers",
        "violations": len(broken),
        "baselines": baselines,
        "versions": versions(),
    }
    if rivals:
        result["rivals"] = others.rivals(stages, instance, asks.vectors, catalogue.whole, mentor_match)
    return result


def _read(engine: Engine, made: MadeUp) -> tuple[Catalogue, list[NeedFeatures]]:
    return engine.catalogue(made.businesses), [need_features(one, engine.reading) for one in made.needs]


def _laid_out(engine: Engine, catalogue: Catalogue, features: list[NeedFeatures]) -> tuple[Ledger, Asks]:
    ledger = ledger_of(catalogue, TODAY)
    return ledger, asks_of(features, engine.reading, ledger)


def graph(found: Candidates, asks: Asks, catalogue: Catalogue, made: MadeUp) -> Instance:
    """The planning problem of the candidates kept: every ask is a part, brokers go by district, and
    each has as many places as there are in their districts."""
    kept = np.flatnonzero(found.kept)
    part_places: dict[tuple[int, Kind | None], int] = {
        (at, part.kind): part.places for at, need in enumerate(made.needs) for part in need.parts
    }
    slot_places = np.array([part_places.get((one.need, one.kind), 1) for one in asks.asks], dtype=np.int64)
    district = [made.needs[one.need].place.district for one in asks.asks]
    names = sorted({one for one in district if one is not None})
    group_of_slot = np.array([names.index(one) if one is not None else 0 for one in district], dtype=np.int64)
    allowed = tuple(
        np.array([at for at, one in enumerate(made.brokers) if name in one.districts], dtype=np.int64) for name in names
    )
    wanted = np.bincount(group_of_slot, weights=slot_places, minlength=len(names))
    mine = [sum(int(wanted[at]) for at, name in enumerate(names) if name in one.districts) for one in made.brokers]
    slot = found.pairs.ask[kept]
    return Instance(
        slot_places=slot_places,
        slot_need=asks.along.need,
        firm_places=np.array([one.capacity for one in catalogue.businesses], dtype=np.int64),
        option_slot=slot,
        option_firm=found.pairs.firm[kept],
        option_value=found.pairs.score[kept],
        broker_places=np.array(mine, dtype=np.int64),
        option_group=group_of_slot[slot] if made.brokers else np.zeros(0, dtype=np.int64),
        group_posts=allowed if made.brokers else (),
        group_lead=np.full(len(names) if made.brokers else 0, -1, dtype=np.int64),
        stand_in=False,
    )


def _reasons(engine: Engine, asks: Asks, catalogue: Catalogue, found: Candidates, solution: Solution) -> int:
    """The first page of the plan with all sentences; how many pairs were explained."""
    page = np.flatnonzero(found.kept)[np.flatnonzero(solution.chosen)[:A_PAGE]]
    for at in page:
        one = catalogue.take(found.pairs.firm[at : at + 1])
        explained = compare(asks.needs[found.need[at]], one, engine.reading, engine.weights, Barriers((), TODAY), TODAY)
        explained.scored(0)
    return len(page)


def _single(
    stages: Stages, engine: Engine, made: MadeUp, asks: Asks, ledger: Ledger, found: Candidates
) -> dict[str, Any]:
    """One new need and one new business, texts read and all, against everything that is there."""
    if not made.needs or not made.businesses:
        return {"same_first_ten": True}

    def need(at: int) -> tuple[Asks, Candidates]:
        new = asks_of([need_features(made.needs[at], engine.reading)], engine.reading, ledger)
        return new, candidates(ledger, new, engine.weights, per_need=10, per_business=0)

    same = True
    for at in range(min(10, len(made.needs))):
        _, alone = need(at)
        here, there = alone.pairs.score[alone.ranking(0)], found.pairs.score[found.ranking(at)]
        same = same and len(here) == len(there) and bool(np.allclose(here, there, atol=2e-6))
    stages.run("one new need", lambda: need(0), best_of=3)
    business = made.businesses[0]
    stages.run(
        "one new business",
        lambda: needs_of_one(ledger_of(engine.catalogue([business]), TODAY), asks, engine.weights),
        best_of=3,
    )
    return {"same_first_ten": same, "compared_with_whole_run": min(10, len(made.needs))}


def _few(stages: Stages, instance: Instance, placed: int) -> tuple[Instance, Solution] | None:
    """The plan where brokers are too few, and the linear programme alone beside it."""
    if not instance.with_brokers:
        return None
    each = max(1, int(FEW * placed / len(instance.broker_places)))
    places = np.full(len(instance.broker_places), each, dtype=np.int64)
    scarce = replace(instance, broker_places=places, post_places=places)
    solution = stages.run("plan, few brokers", lambda: solve(scarce, time_limit=TIME_LIMIT))
    if "joint" in solution.seconds:
        from broker.matching.plan.joint import solve_joint

        upper = worth(scarce, pairs(scarce))[2]
        stages.run("joint stage, few brokers", lambda: solve_joint(scarce, upper=upper, time_limit=TIME_LIMIT))
        stages.run("linear programme alone, few brokers", lambda: lp_alone(scarce, TIME_LIMIT))
    return scarce, solution


def _baselines(stages: Stages, instance: Instance, asks: Asks, catalogue: Catalogue) -> dict[str, Any]:
    from sparse_dot_topn import sp_matmul_topn

    stages.run("pair stage", lambda: pairs(instance), best_of=3)
    ways: dict[str, Callable[[Instance], Any]] = {
        "bare flow": others.bare_flow,
        "greedy": others.greedy,
        "nearest": others.nearest,
    }
    said = {
        name: others.figures(instance, stages.run(name, lambda way=way: way(instance), best_of=3))  # type: ignore[misc]
        for name, way in ways.items()
    }
    stages.run("broker stage", lambda: assign(instance, pairs(instance)))
    words = catalogue.whole[: len(catalogue)]
    usual = catalogue.stated.maximum(catalogue.guessed)
    if len(catalogue) and len(asks):
        stages.run(
            "sparse_dot_topn of words", lambda: sp_matmul_topn(asks.vectors, words.T.tocsr(), top_n=20), best_of=3
        )
        stages.run("sparse_dot_topn of usual offers", lambda: sp_matmul_topn(asks.asked, usual.T.tocsr(), top_n=20))
    return said


def _share(one: float, other: float) -> float | None:
    return round(one / other, 3) if other else None

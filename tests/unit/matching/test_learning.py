"""What decisions teach, and what keeps bad ones from teaching."""

from dataclasses import replace

import numpy as np
import pytest

from broker.matching.evaluation_learning import taste_of
from broker.matching.fitting import BAND, order
from broker.matching.learning import Learned, Outcome, retrain
from broker.matching.simulation import real, simulate
from broker.matching.teaching import Decision, features, usable, values_of
from broker.matching.weights import PARTS, PUBLISHED, scaled
from models.vocabulary import DeclineReason, RejectReason

TASTE = taste_of("near and in turn")
PLACE = list(PARTS).index("place")


def decided(confirmed: bool, reason: str = "", **values: float | None) -> Decision:
    return Decision({**dict.fromkeys(PARTS, 0.9), **values}, confirmed, reason)


def by_taste(taste: np.ndarray, n: int, *, people: int = 1, seed: int = 1, since: bool = True) -> list[Decision]:
    """Decisions of people who all have one taste."""
    random = np.random.default_rng(seed)
    rows = random.random((n, len(PARTS)))
    said = random.random(n) < 1 / (1 + np.exp(-12 * ((rows - 0.5) @ (taste / taste.sum()))))
    return [
        Decision(dict(zip(PARTS, map(float, row), strict=True)), bool(yes), by=at % people, since=since)
        for at, (row, yes) in enumerate(zip(rows, said, strict=True))
    ]


def test_with_no_decisions_the_weights_are_the_published_ones():
    assert retrain([], PUBLISHED, version="x") == Learned(PUBLISHED, Outcome.TOO_FEW, 0)


def test_below_two_hundred_decisions_nothing_is_learned():
    for n in (50, 199):
        learned = retrain(by_taste(TASTE, n), PUBLISHED, version="x")
        assert learned.outcome is Outcome.TOO_FEW and learned.weights is PUBLISHED


def test_a_steady_taste_is_learned_and_more_decisions_serve_it_better():
    steps = simulate(TASTE, (50, 200, 800, 2400))
    assert [step.promoted for step in steps] == [False, True, True, True]
    served = [step.learned - step.published for step in steps]
    assert served[0] == 0 < served[1] < served[2] < served[3]


@pytest.mark.parametrize("kind", ["random", "hostile"])
def test_a_coin_and_a_hostile_coordinator_teach_nothing(kind):
    for step in simulate(TASTE, (200, 1000), kind=kind):
        assert step.learned == step.published and not step.promoted


def test_one_hostile_person_among_four_is_left_out_and_the_others_are_heard():
    decisions = by_taste(TASTE, 1200, people=4)
    turned = [replace(one, confirmed=not one.confirmed) if one.by == 3 else one for one in decisions]
    learned = retrain(turned, PUBLISHED, version="x")
    assert (learned.outcome, learned.people, learned.left_out) == (Outcome.BETTER, 4, 1)
    assert learned.weights.of("place") > PUBLISHED.of("place")


def test_what_only_one_of_several_people_believes_is_not_learned():
    """Three decide as published; one cares for turns alone and decides most."""
    crowd = by_taste(np.array([PUBLISHED.of(code) for code in PARTS]), 240, people=3)
    zealot = [replace(one, by=9) for one in by_taste(np.array([code == "rotation" for code in PARTS]) + 0.1, 900)]
    learned = retrain([*crowd, *zealot], PUBLISHED, version="x")
    assert learned.outcome is Outcome.ONE_PERSON
    assert learned.weights is PUBLISHED
    alone = retrain(zealot, PUBLISHED, version="x")
    assert alone.outcome is Outcome.BETTER  # with nobody to hold it against


def test_reasons_given_by_a_hostile_person_do_not_hide_that_the_verdicts_are_hostile():
    """Refusals for distance teach place alone, but whom they refuse is seen all the same."""
    turned = [
        replace(one, confirmed=not one.confirmed, reason=str(RejectReason.TOO_FAR) if one.confirmed else "")
        for one in by_taste(TASTE, 600)
    ]
    assert retrain(turned, PUBLISHED, version="x").outcome is Outcome.AGAINST


def test_no_weight_leaves_its_band_around_what_a_person_published():
    random = np.random.default_rng(1)
    rows = random.random((600, len(PARTS)))
    decisions = [
        Decision(dict(zip(PARTS, map(float, row), strict=True)), bool(row[2] + 0.3 * row[0] > 0.7)) for row in rows
    ]
    drifted = replace(PUBLISHED, version="drifted", parts=scaled({**PUBLISHED.parts, "words": 0.12}))
    for current in (None, drifted):
        learned = retrain(decisions, PUBLISHED, version="narrow", current=current)
        assert learned.tried is not None and learned.tried.version == "narrow"
        assert sum(learned.tried.parts.values()) == pytest.approx(1.0, abs=1e-4)
        ratios = [learned.tried.of(code) / PUBLISHED.of(code) for code in PARTS]
        assert max(ratios) / min(ratios) <= BAND**2 * 1.01


def test_weights_that_were_learned_are_judged_on_decisions_since():
    before, after = by_taste(TASTE, 600, since=False), by_taste(TASTE, 40, seed=2)
    first = retrain(before, PUBLISHED, version="first")
    assert first.promoted
    waits = retrain([*before, *after], PUBLISHED, version="second", current=first.weights)
    assert waits.outcome is Outcome.NOT_SURE and waits.weights is first.weights


def test_weights_that_serve_worse_than_the_published_ones_are_taken_back():
    wrong = replace(PUBLISHED, version="learned-2", parts=scaled({**PUBLISHED.parts, "words": 1.0}))
    own = by_taste(np.array([PUBLISHED.of(code) for code in PARTS]), 800)
    learned = retrain(own, PUBLISHED, version="x", current=wrong)
    assert learned.outcome is Outcome.FALLEN and learned.promoted
    assert learned.weights is PUBLISHED and learned.gain > 2 * learned.uncertainty


def test_learning_an_order_leaves_as_many_pairs_above_the_bar():
    decisions = by_taste(TASTE, 1500)
    learned = retrain(decisions, PUBLISHED, version="x").weights
    rows = values_of(decisions)
    above = [
        float((rows @ np.array([weights.of(code) for code in PARTS]) >= weights.threshold).mean())
        for weights in (PUBLISHED, learned)
    ]
    assert learned.threshold != PUBLISHED.threshold
    assert above[1] == pytest.approx(above[0], abs=0.05)


def test_refusals_that_say_nothing_about_the_pair_teach_nothing():
    said = [RejectReason.ALREADY_MET, RejectReason.CONFLICT, DeclineReason.WRONG_TIME, RejectReason.TOO_FAR]
    assert usable([decided(False, str(reason)) for reason in said]) == [decided(False, "too_far")]


def test_a_refusal_for_distance_teaches_place_alone():
    confirmed, refused = decided(True, place=1.0, words=0.7), decided(False, str(RejectReason.TOO_FAR), place=0.1)
    row = features([confirmed, refused])[1]
    assert row[PLACE] == 0.1
    assert list(np.delete(row, PLACE)) == list(np.delete(values_of([confirmed])[0], PLACE))


def test_what_is_not_known_is_neutral():
    assert features([decided(True, place=None)])[0][PLACE] == 0.5


def test_calibration_is_reported_for_held_back_decisions():
    groups = retrain(by_taste(TASTE, 400), PUBLISHED, version="x").calibration
    assert sum(count for _, _, count in groups) == 400
    assert [foretold for foretold, _, _ in groups] == sorted(foretold for foretold, _, _ in groups)


def test_the_score_at_which_a_confirmation_is_as_likely_as_not_is_where_the_taste_has_it():
    assert retrain(by_taste(TASTE, 800), PUBLISHED, version="x").half == pytest.approx(0.5, abs=0.05)


def test_order_counts_pairs_in_the_right_order():
    truth = np.array([True, True, False, False])
    assert order(np.array([4.0, 3.0, 2.0, 1.0]), truth)[0] == 1.0
    assert order(np.array([4.0, 1.0, 2.0, 3.0]), truth)[0] == 0.5
    assert order(np.array([1.0, 1.0]), np.array([True, True])) == (0.5, float("inf"))


def test_simulated_on_pairs_with_gaps_learning_helps_and_hostility_does_not_hurt():
    """Pairs as real ones are: parts not known, and reasons given."""
    random = np.random.default_rng(5)
    needs = [
        np.where(random.random((15, len(PARTS))) < 0.15, np.nan, random.random((15, len(PARTS)))) for _ in range(45)
    ]
    pairs = real(needs, 13)
    (steady,) = simulate(TASTE, (1500,), pairs=pairs)
    (hostile,) = simulate(TASTE, (1500,), kind="hostile", pairs=pairs)
    assert steady.promoted and steady.learned > steady.published + 0.02
    assert hostile.learned == hostile.published

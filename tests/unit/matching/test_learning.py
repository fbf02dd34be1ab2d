import numpy as np
import pytest

from broker.matching.learning import BAND, Decision, Learned, features, retrain, usable
from broker.matching.simulation import simulate
from broker.matching.weights import PARTS, PUBLISHED
from models.vocabulary import DeclineReason, RejectReason

TASTE = np.array([{"place": 0.4, "can_do": 0.2, "rotation": 0.2}.get(code, 0.03) for code in PARTS])


def decided(confirmed: bool, reason: str = "", **values: float | None) -> Decision:
    return Decision({**dict.fromkeys(PARTS, 0.9), **values}, confirmed, reason)


def test_with_no_decisions_the_weights_are_the_published_ones():
    assert retrain([], PUBLISHED, version="x") == Learned(
        PUBLISHED, False, 0, 0.0, 0.0, (), "0 decisions teach something. At least 200, of both kinds, are needed."
    )


def test_below_two_hundred_decisions_nothing_is_learned():
    assert simulate(TASTE, (50, 199))[1].promoted is False


def test_a_steady_taste_is_learned_and_more_decisions_serve_it_better():
    steps = simulate(TASTE)
    assert steps[0].learned == steps[0].published
    assert [step.promoted for step in steps[2:]] == [True, True]
    assert steps[3].learned > steps[2].learned > steps[2].published + 0.01
    assert all(step.learned >= step.published - 0.005 for step in steps)


@pytest.mark.parametrize("seed", range(4))
def test_a_coin_is_not_learned(seed):
    assert all(step.learned >= step.published - 0.01 for step in simulate(TASTE, (200, 1000), kind="random", seed=seed))


def test_a_hostile_coordinator_cannot_turn_the_model_round():
    steps = simulate(TASTE, (1000,), kind="hostile")
    assert steps[0].learned > steps[0].published - 0.1


def test_no_weight_leaves_its_band():
    random = np.random.default_rng(1)
    rows = random.random((600, len(PARTS)))
    decisions = [Decision(dict(zip(PARTS, map(float, row), strict=True)), bool(row[2] > 0.5)) for row in rows]
    learned = retrain(decisions, PUBLISHED, version="narrow")
    assert learned.promoted and learned.weights.version == "narrow"
    assert sum(learned.weights.parts.values()) == pytest.approx(1.0, abs=1e-4)
    ratios = [learned.weights.of(code) / PUBLISHED.of(code) for code in PARTS]
    assert max(ratios) / min(ratios) <= BAND**2 * 1.01


def test_refusals_that_say_nothing_about_the_pair_teach_nothing():
    said = [RejectReason.ALREADY_MET, RejectReason.CONFLICT, DeclineReason.WRONG_TIME, RejectReason.TOO_FAR]
    assert usable([decided(False, str(reason)) for reason in said]) == [decided(False, "too_far")]


def test_a_refusal_for_distance_teaches_place_alone():
    row = features([decided(False, str(RejectReason.TOO_FAR), place=0.1)])[0]
    assert row[list(PARTS).index("place")] == 0.1
    assert set(np.delete(row, list(PARTS).index("place"))) == {0.5}


def test_what_is_not_known_is_neutral():
    assert features([decided(True, place=None)])[0][list(PARTS).index("place")] == 0.5


def test_calibration_is_reported_for_held_back_decisions():
    random = np.random.default_rng(2)
    rows = random.random((400, len(PARTS)))
    decisions = [
        Decision(dict(zip(PARTS, map(float, row), strict=True)), bool(random.random() < row[0])) for row in rows
    ]
    groups = retrain(decisions, PUBLISHED, version="x").calibration
    assert sum(count for _, _, count in groups) == 400
    assert [foretold for foretold, _, _ in groups] == sorted(foretold for foretold, _, _ in groups)

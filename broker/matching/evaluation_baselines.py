"""Plain methods that the model is measured against on the same needs and firms."""

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from broker.matching.affinity import KIND_AT
from broker.matching.engine import Engine
from broker.matching.pairing import compare
from broker.matching.profiles import BusinessProfile, NeedProfile
from broker.matching.rules import Barriers

SEED = 13
NAMES = ("random", "text alone", "rules alone", "text and rules")


def rankings(
    engine: Engine, needs: Sequence[NeedProfile], businesses: Sequence[BusinessProfile], today: date, top: int
) -> dict[str, dict[str, list[str]]]:
    """Baseline -> need id -> firm ids, best first.

    Text alone is the likeness of all words. Rules alone rank by kind ticked and nearness among
    the pairs that no hard rule forbids; text and rules add the two.
    """
    random = np.random.default_rng(SEED)
    catalogue = engine.catalogue(businesses)
    found: dict[str, dict[str, list[str]]] = {name: {} for name in NAMES}
    asked: list[int]
    score: NDArray[np.float64]
    for need in needs:
        features = engine.features(need)
        made = compare(features, catalogue, engine.reading, engine.weights, Barriers((), today), today)
        text = np.asarray((catalogue.whole @ features.vector.T).todense()).ravel()
        asked = [KIND_AT[part.kind] for part in need.parts if part.kind in KIND_AT]
        ticked = catalogue.ticked[:, asked].any(axis=1) if asked else np.zeros(len(businesses), dtype=bool)
        rules = ticked.astype(float) + np.nan_to_num(made.values.parts["place"], nan=0.5)
        barred = made.ruled_out | ~ticked
        for name, score, out in (
            ("random", random.random(len(text)), text < 0),
            ("text alone", text, text <= 0),
            ("rules alone", rules, barred),
            ("text and rules", rules + 2.5 * text, barred),
        ):
            found[name][str(need.id)] = [str(businesses[at].id) for at in _order(score, out)[:top]]
    return found


def _order(score: NDArray[np.float64], out: NDArray[np.bool_]) -> list[int]:
    return [int(at) for at in np.argsort(-score, kind="stable") if not out[at]]

"""Task `programme`: needs and firms as people write them -> ten firms a need, fewer, or nobody.

Everything runs as for live entries: the same rows, places, rules and scores.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from broker.matching.encoder import Encoder
from broker.matching.engine import Engine
from broker.matching.errors import BadData, BadRow
from broker.matching.evaluation import Outcome, Prediction, read
from broker.matching.evaluation_baselines import rankings
from broker.matching.layout import BusinessRow, NeedRow, parse_business_row, parse_need_row
from broker.matching.profiles import BusinessProfile, NeedProfile, Place

TOP = 10


def run(train: Path | None, test: Path | None, encoder: Encoder | None = None) -> Outcome:
    """``train`` is not used: the shipped model is what goes live."""
    if test is None:
        raise BadData("Say with --test which folder of businesses.csv and needs.csv to measure.")
    businesses = load_businesses(test / "businesses.csv")
    needs = load_needs(test / "needs.csv")
    engine = Engine.shipped() if encoder is None else Engine.shipped().with_encoder(encoder)
    ranked = rank(engine, needs, businesses)
    predictions: list[Prediction] = [(need, firm, score) for need, found in ranked.items() for firm, score in found]
    if not (test / "grades.csv").is_file():
        return {"n": len(needs), "nobody": sum(not found for found in ranked.values())}, predictions
    grades: dict[str, dict[str, int]] = {}
    for row in read(test / "grades.csv", "need", "business", "grade"):
        grades.setdefault(row["need"], {})[row["business"]] = int(float(row["grade"]))
    measured = metrics({need: [firm for firm, _ in found] for need, found in ranked.items()}, grades)
    plain = rankings(engine, needs, businesses, day_of(needs), TOP)
    measured["baselines"] = {name: metrics(found, grades) for name, found in plain.items()}
    return measured, predictions


def rank(
    engine: Engine, needs: Sequence[NeedProfile], businesses: Sequence[BusinessProfile]
) -> dict[str, list[tuple[str, float]]]:
    """Need id -> (firm id, score), best first; an empty list means nobody suits."""
    today = day_of(needs)
    catalogue = engine.catalogue(businesses)
    return {
        str(need.id): [
            (str(one.business_id), one.score)
            for one in engine.rank_businesses(need, catalogue, today=today, top=TOP).suggested
        ]
        for need in needs
    }


def day_of(needs: Sequence[NeedProfile]) -> date:
    """The first of the year of the earliest end date, so that a file never grows old."""
    ends = [need.ends_on for need in needs if need.ends_on is not None]
    return date(min(ends).year, 1, 1) if ends else date(2026, 1, 1)


def load_businesses(path: Path) -> list[BusinessProfile]:
    """Firms of a file with their places looked up. Raises BadData naming the row."""
    return [_business(parse_business_row(row)) for row in _rows(path, parse_business_row)]


def load_needs(path: Path) -> list[NeedProfile]:
    """Needs of a file with their places looked up. Raises BadData naming the row."""
    return [_need(parse_need_row(row)) for row in _rows(path, parse_need_row)]


def _rows(path: Path, parse: Any) -> list[dict[str, str]]:
    rows = read(path, "id")
    for at, row in enumerate(rows):
        try:
            parse(row)
        except BadRow as error:
            raise BadData(f"{path.name}, row {at + 2}: {error}") from error
    return rows


def _business(row: BusinessRow) -> BusinessProfile:
    from broker.reference.places import find_districts

    named = find_districts("; ".join(row.reach_places)).districts
    return row.profile(place_of(row.postcode), frozenset(one.code for one in named))


def _need(row: NeedRow) -> NeedProfile:
    return row.profile(place_of(row.postcode, row.district))


def place_of(postcode: str, district: str = "") -> Place:
    """Where a postcode, or failing that a district, is. What cannot be found is not known."""
    from broker.reference import places

    found = places.find_postcode(postcode) if postcode.strip() else None
    known = places.district(district) or places.find_district(district) if district.strip() else None
    if found is not None and found.lat is not None:
        return Place(found.district, found.district_name, found.region, found.lat, found.lon)
    if known is not None:
        return Place(known.code, known.name, known.region, known.lat, known.lon)
    return Place()


def metrics(ranked: Mapping[str, Sequence[str]], grades: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    """P@3 (grade 2 or more), nDCG@10, hit@1, recall@10, share of grade 0 in the first three.

    A need for which nobody has grade 2 is one where "nobody" is right: it counts only in the last
    two figures and in the share of grade 0, which is taken over the places that were filled.
    P@3 is of the firms named; a need with somebody to name and nobody named counts 0. The second
    figure, ``p_at_3_filled``, counts empty places as misses while there was somebody to name.
    """
    precision: list[float] = []
    filled: list[float] = []
    gain: list[float] = []
    first: list[float] = []
    recall: list[float] = []
    absurd: list[bool] = []
    nobody_right = nobody_wrong = nobody_missed = 0
    for need, found in ranked.items():
        grade = grades.get(need, {})
        good = {firm for firm, value in grade.items() if value >= 2}
        absurd += [grade.get(firm, 0) == 0 for firm in found[:3]]
        if not good:
            nobody_right += not found
            nobody_missed += bool(found)
            continue
        nobody_wrong += not found
        right = sum(firm in good for firm in found[:3])
        precision.append(right / max(1, len(found[:3])))
        filled.append(right / min(3, len(good)))
        ideal = sorted((2.0**value - 1 for value in grade.values()), reverse=True)[:TOP]
        gain.append(_dcg([2.0 ** grade.get(firm, 0) - 1 for firm in found[:TOP]]) / (_dcg(ideal) or 1.0))
        first.append(float(bool(found) and found[0] in good))
        recall.append(len(good & set(found[:TOP])) / len(good))
    return {
        "n": len(ranked),
        "p_at_3": _mean(precision),
        "p_at_3_filled": _mean(filled),
        "ndcg_at_10": _mean(gain),
        "hit_at_1": _mean(first),
        "recall_at_10": _mean(recall),
        "absurd_in_first_three": _mean(absurd),
        "nobody_right": nobody_right,
        "nobody_wrong": nobody_wrong,
        "nobody_missed": nobody_missed,
    }


def _mean(values: Sequence[float]) -> float:
    return round(float(np.mean(values)), 4) if values else 0.0


def _dcg(gains: Sequence[float]) -> float:
    return float(sum(gain / np.log2(at + 2) for at, gain in enumerate(gains)))

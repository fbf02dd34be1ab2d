"""The small ring test: 20 needs x 60 firms, every pair judged once, before any model was run.

Grades: 3 would be rung first, 2 would be rung, 1 is possible at a stretch. Pairs of the set that
are not in the file were judged 0: nobody would ring. The judge looked at what the entries say:
kinds ticked or "open to ideas", distance and reach, children, and what such a trade can do.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from broker.illustrative import read
from broker.illustrative.records import Firm, NeedRecord
from broker.matching.evaluation_programme import run
from broker.reference.places import distance_miles, find_postcode
from models.vocabulary import EntryState, ReachKind, Safeguarding, WorksWithChildren
from tests.unit.illustrative.ring_folder import FILES, judged, write

HERE = Path(__file__).parent
MILES = {ReachKind.MILES_5: 5, ReachKind.MILES_10: 10, ReachKind.MILES_25: 25}


def rows(name: str) -> Iterator[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def chosen(side: str) -> list[str]:
    return [row["id"] for row in rows("ring_set.csv") if row["side"] == side]


def grades() -> dict[tuple[str, str], int]:
    return {(row["need"], row["business"]): int(row["grade"]) for row in rows("ring.csv")}


def records() -> tuple[dict[str, NeedRecord], dict[str, Firm]]:
    return {need.id: need for need in read.needs()}, {firm.id: firm for firm in read.firms()}


def test_the_set_is_twenty_live_needs_and_sixty_live_firms() -> None:
    needs, firms = records()
    assert len(set(chosen("need"))) == 20
    assert len(set(chosen("business"))) == 60
    assert all(needs[each].state is EntryState.LIVE for each in chosen("need"))
    assert all(firms[each].state is EntryState.LIVE for each in chosen("business"))


def test_grades_are_of_the_set_and_given_once() -> None:
    pairs = [(row["need"], row["business"]) for row in rows("ring.csv")]
    assert len(pairs) == len(set(pairs))
    for need, business in pairs:
        assert need in chosen("need")
        assert business in chosen("business")
    assert set(grades().values()) == {1, 2, 3}


def test_for_two_needs_nobody_would_be_rung() -> None:
    best: dict[str, int] = defaultdict(int)
    for (need, _), grade in grades().items():
        best[need] = max(best[need], grade)
    assert [need for need in chosen("need") if best[need] < 2] == ["N09", "N30"]


def test_nobody_is_rung_who_could_never_come() -> None:
    needs, firms = records()
    for need_id, firm_id in grades():
        need, firm = needs[need_id], firms[firm_id]
        miles = distance_miles(find_postcode(need.postcode), find_postcode(firm.postcode))
        assert miles is not None
        assert miles <= MILES.get(firm.reach.kind, 999), (need_id, firm_id, miles)
        alone = firm.only_these and not {part.kind for part in need.parts} & {offer.kind for offer in firm.offers}
        assert not alone, (need_id, firm_id)
        if need.children is not Safeguarding.NONE:
            assert firm.children is not WorksWithChildren.NO, (need_id, firm_id)


def test_of_three_judgements_the_middle_one_would_ring_where_two_would() -> None:
    three = [judged(each) for each in FILES]
    pairs = {pair for each in three for pair in each}
    rung = {pair for pair in pairs if sum(each.get(pair, 0) >= 2 for each in three) >= 2}
    assert {pair for pair, grade in judged("median").items() if grade >= 2} == rung
    assert len(rung) == 53


def test_the_later_judgements_are_of_the_same_set() -> None:
    for who in ("second", "third"):
        assert all(need in chosen("need") and business in chosen("business") for need, business in judged(who))


def test_the_model_names_firms_that_would_be_rung(tmp_path: Path) -> None:
    write(tmp_path)
    measured, _ = run(None, tmp_path)
    assert measured["p_at_3"] >= 0.75
    assert measured["ndcg_at_10"] >= 0.85
    assert measured["absurd_in_first_three"] <= 0.15
    assert (measured["nobody_right"], measured["nobody_wrong"]) == (2, 0)

"""A whole programme compared at once gives what comparing need by need gives."""

import dataclasses
from datetime import timedelta

import numpy as np
import pytest

from broker.matching.bench_instance import made_up
from broker.matching.candidates import asks_of, candidates, find, ledger_of, needs_of_one
from broker.matching.profiles import AskedBefore, NeedProfile, Offer, Part
from broker.matching.weights import DEFAULT, Weights
from models.vocabulary import Kind
from tests.sizes import size
from tests.unit.matching.letters import Letters
from tests.unit.matching.made import ALL, TODAY, engine, need

NEEDS, FIRMS = size(40, 300), size(400, 6000)


@pytest.fixture(scope="module")
def programme():
    """Needs, a catalogue and both laid out, with the odd ones among them."""
    made = made_up(NEEDS, FIRMS, 3, seed=7)
    asked = [None, AskedBefore(), AskedBefore(TODAY), AskedBefore(TODAY - timedelta(days=90), 1), AskedBefore(None, 9)]
    over = Offer(Kind.PRO, "roofs", ends_on=TODAY.replace(2020))
    firms = [
        *(dataclasses.replace(one, asked_before=asked[at % 5]) for at, one in enumerate(made.businesses)),
        *(dataclasses.replace(one, id=f"own {one.id}") for one in ALL),
        dataclasses.replace(made.businesses[0], id="silent", what_we_do="", offers=(), notes=""),
        dataclasses.replace(made.businesses[1], id="over", offers=(over,)),
    ]
    needs = [
        *made.needs,
        need("roof"),
        need("closed", live=False),
        need("no kind", parts=()),
        need("anything", parts=(Part(1, Kind.NSY),)),
        NeedProfile("nothing"),
    ]
    catalogue = engine().catalogue(firms)
    ledger = ledger_of(catalogue, TODAY)
    return needs, firms, catalogue, ledger, asks_of([engine().features(one) for one in needs], engine().reading, ledger)


def test_the_first_ten_firms_of_a_need_are_those_that_comparing_all_would_give(programme):
    needs, _, catalogue, ledger, asks = programme
    found = candidates(ledger, asks, engine().weights)
    for at, one in enumerate(needs):
        usual = engine().rank_businesses(one, catalogue, today=TODAY, top=10).suggested
        mine = found.ranking(at)
        assert found.pairs.score[mine] == pytest.approx([pair.score for pair in usual], abs=2e-6)
        assert bool(found.nobody[at]) == (not usual)


def test_every_pair_has_the_score_and_the_parts_it_has_alone(programme):
    needs, _, catalogue, ledger, asks = programme
    found = candidates(ledger, asks, engine().weights)
    for at in range(0, len(needs), 3):
        alone = engine().compare(needs[at], catalogue, (), TODAY)
        mine = np.flatnonzero(found.shown & (found.need == at))
        firm = found.pairs.firm[mine]
        assert not alone.ruled_out[firm].any() and alone.suitable[firm].all()
        assert found.pairs.score[mine] == pytest.approx(alone.score[firm], abs=2e-6)
        for code, value in alone.values.parts.items():
            assert found.pairs.values[code][mine] == pytest.approx(value[firm], abs=2e-6, nan_ok=True)


def test_no_pair_is_found_twice(programme, monkeypatch):
    _, _, catalogue, ledger, asks = programme
    monkeypatch.setattr(find, "FIRST_LOOK", 0)  # much is left waiting at first
    found = candidates(ledger, asks, engine().weights, per_need=1)
    cells = found.pairs.ask * len(catalogue) + found.pairs.firm
    assert len(np.unique(cells)) == len(cells) > 0


def test_other_weights_are_followed(programme):
    needs, _, catalogue, ledger, asks = programme
    words = Weights("words", {**DEFAULT, "words": 0.30, "can_do": 0.09}, threshold=0.3, somebody=0.3, least_can_do=0.0)
    other = engine().with_weights(words)
    found = candidates(ledger, asks, words)
    for at in range(0, len(needs), 5):
        usual = other.rank_businesses(needs[at], catalogue, today=TODAY, top=10).suggested
        assert found.pairs.score[found.ranking(at)] == pytest.approx([one.score for one in usual], abs=2e-6)


def test_a_sentence_encoder_counts_as_it_does_in_a_live_ranking():
    made = made_up(6, 60, 0, seed=3)
    read = engine().with_encoder(Letters())
    catalogue = read.catalogue(made.businesses)
    ledger = ledger_of(catalogue, TODAY)
    found = candidates(ledger, asks_of([read.features(one) for one in made.needs], read.reading, ledger), read.weights)
    for at, one in enumerate(made.needs):
        usual = read.rank_businesses(one, catalogue, today=TODAY, top=10).suggested
        assert found.pairs.score[found.ranking(at)] == pytest.approx([pair.score for pair in usual], abs=2e-6)
    assert len(found)


def test_a_firm_that_is_barred_from_a_need_is_not_found_for_it(programme):
    _, _, _, ledger, asks = programme
    first = candidates(ledger, asks, engine().weights, only=np.array([0, 1, 2]))
    at = int(first.need[first.ranking(int(first.need[first.shown][0]))[0]])
    firm = int(first.pairs.firm[first.ranking(at)[0]])
    again = candidates(ledger, asks, engine().weights, barred={at: np.array([firm])}, only=np.array([at]))
    assert firm not in again.pairs.firm[again.need == at]


def test_one_need_alone_gets_what_it_gets_among_all(programme):
    _, _, _, ledger, asks = programme
    found = candidates(ledger, asks, engine().weights)
    for at in range(5):
        alone = candidates(ledger, asks, engine().weights, per_need=10, per_business=0, only=np.array([at]))
        assert alone.pairs.firm[alone.ranking(at)].tolist() == found.pairs.firm[found.ranking(at)].tolist()


def test_one_business_alone_gets_the_needs_that_comparing_all_would_give(programme):
    needs, firms, _, _, asks = programme
    for firm in (*firms[:6], firms[-4]):
        ledger = ledger_of(engine().catalogue([firm]), TODAY)
        usual = engine().rank_needs(firm, needs, today=TODAY, top=10).suggested
        found = needs_of_one(ledger, asks, engine().weights)
        assert found.score[:10] == pytest.approx([one.score for one in usual], abs=2e-6)


def test_no_needs_and_no_firms_are_answered():
    empty = ledger_of(engine().catalogue([]), TODAY)
    assert not len(candidates(empty, asks_of([engine().features(need())], engine().reading, empty), engine().weights))
    assert not len(candidates(empty, asks_of([], engine().reading, empty), engine().weights))


def test_some_firms_of_a_catalogue_are_compared_as_they_are_in_the_whole(programme):
    needs, _, catalogue, _, _ = programme
    firms = np.array([5, 0, len(catalogue) - 1])
    whole, some = (engine().compare(needs[0], one, (), TODAY) for one in (catalogue, catalogue.take(firms)))
    assert some.score.tolist() == whole.score[firms].tolist()
    assert some.scored(1).to_json() == whole.scored(0).to_json()

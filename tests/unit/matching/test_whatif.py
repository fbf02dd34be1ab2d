"""What would change the order is what does change it: every sentence is tried out on the model."""

import math
from dataclasses import replace

import pytest

from broker.matching.profiles import Offer, Place, Reach
from broker.matching.scored import AUDIENCES, Scored
from broker.matching.whatif import otherwise, place_among
from models.vocabulary import Kind, ReachKind
from tests.unit.matching.made import ALL, KNOWSLEY, TODAY, business, engine, need

HALL = need("n", "Our hall roof leaks", Kind.PRO)
LAT_MILE = 1 / 69.0  # degrees of latitude in a mile, nearly


def at(miles: float) -> Place:
    """Somewhere north of the hall, in another district."""
    return Place("E08000013", "St Helens", "North West", KNOWSLEY.lat + miles * LAT_MILE, KNOWSLEY.lon)


def roofer(id: str, miles: float, **other: object):
    given = {"place": at(miles), "reach": Reach(ReachKind.MILES_25), **other}
    return business(id, "We mend roofs and gutters", Kind.PRO, **given)


def scores(*firms) -> dict[str, Scored]:
    return {firm.id: engine().score_pair(HALL, firm, today=TODAY) for firm in firms}


def others(found: dict[str, Scored], but: str) -> list[float]:
    return [one.score for id, one in found.items() if id != but]


def test_nearer_than_it_says_it_passes_the_next_and_farther_it_does_not():
    near, middle, far = roofer("near", 2), roofer("middle", 5), roofer("far", 9)
    found = scores(near, middle, far)
    told = next(one for one in otherwise(found["far"], others(found, "far")) if one.better)
    assert (told.code, told.place) == ("place", 2)
    for miles, place in ((told.miles - 0.1, 2), (told.miles + 0.1, 3)):
        again = scores(near, middle, roofer("far", miles))
        assert place_among(again["far"].score, others(again, "far")) == place


def test_the_best_is_told_how_far_it_could_be_before_it_is_second():
    near, far = roofer("near", 4), roofer("far", 8)
    found = scores(near, far)
    (told,) = [one for one in otherwise(found["near"], others(found, "near")) if not one.better]
    assert told.place == 2 and told.miles == pytest.approx(8, abs=0.3)
    for miles, place in ((told.miles - 0.2, 1), (told.miles + 0.2, 2)):
        again = scores(roofer("near", miles), far)
        assert place_among(again["near"].score, others(again, "near")) == place


def test_what_the_firm_does_not_offer_would_bring_it_forward_as_it_says():
    offers, silent = roofer("offers", 6), roofer("silent", 5, offers=(Offer(Kind.VOL),))
    found = scores(offers, silent)
    assert found["silent"].score < found["offers"].score
    told = next(one for one in otherwise(found["silent"], others(found, "silent")) if one.code == "kind")
    again = engine().score_pair(HALL, replace(silent, offers=(Offer(Kind.PRO),)), today=TODAY)
    assert told.place == place_among(again.score, others(found, "silent")) == 1


def test_nothing_is_said_that_would_change_nothing():
    found = scores(roofer("alone", 3))
    assert otherwise(found["alone"], []) == []


def test_a_firm_of_the_same_district_is_not_told_a_distance_at_which_it_loses_its_place():
    """Within its district distance takes nothing away."""
    here, far = roofer("here", 3, place=replace(KNOWSLEY, lat=KNOWSLEY.lat + 3 * LAT_MILE)), roofer("far", 9)
    found = scores(here, far)
    assert [one for one in otherwise(found["here"], others(found, "here")) if not one.better] == []


@pytest.mark.parametrize("firm", ALL, ids=lambda one: str(one.id))
def test_for_each_party_every_part_has_its_sentence_and_the_parts_add_up_to_the_score(firm):
    scored = Scored.from_json(engine().score_pair(HALL, firm, today=TODAY).to_json())
    for audience in AUDIENCES:
        told = [part for part in scored.parts if part.sentences.get(audience)]
        assert math.fsum(part.contribution for part in told) == pytest.approx(scored.score, abs=1e-6)
        assert set(scored.reasons(audience, most=99)) <= {part.sentences[audience] for part in told}

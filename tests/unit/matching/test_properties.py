"""Whatever the weights, the order and the input: what must always hold."""

import dataclasses

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broker.matching.engine import Engine
from broker.matching.errors import BadWeights
from broker.matching.profiles import BusinessProfile, NeedProfile, Offer, Part, Place, Reach
from broker.matching.weights import PARTS, Weights
from models.vocabulary import Kind, ReachKind, Safeguarding, Theme, WorksWithChildren
from tests.sizes import size
from tests.unit.matching.made import ALL, KNOWSLEY, LEEDS, TODAY, business, engine, need

WORDS = ["", "We mend roofs", "Vans and lorries", "Accounts for small firms", "a", "🙂 مرحبا <b>hall</b>", "cold store"]

DRAWN = settings(max_examples=size(30, 500), deadline=None, suppress_health_check=[HealthCheck.too_slow])

kinds = st.sampled_from(list(Kind))
places = st.sampled_from([Place(), KNOWSLEY, LEEDS])
businesses = st.builds(
    BusinessProfile,
    id=st.integers(0, 10_000),
    what_we_do=st.sampled_from(WORDS),
    sectors=st.sampled_from([(), ("43",), ("4941", "69"), ("99999",)]),
    place=places,
    reach=st.builds(Reach, kind=st.sampled_from(list(ReachKind)), districts=st.just(frozenset({"E08000011"}))),
    offers=st.lists(st.builds(Offer, kind=kinds, words=st.sampled_from(WORDS)), max_size=3).map(tuple),
    only_these=st.sampled_from([True, False, None]),
    children=st.sampled_from(list(WorksWithChildren)),
    capacity=st.integers(0, 2),
    live=st.booleans(),
)
asked_parts = st.builds(Part, id=st.integers(0, 9), kind=kinds, amount=st.sampled_from([None, 0.0, 5.0]))
needs = st.builds(
    NeedProfile,
    id=st.just("n"),
    title=st.sampled_from(WORDS),
    words=st.sampled_from(WORDS),
    theme=st.sampled_from([None, *Theme]),
    parts=st.lists(asked_parts, max_size=3).map(tuple),
    place=places,
    children=st.sampled_from(list(Safeguarding)),
    decile=st.sampled_from([None, 1, 10]),
    sectors_text=st.sampled_from(["", "roofers", "anyone", "hauliers, banks"]),
)


@st.composite
def weights(draw: st.DrawFn) -> Weights:
    raw = np.array(draw(st.lists(st.floats(0.0, 1.0), min_size=len(PARTS), max_size=len(PARTS)))) + 1e-3
    parts = {code: float(value) for code, value in zip(PARTS, raw / raw.sum(), strict=True)}
    return Weights("drawn", parts, draw(st.floats(0, 1)), draw(st.floats(0, 1)), draw(st.floats(0, 1)))


def broken(asked: NeedProfile, firm: BusinessProfile) -> bool:
    """The hard rules said again, the slow way."""
    far = firm.place != asked.place and None not in (firm.place.lat, asked.place.lat)
    asks = {part.kind for part in asked.parts}
    ticks = {offer.kind for offer in firm.offers}
    on_the_spot = bool(asks) and asks <= {Kind.VOL, Kind.SPC, Kind.WEX, Kind.JOB, Kind.APP, Kind.INV}
    miles = firm.reach.kind in (ReachKind.MILES_5, ReachKind.MILES_10, ReachKind.MILES_25)
    named_elsewhere = firm.reach.kind is ReachKind.BOROUGHS and asked.place.district == LEEDS.district
    region = firm.reach.kind is ReachKind.REGION and far
    remote = firm.reach.kind is ReachKind.REMOTE and far and on_the_spot
    only = firm.only_these is True and ticks and Kind.NSY not in ticks | asks and asks and not asks & ticks
    children = asked.children is not Safeguarding.NONE and firm.children is WorksWithChildren.NO
    reach = (miles and far) or named_elsewhere or region or remote
    return bool(not firm.live or firm.capacity <= 0 or only or children or reach)


@pytest.mark.soak
@DRAWN
@given(needs, st.lists(businesses, min_size=1, max_size=6, unique_by=lambda one: one.id), weights())
def test_hard_rules_are_never_traded_whatever_the_weights(asked, firms, drawn):
    drawn_engine = engine().with_weights(drawn)
    ranking = drawn_engine.rank_businesses(asked, drawn_engine.catalogue(firms), today=TODAY)
    named = {one.business_id for one in ranking.suggested}
    for firm in firms:
        scored = drawn_engine.score_pair(asked, firm, today=TODAY)
        assert bool(scored.ruled_out) == broken(asked, firm)
        assert not (scored.ruled_out and firm.id in named)


@pytest.mark.soak
@DRAWN
@given(needs, businesses, weights())
def test_parts_add_up_to_the_score_whatever_is_missing(asked, firm, drawn):
    scored = engine().with_weights(drawn).score_pair(asked, firm, today=TODAY)
    assert sum(part.contribution for part in scored.parts) == pytest.approx(scored.score, abs=1e-6)
    assert 0.0 <= scored.score <= 1.0
    for part in scored.parts:
        assert part.value is None or 0.0 <= part.value <= 1.0
        if part.value is None:
            assert part.contribution == pytest.approx(part.weight / 2, abs=1e-6)


@pytest.mark.soak
@DRAWN
@given(needs, st.lists(businesses, min_size=2, max_size=6, unique_by=lambda one: one.id), st.randoms())
def test_the_order_of_businesses_changes_nothing(asked, firms, random):
    shuffled = firms[:]
    random.shuffle(shuffled)
    one = engine().rank_businesses(asked, engine().catalogue(firms), today=TODAY)
    other = engine().rank_businesses(asked, engine().catalogue(shuffled), today=TODAY)
    assert one == other


@pytest.mark.soak
@DRAWN
@given(needs, businesses)
def test_both_sides_see_the_same_score(asked, firm):
    alone = engine().score_pair(asked, firm, today=TODAY)
    for scored in engine().rank_needs(firm, [asked], today=TODAY).suggested:
        assert scored == alone


BAD_TEXTS = ["", "x", " ", "roof " * 200_000, "<script>alert(1)</script>" * 50, "\x00\ufffe", "ﷺ" * 100, "1234 5678"]


@pytest.mark.parametrize("text", BAD_TEXTS, ids=range(len(BAD_TEXTS)))
def test_any_text_is_answered(text):
    firm, asked = business(1, text, Kind.PRO), need("n", text[:100], words=text)
    assert 0 <= engine().score_pair(asked, firm, today=TODAY).score <= 1
    assert len(engine().propose_sectors(text)) <= 5


def test_one_business_is_a_catalogue():
    assert len(engine().rank_businesses(need(), engine().catalogue(ALL[:1]), today=TODAY).suggested) == 1


def test_identical_texts_are_put_in_the_order_of_their_ids():
    firms = [business(at, "We mend roofs", Kind.PRO) for at in (3, 1, 2)]
    ranking = engine().rank_businesses(need(), engine().catalogue(firms), today=TODAY)
    assert [one.business_id for one in ranking.suggested] == [1, 2, 3]
    assert len({one.score for one in ranking.suggested}) == 1


def test_a_business_in_forty_sectors_is_scored_like_any_other():
    many = tuple(f"{code:02d}" for code in range(1, 41))
    assert 0 <= engine().score_pair(need(), business(1, "All sorts", Kind.PRO, sectors=many), today=TODAY).score <= 1


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"place": float("nan"), "kind": 1.0}, "must be a number"),
        ({"place": float("inf")}, "must be a number"),
        ({"place": -0.5, "kind": 1.5}, "must be a number that is not negative"),
        ({"place": 0.5}, "add up to 1"),
        ({"luck": 1.0}, "no part called luck"),
        ({}, "add up to 1"),
    ],
)
def test_weights_that_cannot_be_used_say_why(parts, says):
    with pytest.raises(BadWeights, match=says):
        Weights("bad", parts)


def test_a_threshold_that_is_no_number_is_refused():
    with pytest.raises(BadWeights):
        dataclasses.replace(Weights(), threshold=float("nan"))


def test_the_version_names_model_and_weights():
    assert Engine(engine().reading, Weights("v9")).version.endswith("/v9")

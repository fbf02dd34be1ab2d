"""What other weights would change, and what the table theme by kind does."""

from dataclasses import replace

import numpy as np

from broker.matching.effect import effect
from broker.matching.pairing import Comparison, reweighed
from broker.matching.profiles import Place, Reach
from broker.matching.weights import PUBLISHED, Weights, scaled
from models.vocabulary import Kind, ReachKind, Theme
from tests.unit.matching.made import ALL, TODAY, business, engine, need

AFIELD = Place("E08000003", "Manchester", "North West", 53.48, -2.24)
NEAR = business("near", "We mend roofs", Kind.PRO)
FAR = business("far", "Roofers. We mend leaking roofs of halls", Kind.PRO, place=AFIELD, reach=Reach(ReachKind.ENGLAND))
ONLY_PLACE = replace(
    PUBLISHED, version="place", parts=scaled({"place": 1.0}), threshold=0.0, somebody=0.0, least_can_do=0.0
)


def comparing(firms, needs):
    """A way to compare needs with firms, as `effect` asks for it."""
    catalogue = engine().catalogue(firms)

    def compare(at: int, weights: Weights) -> Comparison:
        return engine().with_weights(weights).compare(needs[at], catalogue, [], TODAY)

    return compare


def test_weighing_again_comes_to_the_same_as_comparing_again():
    needs = [need(), need("n2", "A day with accounts", Kind.PRO, words="Our books are in a mess.")]
    compare = comparing(ALL, needs)
    for at in range(len(needs)):
        again, anew = reweighed(compare(at, PUBLISHED), ONLY_PLACE), compare(at, ONLY_PLACE)
        for name in ("score", "sure", "suitable"):
            np.testing.assert_array_equal(getattr(again, name), getattr(anew, name))


def test_a_need_gains_and_loses_firms_and_the_average_is_of_those_shown_before():
    firms = [NEAR, *(business(f"x{n}", "Cafe", Kind.KIT) for n in range(3)), FAR]
    found = effect(["n1"], comparing(firms, [need()]), PUBLISHED, ONLY_PLACE, [None])
    (change,) = found.changes
    assert "far" in change.before and change.lost == ("far",)
    assert set(change.gained) <= {"x0", "x1", "x2"} and change.gained
    assert found.others == 1 and found.needs == 1
    compare = comparing(firms, [need()])
    old, new = compare(0, PUBLISHED), compare(0, ONLY_PLACE)
    places = [firms.index(one) for one in firms if one.id in change.before]
    assert found.average == np.mean([new.score[at] - old.score[at] for at in places])


def test_the_same_weights_change_nothing():
    found = effect(["n1"], comparing(ALL, [need()]), PUBLISHED, PUBLISHED, [1])
    assert found.changes == () and found.average == 0.0 and found.turns[0] == found.turns[1]


def test_a_stricter_bar_leaves_a_need_with_nobody():
    strict = replace(PUBLISHED, version="strict", somebody=1.0)
    found = effect(["n1"], comparing(ALL, [need()]), PUBLISHED, strict, [None])
    assert found.without == (0, 1) and found.firms[1] == 0


def test_priority_decides_which_need_comes_first_for_a_firm_and_can_be_switched_off():
    """Two needs alike but for their neighbourhoods: the poorer one comes first, and only by priority."""
    alike = [need("rich", decile=10), need("poor", decile=1)]
    strong = replace(PUBLISHED, version="strong", parts=scaled({**PUBLISHED.parts, "priority": 0.3}))
    found = effect(["rich", "poor"], comparing([NEAR], alike), PUBLISHED, strong, [10, 1])
    with_it, _, without = found.turns
    assert (with_it.most_deprived, with_it.known, with_it.firms) == (1, 1, 1)
    assert without.most_deprived == 0  # level then, and the first of the list stands
    assert found.turned == 1


def test_no_needs_and_no_firms_are_no_trouble():
    assert effect([], comparing(ALL, []), PUBLISHED, ONLY_PLACE, []).needs == 0
    assert effect(["n1"], comparing([], [need()]), PUBLISHED, ONLY_PLACE, [None]).without == (1, 1)


def test_a_kind_that_suits_the_theme_counts_more_where_the_need_names_none():
    """The table is asked only where the kind was read from words."""
    words = "Tools, timber and a shed, and hands to dig and paint on Saturdays."
    unsaid = need("n3", "Help for our gardeners", words=words, parts=())
    doubted = {Theme.COM: {kind: 0 if kind is Kind.KIT else 3 for kind in PUBLISHED.affinity[Theme.COM]}}
    weights = replace(PUBLISHED, version="t", affinity={**PUBLISHED.affinity, **doubted})
    giver = business("g", "Builders' merchants", Kind.KIT)
    read = engine().features(unsaid).kinds
    assert Kind.KIT in read and len(read) > 1

    def kind_of(of, engine_):
        return next(part for part in engine_.score_pair(of, giver, today=TODAY).parts if part.code == "kind").value

    other = engine().with_weights(weights)
    assert kind_of(unsaid, other) < kind_of(unsaid, engine())
    said = replace(unsaid, parts=need("n4", "", Kind.KIT).parts)
    assert kind_of(said, other) == kind_of(said, engine())

"""Texts and numbers that nobody should send, and somebody will."""

import math

import pytest

from broker.matching.errors import BadWeights
from broker.matching.text import MAX_CHARS
from broker.matching.weights import DEFAULT, Weights
from models.vocabulary import Kind
from tests.unit.matching.made import TODAY, business, engine, need

LONG = "roof leaks over the stage and gutters " * 27_000  # about a million characters


@pytest.mark.parametrize("words", ["", " ", "?", "🦺🔧🏚️", "roof", "<script>x</script>", "\x00\x00", "a" * 5_000])
def test_odd_texts_are_compared_or_said_to_be_too_little(words):
    scored = engine().score_pair(need(title=words, words=words), business(1, words, Kind.PRO, sectors=()), today=TODAY)
    assert 0.0 <= scored.score <= 1.0 and not math.isnan(scored.score)
    assert sum(part.contribution for part in scored.parts) == pytest.approx(scored.score, abs=1e-5)


def test_without_words_theme_and_kind_there_is_no_suggestion_but_a_wish_for_more():
    asked = need(title="", words="", theme=None, parts=())
    ranking = engine().rank_businesses(asked, engine().catalogue([business(1, "We mend roofs", Kind.PRO)]), today=TODAY)
    assert ranking.not_enough_information and not ranking.suggested


def test_of_a_million_characters_the_first_twenty_thousand_are_read():
    cut = engine().score_pair(need(words=LONG[:MAX_CHARS]), business(1, LONG[:MAX_CHARS], Kind.PRO), today=TODAY)
    whole = engine().score_pair(need(words=LONG), business(1, LONG, Kind.PRO), today=TODAY)
    assert len(LONG) > 1_000_000 and whole.score == pytest.approx(cut.score, abs=0.02)


def test_identical_texts_stand_in_the_order_of_their_ids():
    firms = [business(name, "We mend roofs and gutters", Kind.PRO) for name in ("c", "a", "b")]
    ranking = engine().rank_businesses(need(), engine().catalogue(firms), today=TODAY)
    assert [one.business_id for one in ranking.suggested] == ["a", "b", "c"]


def test_a_firm_in_forty_sectors_is_read_by_its_first_five():
    sectors = ("4391", *(f"{code:02d}" for code in range(10, 50) if code not in (34, 40, 44)))
    firm = business(1, "We do everything", Kind.PRO, sectors=sectors)
    assert len(engine().catalogue([firm]).sectors[0]) == 5


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), -0.1])
def test_weights_that_are_no_weights_are_refused(bad):
    with pytest.raises(BadWeights):
        Weights(parts={**DEFAULT, "place": bad})

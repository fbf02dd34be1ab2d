import pytest

from broker.matching.geography import miles
from broker.matching.inferred import UsualOffers
from broker.matching.sectors import SectorModel, answers, nearness, section_of, without_branch
from broker.matching.starter import CanGive, load
from broker.matching.text import MAX_CHARS, TextSpace, stem, tidy, tokens
from broker.matching.themes import KEYWORDS, TermReader
from models.vocabulary import Kind, Theme
from tests.unit.matching.made import engine


def test_endings_that_change_no_trade_are_cut():
    assert len({stem(word) for word in ("roof", "roofs", "roofer", "roofers", "roofing")}) == 1


def test_texts_are_made_harmless():
    assert tidy(None) == tidy("") == ""
    assert tidy("<p>Hello\n\tTHERE</p>") == "hello there"
    assert len(tidy("x" * 1_000_000)) <= MAX_CHARS


def test_common_words_say_nothing():
    assert tokens("we would like some help with the") == []


def test_likeness_is_one_for_the_same_text_and_zero_for_another():
    space = TextSpace().fit(["roofs mended", "lorries hired"])
    assert space.similarity("roofs mended", "roofs mended") == pytest.approx(1.0)
    assert space.similarity("roofs mended", "lorries hired") == 0.0
    assert space.similarity("", "roofs") == 0.0


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [("4391", "4391", 1.0), ("43", "4391", 1.0), ("4391", "4399", 0.85), ("4391", "4120", 0.25), ("4391", "62", 0.0)],
)
def test_sectors_are_near_on_the_tree(one, other, near):
    assert nearness(one, other) == near == nearness(other, one)


def test_a_firm_known_only_as_builder_answers_roofers_in_part():
    assert answers("4391", "43") == 1.0
    assert answers("43", "4391") == 0.75


def test_every_division_has_its_section():
    assert (section_of("01"), section_of("4391"), section_of("99"), section_of("x")) == ("A", "F", "U", None)


@pytest.mark.parametrize(
    ("words", "division"),
    [
        ("we fix boilers", "43"),
        ("Family butcher with two shops", "47"),
        ("man with a van removals", "49"),
        ("bookkeeping and payroll for small firms", "69"),
        ("hairdressers on the high street", "96"),
        ("children's nursery", "88"),
    ],
)
def test_an_owners_words_find_the_sector(words, division):
    proposals = engine().propose_sectors(words)
    assert proposals[0].code[:2] == division
    assert 1 <= len(proposals) <= 5
    assert all(0.0 <= one.confidence <= 1.0 for one in proposals)
    assert [one.confidence for one in proposals] == sorted((one.confidence for one in proposals), reverse=True)


@pytest.mark.parametrize("words", ["", "   ", "asdf qwer zxcv", "we are the", "!!!", "12345"])
def test_empty_or_wrong_words_are_not_sure(words):
    assert engine().propose_sectors(words) == []


def test_official_endings_are_not_learned():
    assert without_branch("Abrasive paper (manufacture)") == "Abrasive paper"
    assert without_branch("Abrasive paper (not fine)") == "Abrasive paper (not fine)"


def test_two_divisions_are_enough_to_learn():
    model = SectorModel().fit(["4391", "69"], ["roofs and slates", "books and accounts"])
    assert model.propose("slates on roofs")[0].code == "4391"


def test_a_rare_theme_is_found_by_its_words():
    space = TextSpace().fit(["jobs for people", "burglary on the estate", "jobs"])
    reader = TermReader(space, rules=KEYWORDS).fit(["EMP", "CRM", "EMP"], ["jobs for people", "tea", "jobs and work"])
    assert reader.likely(["two burglaries a week"])[0, reader.labels_.index("CRM")] >= 0.6


def test_an_empty_text_has_no_theme():
    assert engine().reading.themes.as_mapping("") == {}


def test_a_plain_sentence_has_its_theme():
    found = engine().reading.themes.as_mapping("a food bank that runs out of tins by Thursday")
    assert max(found, key=lambda label: found[label]) == Theme.POV


def test_two_phrases_of_a_row_light_it_more_than_one():
    rows = [CanGive("43", Kind.PRO, "mend a roof", ("leaking roof", "gutter", "slates"))]
    usual = UsualOffers(rows, TextSpace().fit(["a roof", "a gutter", "a cat"]))
    one, two, none = usual.lit_by_words(["the roof is leaking", "a leaking roof and gutter", "a cat"])[:, 0]
    assert two > one > none == 0.0


def test_a_trade_lights_its_narrowest_rows_most():
    rows = [CanGive("43", Kind.PRO, "build", ("wall",)), CanGive("4391", Kind.PRO, "roof", ("roof",))]
    lit = UsualOffers(rows, TextSpace().fit(["wall", "roof"])).lit_by_sector({"43910": 1.0})
    assert lit[1] == 1.0 > lit[0] > 0.0


def test_missing_knowledge_leaves_labels_and_titles(tmp_path):
    knowledge = load(tmp_path)
    assert knowledge.can_give == ()
    assert len({label for label, _ in knowledge.themes}) == len(Theme)
    assert len({code[:2] for code, _ in knowledge.sectors}) == 88


def test_liverpool_to_leeds_is_about_sixty_miles():
    assert 60 < miles(53.41, -2.98, [53.80], [-1.55])[0] < 70

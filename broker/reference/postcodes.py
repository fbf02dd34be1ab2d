"""Read a postcode as people type it, and say where it is or what is the matter with it."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice, product

from .districts import District, district
from .grid import to_lat_lon
from .postcode_files import LetterTable, Outcode, letter_table

#: Nobody's postcode is longer, however it is spaced; more is not looked at.
_LONGEST = 40
#: Also the forms that have closed (W1X, NPT): firms and old lists still carry them.
_OUTCODE = (
    r"(?:[A-PR-UWYZ][A-HK-Y]?[0-9]{1,2}|[A-PR-UWYZ][0-9][A-HJKMNPR-Y]|[A-PR-UWYZ][A-HK-Y][0-9][ABEHMNPRV-Y]|NPT|GIR)"
)
_FULL = re.compile(rf"({_OUTCODE})([0-9][ABD-HJLNP-UW-Z]{{2}})")
_PART = re.compile(rf"({_OUTCODE})(?:[0-9][ABD-HJLNP-UW-Z]?)?")
_PART_WITH_SPACE = re.compile(rf"({_OUTCODE})\s+[0-9][A-Z]?", re.IGNORECASE)
_MIXED_UP = {"O": "0", "0": "O", "I": "1", "1": "IL", "L": "1", "B": "8", "8": "B", "S": "5", "5": "S"}


class PostcodeProblem(StrEnum):
    """Why a postcode does not give a place in England."""

    EMPTY = "empty"
    MALFORMED = "malformed"  # not the shape of a postcode
    PARTIAL = "partial"  # the first half alone: a known area, no street
    UNKNOWN = "unknown"  # the shape of a postcode, but none we know (it may be very new)
    NOT_ENGLAND = "not_england"  # `nation` says where it is
    NO_PLACE = "no_place"  # a postcode for bulk mail, which is nowhere in particular


class Nation(StrEnum):
    ENGLAND = "england"
    SCOTLAND = "scotland"
    WALES = "wales"
    NORTHERN_IRELAND = "northern_ireland"
    JERSEY = "jersey"
    GUERNSEY = "guernsey"
    ISLE_OF_MAN = "isle_of_man"


class Precision(StrEnum):
    """What the position is of."""

    POSTCODE = "postcode"
    OUTCODE = "outcode"  # the median of the postcodes with the same first half
    DISTRICT = "district"  # the district's centre


@dataclass(frozen=True, slots=True)
class PostcodeFound:
    """What a typed postcode comes to. ``problem`` is None where it is a place in England.

    ``postcode`` ("L24 9HZ") and ``outcode`` ("L24") are None where they could not be read.
    ``district`` is the code of the Indices of 2025, of an English district only. Where
    ``precision`` is not POSTCODE the district is the commonest among the postcodes with the same
    first half, and ``district_share`` (0 to 1) says how common; that is given for PARTIAL and
    UNKNOWN postcodes too, as a hint and not a fact. ``lat`` and ``lon`` are WGS84 degrees.
    ``suggestions`` are postcodes that exist and differ by a letter that looks like a digit (O, I,
    L, B, S) or the reverse: at most three, to be offered, never taken.
    """

    text: str
    postcode: str | None = None
    outcode: str | None = None
    problem: PostcodeProblem | None = None
    nation: Nation | None = None
    district: str | None = None
    district_name: str | None = None
    region: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: Precision | None = None
    district_share: float | None = None
    suggestions: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """True where this is a known postcode in England."""
        return self.problem is None


def find_postcode(text: str) -> PostcodeFound:
    """Where a postcode is, however it is spaced, marked or capitalised. Never raises."""
    typed = text.strip()
    if len(typed) > _LONGEST:
        return PostcodeFound(typed[:_LONGEST], problem=PostcodeProblem.MALFORMED)
    key = _plain(typed)
    if not key:
        return PostcodeFound(typed, problem=PostcodeProblem.MALFORMED if typed else PostcodeProblem.EMPTY)
    if full := _FULL.fullmatch(key):
        return _full(typed, full[1], full[2])
    # the space tells "CH4 9", a part of CH4, from "CH49"
    if part := _PART_WITH_SPACE.fullmatch(typed) or _PART.fullmatch(key):
        return _partial(typed, part[1].upper())
    return PostcodeFound(typed, problem=PostcodeProblem.MALFORMED, suggestions=tuple(islice(_suggestions(key), 3)))


def _plain(text: str) -> str:
    """Capitals and digits alone; wide and accented forms become plain ones first."""
    spelt = unicodedata.normalize("NFKD", text).upper()
    # a letter or digit of another script stays, so that it is malformed and not left out unseen
    return "".join(char for char in spelt if char.isalnum())


def _full(typed: str, outcode: str, inward: str) -> PostcodeFound:
    postcode = f"{outcode} {inward}"
    table = letter_table(outcode[0])
    row = table.find(outcode, inward) if table else None
    if row is None or table is None:
        return _unknown(typed, postcode, outcode, table)
    if not row.district:
        # no longer in use and never placed: the rest of its outcode says roughly where it was
        whole = _outcode(typed, outcode, table.outcode(outcode), postcode=postcode)
        return whole or PostcodeFound(typed, postcode, outcode, PostcodeProblem.NO_PLACE)
    nation = _nation(row.district, outcode)
    if nation is not Nation.ENGLAND:
        return PostcodeFound(typed, postcode, outcode, PostcodeProblem.NOT_ENGLAND, nation)
    where = district(row.district)
    if row.easting is not None and row.northing is not None:
        return _in_district(typed, postcode, outcode, where, to_lat_lon(row.easting, row.northing), Precision.POSTCODE)
    holds = table.outcode(outcode)
    if holds and holds.easting is not None and holds.northing is not None:
        return _in_district(
            typed, postcode, outcode, where, to_lat_lon(holds.easting, holds.northing), Precision.OUTCODE
        )
    centre = (where.lat, where.lon) if where else None
    return _in_district(typed, postcode, outcode, where, centre, Precision.DISTRICT)


def _unknown(typed: str, postcode: str, outcode: str, table: LetterTable | None) -> PostcodeFound:
    suggestions = tuple(islice(_suggestions(postcode.replace(" ", "")), 3))
    whole = _outcode(
        typed,
        outcode,
        table.outcode(outcode) if table else None,
        postcode=postcode,
        problem=PostcodeProblem.UNKNOWN,
        suggestions=suggestions,
    )
    return whole or PostcodeFound(typed, postcode, outcode, PostcodeProblem.UNKNOWN, suggestions=suggestions)


def _partial(typed: str, outcode: str) -> PostcodeFound:
    table = letter_table(outcode[0])
    whole = _outcode(typed, outcode, table.outcode(outcode) if table else None, problem=PostcodeProblem.PARTIAL)
    return whole or PostcodeFound(typed, None, outcode, PostcodeProblem.UNKNOWN)


def _outcode(
    typed: str,
    outcode: str,
    holds: Outcode | None,
    *,
    postcode: str | None = None,
    problem: PostcodeProblem | None = None,
    suggestions: tuple[str, ...] = (),
) -> PostcodeFound | None:
    """What can be said from an outcode alone; None where it is unknown or nowhere in particular."""
    if holds is None or not holds.districts:
        return None
    commonest, count = holds.districts[0]
    nation = _nation(commonest, outcode)
    if nation is not Nation.ENGLAND:
        # an outcode across the border says "not in England" only where all of it is
        if all(_nation(code, outcode) is not Nation.ENGLAND for code, _ in holds.districts):
            return PostcodeFound(typed, postcode, outcode, PostcodeProblem.NOT_ENGLAND, nation, suggestions=suggestions)
        return PostcodeFound(
            typed, postcode, outcode, problem or PostcodeProblem.NO_PLACE, nation, suggestions=suggestions
        )
    position = None
    if holds.easting is not None and holds.northing is not None:
        position = to_lat_lon(holds.easting, holds.northing)
    share = round(count / sum(number for _, number in holds.districts), 3)
    return _in_district(
        typed, postcode, outcode, district(commonest), position, Precision.OUTCODE, share, problem, suggestions
    )


def _in_district(
    typed: str,
    postcode: str | None,
    outcode: str,
    where: District | None,
    position: tuple[float, float] | None,
    precision: Precision,
    share: float | None = None,
    problem: PostcodeProblem | None = None,
    suggestions: tuple[str, ...] = (),
) -> PostcodeFound:
    return PostcodeFound(
        text=typed,
        postcode=postcode,
        outcode=outcode,
        problem=problem,
        nation=Nation.ENGLAND,
        district=where.code if where else None,
        district_name=where.name if where else None,
        region=where.region if where else None,
        lat=round(position[0], 5) if position else None,
        lon=round(position[1], 5) if position else None,
        precision=precision,
        district_share=share,
        suggestions=suggestions,
    )


def _nation(code: str, outcode: str) -> Nation:
    if code.startswith("L"):  # the Channel Islands share one code
        return Nation.JERSEY if outcode.startswith("JE") else Nation.GUERNSEY
    return {
        "E": Nation.ENGLAND,
        "S": Nation.SCOTLAND,
        "W": Nation.WALES,
        "N": Nation.NORTHERN_IRELAND,
        "M": Nation.ISLE_OF_MAN,
    }[code[0]]


def _suggestions(key: str) -> Iterator[str]:
    """Postcodes that exist and look like the key, those with the fewest changes first."""
    if not 5 <= len(key) <= 7:
        return
    spellings = ("".join(letters) for letters in product(*(char + _MIXED_UP.get(char, "") for char in key)))
    for spelling in sorted(set(spellings) - {key}, key=lambda other: (_changes(key, other), other)):
        match = _FULL.fullmatch(spelling)
        table = letter_table(spelling[0]) if match else None
        if match and table and table.find(match[1], match[2]):
            yield f"{match[1]} {match[2]}"


def _changes(a: str, b: str) -> int:
    return sum(one != other for one, other in zip(a, b, strict=True))

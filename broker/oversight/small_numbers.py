"""Counts as the public may read them: none below ``LEAST``, and none that can be worked out from others.

A count is told or not by itself: no sum and no rest is told beside it, so there is nothing to subtract
from. Where only one count of a set would be left out, the smallest of the others is left out too. Two
sets that count the same things could be subtracted from each other: where what one of them tells would
fill up what the other leaves out, the second is not told at all. Where the whole of a set is told beside it
(`told_within`), what is left out must leave room in the whole. What stands on one page and could be added
up on another is told in steps (`at_least`). Tests go through every case of small sets.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

LEAST = 5
#: What ``at_least`` tells: wide steps, so that what others tell exactly leaves no exact rest.
STEPS = (LEAST, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)

Code = TypeVar("Code", bound=Hashable)
Other = TypeVar("Other", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Told(Generic[Code]):
    """``counts`` are told one by one, the largest first. ``left_out`` is how many codes are not told,
    ``nothing`` whether there is nothing at all to tell: none of anything is no secret."""

    counts: tuple[tuple[Code, int], ...]
    left_out: int
    nothing: bool

    @property
    def sum(self) -> int:
        """Of what is told; for whoever makes a page, not for the page."""
        return sum(n for _code, n in self.counts)


def told(counts: Mapping[Code, int]) -> Told[Code]:
    """What may be told of the counts of a closed set of codes, 0 where there are none."""
    large = sorted(((code, n) for code, n in counts.items() if n >= LEAST), key=lambda one: -one[1])
    if large and len(counts) - len(large) == 1:
        least = large[-1][1]
        large = [one for one in large if one[1] > least]  # equal ones go together: an order would tell
    return Told(tuple(large), len(counts) - len(large), not any(counts.values()))


def told_together(one: Mapping[Code, int], other: Mapping[Other, int]) -> tuple[Told[Code], Told[Other] | None]:
    """What may be told of two ways to count the same things. None: the second would give the first away."""
    first, second = told(one), told(other)
    # one less than all that could be left out: else that the second is missing would itself tell
    most_of_first, most_of_second = ((LEAST - 1) * each.left_out - 1 for each in (first, second))
    more = second.sum - first.sum
    if (more > 0 and more >= most_of_first) or (more < 0 and -more >= most_of_second):
        return first, None
    return first, second


def told_within(counts: Mapping[Code, int]) -> Told[Code]:
    """What may be told of parts whose whole is told beside them. Where none is small, all of them."""
    if not any(0 < n < LEAST for n in counts.values()):
        return Told(tuple(sorted(counts.items(), key=lambda one: -one[1])), 0, not any(counts.values()))
    found = told(counts)
    rest = sum(counts.values()) - found.sum
    # all that is left out could not be nearly as large as it may be: then each of them would be known
    while found.counts and rest >= (LEAST - 1) * found.left_out - 1:
        least = found.counts[-1][1]
        kept = tuple(one for one in found.counts if one[1] > least)
        found = Told(kept, len(counts) - len(kept), False)
        rest = sum(counts.values()) - found.sum
    return found


def at_least(count: int) -> int:
    """The largest step that a count reaches; 0 below the first."""
    return max((step for step in STEPS if step <= count), default=0)

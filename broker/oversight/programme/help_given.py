"""Where business help goes: introductions and confirmed results by what help can be looked at by."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from models.vocabulary import Nearness

from ..fairness import UNKNOWN
from .counting import Counts, Whole
from .facts import Areas
from .matches import DIMENSIONS
from .quarters import ALL_TIME, BY_QUARTER, Period

#: A code of a group -> how many.
Sums = Mapping[str, int]
#: The most deprived tenth first; a neighbourhood whose decile nobody knows is in none of the other two.
NEARNESS: dict[Nearness, tuple[str, ...]] = {
    Nearness.TENTH: ("1",),
    Nearness.ELSEWHERE: tuple(str(decile) for decile in range(2, 11)),
    Nearness.UNKNOWN: (UNKNOWN,),
}
REGION = "region"


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a dimension: ``given`` were introduced in the period, ``confirmed`` were confirmed in it."""

    code: str
    given: int
    confirmed: int


@dataclass(frozen=True, slots=True)
class Near:
    """Help by whether it reached the most deprived tenth, among so many of all."""

    which: Nearness
    given: int
    confirmed: int
    of_given: int
    of_confirmed: int

    @property
    def deciles(self) -> tuple[str, ...]:
        return NEARNESS[self.which]


@dataclass(frozen=True, slots=True)
class HelpGiven:
    """``groups`` is dimension -> its groups. Of kinds of help, one match can be in several."""

    given: int
    confirmed: int
    near: tuple[Near, ...]
    groups: dict[str, tuple[Group, ...]]

    @property
    def empty(self) -> bool:
        return not (self.given or self.confirmed)


def help_given(
    counts: Counts, whole: Whole, regions: Mapping[str, str], *, period: Period = ALL_TIME, areas: Areas = None
) -> HelpGiven:
    """Help in some areas and a period. ``whole`` are the sums of these areas; ``regions`` is area -> region:
    what has no area has no region."""
    given, confirmed = _sums(whole, "given_by", period), _sums(whole, "confirmed_by", period)
    groups = {dimension: _groups(given[dimension], confirmed[dimension]) for dimension in DIMENSIONS}
    by_region = [_by_region(counts, what, regions, period, areas) for what in ("given_in", "confirmed_in")]
    all_given, all_confirmed = (one.total() for one in by_region)
    near = tuple(
        Near(
            which,
            sum(given["decile"][decile] for decile in deciles),
            sum(confirmed["decile"][decile] for decile in deciles),
            all_given,
            all_confirmed,
        )
        for which, deciles in NEARNESS.items()
    )
    return HelpGiven(all_given, all_confirmed, near, {**groups, REGION: _groups(*by_region)})


def quarters_with_help(counts: Counts) -> set[str]:
    """Quarters in which something was introduced or confirmed."""
    return {
        quarter
        for numbers in counts.by_area.values()
        for what in ("given_in", "confirmed_in")
        for quarter in numbers.get(what, ())
    }


def _sums(whole: Whole, what: str, period: Period) -> dict[str, Counter[str]]:
    """dimension -> code -> how many."""
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for key, number in whole.keys(what).items():
        group, _, quarter = key.partition(BY_QUARTER)
        if period.holds(quarter):
            dimension, _, code = group.partition(":")
            sums[dimension][code] += number
    return sums


def _by_region(counts: Counts, what: str, regions: Mapping[str, str], period: Period, areas: Areas) -> Counter[str]:
    sums: Counter[str] = Counter()
    for area, numbers in counts.by_area.items():
        if areas is None or area in areas:
            inside = (number for quarter, number in numbers.get(what, {}).items() if period.holds(quarter))
            sums[regions.get(area, UNKNOWN)] += sum(inside)
    return +sums


def _groups(given: Sums, confirmed: Sums) -> tuple[Group, ...]:
    """Deciles in their order, all else the most first; what is not known last."""

    def order(code: str) -> tuple[bool, int, int, str]:
        number = int(code) if code.isdigit() else 0
        return code == UNKNOWN, number, 0 if number else -given.get(code, 0), code

    return tuple(
        Group(code, given.get(code, 0), confirmed.get(code, 0)) for code in sorted({*given, *confirmed}, key=order)
    )

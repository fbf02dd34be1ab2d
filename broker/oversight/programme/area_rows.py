"""The areas of a list with what each has: deprivation, partnership, brokers, needs, matches, results."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from models.vocabulary import MatchState, Theme, UnmetBecause

from ..areas import AreaRow, Overview, overview
from .conversion import FEW
from .counting import Counts, Whole, median
from .facts import Areas
from .needs import NO_THEME

#: Match states as a table of areas shows them, each state in one group.
GROUPS: dict[str, tuple[MatchState, ...]] = {
    "asked": (MatchState.PROPOSED, MatchState.ACCEPTED),
    "under_way": (MatchState.INTRODUCED, MatchState.ACTIVE, MatchState.ON_HOLD),
    "finished": (MatchState.COMPLETED,),
    "confirmed": (MatchState.VERIFIED,),
    "not_to_be": (MatchState.DECLINED, MatchState.LAPSED, MatchState.WITHDRAWN, MatchState.ENDED_EARLY),
}


@dataclass(frozen=True, slots=True)
class Unmet:
    """Open needs of one theme with a free place, which wait for the same."""

    theme: Theme | None
    because: UnmetBecause
    number: int

    @property
    def key(self) -> str:
        return f"{self.theme.value if self.theme else NO_THEME}|{self.because.value}"


@dataclass(frozen=True, slots=True)
class AreaFigures:
    """One area in numbers. ``row`` is None for what has no place or stands for several areas."""

    row: AreaRow | None
    numbers: Whole

    @property
    def code(self) -> str:
        return self.row.area.code if self.row else ""

    @property
    def name(self) -> str:
        return (self.row.entry.old_name or self.row.area.name) if self.row else ""

    def of(self, what: str) -> int:
        return self.numbers.of(what)

    def matches(self, group: str) -> int:
        return sum(self.numbers.of("matches", state.value) for state in GROUPS[group])

    def state(self, state: MatchState) -> int:
        return self.numbers.of("matches", state.value)

    @property
    def results(self) -> int:
        return self.numbers.of("given_confirmed")

    @property
    def days_to_reply(self) -> float | None:
        """The middle of the days until somebody first answered a proposal; None where nobody has."""
        return median(self.numbers.keys("reply_days"))

    @property
    def lapsed(self) -> int:
        return self.state(MatchState.LAPSED)

    @property
    def lapsed_share(self) -> float | None:
        """0 to 1, of the proposals that wait no more; None of fewer than ``FEW``."""
        of = self.of("not_waiting")
        return self.lapsed / of if of >= FEW else None

    @property
    def unmet(self) -> list[Unmet]:
        """Unmet needs by theme and limit, the most frequent first."""
        return unmet_of(self.numbers)


def unmet_of(numbers: Whole) -> list[Unmet]:
    found = []
    for key, number in numbers.keys("unmet_by").items():
        theme, because = key.split("|")
        found.append(Unmet(None if theme == NO_THEME else Theme(theme), UnmetBecause(because), number))
    return sorted(found, key=lambda one: (-one.number, one.key))


def _by(value: Callable[[AreaFigures], float | None]) -> Callable[[AreaFigures], tuple[bool, float]]:
    """Most first, and what is not known last."""
    return lambda one: (value(one) is None, -(value(one) or 0.0))


def _decile(one: AreaFigures) -> float | None:
    return float(-one.row.deprivation.rank) if one.row and one.row.deprivation else None


#: What a table of areas can be sorted by; "list" is the list's own order.
SORTS: Mapping[str, Callable[[AreaFigures], tuple[bool, float]] | None] = {
    "list": None,
    "deprivation": _by(_decile),
    "brokers": _by(lambda one: one.of("brokers")),
    "free_places": _by(lambda one: one.of("free_places")),
    "open": _by(lambda one: one.of("open")),
    "unmet": _by(lambda one: one.of("unmet")),
    "under_way": _by(lambda one: one.matches("under_way")),
    "results": _by(lambda one: one.results),
    "reply": _by(lambda one: one.days_to_reply),
    "lapsed": _by(lambda one: one.lapsed_share),
}


@dataclass(frozen=True, slots=True)
class Table:
    """A list of areas with their figures after the filters, and what stands outside the list."""

    overview: Overview
    rows: tuple[AreaFigures, ...]
    elsewhere: AreaFigures
    nowhere: AreaFigures


def table_of(
    session: Session,
    counts: Counts,
    list_code: str,
    *,
    region: str = "",
    missing: str = "",
    sort: str = "list",
    areas: Areas = None,
) -> Table | None:
    """The areas of a list, sorted. ``areas``: only these. None: there is no such list."""
    found = overview(session, list_code, region=region, missing=missing)
    if found is None:
        return None
    whole = {code: Whole(numbers) for code, numbers in counts.by_area.items()}
    nothing = Whole({})
    rows = [
        AreaFigures(row, whole.get(row.area.code, nothing))
        for row in found.rows
        if areas is None or row.area.code in areas
    ]
    by = SORTS.get(sort)
    if by is not None:
        rows.sort(key=by)
    listed = {code for code in found.codes}
    elsewhere = counts.together(frozenset(counts.by_area) - listed - {""})
    return Table(found, tuple(rows), AreaFigures(None, elsewhere), AreaFigures(None, whole.get("", nothing)))

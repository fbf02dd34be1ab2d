"""A report as it is counted now: each line with its rows, beside the time before."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from models import FundTag

from .lines import Line, lines
from .periods import Period
from .places import Place, PlaceKind
from .rows import events
from .telling import Told, stories_of


@dataclass(frozen=True, slots=True)
class Counted:
    """One line: the rows it counts in these dates and in those before. ``unplaced`` are rows of these dates
    whose place is not known: of the whole programme they are among those counted, of any other place not."""

    line: Line
    rows: tuple[int, ...]
    rows_before: tuple[int, ...]
    unplaced: tuple[int, ...]
    known: bool = True

    @property
    def number(self) -> int | None:
        """None where such a thing is not known of such a place."""
        return len(self.rows) if self.known else None

    @property
    def before(self) -> int | None:
        return len(self.rows_before) if self.known else None

    @property
    def change(self) -> int | None:
        return len(self.rows) - len(self.rows_before) if self.known else None


@dataclass(frozen=True, slots=True)
class Report:
    """What was counted, of where, when and for which fund."""

    place: Place
    period: Period
    tag: FundTag | None
    counted: tuple[Counted, ...]

    def of(self, code: str) -> Counted | None:
        return next((one for one in self.counted if one.line.code == code), None)

    def stories(self, session: Session) -> Told:
        """The stories of what was confirmed in these dates."""
        verified = self.of("verified")
        return stories_of(session, verified.rows if verified is not None else ())


def count_report(session: Session, place: Place, period: Period, tag: FundTag | None = None) -> Report:
    """Count everything now, in a fixed number of queries."""
    before = period.before
    now: dict[str, list[int]] = defaultdict(list)
    then: dict[str, list[int]] = defaultdict(list)
    unplaced: dict[str, list[int]] = defaultdict(list)
    for one in events(session, place, tag.id if tag is not None else None, before.first, period.last):
        if one.counts_in(period):
            if not one.placed:
                unplaced[one.line].append(one.id)
            if one.placed or place.kind is PlaceKind.PROGRAMME:
                now[one.line].append(one.id)
        if one.counts_in(before) and (one.placed or place.kind is PlaceKind.PROGRAMME):
            then[one.line].append(one.id)
    return Report(place, period, tag, tuple(_line(one, place, now, then, unplaced) for one in lines()))


def _line(
    line: Line,
    place: Place,
    now: Mapping[str, list[int]],
    then: Mapping[str, list[int]],
    unplaced: Mapping[str, list[int]],
) -> Counted:
    rows, before, apart = (tuple(each.get(line.code, ())) for each in (now, then, unplaced))
    return Counted(line, rows, before, apart, known=line.kind != "firms" or place.kind is not PlaceKind.PART)

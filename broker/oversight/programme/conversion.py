"""The truth about conversion: of 100 firms and of 100 needs, by month, with the months too young to tell."""

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from models.vocabulary import NeedCameTo

from .counting import Whole
from .firms import CONFIRMED_WITHIN, INTRODUCED_WITHIN, answer_by

#: Of fewer than this many no rate is given.
FEW = 10
#: How many months are shown one by one; those before are together.
MONTHS = 24
#: What is asked of firms that signed up in a month, in the order of a firm's way.
STEPS = ("answered", "introduced", "confirmed", "never_answered")


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many. ``mature`` is false while the time to do it in has not passed for all of them;
    ``months`` are those it rests on, where it is not of all."""

    what: str
    number: int
    of: int
    mature: bool = True
    months: tuple[str, ...] = ()

    @property
    def of_100(self) -> float | None:
        """None where there are too few for a rate, or none at all."""
        return self.number / self.of * 100 if self.of >= FEW else None


@dataclass(frozen=True, slots=True)
class Month:
    """The firms that signed up in one month. ``key`` is ``2026-03``, or "" for all before ``first``."""

    key: str
    firms: int
    rates: tuple[Rate, ...]

    @property
    def begins(self) -> date:
        return first_day(self.key)


@dataclass(frozen=True, slots=True)
class Conversion:
    """``overall`` rests on the months that are old enough, each step on its own; ``young`` are the firms
    of the others, by step and by month. ``months`` are newest first."""

    firms: int
    overall: tuple[Rate, ...]
    young: dict[str, dict[str, int]]
    months: tuple[Month, ...]


def conversion(whole: Whole, day: date, speak_days: int) -> Conversion:
    """Firms by the month in which they signed up, as seen on a day."""
    firms = whole.keys("firms")
    old = {step: {month for month in firms if is_mature(step, month, day, speak_days)} for step in STEPS}
    overall = tuple(
        Rate(
            step,
            sum(whole.of(step, month) for month in old[step]),
            sum(firms[month] for month in old[step]),
            months=tuple(sorted(old[step])),
        )
        for step in STEPS
    )
    young = {step: {month: firms[month] for month in sorted(firms) if month not in old[step]} for step in STEPS}
    months = tuple(
        Month(
            month,
            firms[month],
            tuple(Rate(step, whole.of(step, month), firms[month], month in old[step]) for step in STEPS),
        )
        for month in sorted(firms, reverse=True)[:MONTHS]
    )
    return Conversion(sum(firms.values()), overall, young, months)


def is_mature(step: str, month: str, day: date, speak_days: int) -> bool:
    """Whether the last firm of a month has had the whole time that a step may take."""
    last = last_day(month)
    over: dict[str, Callable[[], date]] = {
        "introduced": lambda: last + INTRODUCED_WITHIN,
        "confirmed": lambda: last + CONFIRMED_WITHIN,
    }
    return over.get(step, lambda: answer_by(last, speak_days))() < day


@dataclass(frozen=True, slots=True)
class NeedsEnded:
    """Needs whose end has come, by how they stood then; and those that are open still."""

    ended: int
    rates: tuple[Rate, ...]
    open: int
    months: tuple[Month, ...]


def needs_ended(whole: Whole) -> NeedsEnded:
    """Needs by the month of their end."""
    steps = [f"needs_{end.value}" for end in NeedCameTo]
    ended = whole.keys("needs_ended")
    total = sum(ended.values())
    months = tuple(
        Month(month, ended[month], tuple(Rate(step, whole.of(step, month), ended[month]) for step in steps))
        for month in sorted(ended, reverse=True)[:MONTHS]
    )
    return NeedsEnded(total, tuple(Rate(step, whole.all(step), total) for step in steps), whole.of("open"), months)


def first_day(month: str) -> date:
    return date(int(month[:4]), int(month[5:7]), 1)


def last_day(month: str) -> date:
    first = first_day(month)
    return first.replace(day=monthrange(first.year, first.month)[1])


def months_until(day: date, number: int) -> Iterator[str]:
    """The last months up to that of a day, oldest first."""
    index = day.year * 12 + day.month - 1
    for each in range(index - number + 1, index + 1):
        yield f"{each // 12:04d}-{each % 12 + 1:02d}"

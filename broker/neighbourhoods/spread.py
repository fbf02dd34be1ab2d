"""How the small areas of a neighbourhood lie between the tenths of England."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Neighbourhood, SmallArea

TENTHS = 10


@dataclass(frozen=True, slots=True)
class Spread:
    """Of one edition: how many small areas are in each tenth, the most deprived first, and which codes
    the file of that edition does not have."""

    edition: int
    counts: tuple[int, ...]
    unknown: tuple[str, ...] = ()

    @property
    def known(self) -> int:
        return sum(self.counts)

    @property
    def of(self) -> int:
        return self.known + len(self.unknown)

    @property
    def worst(self) -> int:
        """How many are in the most deprived tenth."""
        return self.counts[0]

    @property
    def decile(self) -> int | None:
        """The tenth of the middle small area, of two the more deprived: at least half of them are in this
        tenth or in a more deprived one. None where the file lacks one of them: half of what is not known?"""
        if self.unknown or not self.known:
            return None
        passed = 0
        for tenth, count in enumerate(self.counts, start=1):
            passed += count
            if 2 * passed >= self.known:
                return tenth
        raise AssertionError("half of them are in some tenth")


def spread_of(codes: Collection[str], edition: int, deciles: dict[str, int]) -> Spread:
    """``deciles`` are those of the edition's file, by code."""
    counts = [0] * TENTHS
    for code in codes:
        if code in deciles:
            counts[deciles[code] - 1] += 1
    return Spread(edition, tuple(counts), tuple(sorted(set(codes) - set(deciles))))


def spreads(session: Session, codes: Collection[str]) -> list[Spread]:
    """One for each edition whose file is here, the newest first; a neighbourhood without small areas has none."""
    if not codes:
        return []
    found: dict[int, dict[str, int]] = {edition: {} for edition in editions(session)}
    here = select(SmallArea.edition, SmallArea.code, SmallArea.decile).where(SmallArea.code.in_(codes))
    for edition, code, decile in session.execute(here):
        found[edition][code] = decile
    return [spread_of(codes, edition, found[edition]) for edition in sorted(found, reverse=True)]


def used(of_editions: Sequence[Spread]) -> Spread | None:
    """The one a neighbourhood goes by: of the newest edition that has all of its small areas."""
    return next((one for one in of_editions if one.decile is not None), None)


def editions(session: Session) -> list[int]:
    """The editions whose files are here, the newest first."""
    return list(session.scalars(select(SmallArea.edition).distinct().order_by(SmallArea.edition.desc())))


def worked_out(session: Session, all_of: Iterable[Neighbourhood]) -> dict[int, Spread]:
    """By id, what each of these neighbourhoods goes by; those that go by what somebody said are not in it.
    Two queries, however many there are."""
    of = {one.id: one.codes for one in all_of if one.small_areas}
    found: dict[int, dict[str, int]] = {edition: {} for edition in editions(session)}
    wanted = sorted({code for codes in of.values() for code in codes})
    for start in range(0, len(wanted), 500):  # a statement takes no more parameters than so many
        part = SmallArea.code.in_(wanted[start : start + 500])
        for edition, code, decile in session.execute(
            select(SmallArea.edition, SmallArea.code, SmallArea.decile).where(part)
        ):
            found[edition][code] = decile
    by_id = {}
    for one, codes in of.items():
        chosen = used([spread_of(codes, edition, deciles) for edition, deciles in found.items()])
        if chosen is not None:
            by_id[one] = chosen
    return by_id

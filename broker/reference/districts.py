"""English districts and how deprived each is, by edition of the Indices of Deprivation.

A district's code is the one in the Indices of 2025; other codes, older and newer, lead to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from .fact_files import rows
from .grid import Located, distance_miles

EDITIONS = (2025, 2019)
DOMAINS = ("income", "employment", "education", "health", "crime", "barriers", "living_environment")
#: How many districts each edition ranked.
RANKED = {2025: 296, 2019: 317}


@dataclass(frozen=True, slots=True)
class Deprivation:
    """One edition's figures for a district. Rank 1 is the most deprived of ``of`` districts.

    ``rank`` is the rank of average rank and gives ``decile`` (1 is the most deprived tenth);
    ``score_rank`` is the rank of average score. ``share_worst_tenth`` is the share, 0 to 1, of
    its small areas in England's most deprived tenth. ``domains``: domain -> rank of average score.
    """

    edition: int
    rank: int
    of: int
    decile: int
    share_worst_tenth: float
    domains: Mapping[str, int] = field(hash=False)
    score_rank: int


@dataclass(frozen=True, slots=True)
class District:
    """An English district. ``lat`` and ``lon`` (WGS84) are the mean of its postcodes, so they lie
    where addresses are. ``current_code`` is its code in the postcodes of 2026."""

    code: str
    name: str
    region: str
    lat: float
    lon: float
    current_code: str
    editions: tuple[Deprivation, ...]

    def deprivation(self, edition: int = 2025) -> Deprivation | None:
        """The figures of one edition; None where the district did not exist in it."""
        return next((figures for figures in self.editions if figures.edition == edition), None)


@dataclass(frozen=True, slots=True)
class FormerDistrict:
    """A name or code no longer in use. ``code`` is the district it is in now; ``until`` the year
    it ended; ``old_code`` is None for those that ended before the present codes began."""

    old_code: str | None
    name: str
    until: int
    code: str


def decile_of(rank: int, of: int) -> int:
    """The tenth, 1 (most deprived) to 10, in which a rank of 1 to ``of`` lies.

    Raises:
        ValueError: the rank is not between 1 and ``of``.
    """
    if not 1 <= rank <= of:
        raise ValueError(f"Rank {rank} is not between 1 and {of}")
    return (rank * 10 + of - 1) // of


@cache
def districts() -> tuple[District, ...]:
    """All 296 districts of England, by code."""
    return tuple(_district(row) for row in rows("areas"))


@cache
def former_districts() -> tuple[FormerDistrict, ...]:
    """Districts that ended or changed their code since 2009, with their successors."""
    return tuple(
        FormerDistrict(row["old_code"] or None, row["old_name"], int(row["until"]), row["code"])
        for row in rows("former_districts")
    )


@cache
def regions() -> tuple[str, ...]:
    """The nine regions, in alphabetical order."""
    return tuple(sorted({district.region for district in districts()}))


def district(code: str) -> District | None:
    """The district of a code: of the Indices of 2025, of the postcodes of 2026, or an older one.

    None where the code is not that of an English district, past or present.
    """
    return _by_code().get(code.strip().upper())


def districts_within(place: Located, miles: float) -> tuple[District, ...]:
    """Districts whose centre is at most ``miles`` from a place, nearest first.

    The place's own district (its attribute ``district``, a code) always counts: the centre of a
    wide one can be far from its edge. Empty where the place has no position and no district.
    """
    own = district(getattr(place, "district", None) or "")
    found = []
    for each in districts():
        distance = distance_miles(place, each)
        if each is own:
            found.append((-1.0, each.code, each))
        elif distance is not None and distance <= miles:
            found.append((distance, each.code, each))
    return tuple(each for _, _, each in sorted(found, key=lambda row: row[:2]))


def other_codes() -> dict[str, tuple[str, str]]:
    """Every other code we know -> (district code, the name it stood for)."""
    codes = {old.old_code: (old.code, old.name) for old in former_districts() if old.old_code}
    codes |= {each.current_code: (each.code, each.name) for each in districts() if each.current_code != each.code}
    return codes


@cache
def _by_code() -> dict[str, District]:
    found = {each.code: each for each in districts()}
    return found | {old: found[new] for old, (new, _) in other_codes().items()}


def _district(row: dict[str, str]) -> District:
    return District(
        code=row["code"],
        name=row["name"],
        region=row["region"],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        current_code=row["current_code"],
        editions=tuple(_figures(row, edition) for edition in EDITIONS if row[f"rank_of_average_rank_{edition}"]),
    )


def _figures(row: dict[str, str], edition: int) -> Deprivation:
    rank, of = int(row[f"rank_of_average_rank_{edition}"]), RANKED[edition]
    return Deprivation(
        edition=edition,
        rank=rank,
        of=of,
        decile=decile_of(rank, of),
        share_worst_tenth=float(row[f"share_worst_tenth_{edition}"]),
        domains={domain: int(row[f"{domain}_{edition}"]) for domain in DOMAINS},
        score_rank=int(row[f"rank_of_average_score_{edition}"]),
    )

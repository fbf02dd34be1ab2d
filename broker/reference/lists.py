"""Lists of districts: the most deprived now, and those of the renewal fund of 2001."""

from dataclasses import dataclass
from functools import cache

from .districts import District, district, districts
from .fact_files import N_, rows

PROGRAMME_SIZE = 88

PROGRAMME = "most_deprived_2025"
PROGRAMME_NAME = N_("The 88 most deprived districts of England")
PROGRAMME_EXPLANATION = N_(
    "The 88 districts that rank as most deprived in the Indices of Deprivation 2025, by rank of average rank. "
    "88 is how many districts the renewal fund of 2001 covered. "
    "The list is a choice of ours and not a programme of government."
)

RENEWAL_2001 = "renewal_2001"
RENEWAL_2001_NAME = N_("The renewal areas of 2001")
RENEWAL_2001_EXPLANATION = N_(
    "Districts of the Neighbourhood Renewal Fund of 2001 to 2006, with the district each is part of today. "
    "64 of the 89 rows are evidenced in Hansard. The other 25 are from general knowledge and not verified, and the "
    "fund covered 88 districts, so one of those 25 is wrong and we do not know which. "
    "This is not an official or a complete list."
)
EVIDENCED = "hansard"
UNVERIFIED = "unverified"
EVIDENCE_LABELS = {
    EVIDENCED: N_("Named in Hansard"),
    UNVERIFIED: N_("Not verified: one of the 25 rows like this is wrong"),
}


@dataclass(frozen=True, slots=True)
class RenewalArea:
    """A row of the list of 2001. ``name`` is the district's name then, ``code`` the district it
    is part of today, ``source`` the day in Hansard that names it ('' where ``evidence`` is
    "unverified")."""

    name: str
    code: str
    evidence: str
    source: str

    @property
    def has_ended(self) -> bool:
        """True where the district of 2001 is now a part of a larger one."""
        now = district(self.code)
        plain = self.name.replace(".", "").casefold()
        return now is None or not now.name.replace(".", "").casefold().startswith(plain)


@cache
def most_deprived(count: int = PROGRAMME_SIZE, edition: int = 2025) -> tuple[District, ...]:
    """The ``count`` districts with the worst rank of average rank, most deprived first.

    Only districts of today are ranked: for 2019 those that have ended since are not among them.
    """
    ranked = [(figures.rank, each) for each in districts() if (figures := each.deprivation(edition))]
    return tuple(each for _, each in sorted(ranked, key=lambda pair: pair[0])[:count])


@cache
def renewal_2001() -> tuple[RenewalArea, ...]:
    """The 89 rows of the list of 2001, by name. Show `RENEWAL_2001_EXPLANATION` beside them."""
    return tuple(
        RenewalArea(row["name_2001"], row["code"], row["evidence"], row["source"]) for row in rows("renewal_2001")
    )

"""The survey of 2001, from which this service starts: what was measured, as stated, with its base.

No figure is sharper here than its source: words stay words. The wording is ours; the figures, bases
and groups are the report's. A figure for several groups together belongs to the set of them.
"""

from dataclasses import dataclass
from functools import cache

from .fact_files import N_, rows

NAME = N_("The survey of 2001")
SOURCE = N_(
    "A news report in Community Care of about 2001, on a survey by the Local Government Association of how councils "
    "approach social inclusion, and on what the Social Exclusion Unit said of business brokers."
)
SCOPE = N_("England and Wales")


@dataclass(frozen=True, slots=True)
class StatedFigure:
    """One figure. ``stated`` is what the report gives, a number or words. ``base`` says of whom it is a share,
    with ``base_count`` where the report gives the number. ``groups`` are codes of stakeholder groups.
    ``drawn`` (0 to 1) is only where a bar ends: the fraction that the words name. None: it is no share."""

    code: str
    audience: str
    measured: str
    stated: str
    drawn: float | None
    base: str
    base_count: int | None
    groups: tuple[str, ...]
    note: str

    @property
    def is_share(self) -> bool:
        return self.drawn is not None


@cache
def stated_figures() -> tuple[StatedFigure, ...]:
    """Every figure of the report, in its own order."""
    return tuple(
        StatedFigure(
            code=row["code"],
            audience=row["audience"],
            measured=row["measured"],
            stated=row["stated"],
            drawn=float(row["drawn"]) if row["drawn"] else None,
            base=row["base"],
            base_count=int(row["base_count"]) if row["base_count"] else None,
            groups=tuple(row["groups"].split()),
            note=row["note"],
        )
        for row in rows("survey_2001")
    )


def stated_for(code: str) -> StatedFigure | None:
    """The figure behind a question that has one figure."""
    found = [figure for figure in stated_figures() if figure.code == code and figure.is_share and not figure.groups]
    return found[0] if found else None


def stated_sets() -> tuple[StatedFigure, ...]:
    """The figures of sets of stakeholder groups."""
    return tuple(figure for figure in stated_figures() if figure.groups)

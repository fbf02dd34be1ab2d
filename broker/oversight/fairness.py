"""Who is suggested and who is matched: rates by what a firm or a need is, with the rows behind them.

A firm or need counts as suggested where a pairing of it stands or was decided, and as matched where a
coordinator has ever confirmed one. A rate of few says little: below ``FEW`` only the counts are given.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, func, or_, select, true
from sqlalchemy.orm import Session

from models import Area, Business, Deprivation, Match, Need, Neighbourhood, Offer, PartnershipArea, Suggestion
from models.vocabulary import EntryState, SuggestionState

from .areas import EDITION

#: Of fewer than this many no rate is given.
FEW = 10
#: Where texts are cut into bands: up to so many letters.
LENGTHS = (0, 50, 200, 600)
UNKNOWN = "unknown"

Areas = frozenset[str] | None


class Only(StrEnum):
    """Which of a group's rows are meant."""

    ALL = "all"
    SUGGESTED = "suggested"
    NOT_SUGGESTED = "not-suggested"
    MATCHED = "matched"
    NOT_MATCHED = "not-matched"


@dataclass(frozen=True, slots=True)
class Fact:
    """One live firm or need, as far as fairness looks at it. ``groups`` is dimension -> group."""

    id: int
    groups: dict[str, str]
    suggested: bool
    matched: bool

    def is_one(self, only: Only) -> bool:
        return {
            Only.ALL: True,
            Only.SUGGESTED: self.suggested,
            Only.NOT_SUGGESTED: not self.suggested,
            Only.MATCHED: self.matched,
            Only.NOT_MATCHED: not self.matched,
        }[only]


@dataclass(frozen=True, slots=True)
class Group:
    """How many of one group there are, were suggested and were matched."""

    code: str
    of: int
    suggested: int
    matched: int

    @property
    def has_rate(self) -> bool:
        return self.of >= FEW


def of_businesses(session: Session, areas: Areas) -> list[Fact]:
    """Every live firm of these areas, in a fixed number of queries."""
    offered = (
        select(Offer.business_id, func.sum(func.length(Offer.words)).label("letters"))
        .where(Offer.withdrawn_at.is_(None))
        .group_by(Offer.business_id)
        .subquery()
    )
    letters = func.length(Business.what_we_do) + func.coalesce(offered.c.letters, 0)
    statement = (
        select(Business.id, Business.size, Business.sectors, Area.region, Deprivation.decile, letters.label("letters"))
        .outerjoin(Area, Area.code == Business.area_code)
        .outerjoin(Deprivation, and_(Deprivation.area_code == Area.code, Deprivation.edition == EDITION))
        .outerjoin(offered, offered.c.business_id == Business.id)
        .where(Business.state == EntryState.LIVE, true() if areas is None else Business.area_code.in_(areas))
        .order_by(Business.id)
    )
    suggested, matched = _ids(session, Suggestion.business_id), _matched(session, Match.business_id)
    return [
        Fact(
            row.id,
            {
                "size": str(row.size),
                "sector": section(row.sectors),
                "decile": UNKNOWN if row.decile is None else str(row.decile),
                "region": row.region or UNKNOWN,
                "length": band(row.letters),
            },
            row.id in suggested,
            row.id in matched,
        )
        for row in session.execute(statement)
    ]


def of_needs(session: Session, areas: Areas) -> list[Fact]:
    """Every live need of these areas, in a fixed number of queries."""
    there = select(PartnershipArea.partnership_id).where(PartnershipArea.area_code.in_(areas or ()))
    within = or_(Need.area_code.in_(areas or ()), and_(Need.area_code.is_(None), Need.partnership_id.in_(there)))
    letters = func.length(Need.title) + func.length(Need.words) + func.length(Need.done_looks_like)
    statement = (
        select(
            Need.id,
            Need.theme,
            Area.region,
            Deprivation.decile,
            Neighbourhood.decile.label("own_decile"),
            letters.label("letters"),
        )
        .outerjoin(Area, Area.code == Need.area_code)
        .outerjoin(Deprivation, and_(Deprivation.area_code == Area.code, Deprivation.edition == EDITION))
        .outerjoin(Neighbourhood, Neighbourhood.id == Need.neighbourhood_id)
        .where(Need.state == EntryState.LIVE, true() if areas is None else within)
        .order_by(Need.id)
    )
    suggested, matched = _ids(session, Suggestion.need_id), _matched(session, Match.need_id)
    return [
        Fact(
            row.id,
            {
                "theme": str(row.theme) if row.theme else UNKNOWN,
                "decile": UNKNOWN if row.decile is None else str(row.decile),
                "neighbourhood": UNKNOWN if row.own_decile is None else str(row.own_decile),
                "region": row.region or UNKNOWN,
                "length": band(row.letters),
            },
            row.id in suggested,
            row.id in matched,
        )
        for row in session.execute(statement)
    ]


READ: dict[str, Callable[[Session, Areas], list[Fact]]] = {"businesses": of_businesses, "needs": of_needs}
DIMENSIONS: dict[str, tuple[str, ...]] = {
    "businesses": ("size", "sector", "decile", "region", "length"),
    "needs": ("theme", "neighbourhood", "decile", "region", "length"),
}


def groups_of(facts: Iterable[Fact], dimension: str) -> list[Group]:
    """Counts by group, in the order of their codes with "not known" last."""
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for fact in facts:
        count = counted[fact.groups[dimension]]
        count[0] += 1
        count[1] += fact.suggested
        count[2] += fact.matched
    return [Group(code, *counted[code]) for code in sorted(counted, key=_order)]


def rows_of(facts: Sequence[Fact], dimension: str, group: str, only: Only) -> list[int]:
    """The rows behind one number. Without a dimension, of all."""
    return [fact.id for fact in facts if fact.is_one(only) and (not dimension or fact.groups[dimension] == group)]


def section(codes: Sequence[str]) -> str:
    """The section of the first sector a firm gave."""
    from ..reference.sectors import section_of

    try:
        return section_of(codes[0]) if codes else UNKNOWN
    except (KeyError, ValueError):
        return UNKNOWN


def band(letters: int | None) -> str:
    """A text's length as the most letters of its band; "more" beyond the last."""
    return next((str(most) for most in LENGTHS if (letters or 0) <= most), "more")


def _order(code: str) -> tuple[bool, bool, int, str]:
    number = int("".join(ch for ch in code.partition("-")[0] if ch.isdigit()) or 0)
    return code == UNKNOWN, code == "more", number, code


def _ids(session: Session, column: Any) -> set[int]:
    gone = Suggestion.state == SuggestionState.WITHDRAWN
    return set(session.scalars(select(column).where(~gone).distinct()))


def _matched(session: Session, column: Any) -> set[int]:
    return set(session.scalars(select(column).distinct()))

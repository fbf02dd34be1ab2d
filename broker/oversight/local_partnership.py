"""A local partnership as anybody may see it: what it asks for, what was given and confirmed, who sits on it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from models import Match, MatchPart, Need, NeedPart, Partnership, Result, Seat
from models.vocabulary import Kind, SeatStatus, StakeholderGroup, Theme

from ..suggestions import open_on
from .small_numbers import Told, told_together


@dataclass(frozen=True, slots=True)
class PublicView:
    """``asked`` is theme -> open needs (each has a page of its own; one with two themes counts
    under both), and ``open_needs`` how many there are; ``themes`` and ``kinds`` tell of
    confirmed results; ``seats`` is group -> how its seats stand, for the groups that are recorded."""

    partnership: Partnership
    asked: dict[Theme | None, int]
    open_needs: int
    themes: Told[Theme | None]
    kinds: Told[Kind] | None
    seats: dict[StakeholderGroup, tuple[SeatStatus, ...]]


def public_view(session: Session, partnership_id: int, *, today: date) -> PublicView | None:
    """Everything public about a live partnership; None for any other."""
    found = session.get(Partnership, partnership_id, options=[selectinload(Partnership.areas)])
    if found is None or not found.is_live:
        return None
    asked = (
        select(Need.theme, Need.second_theme, func.count().label("number"))
        .join(Need.partnership)
        .where(Need.partnership_id == partnership_id, *open_on(today))
        .group_by(Need.theme, Need.second_theme)
    )
    themes, kinds = told_together(*_confirmed(session, partnership_id))
    counted: Counter[Theme | None] = Counter()
    open_needs = 0
    for row in session.execute(asked):
        open_needs += row.number
        for theme in {row.theme, row.second_theme} - {None} or {None}:
            counted[theme] += row.number
    return PublicView(found, _in_order(counted), open_needs, themes, kinds, _seats(session, partnership_id))


def successor_of(session: Session, partnership_id: int) -> int | None:
    """The number of the partnership that goes on where this one has ended."""
    found = session.get(Partnership, partnership_id)
    following = found.successor if found is not None and not found.is_live else None
    return following.id if following is not None and following.is_live else None


def _confirmed(session: Session, partnership_id: int) -> tuple[dict[Theme | None, int], dict[Kind, int]]:
    """Confirmed results by theme and by kind of help, 0 where there are none. A result of two kinds counts in both."""
    of_it = (Need.partnership_id == partnership_id, Result.verified_at.is_not(None))
    by_theme = (
        select(Need.theme, func.count(Result.id))
        .join(Match, Match.need_id == Need.id)
        .join(Result, Result.match_id == Match.id)
        .where(*of_it)
        .group_by(Need.theme)
    )
    by_kind = (
        select(NeedPart.kind, func.count(func.distinct(Result.id)))
        .join(MatchPart, MatchPart.part_id == NeedPart.id)
        .join(Result, Result.match_id == MatchPart.match_id)
        .join(Need, Need.id == NeedPart.need_id)
        .where(*of_it)
        .group_by(NeedPart.kind)
    )
    themes: dict[Theme | None, int] = {**dict.fromkeys(Theme, 0), None: 0}
    themes.update((theme, n) for theme, n in session.execute(by_theme))
    kinds = dict.fromkeys(Kind, 0)
    kinds.update((kind, n) for kind, n in session.execute(by_kind))
    return themes, kinds


def _seats(session: Session, partnership_id: int) -> dict[StakeholderGroup, tuple[SeatStatus, ...]]:
    """How the seats of each recorded group stand. Who sits in them is not public."""
    rows = session.execute(select(Seat.group, Seat.status).where(Seat.partnership_id == partnership_id))
    recorded = {(group, status) for group, status in rows}
    return {
        group: states
        for group in StakeholderGroup
        if (states := tuple(status for status in SeatStatus if (group, status) in recorded))
    }


def _in_order(counted: Counter[Theme | None]) -> dict[Theme | None, int]:
    return {theme: counted[theme] for theme in (*Theme, None) if counted[theme]}

"""Needs: which are open, what the unmet ones wait for, and how those stood whose end had come."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from models import Match, MatchPart, Need, NeedPart, PlanGap, PlanRun, Suggestion
from models.plan import FINISHED
from models.vocabulary import (
    EntryState,
    Kind,
    MatchState,
    PlanLimit,
    SuggestionState,
    UnmetBecause,
)

from ...cases.clocks import today
from ...cases.places import TAKEN
from ...suggestions import open_on
from .ends import end_of, last_closing, last_end
from .facts import ALL, Areas, Counted, Fact, Piece, came_in, ends, fact, month_of, place_of_need, within, yes_if
from .missing import missing_of

#: Not read by anybody yet, or put in by somebody else: not asked for so far.
NOT_YET = (EntryState.DRAFT, EntryState.INVITED, EntryState.WAITING)
NO_THEME = "none"


def need_facts(session: Session, areas: Areas, piece: Piece = ALL) -> list[Fact]:
    """Every need that was ever open, in two queries."""
    day = today()
    place, only = place_of_need()
    closing, (ended_at, ended) = last_closing(), last_end()
    gap = _last_gap()
    standing = select(Suggestion.need_id).where(Suggestion.state.in_((SuggestionState.OPEN, SuggestionState.LATER)))
    asked = select(Match.need_id).where(Match.state == MatchState.PROPOSED)
    statement = (
        select(
            Need.id,
            place.label("place"),
            Need.state,
            Need.theme,
            came_in(Need).label("came_in_at"),
            Need.ends_on,
            ended_at.label("ended_at"),
            Need.updated_at,
            closing.c.what,
            gap.c.limit,
            Need.sectors,
            Need.sectors_text,
            yes_if(Need.id.in_(asked)).label("asked"),
            yes_if(Need.id.in_(standing)).label("undecided"),
            yes_if(and_(*open_on(day))).label("is_open"),
        )
        .join(Need.partnership)
        .outerjoin(only, only.c.partnership_id == Need.partnership_id)
        .outerjoin(closing, closing.c.entry_id == Need.id)
        .outerjoin(ended, ended.c.entry_id == Need.id)
        .outerjoin(gap, gap.c.need_id == Need.id)
        .where(Need.state.not_in(NOT_YET), within(place, areas))
        .order_by(Need.id)
    )
    rows = session.execute(piece.of(statement, Need.id)).all()
    free = _free_kinds(session, *ends(rows))
    return [fact(row.id, row.place, _counted(row, day, free.get(row.id, ()))) for row in rows]


def limit_of(row: Any) -> UnmetBecause:
    """What keeps an open need with a free place from being met: the first that holds."""
    if row.asked:
        return UnmetBecause.ASKED
    if row.undecided:
        return UnmetBecause.UNDECIDED
    return UnmetBecause(row.limit.value) if isinstance(row.limit, PlanLimit) else UnmetBecause.NOBODY


def _counted(row: Any, day: date, free: Sequence[Kind]) -> list[Counted]:
    counted: list[Counted] = []
    if row.came_in_at is not None:
        counted.append(("needs_in", month_of(row.came_in_at)))
    ended = end_of(row.state, row.what, row.ended_at, row.ends_on, day)
    if ended is not None:
        came_to, on = ended[0], ended[1] or row.updated_at
        counted += [("needs_ended", month_of(on)), (f"needs_{came_to.value}", month_of(on))]
    elif row.is_open:
        counted.append(("open", ""))
        if free:
            because = limit_of(row)
            counted += [("unmet", ""), ("unmet_by", f"{row.theme or NO_THEME}|{because.value}")]
            counted += missing_of(because, free, row.sectors, row.sectors_text)
    return counted


def _last_gap() -> Any:
    """need -> the limit that the newest finished matching round found for it."""
    runs = select(PlanRun.id).where(PlanRun.state.in_(FINISHED))
    last = select(func.max(PlanGap.id)).where(PlanGap.run_id.in_(runs)).group_by(PlanGap.need_id)
    return select(PlanGap.need_id, PlanGap.limit).where(PlanGap.id.in_(last)).subquery()


def _free_kinds(session: Session, first: int, last: int) -> dict[int, list[Kind]]:
    """live need -> the kinds of help of which it has fewer partners than places."""
    taken = (
        select(func.count())
        .select_from(MatchPart)
        .join(Match, Match.id == MatchPart.match_id)
        .where(MatchPart.part_id == NeedPart.id, Match.state.in_(TAKEN))
        .scalar_subquery()
    )
    statement = (
        select(NeedPart.need_id, NeedPart.kind)
        .join(Need, Need.id == NeedPart.need_id)
        .where(Need.state == EntryState.LIVE, Need.id.between(first, last), taken < NeedPart.places)
        .order_by(NeedPart.id)
    )
    found: dict[int, list[Kind]] = defaultdict(list)
    for need_id, kind in session.execute(statement):
        found[need_id].append(kind)
    return found

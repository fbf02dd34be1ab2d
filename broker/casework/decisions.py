"""The decisions of a work list: how many firms there are to look at for a need, and which are for today."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from models import Account, Decision, Need, Suggestion
from models.vocabulary import SuggestionSource, SuggestionState, Verdict

from ..cases.clocks import ENGLAND, today
from ..cases.places import has_room


@dataclass(frozen=True, slots=True)
class Firms:
    """What is put forward for a need: to be looked at, of these by people, and in reserve."""

    to_look_at: int = 0
    reserves: int = 0
    by_people: int = 0


def firms_of(session: Session, need_ids: Iterable[int]) -> dict[int, Firms]:
    """need id -> its firms. A need that has asked enough shows only what people put forward: they are owed
    an answer."""
    person = Suggestion.source != SuggestionSource.MODEL
    is_open = Suggestion.state == SuggestionState.OPEN
    shown = and_(is_open, or_(person, has_room()))
    statement = (
        select(
            Suggestion.need_id,
            func.sum(case((shown, 1), else_=0)),
            func.sum(case((is_open, 0), else_=1)),
            func.sum(case((and_(is_open, person), 1), else_=0)),
        )
        .join(Need, Need.id == Suggestion.need_id)
        .where(
            Suggestion.need_id.in_(list(need_ids)),
            Suggestion.state.in_([SuggestionState.OPEN, SuggestionState.RESERVE]),
        )
        .group_by(Suggestion.need_id)
    )
    return {row[0]: Firms(*row[1:]) for row in session.execute(statement)}


def for_today(decisions: Iterable[tuple[int, int]], firms: Mapping[int, Firms], left: int) -> set[int]:
    """The ids of the cases that fit into what is left of a day's decisions. ``decisions`` are (case id,
    need id) in the order of the list."""
    chosen: set[int] = set()
    for case_id, need_id in decisions:
        count = firms.get(need_id, Firms()).to_look_at
        if count <= left:
            chosen.add(case_id)
        left -= count
    return chosen


def decided_today(session: Session, account: Account, day: date | None = None) -> int:
    """How many suggestions an account has decided today, undone ones not counted."""
    midnight = datetime.combine(day or today(), datetime.min.time(), ENGLAND)
    counted: Any = case((Decision.verdict == Verdict.UNDO, -1), (Decision.verdict == Verdict.AGREE, 0), else_=1)
    total = session.scalar(select(func.sum(counted)).where(Decision.by_id == account.id, Decision.at >= midnight))
    return max(0, int(total or 0))

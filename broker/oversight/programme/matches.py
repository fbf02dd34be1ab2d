"""Matches: where they stand, how soon somebody answered, and whom the help reaches."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Business, Match, MatchAnswer, MatchPart, Need, NeedPart, Neighbourhood, Result
from models.vocabulary import Kind, MatchState, Nearness

from ...cases.clocks import day_of
from ..fairness import UNKNOWN, section
from .facts import Areas, Counted, Fact, fact, month_of, place_of_need, within

#: Proposals on which nobody need answer any more.
NOT_WAITING = tuple(state for state in MatchState if state is not MatchState.PROPOSED)
#: What help is looked at by; the keys of ``given`` and ``given_confirmed`` begin with one of these.
DIMENSIONS = ("theme", "kind", "sector", "size", "near")


def match_facts(session: Session, areas: Areas) -> list[Fact]:
    """Every match, in two queries. Its area is that of its result, or else of its need."""
    place, only = place_of_need()
    place = func.coalesce(Result.area_code, place)
    answered = (
        select(MatchAnswer.match_id, func.min(MatchAnswer.answered_at).label("at"))
        .where(MatchAnswer.answered_at.is_not(None))
        .group_by(MatchAnswer.match_id)
        .subquery()
    )
    statement = (
        select(
            Match.id,
            place.label("place"),
            Match.state,
            Match.created_at,
            Match.introduced_at,
            Result.verified_at,
            answered.c.at.label("answered_at"),
            Need.theme,
            Neighbourhood.decile,
            Business.size,
            Business.sectors,
        )
        .join(Need, Need.id == Match.need_id)
        .join(Business, Business.id == Match.business_id)
        .outerjoin(Neighbourhood, Neighbourhood.id == Need.neighbourhood_id)
        .outerjoin(Result, Result.match_id == Match.id)
        .outerjoin(answered, answered.c.match_id == Match.id)
        .outerjoin(only, only.c.partnership_id == Need.partnership_id)
        .where(within(place, areas))
        .order_by(Match.id)
    )
    kinds = _kinds(session)
    return [fact(row.id, row.place, _counted(row, kinds.get(row.id, ()))) for row in session.execute(statement)]


def _kinds(session: Session) -> dict[int, set[Kind]]:
    """match -> the kinds of help it gives."""
    found: dict[int, set[Kind]] = defaultdict(set)
    statement = (
        select(MatchPart.match_id, NeedPart.kind)
        .join(NeedPart, NeedPart.id == MatchPart.part_id)
        .join(Match, Match.id == MatchPart.match_id)
        .where(Match.introduced_at.is_not(None))
    )
    for match_id, kind in session.execute(statement):
        found[match_id].add(kind)
    return found


def _counted(row: Any, kinds: Sequence[Kind] | set[Kind]) -> Iterator[Counted]:
    yield ("proposals", month_of(row.created_at))
    yield ("matches", row.state.value)
    if row.state in NOT_WAITING:
        yield ("not_waiting", "")
    if row.answered_at is not None:
        yield ("reply_days", str(max(0, (day_of(row.answered_at) - day_of(row.created_at)).days)))
    if row.introduced_at is None:
        return
    yield ("introductions", month_of(row.introduced_at))
    yield ("given", "")
    confirmed = row.verified_at is not None
    if confirmed:
        yield ("results", month_of(row.verified_at))
        yield ("given_confirmed", "")
    for group in _groups(row, kinds):
        yield ("given_by", group)
        if confirmed:
            yield ("confirmed_by", group)


def _groups(row: Any, kinds: Sequence[Kind] | set[Kind]) -> Iterator[str]:
    """The groups of one match: one in each dimension, but of kinds as many as it gives."""
    yield f"theme:{row.theme.value if row.theme else UNKNOWN}"
    yield f"size:{row.size.value}"
    yield f"sector:{section(row.sectors)}"
    yield f"near:{nearness(row.decile).value}"
    yield from (f"kind:{kind.value}" for kind in kinds or ())
    if not kinds:
        yield f"kind:{UNKNOWN}"


def nearness(decile: int | None) -> Nearness:
    """Whether a neighbourhood is in the most deprived tenth; a district's decile says nothing of it."""
    if decile is None:
        return Nearness.UNKNOWN
    return Nearness.TENTH if decile == 1 else Nearness.ELSEWHERE

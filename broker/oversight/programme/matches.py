"""Matches: where they stand, how soon somebody answered, and whom the help reaches."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Business, Match, MatchAnswer, MatchPart, Need, NeedPart, Neighbourhood, Result
from models.vocabulary import Kind, MatchState

from ...cases.clocks import day_of
from ..fairness import UNKNOWN, section
from .facts import ALL, Areas, Counted, Fact, Piece, ends, fact, month_of, place_of_need, within
from .quarters import BY_QUARTER, quarter_of

#: Proposals on which nobody need answer any more.
NOT_WAITING = tuple(state for state in MatchState if state is not MatchState.PROPOSED)
#: What help is looked at by. Keys of ``given_by`` and ``confirmed_by`` are ``theme:ENV@2026Q2``: the group, and
#: the quarter of the introduction or of the confirmation.
DIMENSIONS = ("decile", "theme", "kind", "sector", "size")


def match_facts(session: Session, areas: Areas, piece: Piece = ALL) -> list[Fact]:
    """Every match, in two queries. Its area is that of its result, or else of its need."""
    place, only = place_of_need()
    place = func.coalesce(Result.area_code, place)
    answered = select(func.min(MatchAnswer.answered_at)).where(MatchAnswer.match_id == Match.id).scalar_subquery()
    statement = (
        select(
            Match.id,
            place.label("place"),
            Match.state,
            Match.created_at,
            Match.introduced_at,
            Result.verified_at,
            answered.label("answered_at"),
            Need.theme,
            Neighbourhood.decile,
            Business.size,
            Business.sectors,
        )
        .join(Need, Need.id == Match.need_id)
        .join(Business, Business.id == Match.business_id)
        .outerjoin(Result, Result.match_id == Match.id)
        .outerjoin(Neighbourhood, Neighbourhood.id == func.coalesce(Result.neighbourhood_id, Need.neighbourhood_id))
        .outerjoin(only, only.c.partnership_id == Need.partnership_id)
        .where(within(place, areas))
        .order_by(Match.id)
    )
    rows = session.execute(piece.of(statement, Match.id)).all()
    kinds = _kinds(session, *ends(rows))
    return [fact(row.id, row.place, _counted(row, kinds.get(row.id, ()))) for row in rows]


def _kinds(session: Session, first: int, last: int) -> dict[int, set[Kind]]:
    """match -> the kinds of help it gives."""
    found: dict[int, set[Kind]] = defaultdict(set)
    statement = (
        select(MatchPart.match_id, NeedPart.kind)
        .join(NeedPart, NeedPart.id == MatchPart.part_id)
        .join(Match, Match.id == MatchPart.match_id)
        .where(Match.introduced_at.is_not(None), Match.id.between(first, last))
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
    groups = tuple(_groups(row, kinds))
    introduced = quarter_of(row.introduced_at)
    yield ("given_in", introduced)
    yield from (("given_by", f"{group}{BY_QUARTER}{introduced}") for group in groups)
    if row.verified_at is not None:
        yield ("results", month_of(row.verified_at))
        yield ("given_confirmed", "")
        confirmed = quarter_of(row.verified_at)
        yield ("confirmed_in", confirmed)
        yield from (("confirmed_by", f"{group}{BY_QUARTER}{confirmed}") for group in groups)


def _groups(row: Any, kinds: Sequence[Kind] | set[Kind]) -> Iterator[str]:
    """The groups of one match: one in each dimension, but of kinds as many as it gives. Its decile is that
    of its neighbourhood: a district's says nothing of it."""
    yield f"decile:{row.decile or UNKNOWN}"
    yield f"theme:{row.theme.value if row.theme else UNKNOWN}"
    yield f"size:{row.size.value}"
    yield f"sector:{section(row.sectors)}"
    yield from (f"kind:{kind.value}" for kind in kinds or ())
    if not kinds:
        yield f"kind:{UNKNOWN}"

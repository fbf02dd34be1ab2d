"""The rows behind one number."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Business, Match, Need
from models.vocabulary import NeedCameTo

from ...edge.paging import page_within
from ..fairness_rows import Row, names_of
from .counting import READ
from .facts import Areas, Fact, Piece
from .keeping import kept_number
from .narrowing import narrowing
from .quarters import BY_QUARTER
from .rows_besides import BESIDES

#: What is counted -> of which kind the rows are.
KIND: dict[str, str] = {
    **{"brokers": "brokers", "contacts": "matches", "check_ins": "matches"},
    **dict.fromkeys(("firms", "answered", "never_answered", "introduced", "confirmed", "offering"), "firms"),
    **dict.fromkeys(
        (
            "needs_in",
            "needs_ended",
            "open",
            "unmet",
            "unmet_by",
            "recruit",
            "recruit_any",
            "recruit_broker",
            "say_more",
        ),
        "needs",
    ),
    **{f"needs_{end.value}": "needs" for end in NeedCameTo},
    **dict.fromkeys(
        (
            "proposals",
            "matches",
            "not_waiting",
            "reply_days",
            "introductions",
            "given",
            "given_by",
            "given_in",
            "results",
            "given_confirmed",
            "confirmed_by",
            "confirmed_in",
        ),
        "matches",
    ),
}

#: So many rows are read at a time where the first of very many are looked for.
A_PIECE = 500


@dataclass(frozen=True, slots=True)
class Behind:
    """One page of the rows behind a number. ``kind`` is "firms", "needs", "matches" or "brokers"."""

    kind: str
    total: int
    rows: list[Row]


def ids_behind(session: Session, what: str, keys: Collection[str], areas: Areas, upto: int | None = None) -> list[int]:
    """The rows counted under a thing and one of its keys; under any of them where none is named. With ``upto``
    the first of them, so many or somewhat more, read piece by piece."""
    wanted, where = frozenset(keys), narrowing(what, keys)
    read, after, found = READ[KIND[what]], 0, list[int]()
    while True:
        facts = read(session, areas, Piece(after, None if upto is None else A_PIECE, where))
        found += [one.id for one in facts if _is_meant(one, what, wanted)]
        if upto is None or len(found) >= upto or len(facts) < A_PIECE:
            return found
        after = facts[-1].id


def _is_meant(fact: Fact, what: str, wanted: frozenset[str]) -> bool:
    if wanted:
        return not wanted.isdisjoint(_keys(fact, what))
    return any(counted == what for counted, _key in fact.counted)


def _keys(fact: Fact, what: str) -> Iterator[str]:
    """The keys of one thing; those by quarter also without it, as for all time."""
    for counted, key in fact.counted:
        if counted == what:
            yield key
            group, by_quarter, _quarter = key.partition(BY_QUARTER)
            if by_quarter:
                yield group


def behind(session: Session, what: str, keys: Collection[str], areas: Areas, page: int, a_page: int) -> Behind:
    """One page of them, by name."""
    if what in BESIDES:
        return Behind(KIND[what], *BESIDES[what](session, areas, page, a_page))
    total = kept_number(session, what, keys, areas)
    ids = ids_behind(session, what, keys, areas, None if total is None else page * a_page)
    total = len(ids) if total is None else max(total, len(ids))
    begin = (page_within(total, page, a_page)[0] - 1) * a_page
    shown = ids[begin : begin + a_page]
    return Behind(KIND[what], total, named(session, KIND[what], shown))


def named(session: Session, kind: str, ids: list[int]) -> list[Row]:
    """Rows of a kind as they are listed, by their numbers."""
    if kind != "matches":
        return names_of(session, "needs" if kind == "needs" else "businesses", ids)
    statement = (
        select(Match)
        .where(Match.id.in_(ids))
        .options(selectinload(Match.need).selectinload(Need.area), selectinload(Match.business))
        .order_by(Match.id)
    )
    return [
        Row(
            one.id,
            one.reference,
            f"{one.need.title}, {one.business.name}",
            one.need.area.name if one.need.area else "",
        )
        for one in session.scalars(statement)
    ]


#: At most so many numbers go into one query.
AT_ONCE = 500


def references(session: Session, kind: str, ids: Sequence[int]) -> Iterator[str]:
    """What rows are called on the telephone, in the order of their numbers."""
    table: Any = {"firms": Business, "needs": Need, "matches": Match}[kind]
    for begin in range(0, len(ids), AT_ONCE):
        some = ids[begin : begin + AT_ONCE]
        yield from session.scalars(select(table.reference).where(table.id.in_(some)).order_by(table.id))

"""Fund tags: the programme's own list, and which needs and matches are paid for by which."""

from collections.abc import Collection, Sequence

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Account, FundTag, FundTagGiven, Match, Need
from models.base import now

from ..cases.refusals import NotPossible

Funded = Need | Match


def funds(session: Session, *, retired: bool = False) -> Sequence[FundTag]:
    """The list by name; with those that are given to nothing new any more."""
    statement = select(FundTag).order_by(FundTag.name)
    return session.scalars(statement if retired else statement.where(FundTag.retired_at.is_(None))).all()


def name_fund(session: Session, name: str, *, by: Account, fund: FundTag | None = None) -> FundTag:
    """Put a fund on the list, or call it otherwise: what was frozen keeps the name that it had then.

    Raises:
        NotPossible: another fund has this name.
    """
    same = session.scalar(select(FundTag).where(func.lower(FundTag.name) == name.lower()))
    if same is not None and same is not fund:
        raise NotPossible(_("There is a fund with this name already"), "name")
    if fund is None:
        fund = FundTag(by_id=by.id)
        session.add(fund)
    fund.name = name
    session.flush()
    return fund


def retire_fund(fund: FundTag) -> None:
    """It is given to nothing new; what has it keeps it, and reports of it can still be made."""
    fund.retired_at = fund.retired_at or now()


def funds_of(session: Session, of: Funded) -> Sequence[FundTag]:
    """What a need or a match is tagged with itself."""
    statement = select(FundTag).join(FundTagGiven, FundTagGiven.tag_id == FundTag.id)
    return session.scalars(statement.where(_is_of(of), FundTagGiven.taken_at.is_(None)).order_by(FundTag.name)).all()


def tag(session: Session, of: Funded, tags: Collection[int], *, by: Account) -> None:
    """Give a need or a match exactly these tags. Those that are retired stay where they were given."""
    session.refresh(of, with_for_update=True)
    given = {one.tag_id: one for one in _given(session, of)}
    known = {fund.id: fund for fund in funds(session, retired=True)}
    for tag_id in set(given) - set(tags):
        if known[tag_id].retired_at is None:
            given[tag_id].taken_at, given[tag_id].taken_by_id = now(), by.id
    for tag_id in set(tags) - set(given):
        if tag_id in known and known[tag_id].retired_at is None:
            about = {"need_id": of.id} if isinstance(of, Need) else {"match_id": of.id}
            session.add(FundTagGiven(tag_id=tag_id, by_id=by.id, **about))
    session.flush()


def how_many(session: Session) -> dict[int, int]:
    """fund -> how many needs and matches have it."""
    statement = select(FundTagGiven.tag_id, func.count()).where(FundTagGiven.taken_at.is_(None))
    return {tag_id: count for tag_id, count in session.execute(statement.group_by(FundTagGiven.tag_id))}


def _given(session: Session, of: Funded) -> Sequence[FundTagGiven]:
    return session.scalars(select(FundTagGiven).where(_is_of(of), FundTagGiven.taken_at.is_(None))).all()


def _is_of(of: Funded):  # type: ignore[no-untyped-def]
    return FundTagGiven.need_id == of.id if isinstance(of, Need) else FundTagGiven.match_id == of.id

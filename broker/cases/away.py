"""Who is away, and the clocks that wait for them: they stop meanwhile, and start again by themselves."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from models import Account, Broker, Business, Case, Match, Need, Partnership
from models.match import OVER
from models.vocabulary import CaseKind, Strand

from .calls import follow_calls
from .entries import AnyEntry, follow_entry
from .following import follow
from .log import TABLE_OF as ENTRY_OF
from .log import record
from .waiting import KIND_OF, TABLE_OF, Subject

_ENTRY_KINDS = {CaseKind(kind.value): table for kind, table in ENTRY_OF.items()}


def set_away(
    session: Session,
    who: Business | Partnership,
    *,
    begins: date | None,
    ends: date | None,
    by: Account,
    on_behalf: bool = False,
) -> bool:
    """Note from when until when somebody is away; both empty: not away. True where that is new.

    Every clock that waits for them is looked at again.
    """
    needs = _needs_of(session, who)
    session.refresh(who, with_for_update=True)
    if (who.away_from, who.away_until) == (begins, ends):
        return False
    who.away_from, who.away_until = begins, ends
    words = f"{begins or ''} to {ends or ''}" if begins or ends else "not away"
    record(session, who, "away", by=by, words=words, on_behalf=on_behalf)
    reset_clocks(session, who, needs)
    return True


def reset_clocks(session: Session, who: Business | Partnership | Broker, needs: Sequence[Need] = ()) -> int:
    """Look again at every open case that waits for somebody. Returns how many matches and entries."""
    matches = session.scalars(_matches_of(who).order_by(Match.need_id, Match.id)).all()
    for match in matches:
        follow(session, match)
    entries: list[AnyEntry] = [who, *needs]
    if isinstance(who, Broker):
        entries += _carried(session, who)
    for entry in entries:
        follow_entry(session, entry)
    for subject in _called(session, who):
        follow_calls(session, subject)
    return len(matches) + len(entries)


def _needs_of(session: Session, who: Business | Partnership) -> Sequence[Need]:
    """The needs of a partnership, held: whoever moves a match holds its need first."""
    if not isinstance(who, Partnership):
        return ()
    statement = select(Need).where(Need.partnership_id == who.id).order_by(Need.id).with_for_update()
    return session.scalars(statement.execution_options(populate_existing=True)).all()


def _called(session: Session, who: Business | Partnership | Broker) -> list[Subject]:
    """What they, or a broker, have open calls about: matches that are over too."""
    calls = select(Case.kind, Case.subject_id).where(Case.strand == Strand.CALLS, Case.closed_at.is_(None))
    if isinstance(who, Broker):
        calls = calls.where(Case.owner_broker_id == who.id)
    else:
        theirs = Match.business_id == who.id if isinstance(who, Business) else Need.partnership_id == who.id
        matches = select(Match.id).join(Need, Need.id == Match.need_id).where(theirs)
        themselves = and_(Case.kind == KIND_OF[type(who)], Case.subject_id == who.id)
        calls = calls.where(or_(themselves, and_(Case.kind == CaseKind.MATCH, Case.subject_id.in_(matches))))
    found = session.execute(calls.order_by(Case.kind, Case.subject_id)).all()
    return [session.get_one(TABLE_OF[kind], subject_id) for kind, subject_id in found]


def _matches_of(who: Business | Partnership | Broker):
    statement = select(Match).where(Match.state.not_in(OVER))
    if isinstance(who, Business):
        return statement.where(Match.business_id == who.id)
    if isinstance(who, Broker):
        return statement.where(Match.broker_id == who.id)
    return statement.join(Match.need).where(Need.partnership_id == who.id)


def _carried(session: Session, broker: Broker) -> list[AnyEntry]:
    """The entries whose open cases a broker carries."""
    statement = (
        select(Case.kind, Case.subject_id)
        .where(Case.owner_broker_id == broker.id, Case.closed_at.is_(None), Case.kind.in_(_ENTRY_KINDS))
        .order_by(Case.kind, Case.subject_id)
        .distinct()
    )
    return [session.get_one(_ENTRY_KINDS[kind], subject_id) for kind, subject_id in session.execute(statement)]

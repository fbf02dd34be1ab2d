"""One case as a broker and the office see it: what is next, who is who, what was said and what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, selectinload

from models import (
    Account,
    Broker,
    Business,
    Case,
    CaseNote,
    CheckIn,
    Contact,
    Match,
    MatchEvent,
    Need,
    Partnership,
    SeatGap,
)
from models.vocabulary import CaseKind, CaseStep, MatchState

from ..accounts.roles import OFFICE
from ..cases.carried import Carried, carried_by
from ..cases.checking_in import check_ins_of
from ..cases.holders import brokers_of, covered_by
from ..cases.log import history
from ..cases.notes import log_length, log_of
from ..edge.paging import page_within
from .scope import may_see, may_see_areas, may_see_need
from .subjects import Named, Row, names, rows_of

#: Lines of the log on one page.
LINES = 20


@dataclass(slots=True)
class CasePage:
    """``open`` are the cases of the subject that wait; ``people`` are (side, contact); ``pages`` are of the log."""

    kind: CaseKind
    named: Named
    open: list[Row]
    people: list[tuple[str, Contact]]
    notes: Sequence[CaseNote]
    lines: int
    page: int
    check_ins: Sequence[CheckIn]
    events: Sequence[Any]

    @property
    def subject(self) -> Any:
        return self.named.subject

    @property
    def pages(self) -> int:
        return page_within(self.lines, self.page, LINES)[1]

    @property
    def to_read_out(self) -> bool:
        return any(row.case.step is CaseStep.READ_OUT for row in self.open)

    @property
    def under_way(self) -> bool:
        return isinstance(self.subject, Match) and self.subject.state is MatchState.ACTIVE


def named_case(session: Session, kind: CaseKind, subject_id: int, account: Account) -> Named | None:
    """What a case is about, for whoever may see it. A concern has a page of its own."""
    if kind is CaseKind.CONCERN:
        return None
    named = names(session, [(kind, subject_id)]).get((kind, subject_id))
    if named is None or not (_is_the_offices(session, account, named.subject) or _is_theirs(session, account, named)):
        return None
    return named


def case_page(session: Session, kind: CaseKind, named: Named, *, page: int = 1) -> CasePage:
    """Everything of a case that its page shows, in a constant number of queries."""
    subject = named.subject
    waiting = select(Case).where(Case.kind == kind, Case.subject_id == subject.id, Case.closed_at.is_(None))
    lines = log_length(session, kind, subject.id)
    page, _pages = page_within(lines, page, LINES)
    return CasePage(
        kind=kind,
        named=named,
        open=rows_of(session, session.scalars(waiting.order_by(Case.next_on, Case.id)).all()),
        people=people_of(subject),
        notes=log_of(session, kind, subject.id, page=page, size=LINES),
        lines=lines,
        page=page,
        check_ins=check_ins_of(session, subject) if isinstance(subject, Match) else [],
        events=_match_events(session, subject) if isinstance(subject, Match) else history(session, subject),
    )


def _match_events(session: Session, match: Match) -> Sequence[MatchEvent]:
    statement = select(MatchEvent).where(MatchEvent.match_id == match.id).options(selectinload(MatchEvent.by))
    return session.scalars(statement.order_by(MatchEvent.id)).all()


def people_of(subject: Any) -> list[tuple[str, Contact]]:
    """(side, contact) of everybody who can be rung about a subject; the side is empty where there is one only."""
    if isinstance(subject, Match):
        sides = [("business", subject.business.contacts), ("partnership", subject.need.partnership.contacts)]
    elif isinstance(subject, Need | SeatGap):
        sides = [("", subject.partnership.contacts)]
    else:
        sides = [("", subject.contacts)]
    return [(side, contact) for side, contacts in sides for contact in contacts if contact.left_at is None]


def carried_here(session: Session, broker: Broker, account: Account) -> list[Carried]:
    """What a broker carries in the areas of somebody of the office: another council's cases are not shown."""
    return [one for one in carried_by(session, broker) if _is_here(account, one)]


def _is_here(account: Account, one: Carried) -> bool:
    if isinstance(one.subject, Match):
        return may_see_need(account, one.subject.need)
    if isinstance(one.subject, Partnership):
        return may_see_areas(account, one.subject.areas)
    return one.area_code is None or account.covers(one.area_code)


def _is_the_offices(session: Session, account: Account, subject: Any) -> bool:
    if not account.is_a(*OFFICE):
        return False
    return may_see_need(account, subject.need) if isinstance(subject, Match) else may_see(session, account, subject)


def _is_theirs(session: Session, account: Account, named: Named) -> bool:
    """Whether a broker carries a subject, or stands in for the one who does."""
    subject = named.subject
    own = [broker.id for broker in brokers_of(session, account)]
    if not own or isinstance(subject, Broker):
        return False
    ids = {*own, *session.scalars(covered_by(own))}
    if isinstance(subject, Match):
        leads = {subject.broker_id}
    else:
        leads = {(subject.partnership if isinstance(subject, Need) else subject).lead_broker_id}
    return bool(leads & ids) or _owns_a_case(session, named, ids)


def _owns_a_case(session: Session, named: Named, ids: set[int]) -> bool:
    kinds = {Match: CaseKind.MATCH, Business: CaseKind.BUSINESS, Need: CaseKind.NEED, Partnership: CaseKind.PARTNERSHIP}
    owned = (
        Case.kind == kinds[type(named.subject)],
        Case.subject_id == named.subject.id,
        Case.owner_broker_id.in_(ids),
        Case.closed_at.is_(None),
    )
    return bool(session.scalar(select(exists().where(*owned))))

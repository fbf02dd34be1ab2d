"""Invite the firms of a list: one mail each, which says who gave us the details, what they are, and how to say no.

The law takes sole traders and partnerships of persons for individuals: they are written to only where they have
agreed to it. The same goes for firms whose legal form nobody knows. Such firms, and those without an address,
are rung by whoever has their case.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import ColumnElement, and_, exists, func, select, true, update
from sqlalchemy.orm import Session

from models import Business, Case, Contact, EntryEvent, ImportedList, ImportedRow
from models.base import now
from models.vocabulary import CaseStep, EntryKind, EntryState, LegalForm, LinkPurpose, MessageClass, RowOutcome

from .. import work
from ..cases.clocks import settings, today
from ..cases.due import act_on
from ..cases.entries import INVITED
from ..cases.log import record
from ..cases.waiting import open_case
from ..extensions import reading
from ..messages import write
from ..messages.suppression import suppressed
from ..registration.business.invited import details_of, giver_of

log = structlog.get_logger()

#: Legal forms that the law does not take for an individual.
COMPANIES = (LegalForm.LIMITED, LegalForm.LLP, LegalForm.CHARITY, LegalForm.PUBLIC)
#: At most so many invitations are written in one run.
A_RUN = 200
#: Times at which an unanswered firm is removed, so many at once.
AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class ToInvite:
    """Of the firms that a list has made and that have not been invited: how many are written to, and why others
    are to be rung. ``under_way`` are on their way, ``invited`` are done."""

    write: int
    no_address: int
    not_agreed: int
    under_way: int
    invited: int


def to_invite(session: Session, one: ImportedList) -> ToInvite:
    """What pressing the button would do, and what it has done."""
    open_ones = and_(Business.invite_due_at.is_(None), ~_is_invited())

    def count(*where: ColumnElement[bool]) -> Any:
        return func.count().filter(*where)

    statement = select(
        count(open_ones, _has_address(), _may_be_written_to(one)),
        count(open_ones, ~_has_address()),
        count(open_ones, _has_address(), ~_may_be_written_to(one)),
        count(Business.invite_due_at.is_not(None)),
        count(_is_invited()),
    )
    return ToInvite(*session.execute(statement.where(*_of_list(one))).one())


def ask_to_invite(session: Session, one: ImportedList) -> int:
    """Let the firms of a list be invited that may be written to. Returns how many."""
    chosen = select(Business.id).where(
        *_of_list(one), Business.invite_due_at.is_(None), ~_is_invited(), _has_address(), _may_be_written_to(one)
    )
    asked = session.execute(
        update(Business).where(Business.id.in_(chosen)).values(invite_due_at=now()),
        execution_options={"synchronize_session": False},
    )
    one.invited_at = now()
    session.flush()
    return int(asked.rowcount)  # type: ignore[attr-defined]


@work.timetable("*/15 * * * * *")
def send_invitations(session: Session) -> int:
    """Write the invitations that are due. Commits after each, with the word in its log that it was invited: so
    each firm is written to once. Returns how many."""
    with reading(session):
        due = select(Business.id).where(Business.invite_due_at <= now()).order_by(Business.invite_due_at, Business.id)
        ids = session.scalars(due.limit(A_RUN)).all()
    done = 0
    for business_id in ids:
        try:
            business = session.get(Business, business_id, with_for_update=True, populate_existing=True)
            if business is not None and business.invite_due_at is not None:
                done += invite(session, business)
            session.commit()
        except Exception:  # one that cannot be written must not keep the others waiting
            session.rollback()
            log.exception("not_invited", business=business_id)
    return done


def invite(session: Session, business: Business) -> bool:
    """Write to one firm. False where it is not invited any more, or its address is left alone: then somebody rings."""
    business.invite_due_at = None
    contact = next((one for one in business.contacts if one.email and one.left_at is None), None)
    if business.state is not EntryState.INVITED or contact is None:
        return False
    if suppressed(session, contact.email, MessageClass.SERVICE) or suppressed(session, contact.email, None):
        return False
    case = open_case(session, business)
    record(session, business, INVITED)
    case = open_case(session, business) or case
    message = write(
        session,
        "firm_invited",
        to=contact,
        side="business",
        link=LinkPurpose.FIRM_INVITED,
        leave_at=now() + timedelta(minutes=settings().message_delay_minutes),
        from_person=case.owner_account if case is not None else None,
        name=business.name,
        giver=giver_of(business),
        details=details_of(business),
        answer_by=case.acts_on if case is not None and case.acts_on else today(),
    )
    message.illustrative = business.illustrative
    return True


@work.timetable("0 50 2 * * *")
def remove_unanswered(session: Session) -> int:
    """Take out every invited firm whose time is over. At night, for there may be very many. Returns how many."""
    done = 0
    while True:
        due = select(Case.id).where(
            Case.closed_at.is_(None), Case.step.in_((CaseStep.INVITE, CaseStep.INVITED)), Case.acts_on <= today()
        )
        with reading(session):
            ids = session.scalars(due.order_by(Case.id).limit(AT_ONCE)).all()
        gone = sum(act_on(session, case_id) for case_id in ids)
        done += gone
        if not gone:
            return done


def _of_list(one: ImportedList) -> tuple[ColumnElement[bool], ...]:
    """The firms that a list has made and that wait for an answer."""
    made = select(ImportedRow.business_id).where(
        ImportedRow.list_id == one.id, ImportedRow.outcome == RowOutcome.NEW, ImportedRow.business_id.is_not(None)
    )
    return Business.id.in_(made), Business.state == EntryState.INVITED, Business.spoken_at.is_(None)


def _has_address() -> ColumnElement[bool]:
    return exists().where(Contact.business_id == Business.id, Contact.email != "", Contact.left_at.is_(None))


def _may_be_written_to(one: ImportedList) -> ColumnElement[bool]:
    return true() if one.agreed else Business.legal_form.in_(COMPANIES)


def _is_invited() -> ColumnElement[bool]:
    return exists().where(
        EntryEvent.entry_kind == EntryKind.BUSINESS, EntryEvent.entry_id == Business.id, EntryEvent.what == INVITED
    )

"""What whoever has an empty seat does about it: take it up, give it to somebody, set a day, note, close with a reason.

And how each stands, for the pages of the audit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from models import Account, Broker, BrokerArea, Case, Partnership, RoleGrant, SeatGap, SeatGapEvent, SeatInvitation
from models.vocabulary import (
    Answer,
    CaseKind,
    EntryState,
    Role,
    SeatGapAct,
    SeatGapEnd,
    SeatStatus,
    StakeholderGroup,
)

from ..accounts.roles import OFFICE
from ..cases.clocks import today
from ..cases.holders import acts_for, holder_of
from ..cases.owners import Owner
from ..cases.refusals import NotPossible
from ..cases.seat_gaps import DECIDED, end, follow_gap, hold, lapses_on, open_gap, write_down

#: A seat is not put off for longer than this.
LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class GapStands:
    """How a gap stands: the gap, its open case, and the firm that is asked with the last day to answer."""

    gap: SeatGap
    case: Case | None
    invitation: SeatInvitation | None
    answer_by: date | None

    @property
    def owner(self) -> str:
        """Who has it, and who stands in today."""
        if self.case is not None and self.case.owner_broker is not None:
            broker = self.case.owner_broker
            holder = holder_of(broker)
            if holder is broker:
                return broker.name
            stands_in = holder.name if holder is not None else _("The office")
            return _("%(cover)s, for %(name)s", cover=stands_in, name=broker.name)
        account = self.case.owner_account if self.case is not None else None
        return (account.name or account.email) if account is not None and account.active else _("The office")


def take_up(session: Session, partnership: Partnership, group: StakeholderGroup, *, by: Account) -> SeatGap:
    """Put a seat that is known to be empty on the work list of whoever takes it up.

    Raises:
        NotPossible: nobody has recorded that the seat is empty, or somebody sits there.
    """
    session.refresh(partnership, with_for_update=True)
    here = {seat.status for seat in partnership.seats if seat.group is group}
    if not here or SeatStatus.PRESENT in here:
        raise NotPossible(_("Only a seat that is known to be empty can be put on the work list"))
    gap = open_gap(session, partnership, group, by=by)
    follow_gap(session, gap, Owner(account=by))
    return gap


def give(session: Session, gap: SeatGap, *, to: Account | Broker, fill_by: date, by: Account) -> None:
    """Say who has an empty seat, and until when.

    Raises:
        NotPossible: it is closed, they cannot take it, or the day does not lie ahead.
    """
    _open(session, gap)
    if to not in could_have(session, gap):
        raise NotPossible(_("Choose somebody who works in this area"), "owner")
    if not today() <= fill_by <= today() + LONGEST:
        raise NotPossible(_("Enter today or a day within a year"), "fill_by")
    gap.fill_by = fill_by
    write_down(session, gap, SeatGapAct.GIVEN, by=by, words=f"{to.name}, {fill_by.isoformat()}")
    follow_gap(session, gap, Owner(to) if isinstance(to, Broker) else Owner(account=to))


def note(session: Session, gap: SeatGap, *, words: str, by: Account) -> None:
    """Write down a call, a letter that went out, or what was said."""
    hold(session, gap)
    write_down(session, gap, SeatGapAct.NOTED, by=by, words=words)


def close_gap(session: Session, gap: SeatGap, *, why: SeatGapEnd, words: str, by: Account) -> None:
    """Take an empty seat off the work list, with a reason. It stays off until somebody has sat there in between,
    or somebody takes it up again.

    Raises:
        NotPossible: it is closed, the reason is not one that a person gives, or words are missing.
    """
    _open(session, gap)
    if why not in DECIDED:
        raise NotPossible(_("Select a reason"), "why")
    if why is SeatGapEnd.OTHER and not words:
        raise NotPossible(_("Say what the other reason is"), "words")
    end(session, gap, why, by=by, words=words)


def could_have(session: Session, gap: SeatGap) -> list[Account | Broker]:
    """Who could have an empty seat: the office of its areas, then live brokers who work there."""
    codes = [area.code for area in gap.partnership.areas]
    grants = select(RoleGrant.account_id).where(RoleGrant.role.in_(OFFICE))
    office = session.scalars(
        select(Account)
        .where(Account.active, Account.id.in_(grants))
        .options(selectinload(Account.areas))
        .order_by(Account.name, Account.id)
    )
    here = select(BrokerArea.broker_id).where(BrokerArea.area_code.in_(codes))
    brokers = session.scalars(
        select(Broker)
        .where(Broker.state == EntryState.LIVE, Broker.id.in_(here))
        .options(selectinload(Broker.cover))
        .order_by(Broker.name, Broker.id)
    )
    return [*(one for one in office if not codes or any(one.covers(code) for code in codes)), *brokers]


def may_act(session: Session, account: Account, gap: SeatGap) -> bool:
    """Whether somebody may do something about a gap: the office of its areas, and the broker who has it."""
    codes = [area.code for area in gap.partnership.areas]
    if account.is_a(*OFFICE) and (not codes or any(account.covers(code) for code in codes)):
        return True
    broker = session.scalar(
        select(Broker)
        .join(Case, Case.owner_broker_id == Broker.id)
        .where(Case.kind == CaseKind.SEAT, Case.subject_id == gap.id, Case.closed_at.is_(None))
    )
    return broker is not None and account.is_a(Role.BROKER) and acts_for(account, broker)


def gaps_of(session: Session, partnerships: Iterable[Partnership]) -> dict[tuple[int, StakeholderGroup], GapStands]:
    """(partnership id, group) -> how its newest gap stands, in a constant number of queries."""
    ids = [one.id for one in partnerships]
    newest = (
        select(func.max(SeatGap.id))
        .where(SeatGap.partnership_id.in_(ids))
        .group_by(SeatGap.partnership_id, SeatGap.group)
    )
    gaps = session.scalars(
        select(SeatGap)
        .where(SeatGap.id.in_(newest))
        .options(selectinload(SeatGap.invitations).selectinload(SeatInvitation.business))
    ).all()
    cases = session.scalars(
        select(Case)
        .where(Case.kind == CaseKind.SEAT, Case.subject_id.in_([gap.id for gap in gaps]), Case.closed_at.is_(None))
        .options(selectinload(Case.owner_broker).selectinload(Broker.cover), selectinload(Case.owner_account))
    )
    case_of = {case.subject_id: case for case in cases}
    return {(gap.partnership_id, gap.group): _stands(gap, case_of.get(gap.id)) for gap in gaps}


def stands(session: Session, gap: SeatGap) -> GapStands:
    """How one gap stands."""
    case = session.scalar(
        select(Case).where(Case.kind == CaseKind.SEAT, Case.subject_id == gap.id, Case.closed_at.is_(None))
    )
    return _stands(gap, case)


def history(session: Session, gap: SeatGap) -> list[SeatGapEvent]:
    statement = select(SeatGapEvent).where(SeatGapEvent.gap_id == gap.id).options(selectinload(SeatGapEvent.by))
    return list(session.scalars(statement.order_by(SeatGapEvent.id)))


def _stands(gap: SeatGap, case: Case | None) -> GapStands:
    asked = gap.standing if gap.ended_at is None else None
    waits = asked is not None and asked.answer is Answer.WAITING
    return GapStands(gap, case, asked, lapses_on(asked) if asked is not None and waits else None)


def _open(session: Session, gap: SeatGap) -> None:
    hold(session, gap)
    if gap.ended_at is not None:
        raise NotPossible(_("This empty seat is off the work list already"))

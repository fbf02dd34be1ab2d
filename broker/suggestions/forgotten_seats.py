"""Empty seats that nobody has: what the safety net looks for, as conditions of a query."""

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased

from models import Account, Broker, Case, Partnership, Seat, SeatGap
from models.vocabulary import CaseKind, SeatStatus

from ..cases.owners import IN_POST
from ..reference.representation_rules import rule_sets


def left_by_its_owner() -> ColumnElement[bool]:
    """Empty seats whose owner has left the office, or is no broker any more."""
    return (
        select(Case.id)
        .outerjoin(Account, Account.id == Case.owner_account_id)
        .outerjoin(Broker, Broker.id == Case.owner_broker_id)
        .where(
            Case.kind == CaseKind.SEAT,
            Case.subject_id == SeatGap.id,
            Case.closed_at.is_(None),
            or_(Account.active.is_(False), Broker.state.not_in(IN_POST)),
        )
        .correlate(SeatGap)
        .exists()
    )


def seats_forgotten() -> ColumnElement[bool]:
    """Partnerships with a required seat that is known to be empty and was never on any work list, or with a gap
    that is open although somebody sits there."""
    sits = (select(Seat.id).where(Seat.partnership_id == SeatGap.partnership_id, Seat.group == SeatGap.group)).where(
        Seat.status == SeatStatus.PRESENT
    )
    filled = (
        select(SeatGap.id)
        .where(SeatGap.partnership_id == Partnership.id, SeatGap.ended_at.is_(None), sits.exists())
        .correlate(Partnership)
    )
    other = aliased(Seat)
    taken = select(other.id).where(
        other.partnership_id == Seat.partnership_id, other.group == Seat.group, other.status == SeatStatus.PRESENT
    )
    known = select(SeatGap.id).where(SeatGap.partnership_id == Seat.partnership_id, SeatGap.group == Seat.group)
    never = (
        select(Seat.id)
        .where(
            Seat.partnership_id == Partnership.id,
            Seat.status != SeatStatus.PRESENT,
            Seat.group.in_(rule_sets()[0].groups),
            ~taken.exists(),
            ~known.exists(),
        )
        .correlate(Partnership)
    )
    return or_(filled.exists(), never.exists())

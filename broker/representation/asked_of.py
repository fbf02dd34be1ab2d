"""What the people of a firm are asked about a seat, for their own page and for the page of the invitation."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Account, Contact, Partnership, SeatGap, SeatInvitation
from models.vocabulary import Answer


def seats_asked(session: Session, account: Account) -> list[SeatInvitation]:
    """The invitations that wait for an account's answer, oldest first."""
    firms = select(Contact.business_id).where(
        Contact.account_id == account.id, Contact.left_at.is_(None), Contact.business_id.is_not(None)
    )
    statement = select(SeatInvitation).where(
        SeatInvitation.business_id.in_(firms),
        SeatInvitation.ended_at.is_(None),
        SeatInvitation.answer == Answer.WAITING,
    )
    return list(session.scalars(statement.options(*_WITH).order_by(SeatInvitation.id)))


def invitation_of(session: Session, invitation_id: int) -> SeatInvitation | None:
    return session.scalar(select(SeatInvitation).where(SeatInvitation.id == invitation_id).options(*_WITH))


def speaks_for(account: Account, invitation: SeatInvitation) -> bool:
    """Whether an account is one of the firm's own people."""
    return any(one.account_id == account.id and one.left_at is None for one in invitation.business.contacts)


_WITH = (
    selectinload(SeatInvitation.business),
    selectinload(SeatInvitation.gap).selectinload(SeatGap.partnership).selectinload(Partnership.areas),
    selectinload(SeatInvitation.gap).selectinload(SeatGap.invitations),
)

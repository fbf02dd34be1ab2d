"""A board with an empty business seat, a firm that offers a board member, and the people of both."""

from dataclasses import dataclass
from typing import Any

import pytest

from broker.representation import inviting
from broker.suggestions.forgotten import find_forgotten
from models import Account, Business, Case, Member, Partnership, Seat, SeatGap, SeatInvitation
from models.vocabulary import CaseKind, Kind, Role, SeatStatus, StakeholderGroup
from tests.factories import (
    AreaFactory,
    BusinessFactory,
    ContactFactory,
    CoordinatorFactory,
    OfferFactory,
    PartnershipFactory,
    SeatFactory,
)
from tests.web.matches.conftest import person

BUSINESS = StakeholderGroup.BUSINESS


def sitter(name: str, **said: Any) -> Business:
    """A live firm that offers a board member."""
    built: Business = BusinessFactory(
        name=name, offers=[OfferFactory.build(kind=Kind.BRD, words="I would sit on a board")], **said
    )
    return built


@dataclass
class Table:
    """Who is there, and whose the empty seat is."""

    session: Any
    board: Partnership
    seat: Seat
    firm: Business
    pat: Account
    ada: Account
    bo: Account

    @property
    def gap(self) -> SeatGap:
        return self.session.query(SeatGap).filter_by(partnership_id=self.board.id, group=BUSINESS).all()[-1]

    @property
    def case(self) -> Case | None:
        return (
            self.session.query(Case)
            .filter_by(kind=CaseKind.SEAT, subject_id=self.gap.id, closed_at=None)
            .populate_existing()
            .one_or_none()
        )

    def invited(self) -> SeatInvitation:
        made = inviting.invite(self.session, self.gap, self.firm, by=self.pat)
        self.session.commit()
        return made


@pytest.fixture
def table(session) -> Table:
    """Speke Board has nobody from business; Ash Joinery would sit; Pat is the officer of the area."""
    ada = person(Role.BUSINESS, "Ada Ash", "ada@ash.example", telephone="+441632960111")
    bo = person(Role.OFFICER, "Bo Board", "bo@board.example", telephone="+441632960222")
    area = AreaFactory()
    board = PartnershipFactory(name="Speke Board", contacts=[bo], areas=[area])
    seat = SeatFactory(partnership=board, group=BUSINESS, status=SeatStatus.VACANT)
    firm = sitter("Ash Joinery", contacts=[ada])
    pat = CoordinatorFactory(name="Pat Officer", email="pat@council.example", areas=[area])
    find_forgotten(session)
    return Table(session, board, seat, firm, pat, ada.account, bo.account)


def without_email(name: str) -> Business:
    return sitter(name, contacts=[ContactFactory.build(name="Cy Cole", email="", telephone="+441632960333")])


def members(seat: Seat) -> list[Member]:
    return [one for one in seat.members if one.left_on is None]

"""A partnership on its own page: seats and the people in them, answers, who speaks for it."""

from datetime import date

import pytest
from sqlalchemy import select

from broker.cases.waiting import open_case
from models import EntryEvent, Message, Seat
from models.vocabulary import CaseStep, EntryState, LinkPurpose, Role, SeatStatus, StakeholderGroup, Strand
from tests.factories import (
    AreaFactory,
    CoordinatorFactory,
    MemberFactory,
    NeedFactory,
    PartFactory,
    PartnershipFactory,
    SeatFactory,
)
from tests.web.registration.asking import officer_of, speke


@pytest.fixture
def board(session):
    return speke(contacts=[])


@pytest.fixture
def officer(client, board):
    officer = officer_of(board, name="Jo Field")
    client.signs_in_as(officer)
    return officer


def page_of(client, board):
    return client.get(f"/your-page/partnerships/{board.id}")


def seats_of(session, board):
    return {seat.group: seat.status for seat in session.scalars(select(Seat).where(Seat.partnership_id == board.id))}


def test_a_new_partnership_sees_that_it_waits_and_can_write_a_need(client, board, officer):
    board.state = EntryState.WAITING
    page = client.get("/your-page")
    assert "A coordinator is reading your entry. You can write needs already" in page.text
    assert page.follow("Write a need").h1 == "Write a need"


def test_seats_are_filled_emptied_and_taken_away(client, board, officer, session):
    SeatFactory(partnership=board, group=StakeholderGroup.COUNCIL)
    SeatFactory(partnership=board, group=StakeholderGroup.POLICE, status=SeatStatus.VACANT)
    page = page_of(client, board).follow("Change the seats")
    assert [box["value"] for box in page.select("input[type=checkbox]") if box.has_attr("checked")] == [
        "council",
        "police",
    ]
    page = page.submit({"filled": ["police", "business"], "empty": ["health"]}, "Save")
    assert page.messages == ["The seats are changed."]
    assert seats_of(session, board) == {
        StakeholderGroup.POLICE: SeatStatus.PRESENT,
        StakeholderGroup.BUSINESS: SeatStatus.PRESENT,
        StakeholderGroup.HEALTH: SeatStatus.VACANT,
    }
    event = session.scalars(select(EntryEvent)).one()
    assert event.what == "changed" and "Police: Someone sits here" in event.words


def test_a_group_cannot_be_filled_and_empty(client, board, officer):
    page = page_of(client, board).follow("Change the seats")
    page = page.submit({"filled": ["police"], "empty": ["police"]}, "Save", status=422)
    assert page.errors == ["Tick “Police” in one list only"]


def test_a_seat_people_have_sat_in_is_kept_as_lapsed(client, board, officer, session):
    seat = SeatFactory(partnership=board, group=StakeholderGroup.COUNCIL)
    member = MemberFactory(seat=seat, name="Cllr Stone")
    page_of(client, board).follow("Change the seats").submit({"filled": [], "empty": []}, "Save")
    session.refresh(member)
    assert member.left_on is not None and member.seat.status is SeatStatus.LAPSED
    page = page_of(client, board)
    assert "No seats are named yet." in page.text
    page.follow("Change the seats").submit({"filled": ["council"]}, "Save")
    assert seats_of(session, board) == {StakeholderGroup.COUNCIL: SeatStatus.PRESENT}


def test_people_join_and_leave_a_seat(client, board, officer, session):
    seat = SeatFactory(partnership=board, group=StakeholderGroup.POLICE, status=SeatStatus.VACANT)
    page = page_of(client, board).follow("Names in the seat: Police")
    since = {"since_on-day": "1", "since_on-month": "9", "since_on-year": "2025"}
    page = page.submit({"name": "Sgt Vale", **since}, "Add")
    assert "Sgt Vale, since 1 September 2025" in page.text
    session.refresh(seat)
    assert seat.status is SeatStatus.PRESENT and seat.members[0].since_on == date(2025, 9, 1)
    again = page.submit({"name": "sgt vale"}, "Add")
    assert again.messages == ["They sit there already."]
    page = page.submit(button="Has left Sgt Vale")
    assert "Nobody is named." in page.text
    session.refresh(seat)
    assert seat.status is SeatStatus.VACANT and seat.members[0].left_on is not None


def test_a_member_needs_a_name_and_a_date_that_is_one(client, board, officer, session):
    seat = SeatFactory(partnership=board, group=StakeholderGroup.POLICE)
    page = client.get(f"/your-page/partnerships/{board.id}/seats/{seat.id}")
    assert page.submit({"name": ""}, "Add", status=422).errors == ["Enter the name of the person"]
    days = {"since_on-day": "31", "since_on-month": "2", "since_on-year": "2025"}
    wrong = page.submit({"name": "Jo", **days}, "Add", status=422)
    assert wrong.errors == ["There is no such date: check the day and the month"]
    later = {"since_on-day": "1", "since_on-month": "2", "since_on-year": "2099"}
    wrong = page.submit({"name": "Jo", **later}, "Add", status=422)
    assert wrong.errors == ["Enter today or an earlier day: name people once they sit here"] and not seat.members


def test_a_changed_name_is_read_again_and_needs_are_looked_at_again(client, board, officer, session):
    need = NeedFactory(title="Benches", partnership=board, parts=[PartFactory(kind="KIT")])
    page = page_of(client, board).follow("Change what is the partnership called?")
    page.submit({"name": "Speke and Garston Board"}, "Save")
    session.refresh(board)
    session.refresh(need)
    assert (board.name, board.state) == ("Speke and Garston Board", EntryState.WAITING)
    assert need.suggest_due_at is not None and need.is_live


def test_areas_are_changed_without_being_read_again(client, board, officer, session):
    AreaFactory(code="E08000011", name="Knowsley")
    page = page_of(client, board).follow("Change which council areas does the partnership cover?")
    wrong = page.submit({"areas": "Nowhere at all"}, "Save", status=422)
    assert "We do not know" in wrong.errors[0]
    page.submit({"areas": "Knowsley, Liverpool"}, "Save")
    session.refresh(board)
    assert [area.name for area in board.areas] == ["Knowsley", "Liverpool"] and board.is_live


def test_another_person_can_speak_for_it_and_be_taken_off(client, board, officer, session):
    page = page_of(client, board).follow("Add another person")
    page = page.submit({"name": "Mo Hill", "job": "Treasurer", "email": "mo@board.example"}, "Add")
    assert "Mo Hill, Treasurer, mo@board.example" in page.text
    message = session.scalars(select(Message)).one()
    assert message.link_purpose is LinkPurpose.CONFIRM_EMAIL and "Jo Field has named you" in message.body
    added = board.contacts[-1]
    assert added.account.is_a(Role.OFFICER) and not added.is_main
    page = page.submit(button="Remove Mo Hill")
    assert "mo@board.example" not in page.text and added.left_at is not None


def test_when_the_last_person_leaves_we_find_out_who_speaks_for_it(client, board, officer, session):
    page = page_of(client, board).submit(button="Remove Jo Field")
    assert "Nobody speaks for the partnership now. We ring to find out who does." in page.messages
    assert open_case(session, board, Strand.PEOPLE).step is CaseStep.FIND_CONTACT


def test_a_partnership_of_somebody_else_is_not_found(client, officer, session):
    other = PartnershipFactory(name="Garston Board")
    seat = SeatFactory(partnership=other, group=StakeholderGroup.POLICE)
    own = f"/your-page/partnerships/{other.id}"
    for path in ("", "/seats", f"/seats/{seat.id}", "/add-contact", "/change/name"):
        client.get(own + path, status=404)
    for path in ("/seats", f"/seats/{seat.id}", f"/remove-contact/{other.contacts[0].id}", "/change/name"):
        client.post(own + path, {"name": "Mine now"}, status=404)
    session.refresh(other)
    assert other.name == "Garston Board" and other.contacts[0].left_at is None


def test_a_seat_of_somebody_else_is_not_reached_through_ones_own(client, board, officer, session):
    other = SeatFactory(partnership=PartnershipFactory(name="Garston Board"), group=StakeholderGroup.POLICE)
    member = MemberFactory(seat=other, name="Sgt Vale")
    own = f"/your-page/partnerships/{board.id}"
    client.get(f"{own}/seats/{other.id}", status=404)
    client.post(f"{own}/seats/{other.id}/remove/{member.id}", status=404)


def test_the_office_looks_after_a_partnership_on_its_behalf(client, board, session):
    client.signs_in_as(CoordinatorFactory(illustrative=True))
    page = page_of(client, board)
    assert "recorded as said by the partnership" in page.text
    page.follow("Change the seats").submit({"filled": ["police"]}, "Save")
    assert session.scalars(select(EntryEvent)).one().on_behalf

"""An empty seat of any group: on the work list with an owner and a day until it is filled, or closed with a reason."""

from datetime import timedelta

import pytest

from broker.cases.clocks import due_on, settings, today
from broker.cases.handing_over import hand_over
from broker.cases.holders import holder_of
from broker.cases.refusals import NotPossible
from broker.cases.seat_gaps import follow_seats
from broker.cases.seats import change_seats
from broker.representation import gaps
from broker.suggestions.forgotten import find_forgotten
from models import Case, SeatGap
from models.vocabulary import CaseKind, CaseStep, Role, SeatGapEnd, SeatStatus, StakeholderGroup
from tests.factories import AccountFactory, BrokerFactory, CoordinatorFactory, SeatFactory
from tests.web.matches.conftest import person

VOLUNTARY = StakeholderGroup.VOLUNTARY


@pytest.fixture
def gap(session, table):
    """The board has nobody from the voluntary sector either."""
    SeatFactory(partnership=table.board, group=VOLUNTARY, status=SeatStatus.VACANT)
    follow_seats(session, table.board)
    session.commit()
    return session.query(SeatGap).filter_by(group=VOLUNTARY).one()


def case_of(session, gap):
    return session.query(Case).filter_by(kind=CaseKind.SEAT, subject_id=gap.id, closed_at=None).one_or_none()


def test_a_known_gap_is_on_the_work_list_with_an_owner_and_a_day_and_leads_to_its_letter(client, session, table, gap):
    case = case_of(session, gap)
    assert (case.owner_account_id, case.step) == (table.pat.id, CaseStep.FILL_SEAT)
    assert case.next_on == due_on(today(), settings().fill_seat_days)
    page = client.signs_in_as(table.pat).get("/coordinate?group=seats").follow("Voluntary sector, Liverpool")
    assert page.h1 == "Empty seat: Voluntary sector"
    assert page.texts("#state")[0].startswith("With Pat Officer until")
    assert "Will you name somebody to join us?" in page.follow("A letter that invites them").text
    page = page.follow("Write down what was done or said").submit({"words": "Letter sent"}, button="Save")
    assert "Letter sent" in page.text


def test_the_audit_and_the_health_check_say_how_each_gap_stands(client, session, table, gap):
    invited = table.invited()
    client.signs_in_as(table.pat)
    listed = client.get("/coordinate/representation").text
    assert "Local business: Ash Joinery is invited, answer by" in listed
    assert "Voluntary sector: With Pat Officer until" in listed
    gaps.close_gap(session, gap, why=SeatGapEnd.GROUP_SAID_NO, words="", by=table.pat)
    page = client.get(f"/coordinate/representation/{table.board.id}")
    assert "Closed: The group does not want the seat" in page.text
    reader = AccountFactory(roles=[Role.READER])
    session.flush()
    read = client.signs_in_as(reader).get(f"/coordinate/representation/{table.board.id}").text
    assert "Pat Officer" not in read and invited.business.name in read


def test_a_gap_closed_with_a_reason_stays_closed_until_somebody_sat_there_or_took_it_up(session, table, gap):
    with pytest.raises(NotPossible):
        gaps.close_gap(session, gap, why=SeatGapEnd.OTHER, words="", by=table.pat)
    with pytest.raises(NotPossible):
        gaps.close_gap(session, gap, why=SeatGapEnd.FILLED, words="", by=table.pat)
    gaps.close_gap(session, gap, why=SeatGapEnd.NOT_WANTED, words="They said so", by=table.pat)
    follow_seats(session, table.board)
    assert find_forgotten(session) == 0 and case_of(session, gap) is None
    change_seats(session, table.board, filled=[VOLUNTARY], empty=[StakeholderGroup.BUSINESS], by=table.bo)
    change_seats(session, table.board, filled=[], empty=[VOLUNTARY, StakeholderGroup.BUSINESS], by=table.bo)
    again = session.query(SeatGap).filter_by(group=VOLUNTARY, ended_at=None).one()
    assert again is not gap
    gaps.close_gap(session, again, why=SeatGapEnd.NOT_WANTED, words="", by=table.pat)
    assert gaps.take_up(session, table.board, VOLUNTARY, by=table.pat).ended_at is None


def test_a_group_that_the_rules_do_not_ask_for_is_taken_up_by_hand_and_nobody_recorded_is_no_gap(
    client, session, table
):
    SeatFactory(partnership=table.board, group=StakeholderGroup.POLICE, status=SeatStatus.VACANT)
    session.commit()
    follow_seats(session, table.board)
    page = client.signs_in_as(table.pat).get(f"/coordinate/representation/{table.board.id}?rules=local_services")
    page = page.submit(button="Put it on my work list: Police")
    assert page.h1 == "Empty seat: Police" and "With Pat Officer until" in page.text
    with pytest.raises(NotPossible):
        gaps.take_up(session, table.board, StakeholderGroup.FAITH, by=table.pat)


def test_a_gap_goes_on_to_somebody_else_when_its_owner_leaves(session, table, gap):
    di = CoordinatorFactory(name="Di Dale", areas=list(table.board.areas))
    table.pat.active = False
    session.commit()
    assert find_forgotten(session) == 2  # both of the board's seats
    session.expire_all()
    assert case_of(session, gap).owner_account_id == di.id
    assert find_forgotten(session) == 0


def test_a_broker_who_is_given_a_gap_acts_on_it_and_whoever_stands_in_while_they_are_away(client, session, table, gap):
    jo = person(Role.BROKER, "Jo Link", "jo@chamber.example")
    broker = BrokerFactory(name="Jo Link", contacts=[jo], areas=list(table.board.areas))
    session.commit()
    client.signs_in_as(jo.account).get(f"/empty-seats/{gap.id}", status=404)
    client.signs_in_as(table.pat).get(f"/empty-seats/{gap.id}/give").submit(
        {"owner": f"broker-{broker.id}", "fill_by-day": "1", "fill_by-month": "1", "fill_by-year": "2001"},
        button="Save",
        status=422,
    )
    gaps.give(session, gap, to=broker, fill_by=today() + timedelta(days=30), by=table.pat)
    page = client.signs_in_as(jo.account).get("/your-page/cases").follow("Voluntary sector, Liverpool")
    assert page.h1 == "Empty seat: Voluntary sector"
    broker.away_from = today()
    session.flush()
    assert holder_of(broker) is None
    assert gaps.stands(session, gap).owner == "The office, for Jo Link"


def test_a_seat_that_nobody_has_on_a_list_is_found_and_so_is_one_that_was_filled_behind_its_back(session, table, gap):
    session.delete(case_of(session, gap))
    seat = SeatFactory(partnership=table.board, group=StakeholderGroup.COMMUNITY, status=SeatStatus.LAPSED)
    table.seat.status = SeatStatus.PRESENT
    session.commit()
    assert find_forgotten(session) == 2  # the lost case, and the board, whose two seats changed
    session.expire_all()
    assert case_of(session, gap) is not None and table.gap.end is SeatGapEnd.FILLED
    assert session.query(SeatGap).filter_by(group=seat.group, ended_at=None).count() == 1
    assert find_forgotten(session) == 0


def test_a_broker_who_leaves_hands_their_empty_seats_over_with_what_was_done(client, session, table, gap):
    jo = person(Role.BROKER, "Jo Link", "jo@chamber.example")
    broker = BrokerFactory(name="Jo Link", contacts=[jo], areas=list(table.board.areas))
    session.flush()
    gaps.give(session, gap, to=broker, fill_by=today() + timedelta(days=30), by=table.pat)
    pack = client.signs_in_as(table.pat).get(f"/coordinate/brokers/{broker.id}").follow("All cases, to be printed")
    assert "Bo Board" in pack.text and "Given to somebody, Pat Officer" in pack.text
    hand_over(session, broker, {f"seat-{gap.id}": None}, reason="Leaves", by=table.pat)
    case = case_of(session, gap)
    assert (case.owner_broker_id, case.owner_account_id) == (None, table.pat.id)

"""Seats on an earlier day, beside today: from what was written down by then, and what was not is not known."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from broker.cases.log import record
from broker.cases.seats import change_seats
from broker.representation import history
from models import SeatEvent
from models.vocabulary import EntryState, Role, SeatStatus, StakeholderGroup
from tests.factories import AccountFactory, AreaFactory, MemberFactory, PartnershipFactory, SeatFactory
from tests.web.representation.test_audit import rows_of

PAGE = "/coordinate/representation"
BUSINESS, POLICE, COUNCIL = StakeholderGroup.BUSINESS, StakeholderGroup.POLICE, StakeholderGroup.COUNCIL
MARCH, JUNE = datetime(2026, 3, 2, 10, tzinfo=UTC), datetime(2026, 6, 1, 23, 30, tzinfo=UTC)


@pytest.fixture
def board(session):
    """From March on it had a council and no business; in June a business came and the council's seat went."""
    with time_machine.travel(MARCH, tick=False):
        made = PartnershipFactory(name="Speke Board", areas=[AreaFactory()])
        office = AccountFactory(roles=[Role.COORDINATOR], name="Pat")
        record(session, made, "read", by=office, to_state=EntryState.LIVE)
        change_seats(session, made, filled=[COUNCIL], empty=[BUSINESS], by=office)
        session.commit()
    with time_machine.travel(JUNE, tick=False):
        change_seats(session, made, filled=[BUSINESS], empty=[], by=office)
        session.commit()
    return made


def on(day):
    return f"on-day={day.day}&on-month={day.month}&on-year={day.year}"


def test_a_day_has_the_seats_of_its_end_in_england(session, board):
    def seats(day):
        return {one.group: one.status for one in history.seats_on(session, [board], day).seats_of(board)}

    assert seats(date(2026, 3, 1)) == {}
    assert seats(date(2026, 3, 2)) == {COUNCIL: SeatStatus.PRESENT, BUSINESS: SeatStatus.VACANT}
    assert seats(date(2026, 6, 1)) == seats(date(2026, 3, 2))  # in June it was the 2nd in England by then
    assert seats(date(2026, 6, 2)) == {BUSINESS: SeatStatus.PRESENT}


def test_shares_of_an_earlier_day_stand_beside_2001_and_today_as_shares_of_partnerships(client, session, board):
    client.signs_in_as(AccountFactory(roles=[Role.READER]))
    page = client.get(f"{PAGE}?{on(date(2026, 4, 1))}")
    then, day, now = rows_of(page, "Shares of partnerships")["Partnerships with local businesses involved"]
    assert then.startswith("two thirds")
    assert day == "0% (0 of the 1 partnerships for which it is known)"
    assert now == "100% (1 of the 1 partnerships for which it is known)"
    assert "not of seats" in page.text
    assert "On 1 April 2026 1 partnership took part here. Seats are written down since 2 March 2026" in page.text
    assert rows_of(page, "Required groups")["Speke Board"][3] == "Local business"
    page = page.follow("Speke Board")
    rows = rows_of(page, "Seats by group")
    assert (rows["Local business"][1], rows["Local business"][4]) == ("Someone sits here", "Empty")
    assert rows["Local council"][4] == "Someone sits here"


def test_before_anything_was_written_down_nothing_is_known(client, session, board):
    client.signs_in_as(AccountFactory(roles=[Role.READER]))
    page = client.get(f"{PAGE}?{on(date(2026, 2, 1))}")
    assert rows_of(page, "Shares of partnerships")["Partnerships with local businesses involved"][1] == (
        "not known of any partnership"
    )
    assert rows_of(page, "Required groups")["Speke Board"][3] == "Did not take part"
    page = client.get(f"{PAGE}/{board.id}?{on(date(2026, 2, 1))}")
    assert rows_of(page, "Seats by group")["Local council"][4] == "Nobody has recorded"


def test_whoever_says_since_when_they_sit_there_is_known_from_then(session):
    one = PartnershipFactory(name="One")
    seat = SeatFactory(partnership=one, group=POLICE)
    MemberFactory(seat=seat, since_on=date(2024, 5, 1), left_on=date(2025, 5, 1))
    session.flush()
    known = {
        day: history.seats_on(session, [one], date(*day)).seats_of(one)
        for day in [(2024, 4, 1), (2024, 6, 1), (2025, 6, 1)]
    }
    assert [len(seats) for seats in known.values()] == [0, 1, 0]


def test_who_has_ended_since_took_part_then(session, board):
    record(session, board, "ended", to_state=EntryState.ENDED)
    session.flush()
    assert history.live_on(session, None, date(2026, 4, 1)) == [board]
    assert history.live_on(session, None, date(2026, 3, 1)) == []
    assert history.live_on(session, frozenset({"E08000025"}), date(2026, 4, 1)) == []


@pytest.mark.parametrize("day", ["31 2 2026", "1 1 2999", "x 1 2026"])
def test_a_day_that_is_none_or_to_come_is_said_and_shows_today(client, session, board, day):
    numbers = dict(zip(("on-day", "on-month", "on-year"), day.split(), strict=True))
    page = client.signs_in_as(AccountFactory(roles=[Role.READER])).get(PAGE, query_string=numbers)
    assert (
        page.errors and len(rows_of(page, "Shares of partnerships")["Partnerships with local businesses involved"]) == 2
    )


def test_every_change_of_a_seat_is_written_down_whoever_makes_it(session):
    one = PartnershipFactory(name="One")
    seat = SeatFactory(partnership=one, group=POLICE, status=SeatStatus.VACANT)
    seat.status = SeatStatus.PRESENT
    session.flush()
    one.updated_at = one.updated_at + timedelta(seconds=1)
    session.flush()
    session.delete(seat)
    session.flush()
    assert [event.status for event in session.query(SeatEvent).filter_by(partnership_id=one.id)] == [
        SeatStatus.VACANT,
        SeatStatus.PRESENT,
        None,
    ]

"""The list of what is due: on the command line and in the office, from the same rows."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from broker.cases.log import record
from models.vocabulary import EntryState
from tests.factories import AreaFactory, BrokerFactory, BusinessFactory, CoordinatorFactory

MONDAY = datetime(2027, 2, 1, 10, tzinfo=UTC)


@pytest.fixture
def waiting(session):
    """A firm that is paused until the Thursday, and one to be read by the Wednesday, by a broker."""
    with time_machine.travel(MONDAY, tick=False):
        broker = BrokerFactory(name="Robin Link")
        paused = BusinessFactory(name="Paused", paused_until=date(2027, 2, 4))
        record(session, paused, "paused", to_state=EntryState.PAUSED)
        unread = BusinessFactory(name="Unread", state=EntryState.WAITING, sent_in_at=MONDAY, source="import")
        record(session, unread, "imported")
        session.commit()
    return broker, paused, unread


def run(app, *said):
    return app.test_cli_runner().invoke(args=["broker", "due", *said])


def test_what_is_due_is_listed_with_reference_owner_and_how_late_and_nobodys_name(app, waiting):
    broker, paused, unread = waiting
    before = run(app, "--at", "2027-02-03").output
    assert before.splitlines() == ["Due on 2027-02-03: 0, of which the service does 0 by itself"]
    lines = [line.split() for line in run(app, "--at", "2027-02-09").output.splitlines()]
    assert " ".join(lines[0]) == "Due on 2027-02-09: 2, of which the service does 1 by itself"
    assert lines[1] == ["2027-02-04", paused.reference, "pause_ends", "service", "3", "working", "days", "late"]
    assert lines[2] == ["2027-02-08", unread.reference, "read", broker.reference, "1", "working", "days", "late"]


def test_apply_does_it_once(app, session, waiting):
    _broker, paused, _unread = waiting
    assert "Done: 1" in run(app, "--at", "2027-02-09", "--apply").output
    session.refresh(paused)
    assert paused.state is EntryState.LIVE
    assert "Done: 0" in run(app, "--at", "2027-02-09", "--apply").output


def test_a_day_that_does_not_exist_is_refused_clearly(app):
    result = run(app, "--at", "2027-02-31")
    assert result.exit_code == 2 and "There is no such day: 2027-02-31" in result.output


def test_the_office_sees_the_same_rows_of_its_own_areas(client, waiting):
    _broker, paused, unread = waiting
    with time_machine.travel(datetime(2027, 2, 9, 10, tzinfo=UTC)):
        page = client.signs_in_as(CoordinatorFactory()).get("/coordinate").follow("What is due")
        assert page.texts("#due tbody th") == [paused.reference, unread.reference]
        assert "2 steps are due on 9 February 2027. 1 of them the service does by itself." in page.text
        assert page.follow(unread.reference).h1 == "Unread"
        elsewhere = CoordinatorFactory(areas=[AreaFactory(code="E08000003")])
        assert "Nothing is due." in client.signs_in_as(elsewhere).get("/coordinate/due").text

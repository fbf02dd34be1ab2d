"""A match that waits can wait for more than one thing: a later day, a concern, a new owner. None is lost."""

from datetime import timedelta

import pytest

from broker.cases.clocks import today
from broker.cases.concerns import Said, raise_concern
from broker.cases.holding import reasons_of
from broker.cases.life import replayed
from broker.cases.waiting import open_case
from broker.casework.changes.firm_gone import is_bought
from broker.edge.filters import spoken_date
from broker.matches import steps
from broker.matches.new_owner import owner_says, waiting_for_owner
from models import Message
from models.vocabulary import ConcernKind, HoldReason, MatchState
from tests.web.matches.test_steps import introduced, until  # noqa: F401

LATER = today() + timedelta(days=200)


@pytest.fixture
def held(session, introduced):  # noqa: F811
    steps.hold(session, introduced.match, by=introduced.jo, reason=HoldReason.BOARD, until=LATER)
    session.commit()
    return introduced


def sold(session, held):
    said = {"name": "Olive Owner", "email": "olive@owner.example", "telephone": "", "words": "Sign over the door"}
    return is_bought(session, held.business, by=held.coordinator, **said).account


def gone_wrong(session, held, by):
    about = held.match.reference
    return raise_concern(session, Said(ConcernKind.WORKING_TOGETHER, "It went badly", about=about), by=by)


def test_a_hold_is_made_longer_with_a_reason_and_goes_on_from_where_it_was(session, held, pat):
    page = pat.get(f"/coordinate/matches/{held.match.id}")
    assert f"On hold until {spoken_date(LATER)}: waiting for a board." in page.text
    page = page.follow("Let it wait until another day")
    assert page.one("[name=reason][checked]")["value"] == "board"
    day = LATER + timedelta(days=30)
    answers = {"reason": "holidays", "words": "The chair is ill", **until(day)}
    page = page.submit(answers, button="Put on hold")
    assert f"On hold until {spoken_date(day)}: holidays, waiting for a board." in page.text
    assert "The chair is ill" in page.text
    match = held.match
    assert (match.state, match.held_from, match.hold_until) == (MatchState.ON_HOLD, MatchState.INTRODUCED, day)
    assert open_case(session, match).next_on >= day
    pat.get(f"/matches/{match.id}/hold").submit({"reason": "holidays", "words": "", **until(day)}, "Put on hold")
    assert [event.reason for event in match.events].count("holidays") == 1, "the same again is no second hold"
    steps.resume(session, match, by=held.jo)
    assert (match.state, reasons_of(match)) == (MatchState.INTRODUCED, [])
    assert replayed(match.events) is MatchState.INTRODUCED


def test_a_concern_about_what_waits_already_is_seen_and_looked_at_no_later(session, held, jo):
    gone_wrong(session, held, held.ada)
    match = held.match
    assert reasons_of(match) == [HoldReason.CONCERN, HoldReason.BOARD]
    assert match.hold_until < LATER
    text = jo.get(f"/your-page/matches/{match.id}").text
    assert "something has gone wrong, waiting for a board." in text
    assert f"It was on hold until {spoken_date(LATER)}." in text
    assert "It went badly" not in text
    told = session.query(Message).filter_by(kind="match_on_hold").one()
    assert told.to_email == "jo@chamber.example"
    steps.hold(session, match, by=held.jo, reason=HoldReason.HOLIDAYS, until=LATER)
    assert reasons_of(match)[0] is HoldReason.CONCERN, "a holiday does not hide it"


def test_a_new_owner_is_asked_about_what_waits_already(session, held):
    owner = sold(session, held)
    match = held.match
    assert waiting_for_owner(session, held.business) == [match]
    assert reasons_of(match) == [HoldReason.NEW_OWNER, HoldReason.BOARD]
    owner_says(session, match, goes_on=True, by=owner)
    assert (match.state, match.hold_reason) == (MatchState.ON_HOLD, HoldReason.BOARD)
    assert "The new owner says that it goes on" in match.events[-1].words
    assert (reasons_of(match), waiting_for_owner(session, held.business)) == ([HoldReason.BOARD], [])
    steps.resume(session, match, by=held.jo)
    assert match.state is MatchState.INTRODUCED


def test_a_yes_of_a_new_owner_does_not_end_what_a_concern_began(session, held):
    owner = sold(session, held)
    gone_wrong(session, held, held.jo)
    match = held.match
    assert match.hold_reason is HoldReason.NEW_OWNER
    owner_says(session, match, goes_on=True, by=owner)
    assert (match.state, match.hold_reason) == (MatchState.ON_HOLD, HoldReason.CONCERN)

"""Before a match starts: what must be seen, and what happens when it runs out."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from broker.cases.life import NotPossible, move
from broker.cases.start_checks import lines_of, note_seen, still_open
from broker.results import tasks
from broker.results.tasks import hold_for_checks
from models import Message, StartCheck, StartCheckRule
from models.vocabulary import HoldReason, MatchAct, MatchState, Safeguarding
from tests.factories import NeedFactory

TODAY = datetime.now(UTC).date()


def sees_all(session, working, **said):
    for rule in still_open(session, working.match):
        note_seen(session, working.match, rule, by=working.link, seen_on=TODAY, **said)


def test_a_new_service_has_a_list_of_checks(session):
    assert "Public liability insurance of the business" in session.scalars(select(StartCheckRule.words)).all()


def test_only_lines_for_this_help_and_these_people_are_asked_for(session, working):
    words = [line.rule.words for line in lines_of(session, working.match)]
    assert "Public liability insurance of the business" in words
    assert not any("placement" in said for said in words)
    assert not any("DBS" in said for said in words)
    working.match.need.children = Safeguarding.CHECKS
    session.flush()
    assert any("DBS" in line.rule.words for line in lines_of(session, working.match))


def test_no_match_starts_with_a_required_line_open(session, working):
    with pytest.raises(NotPossible, match="Risk assessment for the work"):
        move(session, working.match, MatchAct.START, by=working.link)
    sees_all(session, working)
    move(session, working.match, MatchAct.START, by=working.link)
    assert working.match.state is MatchState.ACTIVE


def test_a_line_of_one_need_counts_for_that_need_alone(session, working):
    session.add(StartCheckRule(check="other", words="Key to the garden", need_id=working.match.need_id))
    other = NeedFactory(
        title="Sheds", partnership=working.match.need.partnership, area=working.match.need.area, parts=[]
    )
    session.add(StartCheckRule(check="other", words="Key elsewhere", need=other))
    session.flush()
    words = [line.rule.words for line in lines_of(session, working.match)]
    assert "Key to the garden" in words
    assert "Key elsewhere" not in words


def test_a_check_that_runs_out_puts_the_match_on_hold_and_tells_its_owner_once(session, working):
    sees_all(session, working, valid_until=TODAY)
    move(session, working.match, MatchAct.START, by=working.link)
    assert hold_for_checks(session) == 0
    session.execute(StartCheck.__table__.update().values(valid_until=TODAY - timedelta(days=1)))
    session.expire_all()
    assert hold_for_checks(session) == 1
    assert working.match.state is MatchState.ON_HOLD
    assert working.match.hold_reason is HoldReason.CHECKS
    assert hold_for_checks(session) == 0
    told = session.scalars(select(Message).where(Message.kind == "check_ran_out")).one()
    assert told.to_email == working.link.email
    assert "Risk assessment for the work" in told.body


def test_what_goes_on_after_a_hold_has_everything_seen_as_what_starts(session, working):
    sees_all(session, working, valid_until=TODAY)
    move(session, working.match, MatchAct.START, by=working.link)
    session.execute(StartCheck.__table__.update().values(valid_until=TODAY - timedelta(days=1)))
    session.expire_all()
    hold_for_checks(session)
    with pytest.raises(NotPossible, match="Risk assessment for the work"):
        move(session, working.match, MatchAct.RESUME, by=working.link)
    sees_all(session, working)
    move(session, working.match, MatchAct.RESUME, by=working.link)
    assert working.match.state is MatchState.ACTIVE


def test_a_match_that_cannot_be_held_is_tried_again_next_time(session, working, monkeypatch):
    sees_all(session, working, valid_until=TODAY - timedelta(days=1))
    working.match.state = MatchState.ACTIVE
    session.commit()
    hold = tasks.hold_match

    def fails_once(session, match):
        if failed:
            return hold(session, match)
        failed.append(match)
        raise RuntimeError

    failed = []
    monkeypatch.setattr(tasks, "hold_match", fails_once)
    assert hold_for_checks(session) == 0
    assert working.match.state is MatchState.ACTIVE
    assert hold_for_checks(session) == 1
    assert working.match.state is MatchState.ON_HOLD


def test_a_broker_notes_what_they_saw(working, browser_of):
    page = browser_of(working.link).get(f"/matches/{working.match.id}/start-checks")
    page = page.follow("Note it Risk assessment for the work")
    page = page.submit({"how": "seen"}, "Save")
    assert "Seen on" in page.text
    assert "by Jo Link" in page.text


def test_what_is_not_needed_needs_a_reason(working, browser_of):
    page = browser_of(working.officer).get(f"/matches/{working.match.id}/start-checks")
    page = page.follow("Note it Risk assessment for the work").submit({"how": "not_needed"}, "Save", status=422)
    assert page.errors == ["Say why it is not needed here"]
    page = page.submit({"how": "not_needed", "words": "Benches are only delivered."}, "Save")
    assert "Not needed Benches are only delivered." in page.text


def test_what_was_seen_tomorrow_is_refused(working, browser_of):
    day = TODAY + timedelta(days=1)
    page = browser_of(working.link).get(f"/matches/{working.match.id}/start-checks")
    page = page.follow("Note it Risk assessment for the work")
    answers = {"seen_on-day": day.day, "seen_on-month": day.month, "seen_on-year": day.year}
    page = page.submit({"how": "seen", **answers}, "Save", status=422)
    assert page.errors == ["The day you saw it must be today or in the past"]


def test_both_sides_read_the_list_and_only_broker_and_office_write_in_it(working, browser_of):
    for account in (working.giver, working.receiver):
        page = browser_of(account).get(f"/matches/{working.match.id}/start-checks")
        assert "Risk assessment for the work" in page.text
        assert "Note it" not in page.text
        rule_id = page.client.session.scalar(select(StartCheckRule.id))
        page.client.get(f"/matches/{working.match.id}/start-checks/{rule_id}", status=404)


def test_the_office_adds_a_line_and_takes_one_off(working, browser_of):
    office = browser_of(working.officer)
    page = office.get("/coordinate/start-checks").follow("Add a line")
    page = page.submit(
        {"check": "other", "words": "Who has the key", "kind": "PRO", "required": "yes", "valid_months": "6"}, "Save"
    )
    assert "Who has the key" in page.text
    seen = office.get(f"/matches/{working.match.id}/start-checks")
    assert "Who has the key" in seen.text
    page.submit(button="Take off Who has the key")
    assert "Who has the key" not in office.get(f"/matches/{working.match.id}/start-checks").text


def test_the_office_says_a_line_otherwise_and_for_one_request_only(working, browser_of):
    page = browser_of(working.officer).get("/coordinate/start-checks").follow("Risk assessment for the day")
    page = page.submit({"request": "N-2222-2222"}, "Save", status=422)
    assert page.errors == ["There is no request with that reference"]
    reference = working.match.need.reference
    page = page.submit({"words": "Who has the key", "request": reference.lower().replace("-", " ")}, "Save")
    assert "Risk assessment for the day" not in page.text
    assert f"Who has the key Pairs of hands; Garden benches, {reference}" in page.text

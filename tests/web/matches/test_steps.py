"""What the broker or the office does with a match once both have said yes."""

from datetime import timedelta

import pytest

from broker.cases import life
from broker.cases.clocks import today
from broker.cases.life import replayed
from broker.cases.places import free_places, room
from broker.cases.waiting import open_case
from broker.matches.answering import answer
from models.vocabulary import Answer, CaseStep, EndReason, HoldReason, MatchAct, MatchState, Side, SuggestionState
from tests.factories import SuggestionFactory
from tests.web.casework.conftest import firm
from tests.web.matches.conftest import letters
from tests.web.matches.test_answer_pages import parts_of


@pytest.fixture
def introduced(session, asked):
    for side in Side:
        answer(session, asked.match, side, Answer.YES, by=None)
    session.commit()
    return asked


def until(day):
    return {name.replace("ask_again_on", "until"): value for name, value in parts_of(day).items()}


def test_the_broker_writes_down_that_they_have_met_and_it_is_under_way(session, introduced, jo):
    page = jo.get(f"/your-page/matches/{introduced.match.id}")
    assert "Ada Ash" in page.text and "Bo Board" in page.text
    page = page.follow("They have met: the work starts")
    assert page.submit({}, button="Start", status=422).errors == ["Enter how they met or spoke"]
    page = page.submit({"words": "Visited the garden"}, button="Start")
    assert introduced.match.state is MatchState.ACTIVE
    assert "Visited the garden" in page.text
    assert open_case(session, introduced.match).step is CaseStep.CHECK_IN


def test_what_must_be_seen_first_is_said_and_nothing_starts(session, introduced, jo, monkeypatch):
    monkeypatch.setitem(life.GUARDS, MatchAct.START, [lambda _session, _match: "The insurance is not seen yet"])
    page = jo.get(f"/matches/{introduced.match.id}/start").submit({"words": "Met"}, button="Start", status=422)
    assert page.errors == ["The insurance is not seen yet"]
    assert introduced.match.state is MatchState.INTRODUCED


def test_it_waits_until_a_day_with_a_reason_and_goes_on_from_where_it_was(session, introduced, pat, ada):
    there = f"/coordinate/matches/{introduced.match.id}"
    page = pat.get(there).follow("Put it on hold")
    wrong = page.submit({"reason": "board", **until(today())}, button="Put on hold", status=422)
    assert wrong.errors == ["The date must be in the future"]
    page = page.submit({"reason": "board", **until(today() + timedelta(days=20))}, button="Put on hold")
    assert page.path == there
    match = introduced.match
    assert (match.state, match.held_from, match.hold_reason) == (
        MatchState.ON_HOLD,
        MatchState.INTRODUCED,
        HoldReason.BOARD,
    )
    assert "This waits for a while" in ada.get(f"/your-page/matches/{match.id}").text
    page.follow("It goes on").submit(button="Go on")
    assert (match.state, match.hold_until) == (MatchState.INTRODUCED, None)
    assert replayed(match.events) is MatchState.INTRODUCED


def test_what_ends_early_frees_the_place_and_both_are_told_without_the_reason(session, introduced, pat):
    second = SuggestionFactory(need=introduced.need, business=firm("Birch"), rank=2, state=SuggestionState.RESERVE)
    page = pat.get(f"/coordinate/matches/{introduced.match.id}").follow("End it early")
    assert "Confirmed by mistake" not in page.text
    page = page.submit({"reason": "no_show", "words": "Never came"}, button="End it")
    assert introduced.match.state is MatchState.ENDED_EARLY
    assert introduced.match.events[-1].why is EndReason.NO_SHOW
    told = letters(session, introduced.match, "ended_early")
    assert set(told) == {"ended_early_business", "ended_early_partnership", "ended_early_broker"}
    assert "Never came" not in "".join(told.values())
    assert (free_places(session, introduced.business), room(session, introduced.need)) == (
        1,
        {introduced.need.parts[0].id: 2},
    )
    assert second.state is SuggestionState.OPEN
    assert page.follow("Birch for “Garden benches”").status == 200


def test_the_work_is_done_and_the_result_is_waited_for(session, introduced, jo, ada, bo):
    introduced.match.state = MatchState.ACTIVE
    session.commit()
    page = jo.get(f"/your-page/matches/{introduced.match.id}").follow("The work is done")
    page.submit({}, button="It is done")
    assert introduced.match.state is MatchState.COMPLETED
    assert open_case(session, introduced.match).step is CaseStep.AWAIT_RESULT
    there = f"/your-page/matches/{introduced.match.id}"
    assert "Speke Board says whether what is reported is right." in ada.get(there).text
    assert "You say whether what is reported is right, or correct it: nobody else can." in bo.get(there).text


def test_a_step_that_is_not_its_turn_leads_back_and_says_so(asked, jo):
    for step in ("start", "hold", "resume", "complete", "end-early"):
        page = jo.get(f"/matches/{asked.match.id}/{step}")
        assert page.messages == ["This is “Proposed” now: that can no longer be done."], step
        assert jo.post(f"/matches/{asked.match.id}/{step}", {"words": "x"}).messages == page.messages, step
    assert asked.match.state is MatchState.PROPOSED


def test_the_two_sides_cannot_take_the_brokers_steps(introduced, ada, bo):
    for browser in (ada, bo):
        browser.get(f"/matches/{introduced.match.id}/start", status=403)

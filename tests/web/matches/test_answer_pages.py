"""The pages of the two sides: why, what is asked, the four answers, and where it stands afterwards."""

from datetime import timedelta

import pytest

from broker.cases.clocks import today
from broker.matches.answering import answer, lapse
from broker.matches.ending import place_gone
from broker.suggestions.ending import take_back_proposals
from models.vocabulary import Answer, DeclineReason, MatchState, Role, Side
from tests.factories import AccountFactory, ContactFactory
from tests.web.matches.conftest import said, said_yes


def page_of(asked):
    return f"/your-page/matches/{asked.match.id}"


def parts_of(day):
    return {
        "ask_again_on-day": str(day.day),
        "ask_again_on-month": str(day.month),
        "ask_again_on-year": str(day.year),
    }


def test_a_business_reads_why_what_who_and_by_when_and_says_yes(session, asked, ada):
    page = ada.get("/your-page")
    assert "1 question waits for your answer" in page.text
    page = page.follow("Answer: Garden benches, with Speke Board")
    assert page.h1 == "Garden benches"
    assert "said to the firm" in page.text
    assert "Goods, materials, tools or a vehicle: 4 items" in page.text
    assert "Jo Link is your local business link. Telephone: 01632 960333." in page.text
    assert "Speke Board is asked the same." in page.text
    assert "bo@board.example" not in page.html and "Bo Board" not in page.html
    page = page.submit({"answer": "yes"}, button="Continue")
    assert page.messages == ["Thank you for your answer."]
    assert "You have said yes" in page.text
    assert "Speke Board answers too." in page.text
    assert "waits for your answer" not in ada.get("/your-page").text
    assert said(session, asked.match, Side.BUSINESS).by is asked.ada


def test_a_local_group_says_yes_and_is_given_the_person_to_talk_to(session, asked, bo):
    said_yes(session, asked.match, Side.BUSINESS)
    page = bo.get(f"/your-page/needs/{asked.need.id}").follow("Ash Joinery")
    assert "Ash Joinery has said yes already." in page.text
    assert "said to the partnership" in page.text
    page = page.submit({"answer": "yes"}, button="Continue")
    assert "You have been introduced" in page.text
    assert page.answers()["Name"] == "Ada Ash"
    assert "01632 960111" in page.text
    assert not page.select("input[name=answer]")
    assert "You have been introduced" in bo.get(page_of(asked)).text  # a second visit


def test_ring_me_first_says_who_rings_which_number(session, asked, ada):
    page = ada.get(page_of(asked)).submit({"answer": "ring_first"}, button="Continue")
    assert "Jo Link rings you on 01632 960111." in page.text
    page = page.submit({"words": "After four"}, button="Ask for a call")
    assert "We ring you first" in page.text
    assert said(session, asked.match, Side.BUSINESS).answer is Answer.RING_FIRST


def test_not_now_asks_for_the_day(session, asked, ada):
    page = ada.get(page_of(asked)).submit({"answer": "not_now"}, button="Continue")
    wrong = page.submit({"ask_again_on-day": "31", "ask_again_on-month": "2", "ask_again_on-year": "2031"}, status=422)
    assert wrong.errors
    past = page.submit(parts_of(today()), status=422)
    assert past.errors == ["The date must be in the future, and within a year"]
    page = page.submit(parts_of(today() + timedelta(days=30)))
    assert "You asked us to come back later." in page.text
    assert said(session, asked.match, Side.BUSINESS).ask_again_on == today() + timedelta(days=30)


def test_a_no_asks_why_and_says_what_happens_next(session, asked, ada):
    page = ada.get(page_of(asked)).submit({"answer": "no"}, button="Continue")
    assert page.submit({}, button="Say no", status=422).errors == ["Select a reason"]
    page = page.submit({"reason": "wrong_skill"}, button="Say no")
    assert "You said no to this" in page.text
    assert "Your reason: wrong skill." in page.text
    assert asked.match.state is MatchState.DECLINED


def test_nothing_chosen_is_said_on_the_page(asked, ada):
    page = ada.get(page_of(asked)).submit({}, button="Continue", status=422)
    assert page.errors == ["Select what you say"]


def test_they_can_change_their_mind_until_the_other_has_answered(session, asked, ada):
    page = ada.get(page_of(asked)).submit({"answer": "yes"}, button="Continue")
    page = page.submit({"answer": "no"}, button="Continue").submit({"reason": "too_big"}, button="Say no")
    assert "You said no to this" in page.text


@pytest.mark.parametrize(
    ("over", "heading"),
    [
        ("declined", "You said no to this"),
        ("declined by the other", "This does not go ahead"),
        ("lapsed", "The time to answer has run out"),
        ("taken back", "We took this question back"),
        ("taken", "Somebody was a moment quicker"),
    ],
)
def test_an_answer_that_comes_too_late_is_answered_kindly_and_changes_nothing(session, asked, ada, over, heading):
    page = ada.get(page_of(asked))
    if over.startswith("declined"):
        side = Side.PARTNERSHIP if "other" in over else Side.BUSINESS
        answer(session, asked.match, side, Answer.NO, by=None, reason=DeclineReason.TOO_BIG)
    elif over == "lapsed":
        lapse(session, asked.match)
    elif over == "taken back":
        take_back_proposals(session, asked.need, by=asked.coordinator)
    else:
        place_gone(session, asked.match)
    session.commit()
    state = asked.match.state
    late = page.submit({"answer": "yes"}, button="Continue", status=409)
    assert late.h1 == heading
    assert "has changed nothing" in late.text and "01632 960000" in late.text
    assert ada.post(page.path + "/no", {"reason": "too_far"}, status=409).h1 == heading
    session.refresh(asked.match)
    assert asked.match.state is state
    page = ada.get(page_of(asked) + "/no")  # an old tab is led to how it stands
    assert page.path == page_of(asked) and heading in page.text


def test_a_double_click_on_yes_arrives_where_the_first_click_led(session, asked, ada):
    said_yes(session, asked.match, Side.PARTNERSHIP)
    page = ada.get(page_of(asked))
    for _click in (1, 2):
        assert "You have been introduced" in page.submit({"answer": "yes"}, button="Continue").text


def test_a_no_after_the_introduction_leads_to_a_person(session, asked, ada):
    page = ada.get(page_of(asked))
    for side in Side:
        answer(session, asked.match, side, Answer.YES, by=None)
    session.commit()
    late = ada.post(page.path + "/no", {"reason": "too_far"}, status=409)
    assert late.h1 == "You have been introduced"
    assert "ring us on 01632 960000" in late.text


def test_the_page_is_nobody_elses(session, asked, client):
    stranger = client.signs_in_as(AccountFactory(roles=[Role.BUSINESS, Role.OFFICER, Role.BROKER]))
    for path in ("", "/no", "/not-now", "/ring-first"):
        stranger.get(page_of(asked) + path, status=404)
    stranger.get(f"/matches/{asked.match.id}/start", status=404)


def test_one_side_cannot_answer_for_the_other(session, asked, ada):
    for page in (
        ada.get(page_of(asked) + "?side=partnership"),
        ada.post(page_of(asked) + "?side=partnership", {"answer": "yes"}),
    ):
        assert page.h1 == "Garden benches" and "Ash Joinery could help" in page.text
    assert {said(session, asked.match, side).answer for side in Side} == {Answer.WAITING}


def test_who_speaks_for_both_sides_answers_for_one_after_the_other(session, asked, ada):
    asked.need.partnership.contacts.append(ContactFactory.build(account=asked.ada, email=asked.ada.email))
    session.commit()
    page = ada.get(page_of(asked)).submit({"answer": "yes"}, button="Continue")
    assert "for “Garden benches”" in page.h1
    page.submit({"answer": "yes"}, button="Continue")
    assert asked.match.state is MatchState.INTRODUCED


def test_a_broker_deleted_in_between_leaves_a_person_to_ring(session, asked, ada):
    asked.match.broker_id = None
    session.commit()
    page = ada.get(page_of(asked))
    assert "Pat Officer is your local business link. Telephone: 01632 960444." in page.text
    page.submit({"answer": "ring_first"}, button="Continue").submit({}, button="Ask for a call")
    assert said(session, asked.match, Side.BUSINESS).answer is Answer.RING_FIRST


@pytest.mark.parametrize("who", ["pat", "jo"])
def test_an_officer_or_the_broker_answers_for_somebody_on_the_telephone(request, session, asked, who):
    office = request.getfixturevalue(who)
    page = office.get(page_of(asked)).follow("Answer for them (Ash Joinery)")
    assert "You answer for Ash Joinery, who told you." in page.text
    page = page.submit({"answer": "yes"}, button="Continue")
    assert "said to" in page.text
    assert "on behalf of the business" in page.text
    page = page.follow("I have rung them (Speke Board)")
    page = page.submit({"words": "They want Fridays only", "outcome": "no"}, button="Save")
    page = page.submit({"reason": "wrong_time"}, button="Say no")
    assert asked.match.state is MatchState.DECLINED
    assert "on behalf of the local group" in page.text and "They want Fridays only" in page.text


def test_who_still_thinks_about_it_has_their_time_again(session, asked, jo):
    page = jo.get(f"/matches/{asked.match.id}/rung?side=business")
    assert "Ada Ash, 01632 960111" in page.text
    assert page.submit({"words": "x"}, button="Save", status=422).errors == ["Select what they say"]
    page = page.submit({"words": "Asks her partner", "outcome": "still"}, button="Save")
    assert "Their time to answer starts again today." in page.messages[0]
    assert "Asks her partner" in page.text

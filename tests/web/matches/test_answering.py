"""Both sides answer a proposal: what each answer does, whom it tells, and what it never gives away."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from broker.cases.clocks import today
from broker.cases.life import replayed
from broker.cases.places import free_places, room
from broker.cases.suggestion_life import replayed as suggestion_replayed
from broker.cases.waiting import open_case
from broker.matches.answering import answer, lapse, rung
from broker.matches.refusals import NotAskedAnyMore, NotSaid
from models import EntryEvent, Message
from models.vocabulary import (
    Answer,
    CaseStep,
    DeclineReason,
    EntryState,
    MatchAct,
    MatchState,
    MessageState,
    Side,
    SuggestionState,
)
from tests.factories import SuggestionFactory
from tests.web.casework.conftest import firm
from tests.web.matches.conftest import all_left, letters, proposed, said, said_yes

SECRETS = ("ada@ash.example", "01632 960111", "bo@board.example", "01632 960222", "Ada Ash", "Bo Board")


def test_two_yeses_introduce_the_two_sides_at_once(session, asked):
    answer(session, asked.match, Side.BUSINESS, Answer.YES, by=asked.ada)
    assert asked.match.state is MatchState.PROPOSED
    answer(session, asked.match, Side.PARTNERSHIP, Answer.YES, by=asked.bo)
    assert asked.match.state is MatchState.INTRODUCED
    assert [event.act for event in asked.match.events][-4:] == [
        MatchAct.ANSWER,
        MatchAct.ANSWER,
        MatchAct.ACCEPT,
        MatchAct.INTRODUCE,
    ]
    assert replayed(asked.match.events) is MatchState.INTRODUCED
    assert open_case(session, asked.match).step is CaseStep.FIRST_CONTACT


def test_each_side_is_given_the_other_and_the_link_is_given_both(session, asked):
    said_yes(session, asked.match, Side.PARTNERSHIP)
    answer(session, asked.match, Side.BUSINESS, Answer.YES, by=asked.ada)
    told = letters(session, asked.match)
    assert set(told) == {"introduced_business", "introduced_partnership", "introduced_broker"}
    for words in ("Bo Board", "01632 960222", "bo@board.example", "Mornings, by telephone"):
        assert words in told["introduced_business"]
    for words in ("Ada Ash, Owner, Ash Joinery", "01632 960111", "ada@ash.example"):
        assert words in told["introduced_partnership"]
    assert all(secret in told["introduced_broker"] for secret in SECRETS)


@pytest.mark.parametrize("given", [Answer.YES, Answer.NOT_NOW, Answer.NO])
def test_nobody_is_given_a_name_or_a_number_before_both_have_said_yes(session, asked, given):
    all_left(session, asked.match)
    more = {
        Answer.NO: {"reason": DeclineReason.WRONG_TIME, "words": "Ring Ada Ash on 01632 960111"},
        Answer.NOT_NOW: {"ask_again_on": today() + timedelta(days=9)},
    }
    answer(session, asked.match, Side.BUSINESS, given, by=asked.ada, **more.get(given, {}))
    told = "".join(letters(session, asked.match).values()).replace("Hello Bo Board", "")
    assert not [secret for secret in SECRETS if secret in told]


def test_the_same_yes_twice_changes_nothing(session, asked):
    answer(session, asked.match, Side.BUSINESS, Answer.YES, by=asked.ada)
    events = len(asked.match.events)
    answer(session, asked.match, Side.BUSINESS, Answer.YES, by=asked.ada)
    said_yes(session, asked.match, Side.PARTNERSHIP)
    assert len(asked.match.events) == events
    answer(session, asked.match, Side.PARTNERSHIP, Answer.NOT_NOW, by=asked.bo, ask_again_on=today() + timedelta(9))
    answer(session, asked.match, Side.PARTNERSHIP, Answer.YES, by=asked.bo)
    answer(session, asked.match, Side.PARTNERSHIP, Answer.YES, by=asked.bo)
    assert asked.match.state is MatchState.INTRODUCED
    assert len(letters(session, asked.match, "introduced_")) == 3


def test_ring_me_first_stops_the_clock_and_is_the_brokers_to_do(session, asked):
    said_yes(session, asked.match, Side.PARTNERSHIP)
    answer(session, asked.match, Side.BUSINESS, Answer.RING_FIRST, by=asked.ada, words="Is there a van?")
    case = open_case(session, asked.match)
    assert (case.step, case.acts_on) == (CaseStep.RING_FIRST, None)
    assert case.owner_broker is asked.match.broker
    told = letters(session, asked.match)
    assert set(told) == {"ring_first_broker"}
    assert all(words in told["ring_first_broker"] for words in ("Ada Ash", "01632 960111", "Is there a van?"))


def test_after_the_call_the_clock_starts_again_and_what_was_said_is_kept(session, asked):
    answer(session, asked.match, Side.BUSINESS, Answer.RING_FIRST, by=asked.ada)
    rung(session, asked.match, Side.BUSINESS, by=asked.jo, words="She asks her partner first")
    one = said(session, asked.match, Side.BUSINESS)
    assert (one.answer, one.asked_on, one.reminded_at) == (Answer.WAITING, today(), None)
    assert open_case(session, asked.match).step is CaseStep.AWAIT_ANSWER
    event = asked.match.events[-1]
    assert (event.act, event.side, event.by, event.words) == (
        MatchAct.RING,
        Side.BUSINESS,
        asked.jo,
        "She asks her partner first",
    )
    with pytest.raises(NotSaid):
        rung(session, asked.match, Side.BUSINESS, by=asked.jo, words="")


def test_not_now_waits_for_the_day_that_was_asked_for(session, asked):
    day = today() + timedelta(days=40)
    answer(session, asked.match, Side.PARTNERSHIP, Answer.NOT_NOW, by=asked.bo, ask_again_on=day)
    said_yes(session, asked.match, Side.BUSINESS)
    answer(session, asked.match, Side.PARTNERSHIP, Answer.NOT_NOW, by=asked.bo, ask_again_on=day)
    case = open_case(session, asked.match)
    assert case.step is CaseStep.ASK_AGAIN
    assert case.acts_on >= day


def test_a_day_that_is_past_or_far_away_is_not_taken(session, asked):
    for days in (0, -1, 400):
        day = today() + timedelta(days=days)
        with pytest.raises(NotSaid, match="future"):
            answer(session, asked.match, Side.BUSINESS, Answer.NOT_NOW, by=asked.ada, ask_again_on=day)


def test_a_no_needs_its_reason_and_other_needs_words(session, asked):
    for more, field in (({}, "reason"), ({"reason": DeclineReason.OTHER}, "words")):
        with pytest.raises(NotSaid) as missing:
            answer(session, asked.match, Side.BUSINESS, Answer.NO, by=asked.ada, **more)
        assert missing.value.field == field
    with pytest.raises(NotSaid) as missing:
        answer(session, asked.match, Side.BUSINESS, Answer.NOT_NOW, by=asked.ada)
    assert missing.value.field == "ask_again_on"


def test_a_no_frees_both_places_and_brings_up_the_reserve(session, asked):
    second = SuggestionFactory(need=asked.need, business=firm("Birch"), rank=2, state=SuggestionState.RESERVE)
    proposed(session, SuggestionFactory(need=asked.need, business=firm("Cedar"), rank=3), asked.coordinator)
    assert room(session, asked.need)[asked.need.parts[0].id] == 0
    assert second.state is SuggestionState.RESERVE
    answer(session, asked.match, Side.BUSINESS, Answer.NO, by=asked.ada, reason=DeclineReason.TOO_FAR)
    assert asked.match.state is MatchState.DECLINED
    assert second.state is SuggestionState.OPEN
    assert room(session, asked.need)[asked.need.parts[0].id] == 1
    assert free_places(session, asked.business) == 1
    assert asked.match.suggestion.state is suggestion_replayed(asked.match.suggestion.events)
    assert asked.match.suggestion.state is SuggestionState.WITHDRAWN
    assert open_case(session, asked.match) is None


def test_the_other_side_is_told_of_a_no_without_its_reason(session, asked):
    all_left(session, asked.match)
    answer(
        session,
        asked.match,
        Side.BUSINESS,
        Answer.NO,
        by=asked.ada,
        reason=DeclineReason.OTHER,
        words="We are selling up",
    )
    told = letters(session, asked.match)
    assert set(told) == {"declined_partnership", "declined_broker"}
    assert "selling up" not in "".join(told.values())


def test_who_was_not_told_of_a_proposal_is_not_told_of_its_end(session, asked):
    answer(session, asked.match, Side.BUSINESS, Answer.NO, by=asked.ada, reason=DeclineReason.WRONG_TIME)
    assert letters(session, asked.match) == {}
    assert not session.scalars(waiting_letters(asked.match)).all()


@pytest.mark.parametrize("spoke", ["answered", "rung"])
def test_who_has_spoken_before_the_proposal_left_is_told_how_it_ends(session, asked, spoke):
    if spoke == "answered":
        answer(session, asked.match, Side.BUSINESS, Answer.YES, by=asked.ada)
    else:
        rung(session, asked.match, Side.BUSINESS, by=asked.jo, words="She thinks about it")
    answer(session, asked.match, Side.PARTNERSHIP, Answer.NO, by=asked.bo, reason=DeclineReason.WRONG_TIME)
    assert set(letters(session, asked.match)) == {"declined_business"}


def waiting_letters(match):
    return select(Message).where(Message.match_id == match.id, Message.state == MessageState.WAITING)


def test_a_request_that_is_found_unclear_has_it_in_its_history(session, asked):
    answer(
        session, asked.match, Side.BUSINESS, Answer.NO, by=asked.ada, reason=DeclineReason.UNCLEAR, words="How many?"
    )
    session.flush()
    events = session.scalars(select(EntryEvent).where(EntryEvent.what == "found_unclear")).all()
    assert [(event.entry_id, event.words) for event in events] == [(asked.need.id, "How many?")]


def test_a_lapse_frees_the_places_and_blames_nobody(session, asked):
    all_left(session, asked.match)
    lapse(session, asked.match)
    assert asked.match.state is MatchState.LAPSED
    assert set(letters(session, asked.match)) == {"lapsed_business", "lapsed_partnership", "lapsed_broker"}
    assert free_places(session, asked.business) == 1
    with pytest.raises(NotAskedAnyMore):
        lapse(session, asked.match)


def test_nothing_is_taken_after_a_lapse(session, asked):
    lapse(session, asked.match)
    for given in (Answer.YES, Answer.RING_FIRST, Answer.NO):
        with pytest.raises(NotAskedAnyMore):
            answer(session, asked.match, Side.BUSINESS, given, by=asked.ada, reason=DeclineReason.TOO_FAR)
    with pytest.raises(NotAskedAnyMore):
        rung(session, asked.match, Side.BUSINESS, by=asked.jo, words="Too late")
    assert asked.match.state is MatchState.LAPSED


def test_who_comes_late_for_the_last_place_is_thanked_and_free_for_something_else(session, asked):
    late = proposed(session, SuggestionFactory(need=asked.need, business=firm("Birch"), rank=2), asked.coordinator)
    all_left(session, late)
    for side, by in ((Side.BUSINESS, asked.ada), (Side.PARTNERSHIP, asked.bo)):
        answer(session, asked.match, side, Answer.YES, by=by)
    assert asked.match.state is MatchState.INTRODUCED
    assert late.state is MatchState.WITHDRAWN
    told = letters(session, late)
    assert set(told) == {"place_gone_business", "place_gone_partnership", "place_gone_broker"}
    assert "a moment before" in told["place_gone_business"]
    assert free_places(session, late.business) == 1
    assert late.business.suggest_due_at is not None
    assert replayed(late.events) is MatchState.WITHDRAWN


def test_a_yes_for_a_place_that_is_gone_gives_the_business_back(session, asked):
    """Two proposals that were answered before the last place was given away, as on two machines."""
    late = proposed(session, SuggestionFactory(need=asked.need, business=firm("Birch"), rank=2), asked.coordinator)
    said_yes(session, late, Side.BUSINESS)
    asked.match.state = MatchState.ACTIVE
    session.commit()
    answer(session, late, Side.PARTNERSHIP, Answer.YES, by=asked.bo)
    assert late.state is MatchState.WITHDRAWN
    assert late.events[-1].why.value == "place_taken"
    assert letters(session, late, "introduced") == {}


def test_an_officer_answers_for_a_side_and_it_is_written_down_so(session, asked):
    answer(session, asked.match, Side.BUSINESS, Answer.YES, by=asked.coordinator, on_behalf=True)
    one, event = said(session, asked.match, Side.BUSINESS), asked.match.events[-1]
    assert (one.answer, one.by, one.on_behalf) == (Answer.YES, asked.coordinator, True)
    assert (event.by, event.on_behalf_of, event.side) == (asked.coordinator, "business", Side.BUSINESS)


@pytest.mark.parametrize("call", ["answered", "still thinking"])
def test_who_was_asked_by_telephone_need_not_be_rung_to_ask_and_is_told_how_it_ends(session, asked, call):
    all_left(session, asked.match)
    to_ring = session.scalars(select_kind("proposed_business")).one()
    to_ring.state, to_ring.sent_at = MessageState.TO_RING, None
    session.commit()
    if call == "answered":
        answer(session, asked.match, Side.BUSINESS, Answer.YES, by=asked.coordinator, on_behalf=True)
    else:
        rung(session, asked.match, Side.BUSINESS, by=asked.coordinator, words="She asks her partner first")
    assert to_ring.state is MessageState.SENT and to_ring.sent_at is not None
    answer(session, asked.match, Side.PARTNERSHIP, Answer.NO, by=asked.bo, reason=DeclineReason.WRONG_TIME)
    assert set(letters(session, asked.match)) == {"declined_business", "declined_broker"}


def test_when_the_broker_has_left_the_coordinator_is_told_instead(session, asked):
    asked.match.broker.state = EntryState.ENDED
    answer(session, asked.match, Side.BUSINESS, Answer.RING_FIRST, by=asked.ada)
    message = session.scalars(select_kind("ring_first_broker")).one()
    assert message.to_email == "pat@council.example"
    assert open_case(session, asked.match).owner_account is asked.coordinator


def select_kind(kind):
    return select(Message).where(Message.kind == kind)

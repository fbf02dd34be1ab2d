"""What is sent twice is kept once, and nobody is written to twice."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from broker.cases.checking_in import check_in
from broker.cases.clocks import due_on, today
from broker.cases.following import follow
from broker.cases.notes import log_length, write_note
from broker.cases.waiting import open_case
from broker.edge.filters import spoken_date
from broker.matches.answering import answer
from broker.matches.standing import standing_of
from models import CheckIn, Message, RoleGrant
from models.vocabulary import Answer, AsAgreed, CaseKind, CheckInOutcome, MatchState, NoteKind, Role, Side

from .conftest import letters, said_yes


def test_ring_me_first_twice_asks_the_broker_once(session, asked):
    for _click in range(2):
        answer(session, asked.match, Side.BUSINESS, Answer.RING_FIRST, by=asked.ada, words="Is there a van?")
    written = select(func.count()).where(Message.match_id == asked.match.id, Message.kind == "ring_first_broker")
    assert session.scalar(written) == 1
    answer(session, asked.match, Side.BUSINESS, Answer.RING_FIRST, by=asked.ada, words="And who pays?")
    assert session.scalar(written) == 2


def test_the_same_day_twice_is_one_answer(session, asked):
    day = today() + timedelta(days=20)
    for _click in range(2):
        answer(session, asked.match, Side.BUSINESS, Answer.NOT_NOW, by=asked.ada, ask_again_on=day)
    assert [event.reason for event in asked.match.events].count(Answer.NOT_NOW) == 1


def test_a_check_in_sent_twice_is_one_check_in_and_one_mail(session, asked):
    asked.match.state = MatchState.ACTIVE
    said = {"as_agreed": AsAgreed.NO, "change": "Nobody comes", "outcome": CheckInOutcome.ATTENTION}
    first = check_in(session, asked.match, by=asked.jo, **said)
    due = open_case(session, asked.match).next_on
    assert check_in(session, asked.match, by=asked.jo, **said) is first
    assert session.scalar(select(func.count()).select_from(CheckIn)) == 1
    assert "needs_attention" in letters(session, asked.match)
    assert session.scalar(select(func.count()).where(Message.kind == "needs_attention")) == 1
    assert open_case(session, asked.match).next_on == due


def test_a_note_sent_twice_is_one_line_and_the_same_call_an_hour_later_another(session, asked):
    said = {"how": NoteKind.CALL, "on": today(), "words": "Nobody answered", "by": asked.jo}
    first = write_note(session, asked.match, **said)
    assert write_note(session, asked.match, **said) is first
    assert write_note(session, asked.match, **{**said, "words": "She answered"}) is not first
    first.written_at -= timedelta(hours=1)
    assert write_note(session, asked.match, **said) is not first
    assert log_length(session, CaseKind.MATCH, asked.match.id) == 3


@pytest.mark.parametrize("state", [MatchState.PROPOSED, MatchState.INTRODUCED])
def test_a_side_reads_the_day_that_stands_on_the_brokers_list(session, asked, state):
    said_yes(session, asked.match, Side.PARTNERSHIP)
    answer(session, asked.match, Side.BUSINESS, Answer.RING_FIRST, by=asked.ada)
    asked.match.state = state
    asked.match.broker.away_from, asked.match.broker.away_until = today(), due_on(today(), 9)
    session.flush()
    case = follow(session, asked.match)
    steps = standing_of(asked.match, Side.BUSINESS).steps
    assert any(spoken_date(case.next_on) in by for _what, by in steps)


def test_nobody_writes_down_that_they_rang_themselves(session, asked, new_client):
    session.add(RoleGrant(account_id=asked.ada.id, role=Role.BROKER))
    session.commit()
    ada = new_client().signs_in_as(asked.ada)
    ada.get(f"/matches/{asked.match.id}/rung?side=business", status=404)

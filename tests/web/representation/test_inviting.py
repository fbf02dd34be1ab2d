"""An empty business seat: one click to invite, an answer by link or on the telephone, and an officer who seats."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from broker.cases.clocks import today
from broker.cases.due import act_on_due
from broker.cases.places import free_places
from broker.cases.refusals import NotPossible
from broker.cases.seat_gaps import follow_seats, lapses_on
from broker.cases.seats import add_member, change_seats, remove_member
from broker.edge.filters import spoken_date
from broker.messages.send import send_messages
from broker.messages.suppression import suppress
from broker.representation import inviting
from broker.representation.members import who_could_sit
from broker.suggestions.turns import asked_before_of
from models import Message, NotAgain, SeatGap
from models.base import now
from models.vocabulary import (
    Answer,
    CaseStep,
    EntryState,
    InvitationEnd,
    MessageState,
    SeatGapEnd,
    SeatNo,
    SeatStatus,
    Side,
    SuppressionReason,
)
from tests.factories import MatchFactory, PartnershipFactory, SeatFactory, SuggestionFactory
from tests.web.casework.conftest import benches
from tests.web.matches.test_match_links import mailed_path
from tests.web.representation.conftest import BUSINESS, members, sitter, without_email


def letters(session, kind):
    return session.scalars(select(Message).where(Message.kind == kind).order_by(Message.id)).all()


def leave(session):
    for message in session.scalars(select(Message).where(Message.state == MessageState.WAITING)):
        message.leave_at = now()
    session.commit()
    send_messages(session)
    session.expire_all()


def could(session, table):
    return [one.business.name for one in who_could_sit(session, table.board, today())]


def test_the_officer_sees_the_words_that_go_out_and_sends_them(client, session, table):
    page = client.signs_in_as(table.pat).get(f"/coordinate/representation/{table.board.id}")
    page = page.follow("Invite Ash Joinery")
    shown = page.one("#text").get_text()
    assert not letters(session, "seat_invited_business")
    page = page.submit(button="Send it")
    asked = letters(session, "seat_invited_business")[0]
    assert " ".join(shown.split()) == " ".join(asked.body.split())
    assert asked.leave_at > now() and asked.to_email == "ada@ash.example"
    assert [one.to_email for one in letters(session, "seat_invited_partnership")] == ["bo@board.example"]
    assert page.texts("#state") == [
        f"Ash Joinery is invited, answer by {spoken_date(lapses_on(table.gap.invitations[0]))}."
    ]
    assert table.case.step is CaseStep.AWAIT_ANSWER


def test_the_link_leads_to_the_answer_and_an_officer_seats_whoever_said_yes(app, client, new_client, session, table):
    invitation = table.invited()
    leave(session)
    link = mailed_path(app, "ada@ash.example")
    page = client.get(link)
    assert invitation.answer is Answer.WAITING
    page = page.submit(button="Go to your page")
    assert page.h1 == "A seat on Speke Board"
    page = page.submit({"answer": "yes"}, button="Send the answer")
    assert "You said yes." in page.text
    session.expire_all()
    assert (invitation.answer, table.case.step, table.seat.status) == (
        Answer.YES,
        CaseStep.TAKE_SEAT,
        SeatStatus.VACANT,
    )
    page = new_client().signs_in_as(table.pat).get(f"/empty-seats/{table.gap.id}").follow("Put them in the seat")
    page = page.submit({"name": "Ada Ash"}, button="Put them in the seat")
    session.expire_all()
    assert [one.name for one in members(table.seat)] == ["Ada Ash, Ash Joinery"]
    assert (table.gap.end, invitation.end, table.case) == (SeatGapEnd.FILLED, InvitationEnd.SEATED, None)
    assert "+44 1632 960111" in letters(session, "seat_taken_partnership")[0].body.replace("01632", "+44 1632")
    assert "Bo Board" in letters(session, "seat_taken_business")[0].body
    assert client.get(link, status=410).h1 == "This has moved on since we wrote to you"


def test_nobody_is_seated_without_a_yes_and_a_person(session, table):
    assert asked_before_of(session, table.firm).last_on is None
    invitation = table.invited()
    assert asked_before_of(session, table.firm).last_on == today(), "asked for a seat, it waits for its next turn"
    with pytest.raises(NotPossible):
        inviting.seat(session, invitation, name="Ada", by=table.pat)


def test_what_is_said_on_the_telephone_is_written_down_as_such(client, session, table):
    invitation = table.invited()
    page = client.signs_in_as(table.pat).get(f"/empty-seats/{table.gap.id}")
    page = page.follow("Write down what they said on the telephone")
    page = page.submit({"answer": "ring_first", "ring_words": "After ten"}, button="Send the answer")
    session.expire_all()
    assert (invitation.answer, invitation.on_behalf, invitation.by_id) == (Answer.RING_FIRST, True, table.pat.id)
    assert page.texts("#state")[0].startswith("Ash Joinery wants a call first, with Pat Officer until")
    assert "After ten" in page.text and "(said to them)" in page.text


def test_a_no_is_kept_to_from_then_on(session, table):
    invitation = table.invited()
    inviting.answer(session, invitation, Answer.NO, by=table.ada)
    assert could(session, table) == []
    with pytest.raises(NotPossible):
        inviting.invite(session, table.gap, table.firm, by=table.pat)
    assert table.case.step is CaseStep.FILL_SEAT
    another = other_board(session, "Another")
    assert [one.business.name for one in who_could_sit(session, another, today())] == ["Ash Joinery"]
    invitation.no = SeatNo.NO_BOARD
    session.flush()
    assert who_could_sit(session, another, today()) == []


def other_board(session, name):
    board = PartnershipFactory(name=name)
    SeatFactory(partnership=board, group=BUSINESS, status=SeatStatus.VACANT)
    follow_seats(session, board)
    return board


def test_nobody_is_invited_twice_and_one_firm_at_a_time_for_one_seat(session, table):
    other = sitter("Birch Bikes")
    first = table.invited()
    assert table.invited() is first
    with pytest.raises(NotPossible, match="Ash Joinery was asked for this seat"):
        inviting.invite(session, table.gap, other, by=table.pat)
    inviting.take_back(session, first, by=table.pat)
    inviting.invite(session, table.gap, other, by=table.pat)
    assert len(letters(session, "seat_invited_business")) == 2
    assert letters(session, "seat_invited_business")[0].state is MessageState.STOPPED
    assert not letters(session, "seat_gone_business")  # it had not been read


def test_a_firm_with_as_many_questions_as_it_takes_is_not_asked_for_a_seat(session, table):
    need = benches(table.board)
    MatchFactory(suggestion=SuggestionFactory(need=need, business=table.firm, state="confirmed"), coordinator=table.pat)
    session.flush()
    assert could(session, table) == []
    with pytest.raises(NotPossible, match="as many questions"):
        inviting.invite(session, table.gap, table.firm, by=table.pat)


def test_an_invitation_takes_the_firms_one_place_until_it_is_answered(session, table):
    invitation = table.invited()
    assert free_places(session, table.firm) == 0
    inviting.answer(session, invitation, Answer.NOT_NOW, by=table.ada, ask_again_on=today() + timedelta(days=40))
    assert free_places(session, table.firm) == 1


def test_a_firm_that_one_side_wants_no_more_is_refused_at_the_moment_of_sending(session, table):
    session.add(NotAgain(business=table.firm, partnership=table.board, side=Side.PARTNERSHIP))
    session.flush()
    with pytest.raises(NotPossible):
        inviting.invite(session, table.gap, table.firm, by=table.pat)


def test_without_an_address_it_is_a_call_and_the_answer_ends_the_call(session, table):
    firm = without_email("Birch Bikes")
    invitation = inviting.invite(session, table.gap, firm, by=table.pat)
    message = letters(session, "seat_invited_business")[0]
    assert invitation.by_telephone and message.state is MessageState.TO_RING
    inviting.answer(session, invitation, Answer.YES, by=table.pat, on_behalf=True)
    assert message.state is MessageState.SENT


def test_an_address_that_is_left_alone_is_not_written_to(session, table):
    suppress(session, "ada@ash.example", SuppressionReason.BOUNCED)
    invitation = table.invited()
    assert invitation.by_telephone
    assert letters(session, "seat_invited_business")[0].state is MessageState.TO_RING


def test_silence_is_reminded_then_rung_then_lets_the_seat_go_to_somebody_else(session, table):
    with time_machine.travel(now(), tick=False) as clock:
        invitation = table.invited()
        leave(session)
        steps = []
        for _day in range(21):
            clock.shift(timedelta(days=1))
            act_on_due(session)
            session.expire_all()
            if not steps or steps[-1] != (table.case.step, len(letters(session, "seat_reminder_business"))):
                steps.append((table.case.step, len(letters(session, "seat_reminder_business"))))
    assert steps == [(CaseStep.AWAIT_ANSWER, 0), (CaseStep.RING_PARTY, 1), (CaseStep.FILL_SEAT, 1)]
    assert invitation.end is InvitationEnd.LAPSED
    assert len(letters(session, "seat_gone_business")) == len(letters(session, "seat_gone_partnership")) == 1
    assert could(session, table) == []


def test_not_now_lets_others_be_asked_and_comes_back_on_its_day_if_the_seat_is_empty(session, table):
    with time_machine.travel(now(), tick=False) as clock:
        invitation = table.invited()
        day = today() + timedelta(days=30)
        with pytest.raises(NotPossible):
            inviting.answer(session, invitation, Answer.NOT_NOW, by=table.ada)
        inviting.answer(session, invitation, Answer.NOT_NOW, by=table.ada, ask_again_on=day)
        session.commit()
        assert table.gap.standing is None and table.case.step is CaseStep.FILL_SEAT
        clock.shift(timedelta(days=34))
        act_on_due(session)
        session.expire_all()
        assert (invitation.answer, table.case.step) == (Answer.WAITING, CaseStep.AWAIT_ANSWER)
        assert len(letters(session, "seat_asked_again_business")) == 1


def test_a_seat_filled_in_between_ends_the_gap_and_tells_the_firm(session, table):
    invitation = table.invited()
    leave(session)
    add_member(session, table.seat, name="Di Dale", since_on=None, by=table.bo)
    session.commit()
    assert (table.gap.end, invitation.end, table.case) == (SeatGapEnd.FILLED, InvitationEnd.SEAT_GONE, None)
    assert len(letters(session, "seat_gone_business")) == 1
    with pytest.raises(NotPossible, match="no longer open"):
        inviting.answer(session, invitation, Answer.YES, by=table.ada)
    remove_member(session, members(table.seat)[0], by=table.bo)
    assert session.query(SeatGap).count() == 2
    assert table.case.step is CaseStep.FILL_SEAT and could(session, table) == ["Ash Joinery"]


def test_a_partnership_that_ends_or_drops_the_seat_has_no_gap(session, table):
    change_seats(session, table.board, filled=[], empty=[], by=table.bo)
    assert table.gap.end is SeatGapEnd.SEAT_GONE and table.case is None


def test_an_answer_that_comes_late_says_so_and_changes_nothing(client, session, table):
    invitation = table.invited()
    client.signs_in_as(table.ada)
    page = client.get("/your-page").follow("Answer: a seat on Speke Board")
    inviting.take_back(session, invitation, by=table.pat)
    page = page.submit({"answer": "yes"}, button="Send the answer", status=409)
    assert "This question is no longer open" in page.text
    session.expire_all()
    assert invitation.answer is Answer.WAITING


def test_a_firm_that_left_cannot_be_seated_and_another_firm_sees_nothing(client, session, table):
    invitation = table.invited()
    inviting.answer(session, invitation, Answer.YES, by=table.ada)
    table.firm.state = EntryState.PAUSED
    session.flush()
    with pytest.raises(NotPossible, match="does not take part"):
        inviting.seat(session, invitation, name="Ada Ash", by=table.pat)
    session.rollback()
    client.signs_in_as(table.bo).get(f"/your-page/seats/{invitation.id}", status=404)
    client.get(f"/empty-seats/{table.gap.id}", status=403)

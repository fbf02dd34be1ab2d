"""What cannot be sent is somebody's call to make: it has an owner and a day, and ends when it was said."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select, update

from broker.cases.away import set_away
from broker.cases.calls import follow_calls, unread
from broker.cases.carried import carried_by
from broker.cases.concerns import Said, raise_concern
from broker.cases.handing_over import hand_over
from broker.cases.parties import tell_parties
from broker.cases.waiting import open_case, open_cases
from broker.casework import undo
from broker.casework.calls import called
from broker.casework.changes.merging import merge, undo_merge
from broker.casework.refusals import Refused
from broker.extensions import db
from broker.matches.answering import answer, rung
from broker.messages import write
from broker.messages.calls import stands
from broker.messages.send import send_messages
from broker.suggestions.forgotten import find_forgotten
from models import Case, CaseNote, ConcernEvent, EntryEvent, Match, MatchEvent, Message
from models.base import now
from models.vocabulary import (
    Answer,
    CallOutcome,
    CaseStep,
    ConcernKind,
    DeclineReason,
    MatchState,
    MessageState,
    NotSent,
    Role,
    Side,
    Strand,
    WorkGroup,
)
from tests.factories import (
    AccountFactory,
    BrokerFactory,
    ContactFactory,
    CoordinatorFactory,
    PartnershipFactory,
    SuggestionFactory,
)
from tests.web.casework.conftest import benches, enters, firm
from tests.web.matches.conftest import proposed
from tests.web.messages.conftest import outbox, refuses  # noqa: F401  (fixtures)

MONDAY = datetime(2027, 2, 1, 10, tzinfo=UTC)


@pytest.fixture
def monday():
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


def by_telephone(name, number):
    return ContactFactory.build(name=name, email="", telephone=f"+441632960{number}")


@pytest.fixture
def jo(session):
    account = AccountFactory(roles=[Role.BROKER], name="Jo Link", email="jo@links.example")
    contact = ContactFactory.build(name="Jo Link", email=account.email, account=account)
    return BrokerFactory(name="Jo Link", contacts=[contact])


@pytest.fixture
def match(session, monday, coordinator, jo) -> Match:
    """Both sides of a proposal have a telephone and no e-mail address; it can no longer be undone."""
    board = PartnershipFactory(name="Speke Board", contacts=[by_telephone("Bo", 222)])
    ash = firm("Ash Joinery", contacts=[by_telephone("Ada", 111)])
    suggestion = SuggestionFactory(need=benches(board), business=ash, broker=jo)
    made = proposed(session, suggestion, coordinator, jo)
    monday.shift(timedelta(minutes=20))
    return made


def call_of(subject) -> Case | None:
    return open_case(db.session, subject, Strand.CALLS)


def numbers(subject) -> list[int]:
    return [message.id for message in unread(db.session, subject)]


def ends(session, subject, outcome, by, words=""):
    called(session, subject, numbers(subject), outcome, by=by, words=words)
    session.commit()


def tell(session, contact):
    message = write(session, "entry_live", to=contact, name="Ash", entry_kind="business", reference="B-7K3M-2QPR")
    session.commit()
    return message


def test_what_cannot_be_sent_is_the_broker_s_call_by_the_next_working_day(session, match, jo):
    case = call_of(match)
    assert (case.step, case.step.group) == (CaseStep.READ_OUT, WorkGroup.ANSWERS)
    assert (case.owner_broker, case.next_on, case.waiting_since) == (jo, date(2027, 2, 2), date(2027, 2, 1))
    assert len(numbers(match)) == 2, "one case has what both sides are to be told"
    assert open_case(session, match).step is CaseStep.AWAIT_ANSWER, "and the match goes its own way"


def test_an_entry_s_call_is_its_lead_broker_s_else_that_of_its_area(session, monday, coordinator):
    alone = firm("Birch", contacts=[by_telephone("Cy", 333)])
    tell(session, alone.contacts[0])
    assert call_of(alone).owner_account is coordinator
    near = BrokerFactory(name="Near")
    led = firm("Ash", contacts=[by_telephone("Ada", 111)], lead_broker=BrokerFactory(name="Lead"))
    other = firm("Elm", contacts=[by_telephone("Di", 444)])
    for one in (led, other):
        tell(session, one.contacts[0])
    assert (call_of(led).owner_broker, call_of(other).owner_broker) == (led.lead_broker, near)


def test_one_call_says_all_that_is_unread_and_is_written_down_once(session, match, jo, new_client):
    tell_parties(session, match, "withdrawn", only=["business"], partnership=match.need.partnership, ended="")
    session.commit()
    browser = new_client().signs_in_as(jo.contacts[0].account)
    page = browser.get("/your-page/cases")
    assert "Ring them: read out what we could not send. By" in page.text
    page = browser.get(page.select("a[href$=calls]")[0]["href"])
    assert (page.h1, len(page.select("main .govuk-inset-text"))) == ("Ring Ada", 2)
    assert "01632 960111" in page.text and "Then 1 more person has to be rung." in page.text
    page = page.submit({"outcome": "said", "words": "Will think."})
    assert page.h1 == "Ring Bo", "and on to the other"
    said = session.scalars(select(MatchEvent.words).where(MatchEvent.words.like("Rang%"))).one()
    assert said.startswith("Rang Ada, and read out: “") and said.endswith("Will think.")
    page = page.submit({"outcome": "said"})
    assert page.h1 == "Your cases" and call_of(match) is None
    assert "Nobody has to be rung" in browser.get(f"/cases/match/{match.id}/calls").text


def test_the_office_finds_calls_in_its_work_list_and_the_number_is_that_of_the_rows(session, monday, office):
    for name in ("Birch", "Elm"):
        tell(session, firm(name, contacts=[by_telephone(name, 333)]).contacts[0])
    page = office.get("/coordinate?group=").follow("2 calls to make")
    assert len(page.select("[data-row=answers]")) == 2
    page = page.follow("Birch, Liverpool")
    page = page.submit({"outcome": "not_needed"}, status=422)
    assert page.errors == ["Say why it need not be said any more"]
    page.submit({"outcome": "not_needed", "words": "I met them."})
    assert "1 call to make" in office.get("/coordinate?group=").text
    stopped = session.scalars(select(Message).where(Message.not_sent == NotSent.NOT_NEEDED)).one()
    assert stopped.state is MessageState.STOPPED
    assert session.scalars(select(EntryEvent.words)).all()[-1].endswith("I met them.")


def test_who_cannot_be_reached_is_on_the_list_again_for_the_next_working_day(session, match, monday, coordinator):
    monday.shift(timedelta(days=4))  # a Friday
    ends(session, match, CallOutcome.NO_ANSWER, coordinator)
    assert call_of(match).next_on == date(2027, 2, 8)
    assert session.scalars(select(CaseNote.words)).one() == "Rang Ada, and could not reach them."
    assert len(numbers(match)) == 2, "nothing counts as said"


def test_a_call_that_can_still_be_undone_is_not_made_and_an_undone_one_is_none(session, match, monday, coordinator):
    monday.shift(timedelta(minutes=-10))
    with pytest.raises(Refused):
        called(session, match, numbers(match), CallOutcome.SAID, by=coordinator, words="")
    undo.undo(session, match.suggestion.decisions[-1], by=coordinator)
    session.commit()
    assert call_of(match) is None and open_cases(session, match) == {}


def test_whoever_answers_or_was_rung_knows_what_is_asked(session, match, coordinator):
    answer(session, match, Side.BUSINESS, Answer.RING_FIRST, by=None)
    session.commit()
    assert len(numbers(match)) == 1 and call_of(match) is not None
    rung(session, match, Side.PARTNERSHIP, by=coordinator, words="They think about it")
    session.commit()
    assert call_of(match) is None


def test_a_no_is_read_out_though_the_match_is_over_and_goes_with_a_handover(session, match, jo, coordinator):
    ends(session, match, CallOutcome.SAID, coordinator)
    answer(session, match, Side.BUSINESS, Answer.NO, by=None, reason=DeclineReason.WRONG_TIME)
    session.commit()
    find_forgotten(session)  # what was made by factories
    assert match.state is MatchState.DECLINED and set(open_cases(session, match)) == {Strand.CALLS}
    assert find_forgotten(session) == 0
    kim = BrokerFactory(name="Kim")
    keys = [one.key for one in carried_by(session, jo)]
    assert f"match-{match.id}" in keys
    hand_over(session, jo, dict.fromkeys(keys, kim), reason="Moves away", by=coordinator)
    assert call_of(match).owner_broker is kim
    follow_calls(session, match)
    assert call_of(match).owner_broker is kim, "and stays there"


def test_mail_that_comes_back_is_a_call_in_the_same_moment(session, monday, coordinator, outbox, refuses):  # noqa: F811
    contact = ContactFactory.build(name="Ada", email="ada@ash.example", telephone="+441632960111")
    ash = firm("Ash", contacts=[contact])
    message = tell(session, contact)
    assert (message.state, call_of(ash)) == (MessageState.WAITING, None)
    refuses(550)
    send_messages(session)
    assert (message.state, call_of(ash).owner_account) == (MessageState.TO_RING, coordinator)


def test_a_call_nobody_opened_or_closed_is_found(session, match, monday):
    find_forgotten(session)  # what was made by factories
    session.execute(update(Message).values(state=MessageState.STOPPED))
    session.commit()
    assert call_of(match) is not None
    assert (find_forgotten(session), call_of(match)) == (1, None)
    session.execute(update(Message).values(state=MessageState.TO_RING))
    session.commit()
    assert find_forgotten(session) == 1 and call_of(match) is not None
    assert find_forgotten(session) == 0


def test_a_call_waits_for_who_is_away(session, match, coordinator):
    until = date(2027, 2, 9)
    set_away(session, match.business, begins=date(2027, 2, 1), ends=until, by=coordinator)
    assert call_of(match).next_on == date(2027, 2, 2), "the other side is there"
    set_away(session, match.need.partnership, begins=date(2027, 2, 1), ends=until, by=coordinator)
    assert call_of(match).next_on == date(2027, 2, 10)
    set_away(session, match.business, begins=None, ends=None, by=coordinator)
    assert call_of(match).next_on == date(2027, 2, 2)


def test_calls_go_with_the_people_of_an_entry_that_is_taken_into_another(session, monday, coordinator):
    kept, gone = firm("Ash"), firm("Ash Ltd", contacts=[by_telephone("Ada", 111)])
    tell(session, gone.contacts[0])
    merged = merge(session, kept, gone, by=coordinator)
    assert call_of(kept) is not None and call_of(gone) is None
    undo_merge(session, merged, by=coordinator)
    assert call_of(kept) is None and call_of(gone) is not None


def test_an_answer_to_a_concern_is_a_call_of_its_owner_and_of_nobody_else(session, new_client, coordinator):
    said = {"words": "It went badly wrong.", "telephone": "01632 960222", "name": "Eve"}
    other = CoordinatorFactory(name="Sam Second")
    concern = raise_concern(session, Said(kind=ConcernKind.US, **said))
    session.commit()
    owner = concern.owner
    assert call_of(concern).owner_account is owner
    stranger = other if owner is coordinator else coordinator
    path = f"/cases/concern/{concern.id}/calls"
    enters(new_client(), stranger).get(path, status=404)
    page = enters(new_client(), owner).get(path)
    assert page.h1 == "Ring Eve" and "01632 960222" in page.text
    page.submit({"outcome": "said", "words": "Thanks."})
    assert call_of(concern) is None and Strand.LIFE in open_cases(session, concern)
    assert session.scalars(select(ConcernEvent.words).order_by(ConcernEvent.id.desc())).first().endswith("Thanks.")


def test_what_was_stopped_twice_is_stopped_once(session, match):
    before = len(session.scalars(select(Case)).all())
    message = unread(session, match)[0]
    for state in (MessageState.STOPPED, MessageState.STOPPED, MessageState.TO_RING, MessageState.TO_RING):
        stands(session, message, state)
    assert call_of(match) is not None and len(session.scalars(select(Case)).all()) == before
    assert message.leave_at <= now()

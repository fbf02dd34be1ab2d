"""Handing cases over: in one step, to one or several, with limits, a reason and a way back."""

import pytest
from sqlalchemy import func, select

from broker.cases.handing_over import CannotHandOver, hand_over, undo_handover, undoable_handovers
from broker.cases.load import set_limits
from broker.cases.waiting import Owner, wait_for
from models import Case, Handover, Match, Message
from models.vocabulary import CaseStep, EntryState
from tests.factories import AreaFactory, BusinessFactory, MessageFactory, PartnershipFactory
from tests.web.casework.carrying import LIVERPOOL, a_broker, a_match, as_broker, case_of, days, leeds


@pytest.fixture
def jo(session):
    return a_broker("Jo Leaving", areas=[AreaFactory(), leeds()])


@pytest.fixture
def kim(session):
    return a_broker("Kim Taking", caseload_limit=2)


def gives(broker, receivers=()):
    """The address of the page that says who would get what."""
    query = "&".join(f"to={one.id}" for one in receivers)
    return f"/coordinate/brokers/{broker.id}/hand-over/who-gets-what?{query}"


def chosen(page):
    """What the page proposes: title -> receiver."""
    labels = page.texts("main label[for^=to_]")
    return dict(zip(labels, page.texts("main select[name^=to_] option[selected]"), strict=True))


def owners(session):
    """How many open cases each broker has; None is nobody."""
    counted = select(Case.owner_broker_id, func.count()).where(Case.closed_at.is_(None))
    return dict(session.execute(counted.group_by(Case.owner_broker_id)).all())


def test_each_case_goes_to_whoever_works_there_and_has_room_and_the_rest_to_the_office(office, jo, kim, session):
    ali = a_broker("Ali Leeds", areas=[leeds()], caseload_limit=9)
    for number in (1, 2, 3):
        a_match(f"Shed {number}", jo, due=number)
    a_match("Paint", jo, due=4, area=leeds())
    page = office.get(f"/coordinate/brokers/{jo.id}").follow("Hand cases over")
    page = page.submit({"to": [str(kim.id), str(ali.id)]}, button="Continue")
    assert chosen(page) == {
        "Maker of Shed 1: Shed 1, Liverpool": "Kim Taking",
        "Maker of Shed 2: Shed 2, Liverpool": "Kim Taking",
        "Maker of Shed 3: Shed 3, Liverpool": "The office",
        "Maker of Paint: Paint, Leeds": "Ali Leeds",
    }
    assert page.submit({}, button="Hand over", status=422).errors == ["Enter why they are handed over"]
    page = page.submit({"reason": "Jo retires."}, button="Hand over")
    assert page.messages == ["4 things are handed over."]
    assert page.select("#carried") == []
    kept = {match.need.title: match.broker for match in session.scalars(select(Match))}
    assert kept == {"Shed 1": kim, "Shed 2": kim, "Shed 3": None, "Paint": ali}
    unowned = session.scalars(select(Case).where(Case.owner_broker_id.is_(None), Case.kind == "match")).one()
    assert unowned.owner_account is session.get(Match, unowned.subject_id).coordinator


def test_everything_a_broker_looks_after_goes_with_its_open_cases(session, jo, kim, coordinator):
    match = a_match("Shed", jo, due=1)
    firm = BusinessFactory(name="Own Firm", lead_broker=jo)
    board = PartnershipFactory(name="Own Board", lead_broker=jo)
    from tests.web.casework.conftest import benches

    need = benches(board, "Own need")
    wait_for(session, firm, CaseStep.NOTHING_YET, next_on=days(1), owner=Owner(jo))
    wait_for(session, need, CaseStep.NEED_ENDS, next_on=days(1), owner=Owner(jo))
    lone = BusinessFactory(name="Read by Jo", state=EntryState.WAITING)
    wait_for(session, lone, CaseStep.READ, next_on=days(1), owner=Owner(jo))
    before = owners(session)[jo.id]
    keys = (f"match-{match.id}", f"business-{firm.id}", f"partnership-{board.id}", f"business-{lone.id}")
    hand_over(session, jo, dict.fromkeys(keys, kim), reason="Leaves", by=coordinator)
    assert jo.id not in owners(session)
    assert owners(session)[kim.id] == before == 4
    assert (match.broker, firm.lead_broker, board.lead_broker, lone.lead_broker) == (kim, kim, kim, None)
    assert match.events[-1].words == "Handed over from Jo Leaving to Kim Taking"
    assert match.events[-1].to_state is match.state


def test_some_can_stay(office, jo, kim, session):
    first, second = a_match("Shed", jo, due=1), a_match("Paint", jo, due=2)
    page = office.get(gives(jo, [kim]))
    page = page.submit({f"to_match-{second.id}": "stays", "reason": "Too many"}, button="Hand over")
    assert page.texts("#carried a") == ["Maker of Paint: Paint, Liverpool"]
    session.refresh(first)
    assert first.broker is kim


def test_a_limit_warns_and_may_be_passed_with_a_reason(office, jo, kim, session):
    for number in (1, 2, 3):
        a_match(f"Shed {number}", jo, due=number)
    page = office.get(gives(jo, [kim]))
    all_to_kim = {name: str(kim.id) for name in (tag["name"] for tag in page.select("select[name^=to_]"))}
    wrong = page.submit({**all_to_kim, "reason": "Jo is ill"}, button="Hand over", status=422)
    assert wrong.errors == [
        "Kim Taking would carry 3 cases of at most 2. Say why this is right, or choose somebody else"
    ]
    assert session.scalars(select(Handover)).all() == []
    page = page.submit({**all_to_kim, "reason": "Jo is ill", "past_limit": "For two weeks"}, button="Hand over")
    assert "3 things are handed over." in page.messages
    assert session.scalars(select(Handover)).one().past_limit == "For two weeks"


def test_a_limit_of_one_area_warns_too(session, jo, kim, coordinator):
    matches = [a_match(f"Shed {number}", jo, due=number) for number in (1, 2)]
    set_limits(session, kim, {LIVERPOOL: 1}, by=coordinator)
    with pytest.raises(CannotHandOver, match="at most 1 in Liverpool"):
        hand_over(session, jo, {f"match-{one.id}": kim for one in matches}, reason="Ill", by=coordinator)


def test_nobody_in_post_is_left_with_a_case_and_then_a_broker_can_be_ended(office, jo, kim, session):
    match = a_match("Shed", jo, due=1)
    firm = BusinessFactory(name="Own Firm", state=EntryState.WAITING)
    wait_for(session, firm, CaseStep.READ, next_on=days(1), owner=Owner(jo))
    end = f"/coordinate/entries/broker/{jo.id}/end"
    page = office.get(end)
    refused = page.submit({"words": "Retires"}, button="End", status=422)
    assert "hand over or take back" in refused.errors[0]
    office.get(gives(jo, [kim])).submit({f"to_business-{firm.id}": "stays", "reason": "R"}, button="Hand over")
    refused = office.get(end).submit({"words": "Retires"}, button="End", status=422)
    assert refused.errors == ["Jo Leaving still carries something: hand it over first."]
    office.get(gives(jo)).submit({"reason": "R"}, button="Hand over")
    office.get(end).submit({"words": "Retires"}, button="End")
    session.refresh(jo)
    session.refresh(match)
    assert jo.state is EntryState.ENDED and match.broker is kim
    assert jo.id not in owners(session)
    assert len(office.get("/coordinate?owner=all").select("[data-row=answers]")) == 1


def test_those_concerned_are_told_and_nobody_who_knows_of_nothing(session, jo, kim, coordinator):
    told = a_match("Shed", jo, due=1)
    quiet = a_match("Paint", jo, due=1)
    for side in ("business", "partnership"):
        MessageFactory(match=told, kind=f"proposed_{side}", to_side=side, state="sent")
    hand_over(session, jo, {f"match-{one.id}": kim for one in (told, quiet)}, reason="Leaves", by=coordinator)
    written = session.scalars(select(Message).where(Message.kind.in_(["handed_over", "broker_changed"]))).all()
    assert sorted((message.kind, message.to_side) for message in written) == [
        ("broker_changed", "business"),
        ("broker_changed", "partnership"),
        ("handed_over", "broker"),
    ]
    by_side = {message.to_side: message for message in written}
    assert by_side["business"].subject == "Your local business link is now Kim Taking"
    assert "2 cases of Jo Leaving are yours" in by_side["broker"].body
    assert "Leaves" not in "".join(message.body for message in written)


def test_a_handover_can_be_undone_on_the_same_day(office, jo, kim, session):
    first, second = a_match("Shed", jo, due=1), a_match("Paint", jo, due=2)
    third = a_match("Hall", jo, due=3)
    MessageFactory(match=first, kind="proposed_business", to_side="business", state="sent")
    page = office.get(gives(jo, [kim])).submit({"reason": "Ill"}, button="Hand over")
    hand_over(session, kim, {f"match-{second.id}": None}, reason="Meanwhile", by=first.coordinator)
    page = page.submit(button="Undo this handover")
    assert page.messages == ["Undone: 2 things came back."]
    for match in (first, second, third):
        session.refresh(match)
    assert (first.broker, second.broker, third.broker) == (jo, None, jo)
    assert case_of(first).owner_broker is jo and case_of(third).owner_broker is jo
    letter = session.scalars(select(Message).where(Message.kind == "broker_changed")).one()
    assert letter.state == "stopped"
    assert "Undo this handover" not in page.text


def test_what_went_to_the_office_comes_back_too(session, jo, coordinator):
    match = a_match("Shed", jo, due=1)
    handover = hand_over(session, jo, {f"match-{match.id}": None}, reason="Ill", by=coordinator)
    assert undo_handover(session, handover, by=coordinator) == 1
    assert match.broker is jo and case_of(match).owner_broker is jo and case_of(match).owner_account is None
    with pytest.raises(CannotHandOver):
        undo_handover(session, handover, by=coordinator)


def test_yesterdays_handover_stays(session, jo, kim, coordinator):
    from datetime import timedelta

    match = a_match("Shed", jo, due=1)
    handover = hand_over(session, jo, {f"match-{match.id}": kim}, reason="Ill", by=coordinator)
    handover.at -= timedelta(days=1)
    session.flush()
    assert undoable_handovers(session, jo) == []


def test_what_cannot_be_handed_over_is_refused(session, jo, kim, coordinator):
    match = a_match("Shed", kim, due=1)
    with pytest.raises(CannotHandOver, match="at least one"):
        hand_over(session, jo, {}, reason="Ill", by=coordinator)
    with pytest.raises(CannotHandOver, match="changed meanwhile"):
        hand_over(session, jo, {f"match-{match.id}": kim}, reason="Ill", by=coordinator)
    with pytest.raises(CannotHandOver, match="cannot take cases"):
        hand_over(session, kim, {f"match-{match.id}": kim}, reason="Ill", by=coordinator)


def test_the_pack_has_history_people_and_next_step_of_each_case(office, client, jo, session, new_client):
    match = a_match("Shed", jo, due=1)
    at_jos = as_broker(new_client(), jo)
    at_jos.get(f"/cases/match/{match.id}/note").submit({"how": "visit", "words": "Key is with Ann."}, button="Save")
    answers = {"as_agreed": "partly", "given": "Two hours", "change": "Rain", "outcome": "attention"}
    at_jos.get(f"/cases/match/{match.id}/check-in").submit(answers, button="Save")
    page = office.get(f"/coordinate/brokers/{jo.id}").follow("All cases, to be printed")
    assert page.texts("h2[id^=sheet]")[0] == "Maker of Shed: Shed, Liverpool"
    contacts = [match.business.contacts[0].name, match.need.partnership.contacts[0].name]
    for said in (*contacts, "Key is with Ann.", "Two hours", "Rain", "Ask both sides how it goes", "Under way"):
        assert said in page.text
    assert at_jos.get("/your-page/cases").follow("All your cases, to be printed").h1 == "Cases of Jo Leaving"


def test_a_pack_of_many_cases_asks_no_more_of_the_database(office, jo, count_queries):
    path = f"/brokers/{jo.id}/pack"

    def counted():
        with count_queries() as queries:
            office.get(path)
        return queries.statements

    a_match("First", jo, due=1)
    a_match("Second", jo, due=1)
    office.get(path)
    few = counted()
    for number in range(4):
        a_match(f"More {number}", jo, due=1)
    many = counted()
    assert len(many) <= len(few), sorted({each for each in many if many.count(each) > few.count(each)})

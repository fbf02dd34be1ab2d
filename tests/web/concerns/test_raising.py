"""Anybody can say that something is wrong, with a name or without; it has a reference, an owner and a
date at once, and a match waits until somebody has looked."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from broker.cases.clocks import today
from broker.cases.concern_life import acknowledge_by
from broker.cases.concerns import Said, raise_concern
from broker.cases.waiting import open_case
from models import Account, Case, Concern, MatchEvent, Message
from models.vocabulary import CaseKind, CaseStep, ConcernKind, ConcernState, HoldReason, MatchState, MessageState, Role
from tests.factories import AccountFactory, BusinessFactory, CoordinatorFactory


def says(client, about="", kind="us", **said):
    page = client.get("/concern" + (f"?about={about}" if about else ""))
    page = page.submit({"kind": kind}, button="Continue")
    if kind == "harm":
        page = page.follow("Go on and write it down")
    return page.submit({"words": "It went badly wrong.", **said}, button="Send")


def only(session) -> Concern:
    return session.scalars(select(Concern)).one()


def test_every_page_leads_to_the_form(client):
    assert client.get("/").follow("Tell us that something is wrong").path == "/concern"


def test_a_stranger_gets_a_reference_and_the_next_date_at_once(client, session, speke):
    page = says(client, name="Sam", email="sam@home.example")
    concern = only(session)
    assert page.h1 == "We have it" and concern.reference in page.text
    assert concern.reference.startswith("C-") and concern.state is ConcernState.RECEIVED
    assert "It went badly wrong" not in page.html
    case = session.scalars(select(Case).where(Case.kind == CaseKind.CONCERN)).one()
    assert (case.step, case.next_on, case.owner_account) == (
        CaseStep.ACKNOWLEDGE,
        concern.acknowledge_by,
        concern.owner,
    )
    letters = {message.kind: message for message in session.scalars(select(Message))}
    assert letters["concern_received"].to_email == "sam@home.example"
    assert letters["concern_new"].to_email == concern.owner.email
    assert all("badly wrong" not in message.body for message in letters.values())


def test_somebody_without_a_name_is_told_that_they_cannot_be_answered(client, session, speke):
    page = says(client)
    assert "You left no address, so we cannot tell you what came of it." in page.text
    assert not only(session).can_be_answered
    assert session.scalars(select(Message.kind)).all() == ["concern_new"]


def test_with_a_telephone_number_only_the_answer_is_a_call(client, session, speke):
    says(client, telephone="01632 960222")
    message = session.scalars(select(Message).where(Message.kind == "concern_received")).one()
    assert message.state is MessageState.TO_RING


@pytest.mark.parametrize("path", ["/concern/harm/first", "/concern/harm"])
def test_for_harm_the_numbers_to_ring_come_before_the_form(client, path):
    page = client.get("/concern").submit({"kind": "harm"}, button="Continue")
    assert page.path == "/concern/harm/first", "the numbers have a page before any form"
    text = client.get(path).text
    assert "999" in text and "01632 960999" in text


def test_the_number_is_that_of_the_council_the_concern_is_about(client, app, speke):
    numbers = {"safeguarding_telephones": f"{speke.match.need.area_code}=01632 960777, E08000035=01632 960778"}
    app.extensions["settings"] = replace(app.extensions["settings"], **numbers)
    assert "01632 960777" in client.get(f"/concern/harm/first?about={speke.match.reference}").text
    assert "01632 960999" in client.get("/concern/harm/first").text


def test_sending_twice_is_one_concern(client, session, speke):
    page = client.get("/concern/us")
    first = page.submit({"words": "It went badly wrong."}, button="Send")
    second = page.submit({"words": "It went badly wrong."}, button="Send")
    assert only(session).reference in first.text and only(session).reference in second.text


def test_what_happened_must_be_said_and_the_rest_need_not(client, session):
    page = client.get("/concern/us").submit({}, button="Send", status=422)
    assert page.errors == ["Enter what happened"]
    client.get("/concern/us").submit({"words": "x", "email": "no address"}, button="Send", status=422)
    client.get("/concern/nonsense", status=404)
    assert client.get("/concern/sent").path == "/concern", "nothing was sent by this visitor"
    assert session.query(Concern).count() == 0


def test_the_owner_is_neither_who_decided_nor_whom_it_is_about(session, speke):
    concern = raise_concern(session, Said(ConcernKind.US, "Bad", about=speke.match.reference))
    assert concern.owner is speke.owner
    assert concern.match is speke.match and concern.area_code == speke.match.need.area_code


def test_with_nobody_else_it_goes_to_an_administrator_and_with_nobody_at_all_it_is_flagged(session, speke, as_):
    speke.owner.active = False
    session.commit()
    said = Said(ConcernKind.US, "Bad", about=f"the case {speke.match.reference.lower()}")
    assert raise_concern(session, said).owner is speke.head
    speke.head.active = False
    speke.decider.active = False
    session.commit()
    assert raise_concern(session, said).owner is None
    speke.head.active = True
    page = as_(speke.head).get("/coordinate/concerns")
    assert "1 concern has nobody to look into it." in page.text and "Nobody" in page.text


def test_a_broker_who_is_also_of_the_office_does_not_get_what_is_about_them(session, speke):
    link = speke.match.broker.contacts[0].account
    link.grants.append(type(link.grants[0])(role=Role.COORDINATOR))
    speke.owner.active = speke.decider.active = False
    session.commit()
    concern = raise_concern(session, Said(ConcernKind.PERSON, "Rude", about=speke.match.broker.reference))
    assert concern.owner is speke.head


@pytest.mark.parametrize("days", [5, 200])
def test_nobody_waits_longer_than_thirty_days(app, session, days):
    app.extensions["settings"] = replace(app.extensions["settings"], concern_acknowledge_days=days)
    until = acknowledge_by(today())
    assert today() < until <= today() + timedelta(days=30)


@pytest.mark.parametrize("who", ["firm", "board", "link"])
def test_something_has_gone_wrong_holds_the_match_and_tells_the_broker(session, speke, as_, who):
    client = as_(getattr(speke, who))
    page = says(client, about=speke.match.reference, kind="working_together")
    assert "waits until somebody has looked at it" in page.text
    match = speke.match
    assert (match.state, match.hold_reason) == (MatchState.ON_HOLD, HoldReason.CONCERN)
    event = session.scalars(select(MatchEvent).order_by(MatchEvent.id.desc())).first()
    assert event.by is None and event.words == "", "the history of the match does not say who told us, or what"
    told = session.scalars(select(Message).where(Message.kind == "match_on_hold")).one()
    assert told.to_email == speke.link.email and "badly" not in told.body
    assert only(session).by is getattr(speke, who)


def test_the_sides_find_the_button_on_their_own_pages(as_, speke):
    page = as_(speke.firm).get("/your-page").follow("Something has gone wrong")
    assert page.path == "/concern"
    page = as_(speke.board).get(f"/your-page/needs/{speke.match.need_id}")
    assert page.follow("Something has gone wrong").path == "/concern"
    form = page.follow("Something has gone wrong").submit({"kind": "us"}, button="Continue")
    assert form.one("#about")["value"] == speke.match.reference


def test_a_stranger_who_knows_a_reference_cannot_stop_a_match(client, session, speke, as_):
    says(client, about=speke.match.reference, kind="working_together")
    says(as_(AccountFactory(roles=[Role.BUSINESS])), about=speke.match.reference, kind="working_together")
    assert speke.match.state is MatchState.ACTIVE
    assert session.query(Concern).filter_by(match_id=speke.match.id).count() == 2


def test_what_cannot_be_held_is_left_as_it_is_and_told_all_the_same(session, speke, as_):
    speke.match.state = MatchState.COMPLETED
    session.commit()
    says(as_(speke.firm), about=speke.match.reference, kind="working_together")
    assert speke.match.state is MatchState.COMPLETED
    assert session.scalars(select(Message.kind).where(Message.kind == "match_on_hold")).all()


def test_office_pages_of_each_case_lead_to_the_form(as_, speke):
    office = as_(speke.decider)
    for path, link in (
        (f"matches/{speke.match.id}", "Something has gone wrong"),
        (f"suggestions/{speke.match.suggestion_id}", "Raise a concern about this"),
        (f"entries/business/{speke.match.business_id}", "Raise a concern about it"),
        (f"entries/need/{speke.match.need_id}", "Raise a concern about it"),
    ):
        assert office.get(f"/coordinate/{path}").follow(link).path == "/concern"


def test_a_concern_about_an_entry_knows_its_area(session):
    business = BusinessFactory(name="Birch")
    CoordinatorFactory()
    concern = raise_concern(session, Said(ConcernKind.OTHER, "Bad", about=business.reference))
    assert concern.area_code == business.area_code and concern.about_id == business.id
    assert open_case(session, concern).area_code == business.area_code
    assert session.get(Account, concern.owner_id)

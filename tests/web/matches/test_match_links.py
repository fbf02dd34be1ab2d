"""The e-mailed link of a proposal: no password, opening changes nothing, and it lives as long as its step."""

import re

import pytest
from sqlalchemy import select

from broker import work
from broker.matches.answering import answer, lapse
from models import Link, Message
from models.base import now
from models.vocabulary import Answer, LinkPurpose, MatchState, Side
from tests.web.matches.conftest import said, said_yes


def mailed(app, session, match, side):
    """The path of the link in the newest letter about a match to one side."""
    for message in session.scalars(select(Message).where(Message.match_id == match.id)):
        message.leave_at = now()
    session.commit()
    work.run_once(app, "send_messages")
    session.expire_all()
    address = {"business": "ada@ash.example", "partnership": "bo@board.example", "broker": "jo@chamber.example"}[side]
    return mailed_path(app, address)


def mailed_path(app, address):
    """The path of the link in the newest letter to an address."""
    bodies = [letter.body for letter in app.extensions["mailman"].outbox if address in letter.to]
    return re.search(r"https?://[^\s/]+(/link/[\w-]+)", bodies[-1])[1]


@pytest.fixture
def link(app, session, asked):
    return mailed(app, session, asked.match, "business")


def test_the_link_leads_to_the_answer_without_a_password(session, asked, client, link):
    page = client.get(link)
    assert page.h1 == "See what this is about, and answer"
    assert "This link is for Ada Ash." in page.text and "ask Ada Ash to add you" in page.text
    page = page.submit(button="Go to your page")
    assert page.h1 == "Garden benches"
    page.submit({"answer": "yes"}, button="Continue")
    assert said(session, asked.match, Side.BUSINESS).answer is Answer.YES


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_scanners_and_prefetching_browsers_change_nothing(session, asked, client, link, method):
    before = session.scalars(select(Link.used_at)).all()
    for headers in ({}, {"Sec-Purpose": "prefetch"}, {"User-Agent": "MailScanner/1.0"}):
        assert client.open(link, method=method, headers=headers).status_code == 200
    assert session.scalars(select(Link.used_at)).all() == before == [None] * len(before)
    assert [one.answer for one in asked.match.answers] == [Answer.WAITING] * 2
    assert client.get("/your-page").path == "/sign-in"


def test_the_link_works_again_while_the_step_lasts(session, asked, new_client, link):
    for _visit in (1, 2):
        assert new_client().get(link).submit(button="Go to your page").h1 == "Garden benches"
    said_yes(session, asked.match, Side.PARTNERSHIP)
    page = new_client().get(link).submit(button="Go to your page")
    assert "Speke Board has said yes already." in page.text


def test_an_old_link_says_that_it_has_moved_on_and_a_new_one_shows_where_it_stands(app, session, asked, client, link):
    lapse(session, asked.match)
    session.commit()
    page = client.get(link, status=410)
    assert page.h1 == "This has moved on since we wrote to you"
    assert client.post(link, status=410).h1 == page.h1
    page.submit(button="Send me a new link")
    new = mailed(app, session, asked.match, "business")
    assert new != link
    page = client.get(new).submit(button="Go to your page")
    assert "The time to answer has run out" in page.text


def test_the_link_of_one_side_never_answers_for_the_other(app, session, asked, bo, link):
    """Bo was forwarded Ada's mail: the page says whose link it is."""
    page = bo.get(link)
    assert "This link is for Ada Ash." in page.text
    assert "Speke Board" in bo.get(f"/your-page/matches/{asked.match.id}").text
    assert said(session, asked.match, Side.PARTNERSHIP).answer is Answer.WAITING


def test_a_colleague_who_was_added_has_a_page_of_their_own(app, session, asked, ada, new_client):
    page = ada.get("/your-page").follow("Add another person")
    page.submit({"name": "Cy Colleague", "email": "cy@ash.example", "telephone": "01632 960555"})
    cy = next(one for one in asked.business.contacts if one.email == "cy@ash.example")
    page = new_client().signs_in_as(cy.account).get(f"/your-page/matches/{asked.match.id}")
    page.submit({"answer": "yes"}, button="Continue")
    assert said(session, asked.match, Side.BUSINESS).by is cy.account


def test_the_link_of_somebody_who_has_left_opens_nothing(session, asked, client, link):
    asked.business.contacts[0].left_at = now()
    session.commit()
    page = client.get(link, status=410)
    assert page.h1 == "This link no longer works"
    assert client.post(link, status=410).h1 == page.h1
    assert client.get("/your-page").path == "/sign-in"


def test_the_broker_too_has_a_link_to_the_case(app, session, asked, client):
    page = client.get(mailed(app, session, asked.match, "broker")).submit(button="Go to your page")
    assert page.h1 == "Ash Joinery: Garden benches"
    assert "No answer yet" in page.text


def test_after_the_introduction_each_has_a_link_to_the_other(app, session, asked, client):
    for side in Side:
        answer(session, asked.match, side, Answer.YES, by=None)
    session.commit()
    page = client.get(mailed(app, session, asked.match, "partnership")).submit(button="Go to your page")
    assert page.answers()["Name"] == "Ada Ash"
    assert asked.match.state is MatchState.INTRODUCED
    links = session.scalars(select(Link.purpose)).all()
    assert set(links) == {LinkPurpose.MATCH}

"""The links that lead back: to an unfinished sign-up and to one's own page; and pauses that end."""

import re

import pytest
from sqlalchemy import select

from broker.messages.send import send_messages
from models import Contact

from .walking import begin, sign_up, step_of, walk


@pytest.fixture
def outbox(app):
    box = app.extensions["mailman"]
    box.outbox = []
    return box.outbox


def link_in(mail) -> str:
    found = re.search(r"http://localhost(/link/\S+)", mail.body)
    assert found, mail.body
    return found[1]


def test_the_link_back_goes_on_in_another_browser_where_one_stopped(client, new_client, session, outbox):
    page = walk(begin(client), until="name").submit({"name": "Bread"}, button="Save and come back later")
    page.submit({"email": "ada@bread.example"}, button="Send me the link")
    assert send_messages(session) == 1
    other = new_client()
    link = link_in(outbox[0])
    for _ in range(5):  # a scanner opens it first
        opened = other.get(link)
    buttons = [text for text in opened.texts("main button")]
    page = opened.submit(button=buttons[0])
    assert step_of(page) == "where"
    assert page.follow("Back").one("#name")["value"] == "Bread"


def test_the_link_of_the_first_message_confirms_the_address_and_opens_the_own_page(client, new_client, session, outbox):
    sign_up(client)
    assert send_messages(session) == 1
    opened = new_client().get(link_in(outbox[0]))
    assert session.scalars(select(Contact)).one().email_confirmed_at is None
    page = opened.submit(button=opened.texts("main button")[0])
    assert page.h1 == "Your page" and "Bread & Pipes Ltd" in page.text
    session.expire_all()
    assert session.scalars(select(Contact)).one().email_confirmed_at is not None

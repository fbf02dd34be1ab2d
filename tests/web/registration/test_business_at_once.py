"""Two at once, a locked database and a first visit without cookies."""

import sqlite3
import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from broker.extensions import db
from broker.registration.business.doubles import name_key
from models import Business, Message
from models.vocabulary import Kind
from tests.factories import BrokerFactory, NeedFactory, PartFactory
from tests.pages import Page, ServiceClient

from .walking import FIRM, begin, sign_up, step_of, walk


def test_start_and_first_question_need_no_cookie_and_the_start_sets_none(client):
    assert "Set-Cookie" not in client.open("/sign-up/business").headers
    assert client.open("/sign-up/business/what-you-do").status_code == 200


@pytest.fixture(params=["app", "postgres_app"])
def any_app(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue(request.param)


def test_a_double_click_on_send_in_makes_one_business(any_app: Flask):
    client = ServiceClient(any_app)
    page = walk(begin(client))
    form = {"csrf_token": page.one("main [name=csrf_token]")["value"]}
    with client.flask.session_transaction() as visit:
        cookies = dict(visit)
    answers: list[int] = []

    def press() -> None:
        browser = any_app.test_client()
        with browser.session_transaction() as visit:
            visit.update(cookies)
        answers.append(browser.post(page.path, data=form).status_code)

    presses = [threading.Thread(target=press) for _ in range(3)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert answers == [302, 302, 302]
    with any_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Business)) == 1
        assert db.session.scalar(select(func.count()).select_from(Message)) == 1


@pytest.mark.parametrize("email", ["ada@bread.example", ""])
def test_two_people_who_send_in_the_same_firm_at_once_make_one_business(any_app: Flask, email: str):
    person = {"name": "Ada Example", "telephone": "01632 960123", "email": email}
    pages = [walk(begin(ServiceClient(any_app)), contact=person) for _ in range(3)]
    together, shown = threading.Barrier(len(pages)), []

    def press(page: Page) -> None:
        together.wait()
        shown.append(page.submit(button="Send in").path)

    presses = [threading.Thread(target=press, args=(page,)) for page in pages]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert shown == ["/sign-up/business/done"] * 3
    with any_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Business)) == 1


def test_a_locked_database_says_so_and_the_answer_can_be_sent_again(client, settings, app, impatient):
    page = begin(client)
    db.session.close()
    impatient()
    other = sqlite3.connect(settings.database_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert page.submit(FIRM["what-you-do"], button="Continue", status=503).title
    other.execute("ROLLBACK")
    other.close()
    assert step_of(page.submit(FIRM["what-you-do"], button="Continue")) == "sector"


def test_the_last_page_asks_no_more_questions_of_the_database_with_more_needs(client, session, count_queries):
    BrokerFactory(name="Kit Example")
    NeedFactory(title="Boiler one", words="A plumber for a boiler.", parts=[PartFactory(kind=Kind.PRO)])
    done = sign_up(client)
    with count_queries() as few:
        client.get(done.path)
    for number in range(4):
        NeedFactory(title=f"Boiler {number}", words="A plumber for a boiler.", parts=[PartFactory(kind=Kind.PRO)])
    with count_queries() as more:
        page = client.get(done.path)
    assert len(page.select("main section form")) == 5
    assert len(more) <= len(few)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bread & Pipes Ltd", "bread and pipes limited"),
        ("The Café", "Cafe"),
        ("J. Smith's", "J Smiths"),
        ("THE LTD", "the ltd"),
    ],
)
def test_spellings_of_one_name_share_a_key(one, other):
    assert name_key(one) == name_key(other)


def test_a_name_of_marks_alone_has_a_key_that_is_no_other_firms():
    assert name_key("🥖") == ""

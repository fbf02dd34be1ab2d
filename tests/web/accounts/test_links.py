"""E-mailed links: opening one changes nothing, its button acts once, and a spent one offers another."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import create_app
from broker.messages import links
from broker.settings import Settings
from models import Link, Message
from models.vocabulary import LinkPurpose, Role
from tests.conftest import standing
from tests.factories import AccountFactory, BusinessFactory, ContactFactory, DraftFactory
from tests.pages import ServiceClient
from tests.web.accounts.arranging import is_signed_in, link_for, officer

SENT = "Look in your email"


def messages_to(session: Session, email: str) -> list[Message]:
    session.expire_all()
    return list(session.scalars(select(Message).where(Message.to_email == email).order_by(Message.id)))


def test_opening_a_link_five_times_changes_nothing(client: ServiceClient, session: Session) -> None:
    url = link_for(session, AccountFactory(roles=[Role.BUSINESS]))
    for _ in range(5):
        assert client.get(url).h1 == "Sign in"
        assert client.open(url, method="HEAD").status_code == 200
    assert session.scalars(select(Link)).one().used_at is None
    assert not is_signed_in(client)


def test_the_button_signs_in_once(
    client: ServiceClient, new_client: Callable[[], ServiceClient], session: Session
) -> None:
    url = link_for(session, AccountFactory(roles=[Role.BUSINESS]))
    page = client.get(url)
    second = new_client()
    also_open = second.get(url)
    page.submit()
    assert is_signed_in(client)
    late = also_open.submit(status=410)
    assert late.h1 == "This link was used already"
    assert not is_signed_in(second)


def test_a_used_link_offers_a_new_one_to_the_address_on_file(client: ServiceClient, session: Session) -> None:
    account = AccountFactory(roles=[Role.BUSINESS], email="jo@bakery.example")
    url = link_for(session, account)
    client.get(url).submit()
    client.signs_out()
    page = client.get(url, status=410)
    assert "jo@bakery.example" not in page.html
    assert page.submit(button="Send me a new link").h1 == SENT
    (message,) = messages_to(session, "jo@bakery.example")
    assert message.kind == "new_link"
    assert message.link_purpose is LinkPurpose.SIGN_IN


def test_an_expired_link_offers_a_new_one(client: ServiceClient, session: Session) -> None:
    url = link_for(session, AccountFactory(roles=[Role.BUSINESS]))
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=25)):
        page = client.get(url, status=410)
        assert page.h1 == "This link has run out"
        client.post(url, status=410)
        assert not is_signed_in(client)
        assert page.submit(button="Send me a new link").h1 == SENT


def test_an_unknown_link_is_said_to_be_unknown_and_sends_nothing(client: ServiceClient, session: Session) -> None:
    assert client.get("/link/nobody-made-this", status=404).h1 == "We do not know this link"
    client.post("/link/nobody-made-this", status=404)
    assert client.post("/link/nobody-made-this/new").h1 == SENT
    assert not session.scalars(select(Message)).all()


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR, Role.READER])
def test_no_link_opens_the_account_of_somebody_with_a_password(
    client: ServiceClient, session: Session, role: Role
) -> None:
    account = AccountFactory(roles=[Role.BUSINESS, role])
    for purpose in (LinkPurpose.SIGN_IN, LinkPurpose.OWN_PAGE, LinkPurpose.CONFIRM_EMAIL):
        url = link_for(session, account, purpose)
        assert client.get(url).h1 == "You sign in with a password"
        client.post(url)
        assert not is_signed_in(client)


def test_a_closed_account_is_not_opened_by_a_link(client: ServiceClient, session: Session) -> None:
    account = AccountFactory(roles=[Role.BUSINESS], active=False)
    url = link_for(session, account)
    assert client.get(url, status=410).h1 == "This account is closed"
    client.post(url, status=410)
    client.post(url + "/new")
    assert not is_signed_in(client)
    assert not messages_to(session, account.email)


def test_whoever_asks_for_a_link_is_told_the_same_whether_known_or_not(client: ServiceClient, session: Session) -> None:
    account = AccountFactory(roles=[Role.BUSINESS])
    known = client.get("/sign-in").submit({"email": account.email.upper()}, button="Email me a link")
    unknown = client.get("/sign-in").submit({"email": "nobody@elsewhere.example"}, button="Email me a link")
    assert known.text == unknown.text
    assert known.path == unknown.path == "/link-sent"
    assert [message.kind for message in messages_to(session, account.email)] == ["sign_in_link"]
    assert not messages_to(session, "nobody@elsewhere.example")


def test_a_wrongly_written_address_is_refused_in_plain_words(client: ServiceClient) -> None:
    page = client.get("/sign-in").submit({"email": "jo at bakery"}, button="Email me a link", status=422)
    assert page.errors == ["Enter an email address in the correct format, like name@example.com"]


def test_one_address_is_not_flooded_with_links(client: ServiceClient, session: Session) -> None:
    account = AccountFactory(roles=[Role.BUSINESS])
    for _ in range(8):
        client.post("/sign-in", {"email": account.email})
    assert len(messages_to(session, account.email)) == 4


def test_a_coordinator_who_asks_for_a_link_is_sent_to_the_password_page(
    client: ServiceClient, session: Session
) -> None:
    account = officer(session)
    client.post("/sign-in", {"email": account.email})
    (message,) = messages_to(session, account.email)
    assert message.link_purpose is LinkPurpose.PASSWORD
    assert "/password" in message.body


def test_a_forgotten_password_is_replaced_and_the_code_is_still_asked(client: ServiceClient, session: Session) -> None:
    account = officer(session)
    page = client.get(link_for(session, account, LinkPurpose.PASSWORD)).submit()
    assert page.h1 == "Set a new password"
    page = page.submit({"password": "seven grey herons wading"})
    assert page.h1 == "Enter the code from your phone"
    assert not is_signed_in(client)


def test_using_a_link_confirms_the_address_it_was_sent_to(client: ServiceClient, session: Session) -> None:
    account = AccountFactory(roles=[Role.BUSINESS])
    contact = ContactFactory.build(account=account, email=account.email, email_confirmed_at=None)
    BusinessFactory(name="Bread & Co", contacts=[contact])
    url = link_for(session, account, LinkPurpose.CONFIRM_EMAIL, contact=contact)
    page = client.get(url)
    assert page.h1 == "Confirm your email address"
    session.refresh(contact)
    assert contact.email_confirmed_at is None
    client.send(url, {"csrf_token": client.token()}, status=302, follow=False)
    session.refresh(contact)
    assert contact.email_confirmed_at is not None


def test_a_link_back_to_a_sign_up_works_more_than_once(client: ServiceClient, session: Session) -> None:
    draft = DraftFactory(journey="business", answers={}, email="jo@bakery.example")
    token = links.mint(session, LinkPurpose.RESUME, draft=draft)
    for _ in range(2):
        response = client.open(f"/link/{token}", method="POST", data={"csrf_token": client.token()})
        assert response.headers["Location"] == "/sign-up/resume"
        with client.flask.session_transaction() as visit:
            assert visit["drafts"] == {"business": draft.id}
        client.signs_out()


def test_an_expired_link_back_to_a_sign_up_is_sent_again_to_its_own_address(
    client: ServiceClient, session: Session
) -> None:
    draft = DraftFactory(journey="business", answers={}, email="jo@bakery.example")
    token = links.mint(session, LinkPurpose.RESUME, draft=draft)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=31)):
        client.get(f"/link/{token}", status=410).submit(button="Send me a new link")
    (message,) = messages_to(session, "jo@bakery.example")
    assert (message.link_purpose, message.draft_id) == (LinkPurpose.RESUME, draft.id)


def test_a_sign_up_that_was_sent_in_is_not_resumed(client: ServiceClient, session: Session) -> None:
    draft = DraftFactory(journey="business", answers={}, email="jo@bakery.example", finished_at=datetime.now(UTC))
    token = links.mint(session, LinkPurpose.RESUME, draft=draft)
    assert client.get(f"/link/{token}", status=410).h1 == "This sign-up was sent in already"


def test_a_link_is_not_stored(session: Session) -> None:
    token = link_for(session, AccountFactory(roles=[Role.BUSINESS])).rpartition("/")[2]
    assert session.scalars(select(Link)).one().token_hash != token


def test_a_closed_account_is_signed_out_at_once(client: ServiceClient, session: Session) -> None:
    account = AccountFactory(roles=[Role.BUSINESS])
    client.get(link_for(session, account)).submit()
    assert is_signed_in(client)
    account.active = False
    assert not is_signed_in(client)


@pytest.fixture
def production(settings: Settings) -> Iterator[Flask]:
    with standing(create_app(replace(settings, production=True, public_url="https://broker.example"))) as app:
        yield app


def test_an_illustrative_coordinator_is_let_in_by_a_link_but_never_in_production(
    client: ServiceClient, production: Flask, session: Session
) -> None:
    account = AccountFactory(roles=[Role.COORDINATOR], illustrative=True)
    url = link_for(session, account)
    in_production = production.test_client()
    page = in_production.get(url, base_url="https://broker.example").get_data(as_text=True)
    assert "You sign in with a password" in page
    client.get(url).submit()
    assert is_signed_in(client)

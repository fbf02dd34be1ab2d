"""Signing in with a password: what is refused, what is said, and what is asked next."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from app import create_app
from broker.accounts.passwords import too_easy
from broker.settings import Settings
from models.vocabulary import Role
from tests.conftest import standing
from tests.pages import ServiceClient
from tests.web.accounts.arranging import PASSWORD, code_now, gives_password, is_signed_in, officer


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client: ServiceClient, session: Session) -> None:
    known = officer(session)
    wrong = gives_password(client, known.email, "not this one at all", status=422)
    unknown = gives_password(client, "nobody@elsewhere.example", "not this one at all", status=422)
    assert wrong.errors == unknown.errors
    assert wrong.errors[0].startswith("We cannot sign you in with this email address and password.")
    assert wrong.title.startswith("Error: ")


def test_the_password_is_never_shown_again(client: ServiceClient, session: Session) -> None:
    page = gives_password(client, officer(session).email, "not this one at all", status=422)
    assert "not this one at all" not in page.html


def test_a_right_password_is_not_enough_for_a_coordinator(client: ServiceClient, session: Session) -> None:
    page = gives_password(client, officer(session).email)
    assert page.h1 == "Enter the code from your phone"
    assert not is_signed_in(client)


def test_a_reader_signs_in_with_a_password_alone(client: ServiceClient, session: Session) -> None:
    gives_password(client, officer(session, Role.READER, app_for_codes=False).email)
    assert is_signed_in(client)


def test_an_address_may_be_typed_in_capitals(client: ServiceClient, session: Session) -> None:
    page = gives_password(client, officer(session).email.upper())
    assert page.h1 == "Enter the code from your phone"


def test_ten_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour(client: ServiceClient, session: Session) -> None:
    account = officer(session)
    said = {gives_password(client, account.email, "not this one at all", status=422).errors[0] for _ in range(10)}
    # the eleventh try is right, and gets the very words of the wrong ones
    said.add(gives_password(client, account.email, status=422).errors[0])
    assert len(said) == 1
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=16)):
        assert gives_password(client, account.email).h1 == "Enter the code from your phone"


def test_nine_wrong_passwords_do_not_lock(client: ServiceClient, session: Session) -> None:
    account = officer(session)
    for _ in range(9):
        gives_password(client, account.email, "not this one at all", status=422)
    assert gives_password(client, account.email).h1 == "Enter the code from your phone"


def test_a_closed_account_gets_the_common_answer(client: ServiceClient, session: Session) -> None:
    account = officer(session)
    account.active = False
    page = gives_password(client, account.email, status=422)
    assert page.errors[0].startswith("We cannot sign you in")


def test_an_account_without_a_password_gets_the_common_answer(client: ServiceClient, session: Session) -> None:
    account = officer(session, Role.BUSINESS)
    account.password = None
    page = gives_password(client, account.email, "", status=422)
    assert page.errors == ["Enter your password"]
    assert gives_password(client, account.email, "anything at all", status=422).errors[0].startswith("We cannot")


def test_after_signing_in_one_is_back_at_the_page_one_asked_for(client: ServiceClient, session: Session) -> None:
    account = officer(session, Role.ADMINISTRATOR)
    page = client.get("/people?role=business")
    assert page.path == "/sign-in"
    page = page.submit({"email": account.email}, button="I have a password")
    assert page.h1 == "Sign in with your password"
    with client.flask.session_transaction() as cookie:
        assert account.email not in str(dict(cookie))
    page = page.submit({"password": PASSWORD})  # the address is there already
    page = page.submit({"code": code_now(account)})
    assert page.response.request.full_path == "/people?role=business"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/a\nb",
        "/" + "a" * 1000,
    ],
)
def test_signing_in_leads_to_no_other_site(client: ServiceClient, session: Session, elsewhere: str) -> None:
    account = officer(session, Role.READER, app_for_codes=False)
    client.get("/sign-in", query_string={"next": elsewhere})
    form = client.get("/password")
    response = client.open(
        "/password",
        method="POST",
        data={"csrf_token": client.token(), "email": account.email, "password": PASSWORD},
    )
    assert form.status == 200
    assert response.status_code == 302
    assert response.headers["Location"] in ("/programme/report", "/your-account")


def test_a_form_without_its_token_gets_a_plain_page(client: ServiceClient, session: Session) -> None:
    page = client.send("/password", {"email": officer(session).email, "password": PASSWORD}, status=400)
    assert page.h1 == "This page was open for too long"
    assert not is_signed_in(client)


def test_signing_out_is_a_button_and_opening_the_page_is_not(client: ServiceClient, session: Session) -> None:
    client.signs_in_as(officer(session))
    page = client.get("/sign-out")
    assert is_signed_in(client)
    page = page.submit()
    assert page.messages == ["You have signed out."]
    assert not is_signed_in(client)


def test_a_copy_of_the_cookie_is_worth_nothing_after_signing_out(
    client: ServiceClient, new_client: Callable[[], ServiceClient], session: Session
) -> None:
    client.signs_in_as(officer(session))
    copy = new_client()
    with client.flask.session_transaction() as visit, copy.flask.session_transaction() as copied:
        copied.update(visit)
    assert is_signed_in(copy)
    client.get("/sign-out").submit()
    assert not is_signed_in(copy)


def test_a_page_that_was_open_when_one_signed_out_leads_to_sign_in(client: ServiceClient) -> None:
    page = client.post("/people/5/close")
    assert page.path == "/sign-in"
    with client.flask.session_transaction() as visit:
        assert visit["next"] == "/people/5"


def test_a_new_password_ends_every_other_session(
    client: ServiceClient, new_client: Callable[[], ServiceClient], session: Session
) -> None:
    account = officer(session)
    elsewhere = new_client().signs_in_as(account)
    client.signs_in_as(account)
    page = client.get("/change-password")
    page = page.submit({"now_password": PASSWORD, "password": "seven grey herons wading"})
    assert page.messages == ["Your password is changed."]
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)


def test_a_password_is_not_changed_without_the_old_one(client: ServiceClient, session: Session) -> None:
    client.signs_in_as(officer(session))
    page = client.get("/change-password")
    page = page.submit({"now_password": "a wrong one", "password": "seven grey herons wading"}, status=422)
    assert page.errors == ["This is not your password, or there were too many wrong tries"]


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaaaa", "password1234", "robin.hale 12345"])
def test_an_easy_password_is_refused(client: ServiceClient, session: Session, password: str) -> None:
    client.signs_in_as(officer(session, email="robin.hale@council.example"))
    page = client.get("/change-password")
    page = page.submit({"now_password": PASSWORD, "password": password}, status=422)
    assert page.errors in (["Use at least 12 characters"], ["Choose a password that is harder to guess"])


def test_three_words_are_not_easy() -> None:
    assert not too_easy(PASSWORD, "robin.hale@council.example")


@pytest.fixture
def limited(settings: Settings) -> Iterator[Flask]:
    with standing(create_app(replace(settings, rate_limits_on=True))) as app:
        yield app


def test_too_many_tries_from_one_place_are_stopped_with_a_plain_page(limited: Flask) -> None:
    client = ServiceClient(limited)
    for _ in range(20):
        client.post("/password", {"email": "nobody@elsewhere.example", "password": "guess"}, status=422)
    page = client.post("/password", {"email": "nobody@elsewhere.example", "password": "guess"}, status=429)
    assert page.h1 == "Too many tries"

"""Inviting people of the office, changing what they may do, closing accounts, the first administrator."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import create_app
from broker.accounts.illustrative import illustrative_links
from broker.accounts.register import account_for, find_account, grant
from broker.extensions import db
from broker.settings import Settings
from models import Account, Message
from models.vocabulary import LinkPurpose, Role
from tests.conftest import standing
from tests.factories import AccountFactory, AdministratorFactory, AreaFactory, BusinessFactory, CoordinatorFactory
from tests.pages import ServiceClient
from tests.web.accounts.arranging import PASSWORD, code_of, gives_password, is_signed_in, link_for, officer


@pytest.fixture
def administrator(client: ServiceClient, session: Session) -> Account:
    account: Account = AdministratorFactory(name="Sam Whitfield")
    client.signs_in_as(account)
    return account


def account_of(session: Session, email: str) -> Account:
    session.expire_all()
    account = find_account(session, email)
    assert account is not None
    return account


def test_an_administrator_invites_a_coordinator_for_some_areas(
    client: ServiceClient, administrator: Account, session: Session
) -> None:
    AreaFactory(code="E08000012")
    page = client.get("/people").follow("Invite somebody")
    page = page.submit(
        {
            "email": "Ada.Bright@Council.example",
            "name": "Ada Bright",
            "roles": ["coordinator"],
            "areas": "liverpool",
        }
    )
    assert page.messages == ["We have written to ada.bright@council.example. The link in the email works for 7 days."]
    assert page.answers()["Areas"] == "Liverpool"
    ada = account_of(session, "ada.bright@council.example")
    assert ada.is_a(Role.COORDINATOR)
    assert [held.area_code for held in ada.areas] == ["E08000012"]
    message = session.scalars(select(Message)).one()
    assert message.link_purpose is LinkPurpose.INVITATION
    assert "Sam Whitfield invites you" in message.body


def test_an_invitation_asks_for_what_is_missing(client: ServiceClient, administrator: Account) -> None:
    page = client.get("/people/invite").submit({"areas": "Liverpole"}, status=422)
    assert page.errors[:3] == ["Enter their email address", "Enter their name", "Select what they may do"]
    assert page.errors[3].startswith("We do not know a district")


def test_somebody_who_is_here_already_is_not_invited_again(client: ServiceClient, administrator: Account) -> None:
    known = CoordinatorFactory()
    page = client.get("/people/invite")
    page = page.submit({"email": known.email, "name": "Somebody", "roles": ["reader"]}, status=422)
    assert page.errors[0].startswith("This person is here already.")


def test_an_invited_coordinator_sets_password_and_phone_and_is_in(client: ServiceClient, session: Session) -> None:
    account = CoordinatorFactory(name="")
    url = link_for(session, account, LinkPurpose.INVITATION)
    page = client.get(url).submit()
    assert page.h1 == "Set up your account"
    page = page.submit({"name": "Ada Bright", "password": "short"}, status=422)
    assert page.errors == ["Use at least 12 characters"]
    page = page.submit({"name": "Ada Bright", "password": PASSWORD})
    assert page.h1 == "Set up your phone for codes"
    assert not is_signed_in(client)
    with client.flask.session_transaction() as visit:
        secret = visit["new_second_factor"]
    page = page.submit({"code": code_of(secret)})
    assert page.h1 == "Your recovery codes"
    assert account_of(session, account.email).name == "Ada Bright"
    client.signs_out()
    assert client.get(url, status=410).h1 == "This link was used already"
    assert gives_password(client, account.email).h1 == "Enter the code from your phone"


def test_an_invitation_can_be_opened_again_until_a_password_is_set(client: ServiceClient, session: Session) -> None:
    url = link_for(session, CoordinatorFactory(), LinkPurpose.INVITATION)
    client.get(url).submit()
    client.signs_out()
    assert client.get(url).submit().h1 == "Set up your account"


def test_a_business_contact_made_coordinator_is_signed_out_and_no_longer_let_in_by_links(
    client: ServiceClient, new_client: Callable[[], ServiceClient], administrator: Account, session: Session
) -> None:
    contact = AccountFactory(roles=[Role.BUSINESS])
    firm = new_client()
    firm.get(link_for(session, contact)).submit()
    assert is_signed_in(firm)
    client.get("/people/invite").submit({"email": contact.email, "name": "Jo Baker", "roles": ["coordinator"]})
    assert not is_signed_in(firm)
    assert firm.get(link_for(session, contact)).h1 == "You sign in with a password"
    assert account_of(session, contact.email).is_a(Role.BUSINESS)


def test_roles_and_areas_are_changed_and_kept_in_the_log(
    client: ServiceClient, administrator: Account, session: Session
) -> None:
    person = CoordinatorFactory(name="Ada Bright")
    page = client.get(f"/people/{person.id}").follow("Change roles and areas")
    page = page.submit({"roles": ["reader"], "areas": "Liverpool"})
    assert page.answers()["Roles"] == "Reader"
    assert "Roles or areas changed (Reader; 1 area), by Sam Whitfield" in page.text


def test_an_administrator_cannot_lock_themselves_out(
    client: ServiceClient, administrator: Account, session: Session
) -> None:
    page = client.get(f"/people/{administrator.id}/roles").submit({"roles": ["reader"]}, status=422)
    assert page.errors[0].startswith("You cannot take your own administrator’s role away.")
    page = client.post(f"/people/{administrator.id}/close")
    assert page.messages[0].startswith("You cannot close your own account.")
    assert account_of(session, administrator.email).active


def test_a_closed_account_is_signed_out_at_once_and_can_be_opened_again(
    client: ServiceClient, new_client: Callable[[], ServiceClient], administrator: Account, session: Session
) -> None:
    person = officer(session)
    elsewhere = new_client().signs_in_as(person)
    page = client.get(f"/people/{person.id}").submit(button="Close the account")
    assert page.answers()["State"] == "Closed"
    assert not is_signed_in(elsewhere)
    assert gives_password(new_client(), person.email, status=422).errors
    page = page.submit(button="Open the account again")
    assert page.answers()["State"] == "Active"
    assert not is_signed_in(elsewhere), "a session from before stays closed"


def test_closing_an_account_twice_is_written_down_once(
    client: ServiceClient, administrator: Account, session: Session
) -> None:
    person = officer(session)
    for _press in range(2):
        client.post(f"/people/{person.id}/close")
    assert client.get(f"/people/{person.id}").text.count("Account closed, by Sam Whitfield") == 1


def test_an_invitation_is_sent_again(client: ServiceClient, administrator: Account, session: Session) -> None:
    person = CoordinatorFactory()
    client.get(f"/people/{person.id}").submit(button="Send the invitation again")
    assert session.scalars(select(Message)).one().to_email == person.email


def test_the_list_shows_the_office_and_finds_by_name_and_role(client: ServiceClient, administrator: Account) -> None:
    CoordinatorFactory(name="Ada Bright")
    AccountFactory(roles=[Role.BUSINESS], name="Jo Baker")
    assert client.get("/people").texts("tbody th a") == ["Ada Bright", "Sam Whitfield"]
    assert client.get("/people?role=business").texts("tbody th a") == ["Jo Baker"]
    page = client.get("/people").submit({"q": "bright"}, button="Show")
    assert page.texts("tbody th a") == ["Ada Bright"]
    assert "bright" not in page.response.request.full_path
    assert "Nobody fits" in client.get("/people").submit({"q": "%"}, button="Show").text
    assert client.get("/people?role=nonsense&page=x").status == 200


def test_a_long_list_has_pages_and_no_more_queries(
    client: ServiceClient, administrator: Account, count_queries: Callable
) -> None:
    AccountFactory.create_batch(3, roles=[Role.COORDINATOR])
    with count_queries() as few:
        client.get("/people")
    AccountFactory.create_batch(27, roles=[Role.COORDINATOR])
    with count_queries() as many:
        page = client.get("/people")
    assert len(many) == len(few)
    assert len(page.select("tbody tr")) == 25
    assert len(page.follow("Next page").select("tbody tr")) == 6


def test_a_person_nobody_knows_is_not_found(client: ServiceClient, administrator: Account) -> None:
    client.get("/people/987654", status=404)


def test_an_account_is_one_whatever_the_letters(session: Session) -> None:
    first = account_for(session, "Jo@Bakery.example", "Jo")
    assert account_for(session, " jo@bakery.EXAMPLE ", "Joanna") is first
    grant(session, first, Role.BUSINESS)
    grant(session, first, Role.BUSINESS, Role.BROKER)
    assert {held.role for held in first.grants} == {Role.BUSINESS, Role.BROKER}
    assert first.name == "Jo"


def test_the_first_administrator_is_invited_from_the_command_line(app: Flask, session: Session) -> None:
    runner = app.test_cli_runner()
    result = runner.invoke(args=["broker", "invite-administrator", "First@Council.example"])
    assert result.exit_code == 0, result.output
    token = result.output.partition("/link/")[2].split()[0]
    client = ServiceClient(app)
    page = client.get(f"/link/{token}").submit()
    assert page.h1 == "Set up your account"
    assert account_of(session, "first@council.example").is_a(Role.ADMINISTRATOR)


def test_in_production_the_invitation_is_sent_and_printed_only_if_asked(settings: Settings) -> None:
    with standing(create_app(replace(settings, production=True, public_url="https://broker.example"))) as app:
        runner = app.test_cli_runner()
        sent = runner.invoke(args=["broker", "invite-administrator", "first@council.example"])
        printed = runner.invoke(args=["broker", "invite-administrator", "first@council.example", "--print"])
        with app.app_context():
            kinds = db.session.scalars(select(Message.kind)).all()
    assert "/link/" not in sent.output
    assert "https://broker.example/link/" in printed.output
    assert kinds == ["invitation", "invitation"]


def test_the_command_refuses_what_is_no_address(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["broker", "invite-administrator", "nobody"])
    assert result.exit_code == 1
    assert "is not an e-mail address" in result.output


def test_the_illustrative_programme_has_two_people_to_be(client: ServiceClient, session: Session) -> None:
    assert illustrative_links(session) == []
    BusinessFactory(name="Bread & Co", illustrative=True)
    made = illustrative_links(session)
    session.commit()
    assert [who for who, _url in made] == ["A coordinator", "An administrator"]
    for _who, url in made:
        client.signs_out()
        client.get(url).submit()
        assert is_signed_in(client)
    assert client.get("/people").status == 200
    assert client.get("/people/invite").status == 200


def test_a_search_for_far_too_many_words_is_refused_and_not_run(client: ServiceClient, administrator: Account) -> None:
    assert client.get("/people?q=" + "a" * 60_000).errors == ["Use 200 characters or fewer: this is 59,800 too many"]

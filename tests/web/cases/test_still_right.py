"""Does this still hold? One button is enough."""

from broker.cases.log import history, record
from models.vocabulary import EntryState, Kind, Role
from tests.factories import (
    AccountFactory,
    BusinessFactory,
    ContactFactory,
    NeedFactory,
    PartFactory,
    PartnershipFactory,
)


def person(role):
    account = AccountFactory(roles=[role])
    return account, ContactFactory.build(account=account, email=account.email)


def test_a_business_that_was_asked_says_yes_with_one_button(client, session):
    account, contact = person(Role.BUSINESS)
    business = BusinessFactory(name="Ash", contacts=[contact])
    page = client.signs_in_as(account).get("/your-page")
    assert "Does this still hold?" not in page.text, "nobody asked"
    record(session, business, "still_right_asked")
    page = client.get("/your-page").submit(button="Yes, it still holds Ash")
    assert "Thank you." in page.messages[0]
    assert "Does this still hold?" not in page.text
    assert [event.what for event in history(session, business)] == ["still_right_asked", "still_right"]


def test_a_need_is_asked_about_on_its_own_page_and_in_the_list(client, session):
    account, contact = person(Role.OFFICER)
    board = PartnershipFactory(name="Speke Board", contacts=[contact])
    need = NeedFactory(title="Benches", partnership=board, parts=[PartFactory(kind=Kind.KIT)])
    record(session, need, "still_right_asked")
    page = client.signs_in_as(account).get("/your-page")
    assert "does it still hold?" in page.text
    page = page.follow("Benches").submit(button="Yes, it still holds Benches")
    assert "Does this still hold?" not in page.text
    assert history(session, need)[-1].on_behalf is False


def test_nobody_says_it_for_somebody_elses_firm(client, session):
    account, _contact = person(Role.BUSINESS)
    business = BusinessFactory(name="Ash")
    client.signs_in_as(account).post(f"/your-page/business/{business.id}/still-right", status=404)


def test_what_has_ended_is_not_confirmed(client, session):
    account, contact = person(Role.BUSINESS)
    business = BusinessFactory(name="Ash", contacts=[contact], state=EntryState.ENDED)
    page = client.signs_in_as(account).post(f"/your-page/business/{business.id}/still-right")
    assert "there is nothing to confirm" in page.messages[0]

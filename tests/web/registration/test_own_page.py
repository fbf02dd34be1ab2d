"""What a business can do on its own page, and what nobody else can."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from models import Account, Business, EntryEvent, Message, Suggestion
from models.vocabulary import EntryState, Frequency, Kind, OfferTerms, SuggestionState
from tests.factories import (
    AccountFactory,
    BrokerFactory,
    BusinessFactory,
    ContactFactory,
    NeedFactory,
    OfferFactory,
    PartFactory,
    SuggestionFactory,
)


@pytest.fixture
def plumber(session) -> Business:
    account = AccountFactory(email="ada@bread.example", name="Ada Example", roles=["business"])
    contact = ContactFactory.build(name="Ada Example", email=account.email, account=account)
    offer = OfferFactory.build(kind=Kind.PRO, words="Plumbing for a day", amount=8, frequency=Frequency.ONCE)
    business = BusinessFactory(
        name="Bread & Pipes Ltd", what_we_do="We fix boilers.", sectors=["43"], contacts=[contact], offers=[offer]
    )
    assert isinstance(business, Business)
    return business


@pytest.fixture
def owner(client, session, plumber):
    return client.signs_in_as(session.scalars(select(Account).where(Account.email == "ada@bread.example")).one())


def test_the_page_shows_what_we_hold(owner, plumber):
    page = owner.get("/your-page")
    answers = page.answers()
    assert answers["Name of the business"] == "Bread & Pipes Ltd"
    assert "Plumbing for a day" in answers["A trade or profession"]
    assert plumber.reference in page.text


def test_an_answer_is_changed_by_the_same_question_filled_in(owner, plumber, session):
    page = owner.get("/your-page").follow("Change name of the business")
    assert page.one("#name")["value"] == "Bread & Pipes Ltd"
    page = page.submit({"name": "Pipes Only Ltd"}, button="Save")
    assert page.h1 == "Your page" and page.answers()["Name of the business"] == "Pipes Only Ltd"
    session.expire_all()
    assert plumber.state is EntryState.LIVE and plumber.name_key == "pipes only"
    assert plumber.suggest_due_at is not None


def test_changed_words_are_read_again_before_they_are_used(owner, plumber, session):
    page = owner.get("/your-page").follow("Change a trade or profession")
    page.submit({"words": "Plumbing for a week"}, button="Save")
    session.expire_all()
    assert plumber.state is EntryState.WAITING
    event = session.scalars(select(EntryEvent).where(EntryEvent.what == "changed")).one()
    assert "Plumbing for a week" in event.words and event.by.email == "ada@bread.example"


def test_words_changed_during_a_pause_are_read_before_the_firm_comes_back(owner, plumber, session):
    plumber.state, plumber.paused_until = EntryState.PAUSED, date(2099, 1, 1)
    page = owner.get("/your-page").follow("Change a trade or profession")
    page.submit({"words": "Plumbing for a week"}, button="Save")
    session.expire_all()
    assert plumber.state is EntryState.WAITING and plumber.paused_until is None


def test_a_firm_that_was_asked_for_more_waits_again_once_it_has_changed_something(owner, plumber, session):
    plumber.state = EntryState.DRAFT
    page = owner.get("/your-page")
    assert "We have asked you for something more" in page.text
    page.follow("Change name of the business").submit({"name": "Pipes Only Ltd"}, button="Save")
    session.expire_all()
    assert plumber.state is EntryState.WAITING


def test_a_pause_lasts_beyond_today(owner, plumber, session):
    page = owner.get(f"/your-page/business/{plumber.id}/pause")
    page = page.submit({"until-day": "1", "until-month": "3", "until-year": "2020"}, button="Pause", status=422)
    assert page.errors == ["Enter a day after today"]
    assert plumber.state is EntryState.LIVE


@pytest.mark.parametrize("state", [EntryState.PAUSED, EntryState.ENDED])
def test_a_firm_that_takes_no_part_is_not_put_forward_from_a_page_left_open(owner, plumber, session, state):
    NeedFactory(
        title="Boiler in the hall", words="Our boiler leaks: a plumber for a day.", parts=[PartFactory(kind=Kind.PRO)]
    )
    page = owner.get("/your-page")
    plumber.state = state
    page = page.submit(button="We could help with Boiler in the hall")
    assert "come back first" in page.text and session.scalars(select(Suggestion)).all() == []


def test_another_offer_is_asked_about_at_once_and_the_first_stays_as_it_was(owner, plumber, session):
    page = owner.get("/your-page").follow("Offer something else as well")
    page = page.submit({"kinds": ["PRO", "SPC", "KIT"]}, button="Save")
    assert page.h1 == "A room, land or premises"
    page = page.submit({"words": "A hall on Sundays", "frequency": "monthly", "terms": "free"}, button="Save")
    assert page.h1 == "Goods, materials, tools or a vehicle"
    page = page.submit({"words": "Three ladders", "frequency": "once", "terms": "at_cost"}, button="Save")
    assert page.h1 == "Your page"
    session.expire_all()
    offers = {offer.kind: offer for offer in plumber.offers}
    assert offers[Kind.PRO].words == "Plumbing for a day" and offers[Kind.PRO].amount == 8
    assert offers[Kind.KIT].terms is OfferTerms.AT_COST


def test_an_offer_unticked_is_withdrawn_and_kept(owner, plumber, session):
    page = owner.get("/your-page").follow("Offer something else as well")
    page = page.submit({"kinds": ["SPC"]}, button="Save")
    page.submit({"words": "A hall on Sundays", "frequency": "monthly", "terms": "free"}, button="Save")
    session.expire_all()
    withdrawn = [offer.kind for offer in plumber.offers if offer.withdrawn_at]
    assert withdrawn == [Kind.PRO] and len(plumber.offers) == 2


def test_a_new_postcode_outside_england_asks_what_to_do(owner, plumber, session):
    page = owner.get(f"/your-page/business/{plumber.id}/change/where").submit({"postcode": "EH1 1AA"}, button="Save")
    assert "Scotland" in page.text
    page = page.submit({"outside": "another"}, button="Save")
    assert page.h1 == "Where is the business?"
    page.submit({"postcode": "M1 1AE"}, button="Save")
    session.expire_all()
    assert (plumber.postcode, plumber.area_code) == ("M1 1AE", "E08000003")


def test_a_pause_and_its_end(owner, plumber, session):
    page = owner.get("/your-page").follow("Pause for a while")
    page = page.submit({"until-day": "1", "until-month": "6", "until-year": "2027"}, button="Pause")
    assert "Paused until 1 June 2027" in page.text
    page = page.submit(button="End the pause")
    session.expire_all()
    assert plumber.state is EntryState.LIVE and plumber.paused_until is None


def test_leaving_takes_back_what_is_not_settled(owner, plumber, session):
    suggestion = SuggestionFactory(
        need=NeedFactory(title="A dripping tap", parts=[PartFactory(kind=Kind.PRO)]), business=plumber
    )
    page = owner.get("/your-page").follow("Leave the programme")
    page = page.submit(button="Leave the programme")
    assert "You have left" in page.text
    session.expire_all()
    assert plumber.state is EntryState.ENDED and suggestion.state is SuggestionState.WITHDRAWN
    page.submit(button="Take part again")
    session.expire_all()
    assert plumber.state is EntryState.WAITING


def test_another_person_can_speak_for_the_business_and_be_removed(owner, plumber, session, new_client):
    page = owner.get("/your-page").follow("Add another person")
    page = page.submit({"name": "Bo Example", "email": "bo@bread.example"}, button="Add this person")
    message = session.scalars(select(Message).where(Message.kind == "contact_added")).one()
    assert message.to_email == "bo@bread.example"
    other = session.scalars(select(Account).where(Account.email == "bo@bread.example")).one()
    assert "Bread & Pipes Ltd" in new_client().signs_in_as(other).get("/your-page").text
    page = page.submit(button="Remove Bo Example")
    assert "They no longer speak" in page.text
    new_client().signs_in_as(other).get(f"/your-page/business/{plumber.id}/pause", status=404)


@pytest.mark.parametrize("path", ["change/name", "pause", "leave", "add-contact"])
def test_somebody_elses_business_is_not_found(client, plumber, path):
    client.signs_in_as(AccountFactory(roles=["business"]))
    client.get(f"/your-page/business/{plumber.id}/{path}", status=404)
    client.post(f"/your-page/business/{plumber.id}/{path}", {}, status=404)


@pytest.mark.parametrize("path", ["come-back", "remove-contact/1", "we-could-help/1"])
def test_somebody_elses_business_cannot_be_acted_for(client, plumber, path):
    client.signs_in_as(AccountFactory(roles=["business"]))
    client.post(f"/your-page/business/{plumber.id}/{path}", {}, status=404)
    client.get(f"/your-page/business/{plumber.id}/{path}", status=405)


def test_a_visitor_is_asked_to_sign_in(client, plumber):
    assert client.open("/your-page").status_code == 302
    assert client.open(f"/your-page/business/{plumber.id}/pause").status_code == 302


def test_we_could_help_from_the_own_page(owner, plumber, session):
    BrokerFactory(name="Kit Example")
    need = NeedFactory(
        title="Boiler in the hall", words="Our boiler leaks: a plumber for a day.", parts=[PartFactory(kind=Kind.PRO)]
    )
    page = owner.get("/your-page")
    page = page.submit({"words": "x" * 3000}, button="We could help with Boiler in the hall", status=422)
    assert page.errors and page.title.startswith("Error: ") and "x" * 3000 in page.html
    page = page.submit({"words": "On a Friday"}, button="We could help with Boiler in the hall")
    assert "We will answer by" in page.text
    suggestion = session.scalars(select(Suggestion)).one()
    assert suggestion.words == "On a Friday" and suggestion.put_forward_by.email == "ada@bread.example"
    assert suggestion.need_id == need.id and suggestion.created_at <= datetime.now(UTC)


def test_how_to_reach_those_who_ask_is_not_on_the_page(owner):
    words = "Our boiler leaks: a plumber for a day. Ring Jo on 01632 960123 or jo@board.example."
    NeedFactory(title="Boiler in the hall", words=words, parts=[PartFactory(kind=Kind.PRO)])
    page = owner.get("/your-page")
    assert "a plumber for a day" in page.text
    assert "960123" not in page.html and "jo@board.example" not in page.html


def test_an_account_without_an_entry_is_told_where_to_begin(client):
    page = client.signs_in_as(AccountFactory(roles=["business"])).get("/your-page")
    assert "Nothing is signed up under this address yet" in page.text


def test_changing_a_telephone_number_keeps_the_address(owner, plumber, session):
    page = owner.get("/your-page").follow("Change telephone number")
    assert not page.select("#email")
    page.submit({"telephone": "01632 960555"}, button="Save")
    session.expire_all()
    (contact,) = plumber.contacts
    assert (contact.telephone, contact.email) == ("+441632960555", "ada@bread.example")

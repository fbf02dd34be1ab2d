"""Search by what a caller says, without anybody's data in an address."""

import pytest

from models.vocabulary import EntryState
from tests.factories import (
    AreaFactory,
    BusinessFactory,
    ContactFactory,
    CoordinatorFactory,
    MatchFactory,
    MessageFactory,
)
from tests.web.casework.conftest import enters, firm


def search(office, words, status=200):
    page = office.get("/coordinate/search").submit({"words": words}, button="Search", status=status)
    assert page.path == "/coordinate/search"
    assert "?" not in page.response.request.url
    return page


def hits(office, words):
    return search(office, words).texts("#hits a")


@pytest.fixture
def ash(session):
    contact = ContactFactory.build(name="Zoë Ní Dhuibhne", email="zoe@ashjoinery.example", telephone="+441632960123")
    return firm("Ash Joinery", reference="B-7K3M-2QPR", postcode="L24 1YD", contacts=[contact])


@pytest.mark.parametrize(
    "words",
    [
        "ash joinery",
        "JOINERY",
        "B-7K3M-2QPR",
        "b7k3m2qpr",
        "b 7k3m 2qpr",
        "L24 1YD",
        "l241yd",
        "l24",
        "zoe@ashjoinery.example",
        "ZOE@ASHJOINERY.example",
        "@ashjoinery",
        "01632 960123",
        "+44 1632 960 123",
        "(01632) 960-123",
        "0044 1632 960123",
        "Dhuibhne",
    ],
)
def test_an_entry_is_found_by(office, ash, words):
    firm("Birch Benches", postcode="L1 8JQ")
    assert hits(office, words) == ["Ash Joinery"]


def test_everything_that_has_a_reference_is_found_by_it(office, speke, coordinator):
    match = MatchFactory(suggestion=speke.suggestions[0], coordinator=coordinator)
    for thing, kind in (
        (speke.need, "Need"),
        (speke.partnership, "Partnership"),
        (speke.broker, "Broker"),
        (speke.suggestions[1], "Suggestion"),
        (match, "Match"),
    ):
        page = search(office, thing.reference.lower().replace("-", ""))
        assert page.texts("#hits .govuk-tag--grey")[0] == kind
        office.get(page.select("#hits a")[0]["href"])


def test_the_box_on_every_page_searches_too(office, ash):
    page = office.get("/coordinate")
    assert page.select("form[role=search]")
    assert office.post("/coordinate/search", {"words": "ash"}).texts("#hits a") == ["Ash Joinery"]


def test_nothing_found_says_so(office, ash):
    assert "Nothing was found in your areas." in search(office, "Xyzzy").text


@pytest.mark.parametrize(
    "words", ["%", "_", "'; drop table business; --", "\\", "a" * 200, "\U0001f332", "+", "0", "@"]
)
def test_strange_words_are_only_words(office, ash, words):
    search(office, words)


def test_nothing_said_is_refused(office):
    page = search(office, "", status=422)
    assert page.errors == ["Enter a name, reference, postcode, email address or telephone number"]


def test_a_long_list_is_cut_and_says_how_to_narrow_it(office):
    for number in range(55):
        BusinessFactory(name=f"Common {number:02d}", state=EntryState.WAITING)
    page = search(office, "common")
    assert len(page.select("#hits li")) == 50
    assert "Only the first 50 are shown." in page.text


def test_what_is_of_another_area_is_not_found(new_client, speke, session):
    leeds = AreaFactory(code="E08000035", name="Leeds")
    elsewhere = enters(new_client(), CoordinatorFactory(areas=[leeds]))
    for words in ("Ash", speke.need.reference, speke.broker.reference, speke.suggestions[0].reference, "Garden"):
        assert hits(elsewhere, words) == []


def test_a_message_about_another_area_is_not_found_by_its_reference(new_client, session):
    leeds, oldham = AreaFactory(code="E08000035", name="Leeds"), AreaFactory(code="E08000004", name="Oldham")
    person = ContactFactory.build(name="Zoë Ní Dhuibhne")
    BusinessFactory(name="Elm Windows", area=oldham, contacts=[person])
    message = MessageFactory(kind="confirm_email", contact=person, subject="Confirm your email address")
    assert hits(enters(new_client(), CoordinatorFactory(areas=[leeds])), message.reference) == []
    assert hits(enters(new_client(), CoordinatorFactory(areas=[oldham])), message.reference) == [message.subject]


def test_who_rings_and_is_new_can_be_entered_from_the_search_and_the_work_list(office):
    for url in ("/coordinate/search", "/coordinate"):
        page = office.get(url)
        leads = {
            "Enter a business": "/sign-up/business",
            "Write a need for a partnership": "/your-page/needs/new",
            "Enter a partnership": "/sign-up/partnership",
            "Enter a broker": "/sign-up/broker",
        }
        assert {words: page.link(words) for words in leads} == leads

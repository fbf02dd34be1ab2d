"""A business owner signs up in a real browser, says "we could help", and looks after the entry."""

import pytest
from playwright.sync_api import expect

from models.vocabulary import Kind, Theme
from tests.browser.journeys.business_owner import BusinessOwner
from tests.factories import AreaFactory, NeedFactory, PartFactory, PartnershipFactory

TAPS = "Taps for the community kitchen"


@pytest.fixture
def taps(session):
    """A request in Liverpool that a plumber could meet."""
    area = AreaFactory()
    return NeedFactory(
        title=TAPS,
        words="Two leaking taps and a boiler that goes out: we need a plumber for a day.",
        theme=Theme.COM,
        area=area,
        partnership=PartnershipFactory(name="Speke Neighbourhood Board", areas=[area]),
        parts=[PartFactory(kind=Kind.PRO, amount=8)],
    )


@pytest.mark.parametrize("javascript", [True, False])
def test_a_business_signs_up_says_we_could_help_and_changes_an_answer(arrives_as, taps, letters):
    ada = arrives_as(BusinessOwner)
    ada.signs_up().reads_a_request(TAPS, "plumb")
    ada.says_we_could_help(TAPS).reads("We will answer by")

    ada.goes_to(letters.link_for("ada@bread.example")).reads_heading("Confirm your email address")
    ada.presses("Confirm and go to your page").reads_heading("Your page").reads("Bread & Pipes Ltd").reads(TAPS)

    ada.changes("How far would you go to help?").chooses("Up to 25 miles").presses("Save")
    ada.reads_heading("Your page").reads("Up to 25 miles")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_firm_that_does_not_know_what_it_could_give_is_asked_little(arrives_as):
    ada = arrives_as(BusinessOwner)
    ada.opens_the_sign_up().says_what_it_does()
    ada.chooses("Not sure yet: please ring me").continues()
    ada.types("Name of the business", "Bread & Pipes Ltd").continues().types("Postcode", "L1 8JQ").continues()
    ada.says_how_to_be_reached(email="").checks_and_sends_in()
    ada.reads("A person speaks to you")


@pytest.mark.parametrize("javascript", [True, False])
def test_what_is_missing_is_said_and_nothing_typed_is_lost(arrives_as):
    ada = arrives_as(BusinessOwner)
    ada.opens_the_sign_up().continues().is_told_of("Enter what your business does")
    ada.says_what_it_does().continues().is_told_of("Select what your business could give")
    ada.goes_back()
    ada.goes_to("/sign-up/business/what-you-do")
    expect(ada.page.get_by_role("textbox")).to_have_value("We fix boilers and fit bathrooms.")

"""A busy owner in a real browser: three questions, a request, the sign-up, and who answers by when."""

import pytest

from models.vocabulary import Kind, Theme
from tests.browser.journeys.business_owner import BusinessOwner
from tests.factories import AreaFactory, NeedFactory, PartFactory, PartnershipFactory

TAPS = "Taps for the community kitchen"


@pytest.mark.parametrize("javascript", [True, False])
def test_three_questions_lead_to_a_request_and_through_the_sign_up_to_who_answers(arrives_as, session):
    area = AreaFactory()
    board = PartnershipFactory(name="Speke Neighbourhood Board", areas=[area])
    words = "Two leaking taps and a boiler that goes out: we need a plumber for a day."
    parts = [PartFactory(kind=Kind.PRO, amount=8)]
    NeedFactory(title=TAPS, words=words, theme=Theme.COM, area=area, partnership=board, parts=parts)
    ada = arrives_as(BusinessOwner)
    ada.goes_to("/").follows("I want to help and do not know how")
    ada.follows("Answer three questions and see who asks").reads_heading("Three questions")
    ada.types("What does your business do?", ada.does).types("Where are you?", "L1 8JQ")
    ada.chooses("A trade or profession").presses("See who asks").reads_heading("What you could help with now")
    ada.reads("Why this could suit you")
    ada.presses(f"We could help with {TAPS}").reads("A few questions more")
    ada.chooses("None of these, or not sure").continues()
    ada.types("What exactly could you give?", ada.gives).types("About how many hours?", "16")
    ada.chooses("Once", "Free").continues().chooses("Yes, we are open to ideas").continues()
    ada.types("Name of the business", ada.firm).continues().chooses("Up to 10 miles").continues()
    ada.chooses("2 to 9 people", "Limited company").continues()
    ada.answers_the_safety_questions().says_how_to_be_reached().checks_and_sends_in()
    ada.reads(TAPS).reads("We will answer by").reads("A coordinator of this area answers you")

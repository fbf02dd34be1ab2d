"""A business and a local group are asked, answer from their own e-mailed links, and are introduced."""

import pytest

from broker.casework.decide import confirm
from models import Message
from models.base import now
from models.vocabulary import ConfirmReason, MatchState, Role
from tests.browser.journeys.letters import Letters
from tests.browser.journeys.visitor import Visitor
from tests.factories import BrokerFactory, CoordinatorFactory, PartnershipFactory, SuggestionFactory
from tests.web.casework.conftest import benches, firm
from tests.web.matches.conftest import person


class Asked(Visitor):
    """Somebody who is asked, and opens the link in the letter."""

    def uses_the_link(self, letters: Letters, email: str):
        self.goes_to(letters.link_for(email)).reads_heading("See what this is about, and answer")
        self.presses("Go to your page")
        return self

    def says(self, answer: str):
        self.page.get_by_role("radio", name=answer, exact=True).check()
        return self.presses("Continue")


@pytest.fixture
def match(session):
    ada = person(Role.BUSINESS, "Ada Ash", "ada@ash.example", telephone="+441632960111")
    bo = person(Role.OFFICER, "Bo Board", "bo@board.example", telephone="+441632960222")
    jo = person(Role.BROKER, "Jo Link", "jo@chamber.example", telephone="+441632960333")
    need = benches(PartnershipFactory(name="Speke Board", contacts=[bo]))
    suggestion = SuggestionFactory(need=need, business=firm("Ash Joinery", contacts=[ada]))
    made = confirm(
        session,
        suggestion,
        by=CoordinatorFactory(name="Pat Officer"),
        reasons=[ConfirmReason.RIGHT_SKILL],
        broker=BrokerFactory(name="Jo Link", contacts=[jo]),
        amounts={need.parts[0].id: 4},
        seen_version=suggestion.version,
    )
    for message in session.query(Message):
        message.leave_at = now()
    session.commit()
    return made


@pytest.mark.parametrize("javascript", [True, False])
def test_both_say_yes_and_the_broker_writes_down_that_they_have_met(session, match, arrives_as, letters, javascript):
    ada, bo, jo = arrives_as(Asked, width=320), arrives_as(Asked), arrives_as(Asked)
    ada.uses_the_link(letters, "ada@ash.example").reads_heading("Garden benches").reads("Why we thought of you")
    ada.says("Ring me first").reads("Jo Link rings you on 01632 960111.").goes_back()
    ada.says("Yes").reads("You have said yes").reads("Speke Board answers too.")
    bo.uses_the_link(letters, "bo@board.example").reads("Ash Joinery has said yes already.")
    bo.says("Yes").reads("You have been introduced").reads("01632 960111")
    ada.goes_to("/your-page").follows("Garden benches").reads("01632 960222").reads("bo@board.example")
    jo.uses_the_link(letters, "jo@chamber.example").reads_heading("Ash Joinery: Garden benches")
    jo.follows("They have met: the work starts").types("How did they meet or speak?", "Met at the garden")
    jo.presses("Start").reads("Under way.").reads("Met at the garden")
    session.refresh(match)
    assert match.state is MatchState.ACTIVE

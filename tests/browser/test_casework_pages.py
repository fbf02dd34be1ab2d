"""Every page of the coordinators, looked at in a real browser: WCAG 2.2 AA at 1280 and 320 pixels."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from broker.messages.send import send_messages
from models import Message
from models.base import now
from models.vocabulary import ContractStatus, EntryState, SuggestionSource, SuggestionState
from tests.browser.journeys.visitor import Visitor
from tests.factories import BrokerFactory, PartnershipFactory
from tests.pages import ServiceClient
from tests.sizes import OFFICE_JAVASCRIPT
from tests.web.casework.conftest import Speke, benches, coordinator, enters, firm, put_forward, speke

__all__ = ["coordinator", "speke"]


@pytest.fixture
def officer(app, session, coordinator, visitor) -> Visitor:
    """A coordinator whose browser is signed in."""
    client = enters(ServiceClient(app, session), coordinator)
    cookie = client.flask.get_cookie("broker_session")
    assert cookie
    visitor.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": visitor.address}])
    return visitor


@pytest.fixture(params=OFFICE_JAVASCRIPT)
def javascript(request) -> bool:
    return bool(request.param)


@pytest.mark.soak
def test_a_coordinator_decides(officer: Visitor, speke: Speke, session):
    put_forward(speke.need, "Cedar Co", state=SuggestionState.RESERVE)
    offered = put_forward(speke.need, "Willing Ltd", source=SuggestionSource.BUSINESS, words="We have timber to spare.")
    offered[0].answer_by = now().date() - timedelta(days=1)
    speke.firms[0].contracts = [ContractStatus.BIDDING]
    speke.firms[1].contacts[0].email = ""
    firm("New firm", state=EntryState.WAITING)
    second, partnership = f"/coordinate/suggestions/{speke.suggestions[1].id}", speke.partnership.contacts[0].name
    session.commit()  # and nothing is read from here on: a transaction of the test would hold up the pages

    officer.goes_to("/coordinate").follows("Garden benches, Liverpool: 3 firms to look at").follows("Ash Joinery")
    officer.presses("Confirm").presses("Confirm").goes_back().goes_back()
    officer.follows("Agree as the second person").presses("I agree").goes_back().goes_back()
    officer.presses("Reject").presses("Reject")
    officer.goes_to(second).presses("Put off").presses("Put off")

    officer.goes_to(second).presses("Confirm")
    officer.chooses("Right skill").presses("Confirm").reads("Confirmed. The messages leave in 15 minutes")
    officer.page.locator("#messages li", has_text=partnership).get_by_role("link").click()
    officer.arrives().reads("[personal link]")
    for message in session.scalars(select(Message)):
        message.leave_at = now() - timedelta(minutes=1)
    session.commit()
    send_messages(session)
    session.commit()
    officer.goes_to("/coordinate/messages").goes_to("/coordinate?owner=all").follows("1 call to make")
    officer.goes_to("/coordinate/matches/1").follows("Withdraw this proposal").presses("Withdraw")
    officer.goes_to(f"{second}/confirm").reads("This is already decided")


@pytest.mark.soak
def test_a_coordinator_reads_entries_and_searches(officer: Visitor, session):
    board = PartnershipFactory(name="New Board", state=EntryState.WAITING)
    business = firm("A firm with a very long name indeed " * 4, state=EntryState.WAITING, spoken_at=None)
    broker = BrokerFactory(name="Jo Link", state=EntryState.WAITING, experience=["Ran a market"])
    need = benches(board, "Averyveryverylongwordwithoutanybreakinitatall" * 3, state=EntryState.WAITING)
    paths = [f"partnership/{board.id}", f"business/{business.id}", f"broker/{broker.id}", f"need/{need.id}"]
    need_page = f"/coordinate/needs/{need.id}"
    session.commit()
    officer.goes_to("/coordinate").goes_to("/coordinate/entries")
    for path in paths:
        for page in ("", "/spoken", "/send-back", "/end", "/correct"):
            officer.goes_to(f"/coordinate/entries/{path}{page}")
    officer.goes_to(need_page)
    officer.goes_to("/coordinate/search").answers("Averyvery").presses("Search").reads("found")

"""A partnership registers and writes a need, and a broker signs up, in a real browser."""

from datetime import UTC, datetime

import pytest

from tests.browser.journeys.letters import Letters
from tests.browser.journeys.partnership_officer import PartnershipOfficer, WouldBeBroker
from tests.sizes import OFFICE_JAVASCRIPT

pytestmark = [pytest.mark.soak, pytest.mark.parametrize("javascript", OFFICE_JAVASCRIPT)]


def test_a_partnership_registers_and_writes_a_need(app, open_browser, address):
    officer = PartnershipOfficer(open_browser(), address)
    officer.next_year = datetime.now(UTC).year + 1
    officer.registers("Speke Neighbourhood Board", email="jo@speke-board.example")
    officer.reads("then you can write your first need")
    officer.uses_the_link(Letters(app).link_for("jo@speke-board.example"))
    officer.reads_heading("Your page").reads("You can write needs already")
    officer.writes_a_need("Garden benches", "Four benches for older people in the park.")
    officer.reads("How far it would reach today").presses("Send in").reads("Your need is sent in")
    officer.follows("See how it stands, or change it").reads_heading("Garden benches")
    officer.follows("Close it: met, partly met or not met").goes_back()
    officer.goes_to("/your-page").follows("Names in the seat: Local council")
    officer.types("Name", "Cllr Stone").presses("Add").reads("They are added.")
    officer.goes_to("/your-page").follows("Change the seats")
    officer.page.get_by_role("group", name="Which groups have somebody in a seat?").get_by_label("Police").check()
    officer.presses("Save").reads("The seats are changed.")
    assert not officer.troubles


def test_a_broker_signs_up_and_says_when_they_are_away(app, open_browser, address):
    broker = WouldBeBroker(open_browser(), address)
    broker.signs_up("Sam Marsh", email="sam@chamber.example").reads("You are signed up")
    broker.goes_to(Letters(app).link_for("sam@chamber.example"))
    broker.page.locator("main form button").first.click()
    broker.arrives().reads("You as a broker").follows("Say when you are away").presses("Save")
    assert not broker.troubles

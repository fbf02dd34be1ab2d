"""An officer reads the report of their borough, two sides agree to a story, and the report is printed and frozen."""

import re

import pytest
from playwright.sync_api import expect

from broker.reports.periods import quarter_of
from models.base import now
from models.vocabulary import Role
from tests.browser.journeys.visitor import Visitor
from tests.pages import ServiceClient, signed_in
from tests.web.matches.conftest import person
from tests.web.reports.conftest import asks, board, came, helped, officer  # noqa: F401  (fixtures)


@pytest.fixture
def arrives(app, arrives_as, session):
    """Somebody who is signed in already."""

    def arrived(account, **options):
        visitor = arrives_as(Visitor, **options)
        client = ServiceClient(app).flask
        with client.session_transaction() as visit:
            visit.update(signed_in(account))
        cookie = {"name": "broker_session", "value": client.get_cookie("broker_session").value}
        visitor.page.context.add_cookies([{**cookie, "url": visitor.address}])
        session.commit()  # the server cannot write while the test still reads
        return visitor

    return arrived


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page[^s]", pdf))


def test_a_story_is_agreed_to_and_the_report_prints_on_one_sheet_and_is_frozen(session, arrives, officer, board):  # noqa: F811
    last = quarter_of(now().date()).before
    then = now().replace(year=last.last.year, month=last.last.month, day=10)
    ada, bo = person(Role.BUSINESS, "Ada Ash", "ada@ash.example"), person(Role.OFFICER, "Bo Board", "bo@board.example")
    firm = came("Ash Joinery", then, spoken=then, contacts=[ada])
    board.contacts = [bo]
    match = helped(firm, asks(board, "Garden benches", then), officer, introduced=then, finished=then, confirmed=then)
    there = f"/matches/{match.id}"
    pat = arrives(officer).goes_to(f"{there}/result").follows("The story about it")
    pat.follows("Write a story").types("What is it about, in a few words?", "Four benches")
    pat.types("What came of it?", "People sit in the garden again.").presses("Save")
    for account in (ada.account, bo.account):
        side = arrives(account, width=320).goes_to(f"{there}/story")
        side.reads("People sit in the garden again.").presses("Yes, this may be printed").reads("Agrees to these words")
    pat.goes_to("/coordinate").follows("Figures").reads_heading("Report: Liverpool").reads("so far")
    pat.picks("When", last.name).presses("Show").reads("People sit in the garden again.").reads("with Speke Board")
    assert pages_of(pat.page.pdf(format="A4", prefer_css_page_size=True)) == 1
    pat.presses("Freeze this report").reads_heading("Report as frozen: Liverpool")
    pat.reads("Counted again today, every line comes to the same.")
    assert pages_of(pat.page.pdf(format="A4", prefer_css_page_size=True)) == 1
    expect(pat.page.locator(".bb-story")).to_have_count(1)

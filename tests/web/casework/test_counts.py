"""Every number that stands for rows is the number of rows behind it.

The office's pages are gone through along their links, one of each kind, with a programme in which there
is more of everything than goes on a page. A number carries data-count and data-number; its rows, on the
page it leads to and those that follow, carry data-row with the same name.
"""

from collections import Counter
from urllib.parse import urljoin, urlsplit

import pytest

from broker.cases.calls import keep_call
from broker.cases.cover import set_away
from broker.cases.notes import write_note
from broker.cases.waiting import Owner, wait_for
from broker.representation.gaps import take_up
from models.vocabulary import CaseStep, EntryState, MessageState, NoteKind, SeatStatus, StakeholderGroup, Theme
from tests.factories import BusinessFactory, MessageFactory, PartnershipFactory, SeatFactory
from tests.pages import Page, ServiceClient
from tests.web.casework.carrying import TODAY, a_broker, a_match, as_broker, days
from tests.web.casework.conftest import benches, put_forward

MORE_THAN_A_PAGE = 21
#: Where the office's numbers stand; the pages of one suggestion or one entry have none.
WITHIN = (
    "/coordinate?",
    "/coordinate/needs",
    "/coordinate/cases",
    "/coordinate/brokers",
    "/coordinate/messages?",
    "/coordinate/entries",
    "/cases",
    "/brokers",
)


@pytest.fixture
def programme(session, coordinator, speke):
    """More of everything than goes on a page, some of it overdue; two brokers, one of them away; an empty seat."""
    jo, kim = a_broker("Jo Link", caseload_limit=5), a_broker("Kim Other")
    board = PartnershipFactory(name="Board of many")
    for number in range(MORE_THAN_A_PAGE):
        match = a_match(f"Shed {number}", jo, partnership=board, due=number - 5)
    for number in range(3):
        a_match(f"Mine {number}", None, coordinator=coordinator, partnership=board, due=number - 1)
        a_match(f"Kims {number}", kim, partnership=board, due=number - 1)
        put_forward(benches(board, f"Request {number}", theme=Theme.HLT), *(f"Firm {one}" for one in range(number + 1)))
        entry = BusinessFactory(name=f"New {number}", state=EntryState.WAITING)
        wait_for(session, entry, CaseStep.READ, next_on=days(number - 1), owner=Owner())
    for number in range(MORE_THAN_A_PAGE):
        write_note(session, match, how=NoteKind.NOTE, on=TODAY, words=f"Line {number}", by=coordinator)
        MessageFactory(kind="proposed_business", match=match, state=MessageState.FAILED)
    for number in range(3):
        called = BusinessFactory(name=f"Without mail {number}")
        message = MessageFactory(kind="entry_live", contact=called.contacts[0], state=MessageState.TO_RING)
        keep_call(session, message)
    put_forward(speke.need, "Cedar Co", state="reserve")
    SeatFactory(partnership=board, group=StakeholderGroup.VOLUNTARY, status=SeatStatus.VACANT)
    take_up(session, board, StakeholderGroup.VOLUNTARY, by=coordinator)
    set_away(session, kim, begins=days(0), ends=days(9), cover=coordinator, by=coordinator)
    session.commit()
    return jo, match


def kind_of(address):
    """Pages of a kind: their path without numbers, and what they are narrowed to."""
    split = urlsplit(address)
    path = "/".join("#" if part.isdigit() else part for part in split.path.split("/"))
    return path, "&".join(part for part in split.query.split("&") if part.startswith(("group=", "show=", "what=")))


class Reader:
    """Opens each page once."""

    def __init__(self, client: ServiceClient) -> None:
        self.client = client
        self.pages: dict[str, Page] = {}

    def page(self, address: str) -> Page:
        if address not in self.pages:
            self.pages[address] = self.client.get(address)
        return self.pages[address]

    def rows_behind(self, address: str, name: str) -> int:
        """The rows of this name on a page and on those that follow it. One that stands for several says so."""
        page = self.page(address)
        rows = page.select(f"[data-row={name}]")
        while "Next page" in page.texts("a"):
            address = urljoin(address, page.link("Next page"))
            page = self.page(address)
            rows += page.select(f"[data-row={name}]")
        return sum(int(row.get("data-of", 1)) for row in rows)


def wrong_counts(client, begins, within):
    """Every number that does not agree with its rows, in words; and how many were held against them."""
    reader, seen, waiting, wrong, held = Reader(client), set(), list(begins), [], Counter()
    while waiting:
        address = waiting.pop(0)
        if kind_of(address) in seen:
            continue
        seen.add(kind_of(address))
        page = reader.page(address)
        for tag in page.select("[data-count]"):
            name, number = tag["data-count"], int(tag["data-number"])
            assert f"{number:,}" in tag.get_text(), f"{address}: {tag.get_text()!r} does not say {number}"
            behind = urljoin(address, tag["href"]) if tag.name == "a" else address
            held[name] += 1
            if (rows := reader.rows_behind(behind, name)) != number:
                wrong.append(f"{address}: {tag.get_text().strip()!r} is {number}, but {rows} rows are at {behind}")
        links = [urljoin(address, str(tag["href"])) for tag in page.select("main a[href]")]
        waiting += [link for link in links if link.startswith(within)]
    return wrong, held


def test_every_number_that_stands_for_rows_is_the_number_of_the_rows_behind_it(office, programme, new_client):
    jo, match = programme
    begins = ["/coordinate?group=", "/coordinate?owner=all&theme=HLT", f"/cases/match/{match.id}"]
    begins.append(f"/coordinate/brokers/{jo.id}/hand-over/who-gets-what")
    wrong, held = wrong_counts(office, begins, WITHIN)
    assert not wrong, "\n".join(wrong)
    expected = {
        "answers",
        "decisions",
        "check_ins",
        "running_out",
        "firms",
        "reserves",
        "seats",
        "messages",
        "entries",
        "notes",
    }
    assert expected | {"brokers", "load", "sheets", "things"} == set(held)
    wrong, held = wrong_counts(as_broker(new_client(), jo), ["/your-page/cases"], ("/your-page/cases", "/brokers"))
    assert not wrong, "\n".join(wrong)
    assert {"next", "load", "sheets"} == set(held)

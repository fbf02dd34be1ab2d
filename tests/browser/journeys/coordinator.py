"""A neighbourhood renewal officer, who reads what comes in and decides what is put together."""

from collections.abc import Callable
from typing import Self

from playwright.sync_api import expect

from tests.browser.journeys.visitor import Visitor

#: Who is written to when a pairing is confirmed, as the list of messages names them.
SIDES = ("business", "partnership", "broker")


class Coordinator(Visitor):
    def signs_in(self, email: str, password: str, code: Callable[[], str]) -> Self:
        """With a password, then with the six figures that the telephone shows."""
        self.goes_to("/coordinate").reads_heading("Sign in").types("Your email address", email)
        self.presses("I have a password").reads_heading("Sign in with your password")
        self.types("Your password", password).presses("Sign in").reads_heading("Enter the code from your phone")
        return self.types("The 6 figures in the app", code()).presses("Sign in").reads_heading("Work list")

    def opens_the_work_list(self) -> Self:
        return self.goes_to("/coordinate").reads_heading("Work list")

    def reads_and_makes_live(self, name: str) -> Self:
        """Open an entry of the work list, and let it take part."""
        self.opens_the_work_list().follows("Entries to be read").follows(name).reads_heading(name)
        return self.presses("I have read it: make it live").reads(f"{name} is live.")

    def makes_live_here(self, name: str) -> Self:
        """On the page of a suggestion: one side was only sent in, and is read on the spot."""
        self.page.get_by_role("region", name=name).get_by_role("button", name="make it live").click()
        return self.arrives().reads(f"{name} is live.")

    def opens_the_request(self, title: str) -> Self:
        self.opens_the_work_list()
        self.page.locator("#needs").get_by_role("link", name=title).click()
        return self.arrives().reads_heading(title)

    def opens_the_firm(self, name: str) -> Self:
        """From a request to one of the firms that could meet it."""
        self.page.locator("table").get_by_role("link", name=name, exact=True).first.click()
        return self.arrives().reads("The ask").reads("The offer")

    def confirms(self, because: str = "Right skill", link: str | None = None) -> Self:
        """The whole page is a question: what is asked, who links, and why."""
        self.follows("Confirm").reads_heading("Confirm this pairing").chooses(because)
        if link:
            self.chooses(link)
        self.presses("Confirm")
        return self.reads("Confirmed. The messages leave in 15 minutes; until then you can undo.")

    def rejects(self, because: str = "Too far") -> Self:
        self.follows("Reject").reads_heading("Reject this pairing").chooses(because)
        return self.presses("Reject").reads("You can undo this.")

    def puts_off(self, day: int, month: int, year: int, because: str = "Waiting for the business") -> Self:
        self.follows("Put off").reads_heading("Put this off").chooses(because)
        self.types("Day", str(day)).types("Month", str(month)).types("Year", str(year))
        return self.presses("Put off").reads("Put off until")

    def undoes(self) -> Self:
        return self.presses("Undo")

    def reads_the_message_to(self, side: str) -> str:
        """From the page of a match: open the message to one side, return what it says, and come back."""
        self.page.locator("#messages li", has_text=f"({side})").get_by_role("link").click()
        self.arrives().reads("What it says")
        said = self.page.locator(".govuk-inset-text").inner_text()
        self.goes_back()
        return said

    def sees_messages(self, count: int, state: str) -> Self:
        messages = self.page.locator("#messages li")
        expect(messages).to_have_count(count)
        for message in messages.all():
            expect(message).to_contain_text(state)
        return self

    def finds(self, words: str) -> Self:
        """Use the search box that stands above every page of the office."""
        self.page.get_by_role("search").get_by_label("Find an entry").fill(words)
        self.page.get_by_role("search").get_by_role("button", name="Search").click()
        return self.arrives().reads_heading("Search")

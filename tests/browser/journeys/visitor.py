"""Anybody in a browser. Others inherit this: `class BusinessOwner(Visitor): def registers(self, ...)`.

Steps say what a person reads and does. Kinds of page arrived at (in `make soak` every one, in `make test`
one in five) are held to WCAG 2.2 AA at both widths, once with JavaScript and once without; a script
error, a refused file or anything the security policy forbids fails the test that saw it.
"""

import re
from typing import Self
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import ConsoleMessage, Page, Response, expect

from tests.browser.accessible import assert_accessible
from tests.sizes import chosen

#: The kinds of page that were looked at: (whether with JavaScript, address without numbers, title).
LOOKED_AT: set[tuple[bool, str, str]] = set()


class Visitor:
    def __init__(self, page: Page, address: str, *, checks_pages: bool = True) -> None:
        self.page = page
        self.address = address
        self.checks_pages = checks_pages
        self.troubles: list[str] = []
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.troubles.append(f"script error: {error}"))
        page.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        # The browser reports every answer of 400 and more; pages that refuse an answer say 422.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.troubles.append(f"console: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            self.troubles.append(f"{response.status} for {response.url}")
        if response.status >= 500:
            self.troubles.append(f"{response.status} for {response.url}")

    def arrives(self) -> Self:
        """Look at the page that is there now."""
        assert not self.troubles, self.troubles
        self.page.wait_for_load_state("load")
        if self.checks_pages:
            with_scripts = self.page.evaluate("document.body.classList.contains('js-enabled')")
            kind = (with_scripts, re.sub(r"\d+", "0", urlsplit(self.page.url).path), self.page.title())
            if kind not in LOOKED_AT and chosen(*map(str, kind)):
                assert_accessible(self.page)
                LOOKED_AT.add(kind)
        return self

    def goes_to(self, path: str) -> Self:
        self.page.goto(urljoin(self.address, path))
        return self.arrives()

    def goes_back(self) -> Self:
        self.page.go_back()
        return self.arrives()

    def follows(self, link: str) -> Self:
        """Press a link by its words; a link that looks like a button says that it is one."""
        looks_like_a_button = self.page.locator("a").and_(self.page.get_by_role("button", name=link, exact=True))
        self.page.get_by_role("link", name=link, exact=True).or_(looks_like_a_button).first.click()
        return self.arrives()

    def presses(self, button: str) -> Self:
        self.page.get_by_role("button", name=button, exact=True).click()
        return self.arrives()

    def types(self, label: str, text: str) -> Self:
        self.page.get_by_label(label, exact=True).fill(text)
        return self

    def answers(self, text: str) -> Self:
        """Type into the only box of the page."""
        self.page.locator("main").get_by_role("textbox").fill(text)
        return self

    def chooses(self, *labels: str) -> Self:
        """Tick a radio button or boxes by their words."""
        for label in labels:
            self.page.get_by_label(label, exact=True).check()
        return self

    def picks(self, label: str, option: str) -> Self:
        self.page.get_by_label(label, exact=True).select_option(label=option)
        return self

    def continues(self) -> Self:
        return self.presses("Continue")

    def reads(self, text: str) -> Self:
        """The main part of the page says this."""
        expect(self.page.locator("main")).to_contain_text(text)
        return self

    def reads_heading(self, text: str) -> Self:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(text)
        return self

    def is_told_of(self, problem: str) -> Self:
        """The error summary says this, and its line leads to the field."""
        expect(self.page).to_have_title(re.compile("^Error: "))
        expect(self.page.get_by_role("alert").get_by_role("link", name=problem)).to_be_visible()
        return self

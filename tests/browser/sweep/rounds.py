"""Going round: from each beginning along every link to every page that was not seen yet."""

import re
from collections import deque
from html import unescape
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from tests.browser.accessible import check_both_widths
from tests.browser.sweep.people import COOKIE, Person
from tests.sizes import chosen

#: A page of a kind: its endpoint, and the words in its address (not its numbers).
Kind = tuple[str, ...]

#: Parts of an address that say which, and not what kind of page.
NUMBERS = ("token", "page_code", "theme", "code", "key")

LINK = re.compile(r'<a\b[^>]*\shref="([^"]*)"')

#: An e-mailed link that cannot be used is answered with a page of its own.
ANSWERS_OF_A_LINK = (200, 404, 410)


class Rounds:
    """Pages of these endpoints: every one that was looked at, and every fault that was found."""

    def __init__(self, app: Flask, address: str, browser: Browser, pages: set[str]) -> None:
        self.map = app.url_map.bind(urlsplit(address).netloc)
        self.address = address
        self.pages = pages
        self.context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 800})
        self.seen: set[Kind] = set()
        self.faults: list[str] = []

    @property
    def missed(self) -> list[str]:
        """The endpoints that nobody came to."""
        return sorted(self.pages - {kind[0] for kind in self.seen})

    def kind_of(self, path: str) -> Kind | None:
        """What kind of page an address is of; None where it is no page of ours."""
        try:
            endpoint, values = self.map.match(urlsplit(path).path, method="GET")
        except (HTTPException, RequestRedirect):
            return None
        if endpoint.endswith("_change"):  # the questions of the sign-up again: one of them will do
            return (endpoint,)
        words = [value for name, value in values.items() if isinstance(value, str) and name not in NUMBERS]
        return (endpoint, *words)

    def go(self, person: Person) -> None:
        """Look at all that this person begins with, and at what is new along the links."""
        self.context.clear_cookies()
        if person.cookie:
            self.context.add_cookies([{"name": COOKIE, "value": person.cookie, "url": self.address}])
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.faults.append(f"script error at {page.url}: {error}"))
        waiting: deque[str] = deque()
        for path in person.begins:
            waiting.extend(self.look(page, path, person))
        while waiting:
            path = waiting.popleft()
            kind = self.kind_of(path)
            if kind is not None and kind[0] in self.pages and kind not in self.seen:
                waiting.extend(self.look(page, path, person))
        page.close()

    def look(self, page: Page, path: str, person: Person) -> list[str]:
        """Where the links of this page lead. Axe looks at each in `make soak`, at one in five in `make test`."""
        if chosen(*(self.kind_of(path) or (path,))):
            response = page.goto(path)
            assert response is not None
            if self.is_page(path, page.url, response.status, page.content(), person):
                try:
                    check_both_widths(page, f"{path} as {person.name}")
                except AssertionError as fault:
                    self.faults.append(str(fault))
            return self.links(page.content())
        answer = self.context.request.get(path)
        self.is_page(path, answer.url, answer.status, answer.text(), person)
        return self.links(answer.text())

    def is_page(self, path: str, came_to: str, status: int, html: str, person: Person) -> bool:
        """Whether it is one of ours, for whom it is meant."""
        arrived = self.kind_of(came_to)
        self.seen.update(kind for kind in (self.kind_of(path), arrived) if kind)
        if status not in (ANSWERS_OF_A_LINK if path.startswith("/link/") else (200,)):
            self.faults.append(f"{path} answered {person.name} with {status}")
        elif arrived and arrived[0] == "accounts.sign_in" and path != "/sign-in":
            self.faults.append(f"{path} led {person.name} to the sign-in page")
        elif '<html lang="en' not in html:
            self.faults.append(f"{path} is no page")
        else:
            return True
        return False

    def links(self, html: str) -> list[str]:
        """Where the links of a page lead, inside the service."""
        found = (unescape(link) for link in LINK.findall(html))
        inside = (link.split("#")[0].removeprefix(self.address) for link in found)
        return list(dict.fromkeys(link for link in inside if link.startswith("/") and not link.startswith("//")))

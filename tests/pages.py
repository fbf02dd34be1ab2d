"""A client that reads pages as a visitor does, and holds every page to the rules of the house.

    page = client.get("/sign-up/business")
    page = page.submit({"name": "Bread & Co"}, button="Continue")   # token, defaults and redirects are seen to
    assert page.h1 == "Where is your business?"
    page = page.follow("Change where is your business?")

Every HTML answer is checked, whatever the test is about: see `page_rules.py`.
"""

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import Tag
from flask import Flask, g, has_app_context
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.page_rules import broken_rules, read
from tests.unkept import unkept_writes

REDIRECTS = (301, 302, 303, 307, 308)


def words(tag: Tag) -> str:
    """What a tag says, with single spaces."""
    return " ".join(tag.get_text(" ").split())


class Page:
    """One page as it was answered."""

    def __init__(self, client: "ServiceClient", response: TestResponse) -> None:
        self.client = client
        self.response = response
        self.status = response.status_code
        self.path = urlsplit(response.request.url).path
        self.html = response.get_data(as_text=True)
        self._soup = read(self.html)

    def __repr__(self) -> str:
        return f"<Page {self.status} {self.path} {self.title!r}>"

    @property
    def title(self) -> str:
        return words(self.one("title"))

    @property
    def h1(self) -> str:
        return words(self.one("h1"))

    @property
    def text(self) -> str:
        """What the main part of the page says."""
        return words(self.one("main"))

    @property
    def errors(self) -> list[str]:
        """The lines of the error summary."""
        return [words(line) for line in self.select(".govuk-error-summary__list li")]

    @property
    def messages(self) -> list[str]:
        return [words(banner) for banner in self.select(".govuk-notification-banner__content")]

    def select(self, css: str) -> list[Tag]:
        return list(self._soup.select(css))

    def one(self, css: str) -> Tag:
        """The only tag of this kind; anything else fails and says what there is."""
        found = self.select(css)
        assert len(found) == 1, f"{len(found)} of {css!r} on {self.path}"
        return found[0]

    def find(self, *args: Any, **kwargs: Any) -> None:
        raise AttributeError("Use select() or one(): find() answers None where a test should fail")

    find_all = find

    def texts(self, css: str) -> list[str]:
        return [words(tag) for tag in self.select(css)]

    def answers(self) -> dict[str, str]:
        """The rows of the summary lists: question -> answer."""
        return {
            words(row.select_one(".govuk-summary-list__key")): words(row.select_one(".govuk-summary-list__value"))
            for row in self.select(".govuk-summary-list__row")
        }

    def link(self, text: str) -> str:
        """Where the link with these words leads."""
        found = [a for a in self.select("a[href]") if words(a) == text]
        found = found or [a for a in self.select("main a[href]") if text in words(a)]
        assert len({a["href"] for a in found}) == 1, f"{len(found)} links {text!r} on {self.path}: {self.texts('a')}"
        return str(found[0]["href"])

    def follow(self, text: str, status: int = 200) -> "Page":
        return self.client.get(urljoin(self.response.request.url, self.link(text)), status=status)

    def form(self, button: str | None = None) -> tuple[Tag, Tag]:
        """The form with this button, and the button; without words, the only form that posts."""
        found = [
            (form, b)
            for form in self.select("main form")
            for b in form.select("button, input[type=submit]")
            if b.get("type") != "button" and (words(b) == button if button else form.get("method") == "post")
        ]
        assert len(found) == 1, f"{len(found)} forms with button {button!r} on {self.path}: {self.texts('button')}"
        return found[0]

    def submit(self, answers: dict[str, Any] | None = None, button: str | None = None, status: int = 200) -> "Page":
        """Fill in and send a form as a browser would, and follow where it leads."""
        form, pressed = self.form(button)
        data = defaults(form)
        offered = {str(tag["name"]) for tag in form.select("[name]")}
        for name, value in (answers or {}).items():
            assert name in offered, f"No field {name!r} on {self.path}, only {sorted(offered)}"
            data[name] = value
        if pressed.get("name"):
            data[str(pressed["name"])] = str(pressed.get("value", ""))
        url = urljoin(self.response.request.url, str(form.get("action") or self.response.request.url))
        if form.get("method") == "post":
            return self.client.send(url, data, status)
        return self.client.get(url, query_string=data, status=status)


def defaults(form: Tag) -> dict[str, Any]:
    """What the form holds before anything is typed."""
    data: dict[str, Any] = {}
    for tag in form.select("input[name], select[name], textarea[name]"):
        name, kind = str(tag["name"]), tag.get("type")
        if kind in ("submit", "file") or (kind in ("radio", "checkbox") and not tag.has_attr("checked")):
            continue
        if tag.name == "select":
            chosen = tag.select("option[selected]") or tag.select("option")[:1]
            value = str(chosen[0].get("value", words(chosen[0]))) if chosen else ""
        else:
            value = tag.get_text() if tag.name == "textarea" else str(tag.get("value", ""))
        data[name] = [*data[name], value] if kind == "checkbox" and name in data else value
        if kind == "checkbox" and not isinstance(data[name], list):
            data[name] = [data[name]]
    return data


class ServiceClient:
    """Opens pages of the application under test. What the test's own session holds is committed first."""

    def __init__(self, app: Flask, session: Session | None = None) -> None:
        self.app = app
        self.session = session
        self.flask: FlaskClient = app.test_client()

    def open(self, url: str, *, method: str = "GET", **kwargs: Any) -> TestResponse:
        """The bare answer, for what is not a page."""
        if self.session is not None:
            self.session.commit()
        if has_app_context():
            # a test's requests share one application context: who came last must not stay in it
            for name in ("csrf_token", "csrf_valid", "_login_user", "identity"):
                g.pop(name, None)
        with unkept_writes(self.app) as unkept:
            response = self.flask.open(url, method=method, buffered=True, **kwargs)
        response.request.environ["wsgi.input"].close()  # a large upload lies in a file
        assert not unkept, f"{method} {url} left uncommitted: {unkept}"
        return response

    def get(self, url: str, *, status: int = 200, follow: bool = True, **kwargs: Any) -> Page:
        return self._arrive(self.open(url, **kwargs), status, follow)

    def post(self, url: str, data: dict[str, Any] | None = None, *, status: int = 200, follow: bool = True) -> Page:
        """Post without having seen the form, with a token that is valid."""
        return self.send(url, {"csrf_token": self.token(), **(data or {})}, status, follow)

    def send(self, url: str, data: dict[str, Any], status: int = 200, follow: bool = True) -> Page:
        return self._arrive(self.open(url, method="POST", data=data), status, follow)

    def token(self) -> str:
        """A token for this visitor's session, as the forms carry it."""
        with self.flask.session_transaction() as visit:
            secret = visit.setdefault("csrf_token", "a-secret-of-this-visit")
        return URLSafeTimedSerializer(self.app.secret_key, salt="wtf-csrf-token").dumps(secret)

    def signs_in_as(self, account: Any) -> "ServiceClient":
        """Be signed in as this account, freshly, without going through the pages of signing in."""
        if self.session is not None:
            self.session.commit()
        with self.flask.session_transaction() as visit:
            visit.clear()
            visit.update(signed_in(account))
        return self

    def signs_out(self) -> "ServiceClient":
        with self.flask.session_transaction() as visit:
            visit.clear()
        return self

    def _arrive(self, response: TestResponse, status: int, follow: bool) -> Page:
        for _ in range(6):
            if not (follow and response.status_code in REDIRECTS and status not in REDIRECTS):
                break
            response = self.open(urljoin(response.request.url, response.headers["Location"]))
        page = Page(self, response)
        assert response.status_code == status, f"{page.path} answered {response.status_code}: {_gist(page.html)}"
        if response.mimetype == "text/html" and response.status_code not in REDIRECTS:
            broken = broken_rules(page._soup, page.html, response.headers)
            assert not broken, f"{page.path} breaks rules of every page:\n  " + "\n  ".join(broken)
        return page


def signed_in(account: Any) -> dict[str, Any]:
    """What a session holds of somebody who has just signed in."""
    import time

    return {
        "_user_id": account.fs_uniquifier,
        "_fresh": True,
        "_id": None,
        "identity": None,
        "fs_cc": "set",
        "fs_paa": time.time(),
        "signed_in_by": "second factor",
    }


def _gist(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))[:400]

"""Every route of the application, asked as everybody: who is let in, who is led to the sign-in page."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from broker.settings import Settings
from models.vocabulary import Role
from tests.access_table import ACCESS, UNLABELLED
from tests.factories import AccountFactory
from tests.pages import ServiceClient
from tests.sizes import chosen

SIGN_IN = "/sign-in"
OFFICE = {Role.COORDINATOR, Role.ADMINISTRATOR}


def allowed(access: str) -> set[Role]:
    """The roles that a name lets in."""
    if access in ("public", "signed in", "signing in"):
        return set(Role)
    if access == "office":
        return OFFICE
    return {Role(name) for name in access.split(" or ")}


def address(rule: Rule) -> str:
    """The address of a rule with every part filled in: numbers that belong to nobody."""
    path = re.sub(r"<int:[^>]+>", "987654", rule.rule)
    return re.sub(r"<[^>]+>", "nobodys-own", path)


def requests(app: Flask) -> Iterator[tuple[str, str, str]]:
    """(endpoint, method, address) of everything that can be asked for."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in ACCESS:
            continue  # the first test says so
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule.endpoint, method, address(rule)


def answer(client: ServiceClient, method: str, url: str) -> tuple[int, str]:
    """The status, and where a redirect leads."""
    data = {"csrf_token": client.token()} if method != "GET" else None
    response = client.open(url, method=method, data=data)
    return response.status_code, urlsplit(response.headers.get("Location", "")).path


def test_every_route_is_in_the_access_table_and_no_other(app: Flask) -> None:
    there = {rule.endpoint for rule in app.url_map.iter_rules()}
    lines = [
        f'    "{name}": "{getattr(app.view_functions[name], "access", "?")}",' for name in sorted(there - set(ACCESS))
    ]
    assert not lines, "if this is who may use them, add to tests/access_table.py:\n" + "\n".join(lines)
    assert not sorted(set(ACCESS) - there), "take these out of tests/access_table.py"


def test_every_view_carries_what_the_access_table_says(app: Flask) -> None:
    wrong = [
        f"{endpoint}: the view says {getattr(view, 'access', None)!r}, the table {ACCESS.get(endpoint)!r}"
        for endpoint, view in app.view_functions.items()
        if endpoint not in UNLABELLED and getattr(view, "access", None) != ACCESS.get(endpoint)
    ]
    assert not wrong, "\n".join(wrong)


def test_a_visitor_is_led_to_the_sign_in_page_by_everything_that_is_not_public(client: ServiceClient) -> None:
    wrong = []
    for endpoint, method, url in requests(client.app):
        status, leads_to = answer(client.signs_out(), method, url)
        led = status == 302 and leads_to == SIGN_IN
        ours = endpoint.startswith("accounts.")  # pages of signing in lead there in their own time
        let_in = status < 500 and status != 403 and (not led or ours)
        if not (let_in if ACCESS[endpoint] == "public" else led):
            wrong.append(f"{method} {url} ({endpoint}, {ACCESS[endpoint]}) answered {status} {leads_to}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.soak
@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_a_signed_in_person_is_let_in_by_role_and_refused_elsewhere(client: ServiceClient, role: Role) -> None:
    account = AccountFactory(roles=[role])
    wrong = []
    for endpoint, method, url in requests(client.app):
        if endpoint == "accounts.sign_out" or not chosen(role.value, endpoint, method, one_in=3):
            continue
        status, leads_to = answer(client.signs_in_as(account), method, url)
        refused = status == 403 or (status == 302 and leads_to == SIGN_IN and not endpoint.startswith("accounts."))
        right = refused != (role in allowed(ACCESS[endpoint])) and status < 500
        if not right:
            wrong.append(f"{method} {url} ({endpoint}, {ACCESS[endpoint]}) answered {status} {leads_to}")
    assert not wrong, "\n".join(wrong)


def test_what_a_page_refuses_is_said_in_plain_words(client: ServiceClient) -> None:
    page = client.signs_in_as(AccountFactory(roles=[Role.BUSINESS])).get("/people", status=403)
    assert page.h1 == "You cannot see this page"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_page_answers_to_get_and_head_alike(client: ServiceClient, method: str) -> None:
    assert client.open("/sign-in", method=method).status_code == 200
    assert client.open("/people", method=method).status_code == 302


def test_reading_pages_writes_no_row(
    client: ServiceClient, count_queries: Callable, session: Session, settings: Settings
) -> None:
    with count_queries() as queries:
        for endpoint, method, url in requests(client.app):
            if method == "GET" and ACCESS[endpoint] == "public" and endpoint != "static":
                client.open(url)
    written = [text for text in queries.statements if text.split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert not written


def test_someone_whose_session_lacks_the_second_factor_is_led_to_sign_in(client: ServiceClient) -> None:
    account = AccountFactory(roles=[Role.COORDINATOR])
    client.signs_in_as(account)
    with client.flask.session_transaction() as visit:
        visit["signed_in_by"] = "link"
    page = client.get("/people/invite")
    assert page.path == SIGN_IN

"""A real browser and a real server, each test with a database of its own.

def test_a_business_registers(visitor): visitor.goes_to("/").follows("I run or work for a business")
@pytest.mark.parametrize("javascript", [True, False])    # override to walk without JavaScript
"""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page
from werkzeug.serving import make_server

from broker.matching.engine import Engine
from tests.browser.journeys.letters import Letters
from tests.browser.journeys.visitor import Visitor
from tools.find_browser import SORRY, find

FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    browser = find()
    if not browser:
        pytest.fail(SORRY)
    return {**browser_type_launch_args, "executable_path": browser, "args": list(FLAGS)}


@pytest.fixture(scope="session")
def model() -> Engine:
    """The model, read in before anybody waits for a page, as the server does."""
    return Engine.shipped()


@pytest.fixture
def address(app: Flask, model: Engine) -> Iterator[str]:
    """The application served on a free port. Commit what the test's own session wrote before a visit."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()


@pytest.fixture
def javascript() -> bool:
    """Whether visitors have JavaScript. Parametrise it to walk a journey both ways."""
    return True


@pytest.fixture
def open_browser(new_context: Callable[..., BrowserContext], address: str, javascript: bool) -> Callable[..., Page]:
    """A new browser window: another person, with cookies of her own. `width=320` for a small telephone."""

    def opened(*, width: int = 1280, **options: Any) -> Page:
        options = {"java_script_enabled": javascript, "locale": "en-GB", **options}
        context = new_context(base_url=address, viewport={"width": width, "height": 800}, **options)
        context.set_default_timeout(10_000)
        return context.new_page()

    return opened


@pytest.fixture
def visitor(open_browser: Callable[..., Page], address: str) -> Iterator[Visitor]:
    visitor = Visitor(open_browser(), address)
    yield visitor
    assert not visitor.troubles, visitor.troubles


@pytest.fixture
def arrives_as(open_browser: Callable[..., Page], address: str) -> Iterator[Callable[..., Any]]:
    """Any visitor of `journeys`, each in a window of her own: `officer = arrives_as(Officer)`."""
    visitors: list[Visitor] = []

    def arrived(kind: type[Visitor], *, checks_pages: bool = True, **options: Any) -> Visitor:
        visitors.append(kind(open_browser(**options), address, checks_pages=checks_pages))
        return visitors[-1]

    yield arrived
    for visitor in visitors:
        assert not visitor.troubles, visitor.troubles


@pytest.fixture
def letters(app: Flask) -> Letters:
    """The post of the service: `letters.link_for("ada@bread.example")`."""
    return Letters(app)

"""Take the pictures of the README: walk the main job in a real browser, on the illustrative programme.

The walk is that of the tests (`tests/browser/journeys`), on a database that is thrown away.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, FloatRect, Page, sync_playwright
from sqlalchemy import select

from app import create_app
from broker import work
from broker.accounts.illustrative import illustrative_links
from broker.cli.database import prepare_database
from broker.extensions import WRITING, db
from broker.matching.engine import Engine
from broker.settings import ROOT, Settings
from models import Suggestion
from models.vocabulary import SuggestionSource
from tests.browser.journeys.business_owner import BusinessOwner
from tests.browser.journeys.coordinator import Coordinator
from tests.browser.journeys.letters import Letters
from tests.browser.sweep.programme import served
from tools.find_browser import SORRY, find

PICTURES = ROOT / "docs" / "pictures"
#: A picture may be so many bytes: the README is read over slow lines too.
MOST = 250_000


class Electrician(BusinessOwner):
    """Ada again, with another trade."""

    does, trade = "Electricians. We rewire houses and fit lights, indoors and out.", "Electrical installation"
    firm, email = "Brightside Electrical Ltd", "ada@brightside.example"
    gives = "Two days of an electrician, with fittings at cost"


def take(page: Page, name: str, *, height: int = 900, top: str = "") -> None:
    """A picture of the page as it is, from the top or from an element on it."""
    width = page.viewport_size["width"] if page.viewport_size else 1280
    begins = page.locator(top).first.bounding_box() if top else None
    y = begins["y"] + page.evaluate("window.scrollY") - 30 if begins else 0
    whole = page.evaluate("document.documentElement.scrollHeight")
    clip = FloatRect(x=0, y=y, width=width, height=min(height, whole - y))
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path, clip=clip, full_page=True, animations="disabled")
    if path.stat().st_size > MOST:
        raise SystemExit(f"{path.name} has {path.stat().st_size} bytes: show less of the page")
    print(f"  {path.relative_to(ROOT)}  {path.stat().st_size // 1000} kB")


def business(page: Page, address: str, letters: Letters) -> None:
    """A firm signs up and says "we could help"."""
    ada = Electrician(page, address, checks_pages=False)
    ada.goes_to("/")
    take(page, "start", height=1000)
    ada.opens_the_sign_up().answers(ada.does)
    take(page, "what-you-do", height=800)
    ada.says_what_it_does().chooses("A trade or profession")
    take(page, "what-you-could-give", height=1100)
    ada.offers_its_trade().says_who_and_where_it_is().answers_the_safety_questions().says_how_to_be_reached()
    take(page, "check", height=1100)
    ada.checks_and_sends_in()
    take(page, "needs-you-could-meet", height=1150, top=".govuk-panel")
    ada.says_we_could_help(page.locator("main section h3").first.inner_text(), words="We could come on a Tuesday.")
    ada.goes_to(letters.link_for(ada.email)).presses("Confirm and go to your page")
    take(page, "your-page", height=900)


def coordinator(page: Page, address: str, link: str, suggestion_id: int) -> None:
    """A coordinator reads the offer, confirms it, and reads the three messages."""
    robin = Coordinator(page, address, checks_pages=False)
    robin.goes_to(link)
    page.locator("main form button").click()
    robin.arrives().reads_heading("Work list")
    take(page, "work-list", height=1100)
    robin.goes_to(f"/coordinate/suggestions/{suggestion_id}").makes_live_here(Electrician.firm)
    robin.goes_to(page.url)
    take(page, "suggestion-ask-and-offer", height=1100)
    take(page, "suggestion", height=1100, top="main table")
    robin.follows("Confirm").chooses("Wants exactly this")
    take(page, "confirm", height=1100)
    robin.presses("Confirm").sees_messages(3, "Waiting to leave")
    take(page, "messages", height=1000, top="main .govuk-caption-l")
    page.locator("#messages a").first.click()
    robin.arrives()
    take(page, "message", height=1000)
    robin.goes_to("/programme")
    take(page, "programme", height=1000)


def telephone(page: Page, address: str) -> None:
    """Two pages on a small telephone."""
    ada = Electrician(page, address, checks_pages=False)
    ada.goes_to("/")
    take(page, "start-320", height=900)
    ada.opens_the_sign_up().says_what_it_does()
    take(page, "what-you-could-give-320", height=900)


def prepared(folder: Path) -> Flask:
    """The application on a new database with the illustrative programme and its suggestions."""
    from flask_migrate import upgrade

    settings = Settings(database_url=f"sqlite:///{folder / 'broker.sqlite3'}", testing=True, rate_limits_on=False)
    app = create_app(settings)
    with app.app_context():
        WRITING.set(True)
        upgrade()
        prepare_database(empty=False)
    Engine.shipped()
    while work.run_once(app, "refresh_suggestions"):
        pass
    return app


@contextmanager
def window(browser: Browser, address: str, width: int = 1280) -> Iterator[Page]:
    context = browser.new_context(base_url=address, viewport={"width": width, "height": 800}, locale="en-GB")
    yield context.new_page()
    context.close()


def walk(app: Flask, browser: Browser, address: str) -> None:
    with window(browser, address) as page:
        business(page, address, Letters(app))
    with app.app_context():
        WRITING.set(True)
        offered = select(Suggestion.id).where(Suggestion.source == SuggestionSource.BUSINESS).order_by(Suggestion.id)
        suggestion_id = list(db.session.scalars(offered))[-1]
        link = illustrative_links(db.session)[0][1].partition("/link/")[2]
        db.session.commit()
    with window(browser, address) as page:
        coordinator(page, address, f"/link/{link}", suggestion_id)
    with window(browser, address, width=320) as page:
        telephone(page, address)


def main() -> int:
    executable = find()
    if not executable:
        print(SORRY, file=sys.stderr)
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="broker-pictures-") as folder, sync_playwright() as playwright:
        app = prepared(Path(folder))
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        with served(app) as address:
            walk(app, browser, address)
        browser.close()
        with app.app_context():
            db.engine.dispose()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

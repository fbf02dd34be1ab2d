"""How a partnership's officer writes a need in tests: what is typed on each page."""

from typing import Any

from models import Account, Contact, Partnership
from models.vocabulary import Role
from tests.factories import AccountFactory, PartnershipFactory
from tests.pages import Page, ServiceClient

NEED: dict[str, dict[str, Any]] = {
    "what": {
        "title": "Garden benches for Speke Park",
        "words": "Four wooden benches for older people who walk in the park, put up before summer.",
    },
    "result": {"done_looks_like": "Four benches stand in the park.", "not_wanted": "No advertising."},
    "theme": {"theme": "ENV", "second_theme": ""},
    "who": {"who": ["everyone"]},
    "safety": {"safety": "supervised"},
    "help": {"kinds": ["KIT", "PRO"]},
    "part-kit": {"amount": "4", "places": "2"},
    "part-pro": {"amount": "16", "places": "1"},
    "sectors": {"sectors_text": ""},
    "trades": {},
    "where": {"neighbourhood": "Speke", "postcode": "L24 9HZ"},
    "when": {"ends_on-day": "30", "ends_on-month": "6", "ends_on-year": "2027"},
}


def officer_of(*partnerships: Partnership, **values: Any) -> Account:
    """Somebody who speaks for these partnerships."""
    officer = AccountFactory(roles=(Role.OFFICER,), **values)
    for partnership in partnerships:
        partnership.contacts.append(Contact(name=officer.name, email=officer.email, account=officer))
    return officer


def speke(**values: Any) -> Partnership:
    made: Partnership = PartnershipFactory(name="Speke Neighbourhood Board", **values)
    return made


def begin(client: ServiceClient) -> Page:
    return client.get("/your-page/needs/new").follow("Start now")


def step_of(page: Page) -> str:
    return page.path.rpartition("/")[2]


def walk(page: Page, until: str = "check", **changes: dict[str, Any]) -> Page:
    """Answer page after page until the one named is reached."""
    answers = {**NEED, **{name.replace("_", "-"): answer for name, answer in changes.items()}}
    for _ in range(30):
        if step_of(page) == until:
            return page
        page = page.submit(answers[step_of(page)], button="Continue")
    raise AssertionError(f"Never came to {until}: stopped at {page}")


def writes(client: ServiceClient, **changes: dict[str, Any]) -> Page:
    """The whole way to the last page."""
    return walk(begin(client), **changes).submit(button="Send in")

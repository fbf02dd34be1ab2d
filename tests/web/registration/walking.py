"""How a business owner walks through the sign-up in tests: what is typed on each page."""

from typing import Any

from tests.pages import Page, ServiceClient

FIRM: dict[str, dict[str, Any]] = {
    "what-you-do": {"what_we_do": "We fix boilers and fit bathrooms."},
    "help": {"kinds": ["PRO"]},
    "offer-pro": {
        "words": "Two days of plumbing for a community hall",
        "amount": "16",
        "frequency": "once",
        "terms": "free",
    },
    "ideas": {"ideas": "open"},
    "name": {"name": "Bread & Pipes Ltd", "company_number": ""},
    "where": {"postcode": "l18jq"},
    "reach": {"reach": "10_miles"},
    "about": {"size": "2-9", "legal_form": "limited_company"},
    "children": {"children": "no"},
    "contract": {"contracts": ["none"]},
    "contact": {"name": "Ada Example", "telephone": "01632 960123", "email": "ada@bread.example"},
    "data": {"agree": "y"},
}


def step_of(page: Page) -> str:
    return page.path.rpartition("/")[2]


def begin(client: ServiceClient) -> Page:
    return client.get("/sign-up/business").follow("Start now")


def walk(page: Page, until: str = "check", **changes: dict[str, Any]) -> Page:
    """Answer page after page until the one named is reached."""
    answers = {**FIRM, **{name.replace("_", "-"): answer for name, answer in changes.items()}}
    for _ in range(30):
        name = step_of(page)
        if name == until:
            return page
        # the model proposes the sectors, so a test that is not about them takes the first
        answer = answers.get(name) or {name: page.select(f"[name={name}]")[0]["value"]}
        page = page.submit(answer, button="Continue")
    raise AssertionError(f"Never came to {until}: stopped at {page}")


def sign_up(client: ServiceClient, **changes: dict[str, Any]) -> Page:
    """The whole way to the last page."""
    return walk(begin(client), **changes).submit(button="Send in")

"""A need in Speke, firms that could meet it, and a coordinator who is signed in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models import Account, Broker, Business, Need, Partnership, Suggestion
from models.vocabulary import Kind, ReachKind
from tests.factories import (
    AreaFactory,
    BrokerFactory,
    BusinessFactory,
    CoordinatorFactory,
    NeedFactory,
    OfferFactory,
    PartFactory,
    PartnershipFactory,
    SuggestionFactory,
)
from tests.pages import ServiceClient


@dataclass
class Speke:
    """What most tests of casework start from."""

    partnership: Partnership
    need: Need
    broker: Broker
    firms: list[Business] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)


def firm(name: str, **said: Any) -> Business:
    """A joinery in Liverpool that gives benches and time."""
    offers = [OfferFactory.build(kind=Kind.KIT, amount=4), OfferFactory.build(kind=Kind.VOL, amount=10)]
    said = {
        "what_we_do": "Joiners. We make garden furniture, benches and sheds from timber.",
        "offers": offers,
        "reach": ReachKind.MILES_25,
        **said,
    }
    business: Business = BusinessFactory(name=name, **said)
    return business


def benches(partnership: Partnership, title: str = "Garden benches", **said: Any) -> Need:
    said = {
        "words": "Four wooden benches for the community garden.",
        "parts": [PartFactory(kind=Kind.KIT, amount=4, places=1)],
        "area": said.get("area") or AreaFactory(),
        **said,
    }
    need: Need = NeedFactory(title=title, partnership=partnership, **said)
    return need


def put_forward(need: Need, *names: str, **said: Any) -> list[Suggestion]:
    """Firms by these names, suggested for a need, best first."""
    return [SuggestionFactory(need=need, business=firm(name), rank=rank, **said) for rank, name in enumerate(names, 1)]


@pytest.fixture
def speke(session: Session) -> Speke:
    partnership = PartnershipFactory(name="Speke Neighbourhood Board")
    need = benches(partnership)
    broker = BrokerFactory(name="Jo Link")
    suggestions = put_forward(need, "Ash Joinery", "Birch Benches")
    return Speke(partnership, need, broker, [one.business for one in suggestions], suggestions)


@pytest.fixture
def coordinator(session: Session) -> Account:
    account: Account = CoordinatorFactory(name="Pat Officer", email="pat@council.example")
    return account


@pytest.fixture
def office(client: ServiceClient, coordinator: Account) -> ServiceClient:
    """The coordinator's browser."""
    return enters(client, coordinator)


@pytest.fixture
def second_office(new_client: Callable[[], ServiceClient], session: Session) -> ServiceClient:
    """Another coordinator's browser."""
    return enters(new_client(), CoordinatorFactory(name="Sam Second"))


def enters(client: ServiceClient, account: Account) -> ServiceClient:
    """Sign in with the second factor passed."""
    client.signs_in_as(account)
    with client.flask.session_transaction() as visit:
        visit["signed_in_by"] = "second factor"
    return client

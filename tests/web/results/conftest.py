"""A match under way, and a browser for everybody who takes part in it."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from models import Account, Broker, Match, Need
from models.vocabulary import Kind, MatchState, Role
from tests.factories import (
    AccountFactory,
    AreaFactory,
    BrokerFactory,
    BusinessFactory,
    CoordinatorFactory,
    MatchFactory,
    NeedFactory,
    PartFactory,
    PartnershipFactory,
    SuggestionFactory,
)
from tests.pages import ServiceClient


@dataclass
class Working:
    """A joinery gives benches and hours to a garden in Speke."""

    match: Match
    giver: Account
    receiver: Account
    link: Account
    officer: Account


def speaks_for(entry, role: Role, name: str) -> Account:
    account: Account = AccountFactory(roles=[role], name=name)
    entry.contacts[0].account, entry.contacts[0].email = account, account.email
    return account


@pytest.fixture
def working(session: Session) -> Working:
    need: Need = NeedFactory(
        title="Garden benches",
        partnership=PartnershipFactory(name="Speke Neighbourhood Board"),
        area=AreaFactory(),
        parts=[PartFactory(kind=Kind.KIT, amount=4, places=1), PartFactory(kind=Kind.PRO, amount=10, places=1)],
    )
    business = BusinessFactory(name="Ash Joinery")
    broker: Broker = BrokerFactory(name="Jo Link")
    officer = CoordinatorFactory(name="Pat Officer")
    match: Match = MatchFactory(
        suggestion=SuggestionFactory(need=need, business=business, broker=broker),
        coordinator=officer,
        state=MatchState.INTRODUCED,
    )
    session.flush()
    return Working(
        match,
        giver=speaks_for(business, Role.BUSINESS, "Gil Giver"),
        receiver=speaks_for(need.partnership, Role.OFFICER, "Rae Receiver"),
        link=speaks_for(broker, Role.BROKER, "Jo Link"),
        officer=officer,
    )


@pytest.fixture
def browser_of(new_client: Callable[[], ServiceClient], session: Session) -> Callable[[Account], ServiceClient]:
    """The browser of one person."""
    return lambda account: new_client().signs_in_as(account)

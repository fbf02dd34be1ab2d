"""A match under way in Speke, its two sides, its broker, and an office of several people."""

from dataclasses import dataclass

import pytest

from models import Account, Match
from models.vocabulary import MatchState, Role
from tests.factories import (
    AccountFactory,
    AdministratorFactory,
    AreaFactory,
    BrokerFactory,
    ContactFactory,
    CoordinatorFactory,
    MatchFactory,
    PartnershipFactory,
)
from tests.web.casework.conftest import benches, enters, put_forward


@dataclass
class Speke:
    match: Match
    owner: Account
    decider: Account
    head: Account
    firm: Account
    board: Account
    link: Account


def contact(role: Role, name: str):
    account = AccountFactory(roles=[role], name=name)
    return account, ContactFactory.build(name=name, email=account.email, account=account)


@pytest.fixture
def speke(session) -> Speke:
    """`decider` confirmed the match; `owner` is the other coordinator of the area; `head` administers."""
    liverpool = AreaFactory()
    decider = CoordinatorFactory(name="Dee Cider", areas=[liverpool])
    owner = CoordinatorFactory(name="Olu Owner", areas=[liverpool])
    head = AdministratorFactory(name="Hed Administrator")
    firm, of_firm = contact(Role.BUSINESS, "Ash")
    board, of_board = contact(Role.OFFICER, "Bo")
    link, of_link = contact(Role.BROKER, "Jo Link")
    broker = BrokerFactory(name="Jo Link", contacts=[of_link])
    need = benches(PartnershipFactory(name="Speke Board", contacts=[of_board]))
    suggestion = put_forward(need, "Ash Joinery", broker=broker)[0]
    suggestion.business.contacts[:] = [of_firm]
    match = MatchFactory(suggestion=suggestion, coordinator=decider, broker=broker, state=MatchState.ACTIVE)
    session.commit()
    return Speke(match, owner, decider, head, firm, board, link)


@pytest.fixture
def as_(new_client):
    """`as_(account)`: a browser of theirs, signed in with all that their role needs."""

    def browser(account):
        return enters(new_client(), account)

    return browser

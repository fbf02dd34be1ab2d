"""Brokers with cases: what the tests of the work list, of brokers and of handovers start from."""

from datetime import timedelta
from typing import Any

from broker.cases.clocks import today
from broker.cases.following import follow
from broker.cases.waiting import wait_for
from broker.extensions import db
from models import Broker, Case, Match, Partnership
from models.vocabulary import CaseStep, MatchState, Role
from tests.factories import (
    AccountFactory,
    AreaFactory,
    BrokerFactory,
    ContactFactory,
    CoordinatorFactory,
    MatchFactory,
    PartnershipFactory,
    SuggestionFactory,
)
from tests.pages import ServiceClient
from tests.web.casework.conftest import benches, firm

TODAY = today()
LIVERPOOL, LEEDS = "E08000012", "E08000035"


def days(count: int):
    return TODAY + timedelta(days=count)


def leeds() -> Any:
    return AreaFactory(code=LEEDS, name="Leeds")


def a_broker(name: str, **said: Any) -> Broker:
    """A broker who can sign in."""
    first = name.split()[0].lower()
    account = AccountFactory(roles=[Role.BROKER], name=name, email=f"{first}@links.example")
    contact = ContactFactory.build(account=account, email=account.email, name=name)
    broker: Broker = BrokerFactory(name=name, contacts=[contact], **said)
    return broker


def as_broker(client: ServiceClient, broker: Broker) -> ServiceClient:
    return client.signs_in_as(broker.contacts[0].account)


def a_match(
    title: str,
    broker: Broker | None,
    *,
    state: MatchState = MatchState.ACTIVE,
    partnership: Partnership | None = None,
    coordinator: Any = None,
    due: int | None = None,
    step: CaseStep = CaseStep.CHECK_IN,
    area: Any = None,
) -> Match:
    """A match that somebody carries, with its open case. ``due``: days from today."""
    area = area or AreaFactory()
    board = partnership or PartnershipFactory(name=f"Board of {title}", areas=[area])
    need = benches(board, title)
    need.area = area
    suggestion = SuggestionFactory(need=need, business=firm(f"Maker of {title}"), state="confirmed", broker=broker)
    match: Match = MatchFactory(
        suggestion=suggestion, coordinator=coordinator or CoordinatorFactory(), broker=broker, state=state
    )
    if due is None:
        follow(db.session, match)
    else:
        wait_for(db.session, match, step, next_on=days(due))
    db.session.commit()
    return match


def case_of(subject: Any) -> Case:
    from broker.cases.waiting import open_case

    case = open_case(db.session, subject)
    assert case is not None
    return case

"""A proposal as a coordinator makes it, and the browsers of everybody who takes part in it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from broker.casework.decide import confirm
from models import Account, Broker, Business, Contact, Match, MatchAnswer, Message, Need, Suggestion
from models.vocabulary import Answer, ConfirmReason, MessageState, Role, Side
from tests.factories import (
    AccountFactory,
    BrokerFactory,
    ContactFactory,
    CoordinatorFactory,
    PartnershipFactory,
    SuggestionFactory,
)
from tests.pages import ServiceClient
from tests.web.casework.conftest import benches, firm


def person(role: Role, name: str, email: str, **said: Any) -> Contact:
    """Somebody who speaks for an entry, and can sign in."""
    built: Contact = ContactFactory.build(
        name=name, email=email, account=AccountFactory(roles=[role], email=email, name=name), **said
    )
    return built


@dataclass
class Asked:
    """One proposal, with the people of its three sides."""

    match: Match
    coordinator: Account
    ada: Account
    bo: Account
    jo: Account

    @property
    def need(self) -> Need:
        return self.match.need

    @property
    def business(self) -> Business:
        return self.match.business


def proposed(session: Session, suggestion: Suggestion, by: Account, broker: Broker | None = None) -> Match:
    """What a coordinator makes of a suggestion."""
    match = confirm(
        session,
        suggestion,
        by=by,
        reasons=[ConfirmReason.RIGHT_SKILL],
        broker=broker,
        amounts={part.id: part.amount for part in suggestion.need.parts},
        seen_version=suggestion.version,
    )
    session.commit()
    return match


@pytest.fixture
def asked(session: Session) -> Asked:
    """Ada's joinery is asked for benches by Bo's board; Jo links them, Pat decided."""
    ada = person(Role.BUSINESS, "Ada Ash", "ada@ash.example", job="Owner", telephone="+441632960111")
    bo = person(
        Role.OFFICER, "Bo Board", "bo@board.example", telephone="+441632960222", best_reached="Mornings, by telephone"
    )
    jo = person(Role.BROKER, "Jo Link", "jo@chamber.example", telephone="+441632960333")
    board = PartnershipFactory(name="Speke Board", contacts=[bo])
    suggestion = SuggestionFactory(need=benches(board), business=firm("Ash Joinery", contacts=[ada]))
    broker = BrokerFactory(name="Jo Link", contacts=[jo])
    pat = CoordinatorFactory(name="Pat Officer", email="pat@council.example", telephone="+441632960444")
    match = proposed(session, suggestion, pat, broker)
    return Asked(match, pat, ada.account, bo.account, jo.account)


@pytest.fixture
def ada(asked: Asked, new_client: Callable[[], ServiceClient]) -> ServiceClient:
    """The browser of the business."""
    return new_client().signs_in_as(asked.ada)


@pytest.fixture
def bo(asked: Asked, new_client: Callable[[], ServiceClient]) -> ServiceClient:
    """The browser of the local group."""
    return new_client().signs_in_as(asked.bo)


@pytest.fixture
def jo(asked: Asked, new_client: Callable[[], ServiceClient]) -> ServiceClient:
    """The browser of the broker."""
    return new_client().signs_in_as(asked.jo)


@pytest.fixture
def pat(asked: Asked, new_client: Callable[[], ServiceClient]) -> ServiceClient:
    """The browser of the coordinator."""
    return new_client().signs_in_as(asked.coordinator)


def said(session: Session, match: Match, side: Side) -> MatchAnswer:
    return session.get_one(MatchAnswer, (match.id, side), populate_existing=True)


def said_yes(session: Session, match: Match, side: Side) -> None:
    """One side has said yes already."""
    said(session, match, side).answer = Answer.YES
    session.commit()


def letters(session: Session, match: Match, kind: str = "") -> dict[str, str]:
    """kind -> words of what was written about a match and not stopped, proposals left out."""
    statement = select(Message).where(Message.match_id == match.id, Message.state != MessageState.STOPPED)
    return {
        message.kind: f"{message.subject}\n{message.body}"
        for message in session.scalars(statement)
        if message.kind.startswith(kind) and not message.kind.startswith("proposed_")
    }


def all_left(session: Session, match: Match) -> None:
    """The messages of the proposal have been handed over."""
    for message in session.scalars(select(Message).where(Message.match_id == match.id)):
        message.state = MessageState.SENT
    session.commit()

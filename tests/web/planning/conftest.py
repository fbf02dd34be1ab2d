"""Two needs in Speke that joiners could meet, and a coordinator who plans them together."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from broker import work
from broker.suggestions import planning
from models import Account, Broker, Business, Need, Partnership, PlanPair, PlanRun
from models.vocabulary import Kind
from tests.factories import BrokerFactory, CoordinatorFactory, PartFactory, PartnershipFactory
from tests.pages import ServiceClient
from tests.web.casework.conftest import benches, enters, firm

LIVERPOOL, KNOWSLEY = "E08000012", "E08000011"


@dataclass
class Round:
    """What is planned: two requests for benches, and firms that each take one proposal at a time."""

    partnership: Partnership
    needs: list[Need]
    firms: list[Business]
    broker: Broker


@pytest.fixture
def speke(session: Session) -> Round:
    board = PartnershipFactory(name="Speke Neighbourhood Board")
    needs = [benches(board, title=title) for title in ("Garden benches", "School benches")]
    return Round(board, needs, [firm("Ash Joinery"), firm("Birch Benches")], BrokerFactory(name="Jo Link"))


def stalls(board: Partnership, title: str = "Market stalls", **said: Any) -> Need:
    """A need with two parts, that takes two firms for the second."""
    parts = [PartFactory(kind=Kind.KIT, amount=4), PartFactory(kind=Kind.VOL, amount=10, places=2)]
    return benches(board, title=title, words="Wooden stalls and hands to put them up.", parts=parts, **said)


@pytest.fixture
def coordinator(session: Session) -> Account:
    account: Account = CoordinatorFactory(name="Pat Officer", email="pat@council.example")
    return account


@pytest.fixture
def office(client: ServiceClient, coordinator: Account) -> ServiceClient:
    return enters(client, coordinator)


@pytest.fixture
def works(app: Flask, session: Session) -> Callable[[], int]:
    """The worker looks once for a run to be done."""

    def looks() -> int:
        session.commit()
        done = work.run_once(app, "run_plans")
        session.expire_all()
        return done

    return looks


@pytest.fixture
def ran(session: Session, coordinator: Account, works: Callable[[], int]) -> Callable[..., PlanRun]:
    """A run of Liverpool, done."""

    def run(plan: Any = None, *, areas: tuple[str, ...] = (LIVERPOOL,), by: Account | None = None) -> PlanRun:
        if plan is None:
            asked = planning.begin(session, areas=areas, by=by or coordinator)
        else:
            asked, _new = planning.ask_for_run(session, plan, by=by or coordinator)
        works()
        return asked

    return run


def pairs(session: Session, run: PlanRun) -> list[PlanPair]:
    return session.query(PlanPair).filter_by(run_id=run.id).order_by(PlanPair.need_id, PlanPair.id).all()


def named(session: Session, run: PlanRun) -> dict[str, list[str]]:
    """title of the need -> names of the businesses chosen for it."""
    found: dict[str, list[str]] = {}
    for pair in pairs(session, run):
        found.setdefault(pair.need.title, []).append(pair.business.name)
    return found

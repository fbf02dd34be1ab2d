"""A programme of which everything happened on known days."""

from datetime import UTC, date, datetime, timedelta

import pytest

from broker.extensions import db
from models import Result
from models.vocabulary import Anyway, EntryKind, EntryState, MatchState, Role
from tests.factories import (
    AccountFactory,
    AreaFactory,
    CoordinatorFactory,
    EntryEventFactory,
    MatchFactory,
    PartnershipFactory,
    SuggestionFactory,
)
from tests.web.casework.conftest import benches, firm

LIVERPOOL, KNOWSLEY = "E08000012", "E08000011"
#: In the second quarter of 2025-26.
IN_Q2 = datetime(2025, 8, 14, 12, tzinfo=UTC)
Q2, Q1 = "2025-q2", "2025-q1"


def at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def came(name, when, *, spoken=None, **said):
    return firm(name, created_at=when, sent_in_at=when, spoken_at=spoken, **said)


def asks(board, title, when, *, ended=None, on=None, **said):
    """A request that came in at a time, and ended so (``met``) on another."""
    state = EntryState.ENDED if ended else EntryState.LIVE
    need = benches(board, title, created_at=when, sent_in_at=when, state=state, closed_at=on, **said)
    if ended:
        EntryEventFactory(entry_kind=EntryKind.NEED, entry_id=need.id, what=f"closed_{ended}", at=on)
    return need


def helped(business, need, by, *, introduced, finished=None, confirmed=None, anyway=Anyway.NO):
    state = MatchState.VERIFIED if confirmed else MatchState.COMPLETED if finished else MatchState.INTRODUCED
    match = MatchFactory(
        suggestion=SuggestionFactory(need=need, business=business, state="confirmed"),
        coordinator=by,
        state=state,
        created_at=introduced - timedelta(days=4),
        introduced_at=introduced,
        completed_at=finished,
        verified_at=confirmed,
    )
    if finished or confirmed:
        said = {"reported_by": by, "reported_for": "coordinator", "verified_at": confirmed}
        where = {"area_code": need.area_code, "neighbourhood_id": need.neighbourhood_id}
        db.session.add(Result(match=match, **where, **said, anyway=anyway if confirmed else None))
        db.session.commit()
    return match


@pytest.fixture
def officer(session):
    """A coordinator of one borough."""
    return CoordinatorFactory(name="Pat Officer", areas=[AreaFactory()])


@pytest.fixture
def reader(session):
    return AccountFactory(roles=[Role.READER])


@pytest.fixture
def board(session):
    return PartnershipFactory(name="Speke Board", areas=[AreaFactory()])


def lines(page):
    """line -> (this time, time before)."""
    found = {}
    for row in page.select(".bb-report__lines tbody tr"):
        heading = row.select_one("th").find(string=True, recursive=False)
        found[" ".join(heading.split())] = tuple(" ".join(cell.get_text(" ").split()) for cell in row.select("td")[:2])
    return found

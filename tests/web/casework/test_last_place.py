"""Two coordinators confirm in the same moment: exactly one succeeds, on both databases."""

import threading

import pytest
from sqlalchemy import select

from broker.casework.decide import confirm
from broker.casework.refusals import AlreadyDecided, Refused
from broker.extensions import WRITING, db
from models import Account, Match, Message, Suggestion
from models.vocabulary import ConfirmReason
from tests.factories import BrokerFactory, CoordinatorFactory, PartnershipFactory, SuggestionFactory
from tests.web.casework.conftest import benches, firm


@pytest.fixture(params=["sqlite", "postgresql"])
def either_app(request):
    return request.getfixturevalue("app" if request.param == "sqlite" else "postgres_app")


def at_once(app, pairs, with_broker=False):
    """Each (suggestion id, account id) confirmed in a thread of its own. Returns what came of each."""
    barrier, results = threading.Barrier(len(pairs)), []

    def run(suggestion_id, account_id):
        WRITING.set(True)
        with app.app_context():
            barrier.wait()
            suggestion = db.session.get_one(Suggestion, suggestion_id)
            try:
                confirm(
                    db.session,
                    suggestion,
                    by=db.session.get_one(Account, account_id),
                    reasons=[ConfirmReason.RIGHT_SKILL],
                    broker=suggestion.broker if with_broker else None,
                    amounts={suggestion.need.parts[0].id: 4},
                    seen_version=1,
                )
                db.session.commit()
                results.append("confirmed")
            except (Refused, AlreadyDecided) as error:
                db.session.rollback()
                results.append(type(error).__name__)

    threads = [threading.Thread(target=run, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(results)


def arranged(app, make):
    with app.app_context():
        WRITING.set(True)
        ids = make()
        db.session.close()
        return ids


def kept(app, table):
    with app.app_context():
        count = len(db.session.scalars(select(table)).all())
        db.session.close()
        return count


def coordinators():
    return [CoordinatorFactory().id, CoordinatorFactory().id]


def test_one_suggestion_is_confirmed_once(either_app):
    def make():
        need = benches(PartnershipFactory(name="Board"))
        suggestion = SuggestionFactory(need=need, business=firm("Ash"))
        return [(suggestion.id, account) for account in coordinators()]

    assert at_once(either_app, arranged(either_app, make)) == ["AlreadyDecided", "confirmed"]
    assert kept(either_app, Match) == 1
    assert kept(either_app, Message) == 3


def test_the_one_place_of_a_business_goes_to_one_need(either_app):
    def make():
        board, business = PartnershipFactory(name="Board"), firm("Ash")
        suggestions = [SuggestionFactory(need=benches(board, f"Benches {n}"), business=business) for n in (1, 2)]
        return list(zip([one.id for one in suggestions], coordinators(), strict=True))

    assert at_once(either_app, arranged(either_app, make)) == ["PlaceGone", "confirmed"]
    assert kept(either_app, Match) == 1


def test_the_last_place_of_a_need_goes_to_one_business(either_app):
    def make():
        need = benches(PartnershipFactory(name="Board"))
        three = [SuggestionFactory(need=need, business=firm(name), rank=rank) for rank, name in enumerate("ABC", 1)]
        people = [*coordinators(), CoordinatorFactory().id]
        return list(zip([one.id for one in three], people, strict=True))

    assert at_once(either_app, arranged(either_app, make)) == ["PlaceGone", "confirmed", "confirmed"]
    assert kept(either_app, Match) == 2


def test_the_last_case_of_a_broker_goes_to_one_pairing(either_app):
    def make():
        board, broker = PartnershipFactory(name="Board"), BrokerFactory(name="Jo Link", caseload_limit=1)
        suggestions = [
            SuggestionFactory(need=benches(board, f"Benches {n}"), business=firm(n), broker=broker) for n in "AB"
        ]
        return list(zip([one.id for one in suggestions], coordinators(), strict=True))

    assert at_once(either_app, arranged(either_app, make), with_broker=True) == ["Refused", "confirmed"]
    assert kept(either_app, Match) == 1

"""Many want the last place in the same moment: exactly one gets it, on both databases. `make soak` has 200."""

import threading
from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from broker.casework.decide import confirm
from broker.casework.refusals import PlaceGone
from broker.extensions import WRITING, db
from broker.matches.answering import answer
from broker.matches.refusals import NotAskedAnyMore
from broker.suggestions.next_best import next_for_business, next_for_need
from models import Account, Match, MatchAnswer, MatchEvent, Message, Suggestion
from models.vocabulary import Answer, ConfirmReason, EndReason, MatchState, Role, Side, SuggestionState
from tests.factories import AccountFactory, CoordinatorFactory, MatchFactory, PartnershipFactory, SuggestionFactory
from tests.pages import ServiceClient
from tests.sizes import size
from tests.web.casework.conftest import Speke, benches, firm, put_forward
from tests.web.matches.conftest import person

MANY = size(8, 200)


@pytest.fixture(params=["sqlite", "postgresql"])
def either_app(request):
    """An application that may ask as many firms as it likes for one place."""
    app = request.getfixturevalue("app" if request.param == "sqlite" else "postgres_app")
    app.extensions["settings"] = replace(app.extensions["settings"], ask_one_more=MANY)
    return app


def at_once(app, ids, act):
    """`act(id)` for each in a thread and a session of its own, all from one moment on. Counts what came of
    them. Who finds the database busy for too long presses again, as a person would."""
    barrier, results = threading.Barrier(len(ids)), []

    def run(one):
        WRITING.set(True)
        with app.app_context():
            barrier.wait()
            while True:
                try:
                    outcome = act(one)
                    db.session.commit()
                except (OperationalError, PoolTimeout):
                    db.session.rollback()
                    continue
                except (PlaceGone, NotAskedAnyMore) as error:
                    outcome = type(error).__name__
                    db.session.rollback()
                db.session.close()
                results.append(outcome)
                return

    threads = [threading.Thread(target=run, args=(one,)) for one in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(600)
    return Counter(results)


def arranged(app, make):
    with app.app_context():
        WRITING.set(True)
        made = make()
        db.session.close()
        return made


@pytest.mark.soak
def test_the_last_place_of_a_business_goes_to_one_of_many_requests(either_app):
    def make():
        board, business, officer = PartnershipFactory(name="Board"), firm("Ash"), CoordinatorFactory()
        needs = [benches(board, f"Benches {n}") for n in range(MANY)]
        other = SuggestionFactory(need=needs[0], business=firm("Birch"), rank=2)
        ids = [SuggestionFactory(need=need, business=business).id for need in needs]
        return ids, officer.id, other.id

    ids, officer_id, other_id = arranged(either_app, make)

    def confirms(suggestion_id):
        suggestion = db.session.get_one(Suggestion, suggestion_id)
        confirm(
            db.session,
            suggestion,
            by=db.session.get_one(Account, officer_id),
            reasons=[ConfirmReason.RIGHT_SKILL],
            amounts={part.id: 4 for part in suggestion.need.parts},
            seen_version=suggestion.version,
        )
        return "confirmed"

    assert at_once(either_app, ids, confirms) == {"confirmed": 1, "PlaceGone": MANY - 1}
    with either_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Match)) == 1
        assert db.session.scalar(select(func.count()).select_from(Message)) == 3
        states = db.session.execute(select(Suggestion.state, func.count()).group_by(Suggestion.state)).all()
        assert dict(states) == {SuggestionState.CONFIRMED: 1, SuggestionState.OPEN: MANY}
        first = db.session.get_one(Suggestion, ids[0])
        assert next_for_need(db.session, first.need, but=first.business).id == other_id
        db.session.close()


@pytest.mark.soak
def test_the_last_place_of_a_request_goes_to_one_of_many_yeses(either_app):
    def make():
        need, officer = benches(PartnershipFactory(name="Board")), CoordinatorFactory()
        elsewhere = benches(PartnershipFactory(name="Other board"), "Other benches")
        ids = []
        for number in range(MANY):
            ada = person(Role.BUSINESS, f"Ada {number}", f"ada@firm{number}.example")
            business = firm(f"Firm {number}", contacts=[ada])
            SuggestionFactory(need=elsewhere, business=business, rank=number + 1)
            match = MatchFactory(suggestion=SuggestionFactory(need=need, business=business), coordinator=officer)
            match.answers = [
                MatchAnswer(side=Side.BUSINESS, asked_on=match.created_at.date()),
                MatchAnswer(side=Side.PARTNERSHIP, answer=Answer.YES, asked_on=match.created_at.date()),
            ]
            ids.append(match.id)
        db.session.commit()
        return ids

    ids = arranged(either_app, make)

    def says_yes(match_id):
        match = db.session.get_one(Match, match_id)
        return answer(db.session, match, Side.BUSINESS, Answer.YES, by=None).state.value

    assert at_once(either_app, ids, says_yes) == {"introduced": 1, "NotAskedAnyMore": MANY - 1}
    with either_app.app_context():
        states = db.session.execute(select(Match.state, func.count()).group_by(Match.state)).all()
        assert dict(states) == {MatchState.INTRODUCED: 1, MatchState.WITHDRAWN: MANY - 1}
        taken = select(func.count()).where(MatchEvent.reason == EndReason.PLACE_TAKEN)
        assert db.session.scalar(taken) == MANY - 1
        introductions = select(func.count()).where(Message.kind.like("introduced_%"))
        assert db.session.scalar(introductions) == 3
        late = db.session.scalars(select(Match).where(Match.state == MatchState.WITHDRAWN).order_by(Match.id)).first()
        assert next_for_business(db.session, late.business, but=late.need).need.title == "Other benches"
        ada, match_id = late.business.contacts[0].account, late.id
        officer = late.coordinator
        client = ServiceClient(either_app, db.session)
        kind = client.signs_in_as(ada).post(f"/your-page/matches/{match_id}", {"answer": "yes"}, status=409)
        assert kind.h1 == "Somebody was a moment quicker"
        page = client.signs_in_as(officer).get(f"/coordinate/matches/{match_id}")
        assert "for “Other benches”" in page.text
        db.session.close()


def test_both_sides_who_say_yes_in_the_same_moment_are_introduced_once(either_app):
    def make():
        suggestion = SuggestionFactory(need=benches(PartnershipFactory(name="Board")), business=firm("Ash"))
        match = MatchFactory(suggestion=suggestion, coordinator=CoordinatorFactory())
        match.answers = [MatchAnswer(side=side, asked_on=match.created_at.date()) for side in Side]
        db.session.commit()
        return match.id

    match_id = arranged(either_app, make)

    def says_yes(side):
        answer(db.session, db.session.get_one(Match, match_id), side, Answer.YES, by=None)
        return "said"

    assert at_once(either_app, list(Side), says_yes) == {"said": 2}
    with either_app.app_context():
        assert db.session.get_one(Match, match_id).state is MatchState.INTRODUCED
        assert db.session.scalar(select(func.count()).where(Message.kind.like("introduced_%"))) == 3
        db.session.close()


def test_the_coordinator_who_comes_second_is_led_to_the_next_best(office, speke, session):
    busy = speke.suggestions[0]
    page = office.get(f"/coordinate/suggestions/{busy.id}/confirm")
    MatchFactory(
        suggestion=SuggestionFactory(need=benches(speke.partnership, "Other"), business=busy.business),
        coordinator=AccountFactory(roles=[Role.COORDINATOR]),
    )
    session.commit()
    page = page.submit({"reasons": ["right_skill"]}, button="Confirm", status=422)
    assert "Somebody was a moment quicker." in page.text
    assert page.follow("Birch Benches for “Garden benches”").h1


@pytest.fixture
def speke(session):
    need = benches(PartnershipFactory(name="Speke Board"))
    suggestions = put_forward(need, "Ash Joinery", "Birch Benches")
    return Speke(need.partnership, need, None, [one.business for one in suggestions], suggestions)


@pytest.fixture
def office(client, session):
    return client.signs_in_as(CoordinatorFactory())

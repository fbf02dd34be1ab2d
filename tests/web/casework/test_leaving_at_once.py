"""A firm leaves, or a need is closed, in the moment of a confirmation: no proposal is left, on both databases."""

import threading

import pytest
from sqlalchemy import select

from broker.casework.decide import confirm
from broker.casework.refusals import AlreadyDecided, Refused
from broker.extensions import WRITING, db
from broker.matching.engine import Engine
from broker.registration.business.change import leave
from broker.registration.need.ending import close_need
from models import Account, Match, Message, Suggestion
from models.vocabulary import ConfirmReason, MatchState, MessageState, NeedEnd, SuggestionState
from tests.factories import CoordinatorFactory, PartnershipFactory
from tests.web.casework.conftest import benches, put_forward
from tests.web.casework.test_last_place import arranged, either_app

__all__ = ["either_app"]


def confirms(suggestion, by):
    amounts = {suggestion.need.parts[0].id: 4.0}
    reasons = [ConfirmReason.RIGHT_SKILL]
    confirm(db.session, suggestion, by=by, reasons=reasons, amounts=amounts, seen_version=suggestion.version)


def the_firm_leaves(suggestion, by):
    leave(db.session, suggestion.business, "", by)


def the_need_is_closed(suggestion, by):
    close_need(db.session, suggestion.need, how=NeedEnd.NOT_MET, by=by)


def put_one_forward():
    by = CoordinatorFactory()
    suggestion = put_forward(benches(PartnershipFactory(name="Board")), "Ash")[0]
    return suggestion.id, by.id


@pytest.mark.parametrize("ends", [the_firm_leaves, the_need_is_closed])
def test_whoever_is_first_no_proposal_stands_for_who_has_gone(either_app, ends):
    suggestion_id, by_id = arranged(either_app, put_one_forward)
    Engine.shipped()  # loaded before: not while one of the two holds the database
    barrier, failed = threading.Barrier(2), []

    def run(act):
        WRITING.set(True)
        with either_app.app_context():
            barrier.wait()
            try:
                act(db.session.get_one(Suggestion, suggestion_id), db.session.get_one(Account, by_id))
                db.session.commit()
            except (Refused, AlreadyDecided):
                db.session.rollback()
            except Exception as error:
                db.session.rollback()
                failed.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in (confirms, ends)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failed == []
    with either_app.app_context():
        states = {match.state for match in db.session.scalars(select(Match))}
        waiting = db.session.scalars(select(Message).where(Message.state == MessageState.WAITING)).all()
        suggestion = db.session.get_one(Suggestion, suggestion_id)
        assert states <= {MatchState.WITHDRAWN}
        assert waiting == []
        assert suggestion.state is SuggestionState.WITHDRAWN
        db.session.close()

"""A firm leaves, a need is closed or a broker ends: what was proposed for them does not go on without them."""

import pytest
from sqlalchemy import select

from broker.messages.send import send_messages
from broker.registration.business.change import leave
from broker.registration.need.ending import close_need
from models import Contact, Match, Message
from models.vocabulary import (
    EndReason,
    EntryState,
    MatchState,
    MessageState,
    NeedEnd,
    Role,
    SuggestionSource,
    SuggestionState,
)
from tests.factories import AccountFactory, BrokerFactory, MatchFactory
from tests.web.casework.test_deciding import confirms
from tests.web.casework.test_entries import path_of
from tests.web.casework.test_undoing import leaves


@pytest.fixture
def proposal(office, speke, session):
    """A proposal whose messages still wait."""
    confirms(office, speke.suggestions[0], broker=str(speke.broker.id))
    return session.scalars(select(Match)).one()


@pytest.fixture
def ash(speke, session, new_client):
    """The browser of the firm that was chosen."""
    account = AccountFactory(roles=[Role.BUSINESS], name="Ada Ash")
    speke.firms[0].contacts[0].account = account
    session.commit()
    return new_client().signs_in_as(account)


@pytest.fixture
def board(speke, session, new_client):
    """The browser of the partnership's officer."""
    account = AccountFactory(roles=[Role.OFFICER], name="Olu Officer")
    speke.partnership.contacts.append(Contact(name=account.name, email=account.email, account=account))
    session.commit()
    return new_client().signs_in_as(account)


def ash_leaves(ash):
    page = ash.get("/your-page").follow("Leave the programme")
    return page.submit(button="Leave the programme")


def board_closes(board, need):
    page = board.get(f"/your-page/needs/{need.id}").follow("Close it: met, partly met or not met")
    return page.submit({"how": "met"}, "Close")


def told(session):
    """side -> what they were told of the withdrawal."""
    messages = session.scalars(select(Message).where(Message.kind.like("withdrawn_%")))
    return {message.to_side: message.body for message in messages}


def test_a_firm_that_leaves_in_time_is_proposed_to_nobody(proposal, ash, speke, session):
    ash_leaves(ash)
    session.expire_all()
    assert proposal.state is MatchState.WITHDRAWN
    assert speke.suggestions[0].state is SuggestionState.WITHDRAWN
    assert {message.state for message in session.scalars(select(Message))} == {MessageState.STOPPED}
    assert send_messages(session) == 0 and told(session) == {}
    last = proposal.events[-1]
    assert (last.from_state, last.reason, last.by.name) == (MatchState.PROPOSED, EndReason.OTHER, "Ada Ash")
    assert last.words == "The business takes part no more"
    assert speke.need.suggest_due_at is not None  # somebody else is looked for


def test_who_knew_of_it_hears_that_the_firm_left(proposal, ash, speke, session):
    proposal.state = MatchState.ACCEPTED
    leaves(session, but=("broker",))
    ash_leaves(ash)
    bodies = told(session)
    assert set(bodies) == {"business", "partnership"}
    assert all("takes part no more" in body for body in bodies.values())
    assert "go on looking" in bodies["partnership"]
    assert "come back to you" not in bodies["business"]
    everybody = [*speke.firms[0].contacts, *speke.partnership.contacts, *speke.broker.contacts]
    for body in bodies.values():
        assert "{{" not in body and "\n\n\n" not in body
        assert not any(person.email in body or person.telephone in body for person in everybody)
    stopped = session.scalars(select(Message).where(Message.state == MessageState.STOPPED)).one()
    assert stopped.to_side == "broker"


def test_a_firm_that_comes_back_has_its_place_again(proposal, ash, speke, session):
    ash_leaves(ash).submit(button="Take part again")
    session.expire_all()
    assert speke.firms[0].state is EntryState.WAITING
    assert proposal.state is MatchState.WITHDRAWN


def test_a_closed_need_is_proposed_to_nobody(proposal, board, speke, session):
    board_closes(board, speke.need)
    session.expire_all()
    assert proposal.state is MatchState.WITHDRAWN
    assert speke.suggestions[0].state is SuggestionState.WITHDRAWN
    assert send_messages(session) == 0 and told(session) == {}
    last = proposal.events[-1]
    assert (last.reason, last.by.name, last.on_behalf_of) == (EndReason.NOT_NEEDED, "Olu Officer", "")
    assert speke.firms[0].suggest_due_at is not None  # it is free for something else


def test_who_knew_of_it_hears_that_the_need_is_closed(proposal, board, speke, session):
    leaves(session)
    board_closes(board, speke.need)
    bodies = told(session)
    assert set(bodies) == {"business", "partnership", "broker"}
    assert all("closed" in body for body in bodies.values())
    assert not any("go on looking" in body for body in bodies.values())


def test_a_firm_that_offered_is_answered_though_the_proposal_never_reached_it(proposal, board, speke, session):
    speke.suggestions[0].source = SuggestionSource.BUSINESS
    session.commit()
    board_closes(board, speke.need)
    answered = session.scalars(select(Message).where(Message.state == MessageState.WAITING)).one()
    assert (answered.kind, answered.to_side) == ("not_needed_any_more", "business")


def test_a_need_closed_by_the_office_says_for_whom(proposal, office, speke, session):
    board_closes(office, speke.need)
    session.expire_all()
    assert proposal.events[-1].on_behalf_of == "partnership"


@pytest.mark.parametrize("state", [MatchState.INTRODUCED, MatchState.ACTIVE, MatchState.ON_HOLD])
def test_what_is_under_way_is_left_to_people(speke, session, coordinator, state):
    match = MatchFactory(suggestion=speke.suggestions[0], coordinator=coordinator, state=state)
    leave(session, speke.firms[0], "", coordinator)
    close_need(session, speke.need, how=NeedEnd.MET, by=coordinator)
    session.flush()
    assert match.state is state and len(match.events) == 1


def test_leaving_twice_is_leaving_once(proposal, speke, session, coordinator):
    leave(session, speke.firms[0], "", coordinator)
    leave(session, speke.firms[0], "", coordinator)
    assert [event.to_state for event in proposal.events] == [MatchState.PROPOSED, MatchState.WITHDRAWN]


def test_what_was_taken_back_cannot_be_undone_any_more(proposal, ash, office, speke):
    ash_leaves(ash)
    assert not office.get(f"/coordinate/matches/{proposal.id}").select("main form")


@pytest.mark.parametrize("state", [MatchState.PROPOSED, MatchState.ACTIVE])
def test_a_broker_with_a_case_is_not_ended(office, speke, session, coordinator, state):
    speke.suggestions[0].broker = speke.broker
    match = MatchFactory(suggestion=speke.suggestions[0], coordinator=coordinator, state=state)
    page = office.get(path_of(speke.broker, "broker") + "/end")
    page = page.submit({"words": "Has moved."}, button="End", status=422)
    assert page.errors == [f"Jo Link has an open case: hand over or take back {match.reference} first."]
    session.expire_all()
    assert speke.broker.is_live and match.broker is speke.broker


def test_a_broker_who_ends_is_replaced_in_what_is_undecided(office, speke, session):
    first, second = speke.suggestions
    first.broker = second.broker = speke.broker
    next_best = BrokerFactory(name="Kit Link")
    page = office.get(path_of(speke.broker, "broker") + "/end")
    page.submit({"words": "Has moved."}, button="End")
    session.expire_all()
    assert speke.broker.state is EntryState.ENDED
    assert [first.state, first.broker, second.broker] == [SuggestionState.OPEN, next_best, next_best]


def test_the_last_broker_who_ends_leaves_the_coordinator(office, speke, session):
    speke.suggestions[0].broker = speke.broker
    session.commit()
    office.get(path_of(speke.broker, "broker") + "/end").submit({"words": "Has moved."}, button="End")
    session.expire_all()
    assert speke.suggestions[0].broker is None

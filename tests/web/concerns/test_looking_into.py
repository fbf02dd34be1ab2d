"""Looking into a concern: one table of moves, an outcome that is told and kept, and words that only its
owner and administrators read."""

import itertools

import pytest
from sqlalchemy import select

from broker.cases import concerns as verbs
from broker.cases.concern_life import MOVES, can, move, replayed
from broker.cases.concerns import Said, raise_concern
from broker.cases.refusals import NotPossible
from broker.cases.waiting import open_case
from broker.suggestions.forgotten import find_forgotten
from models import Message
from models.vocabulary import CaseStep, ConcernAct, ConcernKind, ConcernOutcome, ConcernState, Role
from tests.factories import AccountFactory, CoordinatorFactory

WORDS = "He shouted at the children."


@pytest.fixture
def concern(session, speke):
    said = Said(ConcernKind.PERSON, WORDS, about=speke.match.reference, name="Sam", email="sam@home.example")
    concern = raise_concern(session, said)
    session.commit()
    assert concern.owner is speke.owner
    return concern


def test_a_concern_goes_its_way_and_the_outcome_is_told_and_kept(session, concern, speke, as_):
    office = as_(speke.owner)
    page = office.get("/coordinate").follow("Concerns").follow(f"{concern.reference}: How somebody behaved")
    assert WORDS in page.text
    steps = [CaseStep.ACKNOWLEDGE]
    for link, said in (
        ("Tell them that you have it", {"words": "I am Olu, and I read it today."}),
        ("Begin to look into it", {}),
        ("Tell what came of it", {"outcome": "upheld", "words": "You are right. He works with us no more."}),
        ("Close it", {}),
    ):
        page = page.follow(link).submit(said)
        assert page.messages == ["Kept."]
        case = open_case(session, concern)
        steps.append(case and case.step)
    assert steps == [
        CaseStep.ACKNOWLEDGE,
        CaseStep.LOOK_INTO,
        CaseStep.LOOK_INTO,
        CaseStep.CLOSE_CONCERN,
        None,
    ]
    assert concern.state is ConcernState.CLOSED and concern.outcome is ConcernOutcome.UPHELD
    letters = {one.kind: one for one in session.scalars(select(Message).where(Message.concern_id == concern.id))}
    assert "I am Olu, and I read it today." in letters["concern_acknowledged"].body
    assert "You are right. He works with us no more." in letters["concern_outcome"].body
    assert letters["concern_outcome"].reply_to.startswith("Olu Owner")
    assert "You are right." in page.text, "the outcome is kept where the concern is read"
    page = page.follow("Open it again").submit({"words": "They came back."})
    assert concern.state is ConcernState.LOOKING
    assert replayed(concern.events) is concern.state


def test_every_move_that_is_not_in_the_table_is_refused(session, concern, speke):
    for state, act in itertools.product(ConcernState, MOVES):
        concern.state = state
        if can(concern, act):
            continue
        with pytest.raises(NotPossible):
            move(session, concern, act, by=speke.owner)
        assert concern.state is state


def test_a_log_with_a_move_that_is_none_does_not_replay(session, concern):
    concern.events[0].act = ConcernAct.CLOSE
    with pytest.raises(ValueError, match="no move of the table"):
        replayed(concern.events)


@pytest.mark.parametrize("who", ["decider", "firm", "board", "link"])
def test_nobody_but_the_owner_and_administrators_reads_it(concern, speke, as_, session, who):
    client = as_(getattr(speke, who))
    for path in ("", "/tell", "/give", "/about"):
        answer = client.open(f"/coordinate/concerns/{concern.id}{path}")
        assert answer.status_code in (403, 404)
        assert WORDS not in answer.get_data(as_text=True)
    client.open(f"/coordinate/concerns/{concern.id}/close", method="POST", data={"csrf_token": client.token()})
    assert concern.state is ConcernState.RECEIVED
    if who == "decider":
        page = client.get("/coordinate/concerns")
        assert concern.reference not in page.text
        page = client.get(f"/coordinate/matches/{speke.match.id}")
        assert concern.reference in page.text and "Read it" not in page.text
        assert "looks into" not in client.get("/coordinate/messages").text
        assert concern.reference not in client.get("/coordinate/messages").text


def test_an_administrator_reads_every_concern_but_not_one_about_herself(concern, speke, as_, session):
    head = as_(speke.head)
    page = head.get(f"/coordinate/concerns/{concern.id}")
    assert WORDS in page.text
    page.follow("Say that it is about somebody of the office").submit({"account": str(speke.head.id)})
    head.get(f"/coordinate/concerns/{concern.id}", status=404)
    assert concern.reference not in head.get("/coordinate/concerns").text
    assert WORDS in as_(speke.owner).get(f"/coordinate/concerns/{concern.id}").text


def test_when_it_turns_out_to_be_about_its_owner_it_goes_to_somebody_else(concern, speke, as_, session):
    as_(speke.head).get(f"/coordinate/concerns/{concern.id}/about").submit({"account": str(speke.owner.id)})
    assert concern.owner is speke.head, "the other coordinator decided on the match"
    as_(speke.owner).get(f"/coordinate/concerns/{concern.id}", status=404)
    assert open_case(session, concern).owner_account is speke.head


def test_it_is_given_to_somebody_else_but_not_to_whom_it_is_about(concern, speke, as_, session):
    other = CoordinatorFactory(name="Una Other")
    session.commit()
    head = as_(speke.head)
    head.get(f"/coordinate/concerns/{concern.id}/give").submit({"account": str(other.id)})
    assert concern.owner is other and open_case(session, concern).owner_account is other
    verbs.name_officer(session, concern, officer=speke.decider, by=speke.head)
    session.commit()
    page = head.get(f"/coordinate/concerns/{concern.id}/give").submit({"account": str(speke.decider.id)}, status=422)
    assert page.errors == ["It is about Dee Cider: give it to somebody else"]
    assert concern.owner is other


def test_a_reader_sees_figures_and_nothing_else(concern, speke, as_):
    reader = as_(AccountFactory(roles=[Role.READER]))
    page = reader.get("/coordinate/concerns/figures")
    assert "1 concern so far." in page.text and "How somebody behaved" in page.text
    assert concern.reference not in page.text and WORDS not in page.text
    reader.get("/coordinate/concerns", status=403)


def test_whoever_left_no_address_is_still_owed_an_outcome_that_is_kept(session, speke, as_):
    concern = raise_concern(session, Said(ConcernKind.US, WORDS))
    verbs.acknowledge(session, concern, by=concern.owner, words="")
    verbs.tell_outcome(session, concern, by=concern.owner, outcome=ConcernOutcome.NOT_UPHELD, words="We saw no fault.")
    assert concern.outcome_words == "We saw no fault." and concern.told_at
    assert {one.kind for one in session.scalars(select(Message))} == {"concern_new"}


def test_a_concern_whose_case_was_lost_is_found_again(session, concern, speke):
    session.delete(open_case(session, concern))
    session.commit()
    assert find_forgotten(session) >= 1
    assert open_case(session, concern).owner_account is speke.owner


def test_somebody_who_may_not_read_it_cannot_act_on_it_either(session, concern, speke):
    with pytest.raises(NotPossible):
        verbs.acknowledge(session, concern, by=speke.decider, words="Nothing to see.")
    assert concern.state is ConcernState.RECEIVED

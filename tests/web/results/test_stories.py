"""A story is printed only while both sides agree to its very words, and either takes it back at any time."""

import pytest

from broker.cases import story_life
from broker.cases.clocks import due_on, today
from broker.cases.refusals import NotPossible
from broker.cases.waiting import open_cases
from broker.casework.changes.merging import merge, undo_merge
from broker.results import stories
from broker.suggestions.forgotten import find_forgotten
from models import Case, Message, Story
from models.vocabulary import CaseStep, MatchState, Role, Side, StoryState, Strand
from tests.factories import BusinessFactory

TITLE, WORDS = "Four benches", "People sit in the garden again, and stay to talk."


@pytest.fixture
def done(session, working):
    working.match.state = MatchState.VERIFIED
    session.commit()
    return working


def told(session, done, by=None, role=Role.COORDINATOR, **said):
    said = {"title": TITLE, "words": WORDS, **said}
    return stories.tell(session, done.match, by=by or done.officer, role=role, **said)


def both_agree(session, story, done):
    stories.agree(session, story, side=Side.BUSINESS, seen=story.version, by=done.giver)
    stories.agree(session, story, side=Side.PARTNERSHIP, seen=story.version, by=done.receiver)


def waiting(session, done):
    return open_cases(session, done.match).get(Strand.STORY)


def test_both_sides_read_exactly_what_is_printed_and_each_says_yes_by_itself(session, done, browser_of):
    done.match.business.may_be_named = True
    page = browser_of(done.link).get(f"/matches/{done.match.id}/result").follow("The story about it")
    page = page.follow("Write a story").submit({"title": TITLE, "words": WORDS}, button="Save")
    assert page.messages == ["Saved. Nothing is printed before both sides have read it and said yes."]
    asked = session.query(Message).filter_by(kind="story_to_agree")
    assert {message.to_side for message in asked} == {"business", "partnership"}
    assert not any(WORDS in message.body for message in asked)  # the words stand on their page alone
    story = session.query(Story).one()
    for account in (done.giver, done.receiver):
        assert not story_life.may_be_printed(story)
        page = browser_of(account).get(f"/matches/{done.match.id}/story")
        assert page.texts(".bb-story p") == [WORDS, "Ash Joinery with Speke Neighbourhood Board"]
        page = page.submit(button="Yes, this may be printed")
        session.refresh(story)
    assert page.answers() == {
        "The business": "Agrees to these words",
        "The local group": "Agrees to these words",
    }
    assert story.state is StoryState.AGREED and story_life.may_be_printed(story)
    assert waiting(session, done) is None


def test_a_story_that_waits_has_an_owner_and_a_day(session, done):
    story = told(session, done, by=done.giver, role=Role.BUSINESS)
    case = waiting(session, done)
    assert (case.step, case.owner_broker) == (CaseStep.READ_STORY, done.match.broker)
    assert case.next_on == due_on(today(), 2)
    with pytest.raises(NotPossible):  # nobody agrees to what nobody has read
        stories.agree(session, story, side=Side.BUSINESS, seen=1, by=done.giver)
    assert not session.query(Message).filter_by(kind="story_to_agree").count()
    stories.read(session, story, by=done.officer)
    case = waiting(session, done)
    assert (case.step, case.next_on) == (CaseStep.ASK_STORY, due_on(today(), 6))
    assert session.query(Message).filter_by(kind="story_to_agree").count() == 2


def test_what_is_said_on_the_telephone_is_noted_as_that(session, done, browser_of):
    story = told(session, done)
    stories.agree(session, story, side=Side.BUSINESS, seen=1, by=done.giver)
    page = browser_of(done.link).get(f"/matches/{done.match.id}/story").follow("note it for the local group")
    assert WORDS in page.text
    page = page.submit({"said": "yes"}, button="Save")
    assert page.messages == ["Noted, as they said it to you."]
    session.refresh(story)
    event = story.events[-1]
    assert story_life.may_be_printed(story)
    assert (event.side, event.by, event.on_behalf) == (Side.PARTNERSHIP, done.link, True)
    assert "the local group, as said on the telephone" in page.text


def test_a_yes_said_twice_counts_once(session, done):
    story = told(session, done)
    for _click in range(2):
        stories.agree(session, story, side=Side.BUSINESS, seen=1, by=done.giver)
    assert story_life.agreed_by(story) == {Side.BUSINESS} and len(story.events) == 2


def test_a_change_of_the_words_asks_again_and_the_same_words_do_not(session, done):
    story = told(session, done)
    both_agree(session, story, done)
    assert told(session, done, seen=1).version == 1 and story.state is StoryState.AGREED
    told(session, done, words="Six people sit there.", seen=1)
    assert (story.version, story.state, story_life.agreed_by(story)) == (2, StoryState.ASKED, frozenset())
    assert waiting(session, done).step is CaseStep.ASK_STORY
    with pytest.raises(NotPossible, match="changed since you read it"):
        stories.agree(session, story, side=Side.BUSINESS, seen=1, by=done.giver)
    with pytest.raises(NotPossible, match="Somebody else has changed the story"):
        told(session, done, words="Nine people.", seen=1)


def test_a_story_taken_back_is_gone_from_every_page_at_once(session, done, browser_of):
    story = told(session, done)
    both_agree(session, story, done)
    page = browser_of(done.giver).get(f"/matches/{done.match.id}/story").follow("Take back your yes")
    page = page.submit(button="Take it back")
    assert page.messages == ["The story is gone. It is printed nowhere any more."]
    session.refresh(story)
    assert (story.state, story.title, story.words, story.who) == (StoryState.TAKEN_BACK, "", "", "")
    for account in (done.giver, done.receiver, done.officer):
        page = browser_of(account).get(f"/matches/{done.match.id}/story")
        assert WORDS not in page.html and "Taken back" in page.text
    again = told(session, done)  # another can be told, and asks anew
    assert again.id != story.id and again.state is StoryState.ASKED


def test_a_no_ends_the_story_and_nobody_is_asked_any_more(session, done):
    story = told(session, done)
    stories.take_back(session, story, side=Side.PARTNERSHIP, by=done.receiver)
    assert story.state is StoryState.REFUSED and not story.words and waiting(session, done) is None
    with pytest.raises(NotPossible, match="One side said no"):
        stories.agree(session, story, side=Side.BUSINESS, seen=1, by=done.giver)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Write to gil@ash.example for more.", "Take email addresses and telephone numbers out of the story"),
        ("Ring 01632 960111.", "Take email addresses and telephone numbers out of the story"),
        ("We thank rae  RECEIVER for the day.", "The story names Rae Receiver. Say it without names of people"),
    ],
)
def test_a_story_names_nobody_and_says_how_to_reach_nobody(session, done, browser_of, words, said):
    done.match.need.partnership.contacts[0].name = "Rae Receiver"
    page = browser_of(done.officer).get(f"/matches/{done.match.id}/story/write")
    assert page.submit({"title": TITLE, "words": words}, button="Save", status=422).errors == [said]


def test_a_story_of_a_match_that_is_not_confirmed_any_more_is_not_printed(session, done, browser_of):
    story = told(session, done)
    both_agree(session, story, done)
    done.match.state = MatchState.ENDED_EARLY
    assert not story_life.may_be_printed(story)
    page = browser_of(done.officer).get(f"/matches/{done.match.id}/story")
    assert "What it tells of is not confirmed any more. It is not printed." in page.text
    with pytest.raises(NotPossible, match="once those who were helped have confirmed"):
        told(session, done, words="Else", seen=1)


def test_where_a_side_was_made_one_with_another_it_is_asked_again(session, done):
    story = told(session, done)
    both_agree(session, story, done)
    merged = merge(session, BusinessFactory(name="Ash Joinery Ltd"), done.match.business, by=done.officer)
    session.commit()
    session.expire_all()
    assert story_life.agreed_by(story) == {Side.PARTNERSHIP} and not story_life.may_be_printed(story)
    find_forgotten(session)
    session.expire_all()
    assert story.state is StoryState.ASKED and waiting(session, done).step is CaseStep.ASK_STORY
    undo_merge(session, merged, by=done.officer)
    assert story_life.agreed_by(story) == {Side.BUSINESS, Side.PARTNERSHIP}


def test_a_case_of_a_story_that_was_lost_is_found_again_and_a_finished_match_keeps_it(session, done):
    told(session, done)
    session.query(Case).filter_by(strand=Strand.STORY).delete()
    session.commit()
    find_forgotten(session)
    case = waiting(session, done)
    assert case.step is CaseStep.ASK_STORY
    find_forgotten(session)  # the life of the match is over: its story still waits
    session.refresh(case)
    assert case.closed_at is None

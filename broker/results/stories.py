"""Stories for reports: written about a confirmed match, agreed to by each side, and taken back at any time."""

import re
from collections.abc import Iterable

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Account, Match, Message, Story, StoryEvent
from models.story import STANDING_STORY
from models.vocabulary import MatchState, Role, Side, StoryAct, StoryState

from ..cases import story_life
from ..cases.refusals import NotPossible
from ..cases.rows import hold_match
from ..edge.filters import without_contact_details
from ..messages import write
from ..messages.recipients import main_contact, own_link
from .taking_part import ROLE_OF

TITLE, WORDS = 80, 400
SIDE_OF = {role: side for side, role in ROLE_OF.items()}


def story_of(session: Session, match: Match) -> Story | None:
    """The standing story of a match, or else the last one, which is gone."""
    statement = (
        select(Story)
        .where(Story.match_id == match.id)
        .options(selectinload(Story.events).selectinload(StoryEvent.by))
        .order_by(Story.state.in_(STANDING_STORY).desc(), Story.id.desc())
        .limit(1)
    )
    return session.scalar(statement)


def standing_story(session: Session, match: Match) -> Story | None:
    """The story of a match that has not gone."""
    story = story_of(session, match)
    return story if story is not None and story.state in STANDING_STORY else None


def printed_names(match: Match) -> str:
    """The two sides as a story names them: a business by name only where it said that it may be named."""
    business = match.business.name if match.business.may_be_named else _("A local business")
    return _("%(business)s with %(partnership)s", business=business, partnership=match.need.partnership.name)


def tell(session: Session, match: Match, *, title: str, words: str, by: Account, role: Role, seen: int = 0) -> Story:
    """Write the story of a match, or change it: then both sides are asked anew. What one of the two sides writes
    is read by whoever carries the match before anybody is asked. The same words again change nothing.

    ``seen`` is the version that the writer had before them, 0 for none.

    Raises:
        NotPossible: the match is not confirmed, the words name somebody, or were changed meanwhile.
    """
    hold_match(session, match)
    if match.state is not MatchState.VERIFIED:
        raise NotPossible(_("A story can be told once those who were helped have confirmed what came of it"))
    _check(match, title, words)
    story = standing_story(session, match)
    if story is not None and (story.title, story.words, story.who) == (title, words, printed_names(match)):
        return story
    if (story.version if story is not None else 0) != seen:
        raise NotPossible(_("Somebody else has changed the story meanwhile. Read it first"))
    to = StoryState.TO_READ if role in SIDE_OF else StoryState.ASKED
    said = {"title": title, "words": words, "who": printed_names(match)}
    if story is None:
        story = Story(match=match, state=to, illustrative=match.illustrative, **said)
        event = StoryEvent(act=StoryAct.WRITE, to_state=to, version=1, side=SIDE_OF.get(role), by=by)
        story.events.append(event)
        session.add(story)
        session.flush()
        story_life.follow(session, story)
    else:
        story.title, story.words, story.who = title, words, said["who"]
        story.version += 1
        story_life.move(session, story, StoryAct.CHANGE, by=by, to=to, side=SIDE_OF.get(role))
    if to is StoryState.ASKED:
        _ask(session, story)
    return story


def read(session: Session, story: Story, *, by: Account) -> None:
    """Whoever carries the match has read what a side wrote: both are asked.

    Raises:
        NotPossible: it was read already, or has gone.
    """
    _hold(session, story)
    story_life.move(session, story, StoryAct.READ, by=by)
    _ask(session, story)


def agree(
    session: Session, story: Story, *, side: Side, seen: int, by: Account | None, on_behalf: bool = False
) -> None:
    """One side agrees to the words that it saw (``seen``: their version). Said twice, it counts once.

    Raises:
        NotPossible: the words were changed since, or there is nothing to agree to.
    """
    _hold(session, story)
    _same_words(story, seen)
    if side not in story_life.agreed_by(story):
        story_life.move(session, story, StoryAct.AGREE, by=by, side=side, on_behalf=on_behalf)


def take_back(session: Session, story: Story, *, side: Side | None, by: Account, on_behalf: bool = False) -> None:
    """One side says no, or takes its yes back; without a side the office does. The words go at once.

    Raises:
        NotPossible: it has gone already.
    """
    _hold(session, story)
    asked = story.state is StoryState.ASKED and side is not None and side not in story_life.agreed_by(story)
    act = StoryAct.REFUSE if asked else StoryAct.TAKE_BACK
    story_life.move(session, story, act, by=by, side=side, on_behalf=on_behalf)


def _hold(session: Session, story: Story) -> None:
    hold_match(session, story.match)
    session.refresh(story, with_for_update=True)


def _same_words(story: Story, seen: int) -> None:
    if story.state in STANDING_STORY and story.version != seen:
        raise NotPossible(_("The story has been changed since you read it. Read it again"))


def _check(match: Match, title: str, words: str) -> None:
    text = f"{title}\n{words}"
    if without_contact_details(text) != text:
        raise NotPossible(_("Take email addresses and telephone numbers out of the story"), "words")
    people = [contact.name for contact in (*match.business.contacts, *match.need.partnership.contacts)]
    people += [member.name for seat in match.need.partnership.seats for member in seat.members]
    if match.broker is not None:
        people.append(match.broker.name)
    if (name := _named(text, people)) is not None:
        raise NotPossible(_("The story names %(name)s. Say it without names of people", name=name), "words")


def _named(text: str, people: Iterable[str]) -> str | None:
    """The first of these people whose whole name is in the text, however it is spaced or written large."""
    plain = " ".join(text.casefold().split())
    for name in people:
        folded = " ".join(name.casefold().split())
        if " " in folded and re.search(rf"\b{re.escape(folded)}\b", plain):
            return name
    return None


def _ask(session: Session, story: Story) -> list[Message]:
    """Write to both sides that there is a story to look at. Its words stand on its page and nowhere else."""
    match = story.match
    people = {
        Side.BUSINESS: main_contact(match.business.contacts),
        Side.PARTNERSHIP: main_contact(match.need.partnership.contacts),
    }
    return [
        write(
            session,
            "story_to_agree",
            to=to,
            side=side.value,
            match=match,
            link=own_link(to),
            need=match.need,
            reference=match.reference,
        )
        for side, to in people.items()
        if to is not None
    ]

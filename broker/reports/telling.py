"""The stories that a report prints: of its own results, only while both sides agree."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, selectinload

from models import Match, Story
from models.vocabulary import MatchState, StoryState

from ..cases.story_life import may_be_printed, out_of_step

MOST = 3


@dataclass(frozen=True, slots=True)
class Told:
    """``stories`` are printed, newest first; ``more`` is how many others there are."""

    stories: tuple[Story, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """A story of a frozen report: as it may be printed today, or why it is not there."""

    story: Story | None
    was: str = ""

    @property
    def changed(self) -> bool:
        return self.story is not None and bool(self.was)


def stories_of(session: Session, matches: Collection[int]) -> Told:
    """The newest of the stories of these matches, as many as go on a page, in two queries."""
    wanted = set(matches)
    ready = (
        select(Story.id, Story.match_id)
        .join(Match, Match.id == Story.match_id)
        .where(Story.state == StoryState.AGREED, Match.state == MatchState.VERIFIED, ~out_of_step())
        .order_by(Story.id.desc())
    )
    found = [story_id for story_id, match_id in session.execute(ready) if match_id in wanted] if wanted else []
    return Told(tuple(_with_all(session, Story.id.in_(found[:MOST]))), len(found[MOST:]))


def kept_stories(session: Session, kept: Sequence[Any]) -> list[Kept]:
    """What is left of the stories that a report was frozen with: (number, version) of each."""
    there = {story.id: story for story in _with_all(session, Story.id.in_([number for number, _version in kept]))}
    return [_kept(there.get(number), version) for number, version in kept]


def _kept(story: Story | None, version: int) -> Kept:
    if story is None or story.state in (StoryState.TAKEN_BACK, StoryState.REFUSED):
        return Kept(None, "taken_back")
    if not may_be_printed(story):
        return Kept(None, "waiting")
    return Kept(story, "" if story.version == version else "changed")


def _with_all(session: Session, which: ColumnElement[bool]) -> Sequence[Story]:
    statement = (
        select(Story)
        .where(which)
        .options(selectinload(Story.events), selectinload(Story.match).selectinload(Match.need))
        .order_by(Story.id.desc())
    )
    return session.scalars(statement).all()

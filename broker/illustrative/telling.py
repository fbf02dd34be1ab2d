"""The stories that reports of the illustrative programme print: both sides agreed, as noted on the telephone."""

from sqlalchemy.orm import Session

from models import Account, Match, Story, StoryEvent
from models.vocabulary import StoryAct, StoryState

from ..cases.story_life import sides_of
from ..results.stories import TITLE, WORDS, printed_names


def tell_in_reports(session: Session, match: Match, words: str, by: Account) -> None:
    """A story of a confirmed match, to which both sides have agreed. Nobody is written to."""
    at = match.verified_at
    asked, agreed = StoryState.ASKED, StoryState.AGREED
    events = [StoryEvent(act=StoryAct.WRITE, at=at, to_state=asked, version=1, by=by)]
    for (side, entry_id), leads_to in zip(sides_of(match).items(), (asked, agreed), strict=True):
        said = {"side": side, "entry_id": entry_id, "by": by, "on_behalf": True}
        events.append(StoryEvent(act=StoryAct.AGREE, at=at, from_state=asked, to_state=leads_to, version=1, **said))
    session.add(
        Story(
            match=match,
            state=agreed,
            title=match.need.title[:TITLE],
            words=words[:WORDS],
            who=printed_names(match),
            illustrative=True,
            events=events,
        )
    )

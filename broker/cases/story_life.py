"""The life of a story: written, read by an officer, agreed to by each side by itself, or refused; and taken back.

One table of moves; every move is written down, and while it waits it leaves one case with its owner and next
date. Whoever carries the match carries its story too. A story that nobody may print has no words any more.
"""

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from models import Account, Match, Need, Story, StoryEvent
from models.base import now
from models.vocabulary import CaseStep, MatchState, Side, StoryAct, StoryState, Strand

from .clocks import day_of, due_on, settings, today
from .refusals import NotPossible
from .waiting import close, wait_for

_S, _A = StoryState, StoryAct

#: act -> (states it starts from, state it leads to; None: whoever acts says).
MOVES: dict[StoryAct, tuple[frozenset[StoryState], StoryState | None]] = {
    _A.READ: (frozenset({_S.TO_READ}), _S.ASKED),
    _A.CHANGE: (frozenset({_S.TO_READ, _S.ASKED, _S.AGREED}), None),
    _A.AGREE: (frozenset({_S.ASKED}), None),
    # a side is somebody else now: two entries were made one, or another partnership goes on
    _A.ASK_AGAIN: (frozenset({_S.AGREED}), _S.ASKED),
    _A.REFUSE: (frozenset({_S.ASKED}), _S.REFUSED),
    _A.TAKE_BACK: (frozenset({_S.TO_READ, _S.ASKED, _S.AGREED}), _S.TAKEN_BACK),
}
#: States in which somebody has something to do.
WAITS = (_S.TO_READ, _S.ASKED)
#: States after which the words are gone.
GONE = (_S.REFUSED, _S.TAKEN_BACK)


def sides_of(match: Match) -> dict[Side, int]:
    """side -> the business or partnership that is this side of a match now."""
    return {Side.BUSINESS: match.business_id, Side.PARTNERSHIP: match.need.partnership_id}


def agreed_by(story: Story) -> frozenset[Side]:
    """The sides that agree to the story as it is now, and are the same as when they said so."""
    holds = {
        (event.side, event.entry_id)
        for event in story.events
        if event.act is StoryAct.AGREE and event.version == story.version
    }
    return frozenset(side for side, entry_id in sides_of(story.match).items() if (side, entry_id) in holds)


def may_be_printed(story: Story) -> bool:
    """Whether both sides agree, and what it tells of is confirmed still."""
    agreed = story.state is StoryState.AGREED and len(agreed_by(story)) == len(Side)
    return agreed and story.match.state is MatchState.VERIFIED


def move(
    session: Session,
    story: Story,
    act: StoryAct,
    *,
    by: Account | None,
    to: StoryState | None = None,
    side: Side | None = None,
    on_behalf: bool = False,
) -> StoryEvent:
    """Move a story on, write it down, and say who has what to do next. The caller holds its match.

    Raises:
        NotPossible: from this state the act leads nowhere.
    """
    starts, leads_to = MOVES[act]
    if story.state not in starts:
        raise NotPossible(_("This story is “%(state)s” now: that can no longer be done", state=_(story.state.label)))
    came_from, story.state = story.state, leads_to or to or story.state
    if story.state in GONE:
        story.title = story.words = story.who = ""
    event = StoryEvent(
        act=act,
        at=now(),
        from_state=came_from,
        to_state=story.state,
        version=story.version,
        side=side,
        entry_id=sides_of(story.match)[side] if side else None,
        by=by,
        on_behalf=on_behalf,
    )
    story.events.append(event)
    if act is StoryAct.AGREE and len(agreed_by(story)) == len(Side):
        story.state = event.to_state = StoryState.AGREED
    session.flush()
    follow(session, story)
    return event


def follow(session: Session, story: Story) -> None:
    """Bring the case of a story in step with its state; where a side is somebody else now, it is asked again."""
    if story.state is StoryState.AGREED and len(agreed_by(story)) < len(Side):
        move(session, story, StoryAct.ASK_AGAIN, by=None)
        return
    if story.state not in WAITS:
        close(session, story.match, Strand.STORY, words=story.state.value)
        return
    since = max((day_of(event.at) for event in story.events if _begins(event)), default=today())
    step, days = (
        (CaseStep.READ_STORY, settings().acknowledge_days)
        if story.state is StoryState.TO_READ
        else (CaseStep.ASK_STORY, settings().ring_days)
    )
    wait_for(session, story.match, step, next_on=due_on(since, days), since=since)


def out_of_step() -> ColumnElement[bool]:
    """Stories that stand as agreed, of which a side is somebody else now."""
    return and_(Story.state == StoryState.AGREED, or_(*(~_agreed(side) for side in Side)))


def _agreed(side: Side) -> ColumnElement[bool]:
    here = Match.business_id if side is Side.BUSINESS else Need.partnership_id
    return (
        select(StoryEvent.id)
        .join(Match, Match.id == Story.match_id)
        .join(Need, Need.id == Match.need_id)
        .where(
            StoryEvent.story_id == Story.id,
            StoryEvent.act == StoryAct.AGREE,
            StoryEvent.version == Story.version,
            StoryEvent.side == side,
            StoryEvent.entry_id == here,
        )
        .correlate(Story)
        .exists()
    )


def _begins(event: StoryEvent) -> bool:
    """Whether the story began to wait with this event."""
    return event.act in (StoryAct.WRITE, StoryAct.READ, StoryAct.CHANGE, StoryAct.ASK_AGAIN)

"""Stories: a few words about one confirmed match, which both sides agree to have printed."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from .account import Account
from .base import Base, Code, Timestamped, UTCDateTime, now
from .match import Match
from .vocabulary import Side, StoryAct, StoryState

#: States in which a match has its story; after the others another can be written.
STANDING_STORY = (StoryState.TO_READ, StoryState.ASKED, StoryState.AGREED)
_standing = "state IN ('to_read', 'asked', 'agreed')"


class Story(Timestamped, Base):
    """What would be printed, word by word. With the story the words go: one that is refused or taken back has none."""

    __tablename__ = "story"
    __table_args__ = (
        Index(
            "uq_story_standing",
            "match_id",
            unique=True,
            sqlite_where=text(_standing),
            postgresql_where=text(_standing),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    match_id: Mapped[int] = mapped_column(ForeignKey("match.id"), index=True)
    state: Mapped[StoryState] = mapped_column(Code(StoryState), index=True)
    version: Mapped[int] = mapped_column(Integer, default=1, comment="each change of the words asks again")
    title: Mapped[str] = mapped_column(String(80))
    words: Mapped[str] = mapped_column(Text)
    who: Mapped[str] = mapped_column(String(420), comment="the two sides as they are printed")
    illustrative: Mapped[bool] = mapped_column(default=False)

    match: Mapped[Match] = relationship()
    events: Mapped[list["StoryEvent"]] = relationship(back_populates="story", order_by="StoryEvent.id")


class StoryEvent(Base):
    """Every act about a story: who, when, from, to, on whose behalf. Append-only; it holds no words of the story.

    An agreement is of one version, by the one who was that side of the match then (``entry_id``)."""

    __tablename__ = "story_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    story_id: Mapped[int] = mapped_column(ForeignKey("story.id"), index=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    act: Mapped[StoryAct] = mapped_column(Code(StoryAct))
    from_state: Mapped[StoryState | None] = mapped_column(Code(StoryState))
    to_state: Mapped[StoryState] = mapped_column(Code(StoryState))
    version: Mapped[int] = mapped_column(Integer)
    side: Mapped[Side | None] = mapped_column(Code(Side), comment="empty: the service's own people")
    entry_id: Mapped[int | None] = mapped_column(Integer, comment="the business or partnership that was this side")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    on_behalf: Mapped[bool] = mapped_column(default=False, comment="said to an officer, who noted it")

    story: Mapped[Story] = relationship(back_populates="events")
    by: Mapped[Account | None] = relationship()

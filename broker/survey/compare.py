"""Set two waves side by side: only what both asked. With 2001, only the figures that the report states."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import SurveyQuestion, SurveyWave
from models.vocabulary import AnswerKind, StakeholderGroup, WaveState

from ..reference.survey_2001 import StatedFigure, stated_for, stated_sets
from .results import Share, Tally, tallies
from .waves import OWN, same_words


@dataclass(frozen=True, slots=True)
class BesideStated:
    """A figure of 2001 beside ours. Of a set of groups, ours has two readings, since the report does not say
    whether one of them was enough: ``share`` is at least one, ``each`` is all."""

    stated: StatedFigure
    share: Share
    each: Share | None = None


@dataclass(frozen=True, slots=True)
class BesideWave:
    """One question of two waves."""

    question: SurveyQuestion
    now: Share
    then: Share


@dataclass(frozen=True, slots=True)
class GroupsBesideWave:
    """The groups of one question of two waves: (group, now, then), each of those that know of it."""

    question: SurveyQuestion
    rows: tuple[tuple[StakeholderGroup, Share, Share], ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """What both waves asked in the same words. ``reworded`` are this wave's questions that the other asked in other
    words: nothing is said of them, nor of those that only one of the two asked."""

    other: SurveyWave
    rows: tuple[BesideWave, ...]
    groups: tuple[GroupsBesideWave, ...]
    reworded: tuple[SurveyQuestion, ...]
    only_here: int
    only_there: int


def beside_2001(counted: list[Tally]) -> list[BesideStated]:
    """The figures of 2001 that this wave asked for too, in the report's order."""
    found = []
    for tally in counted:
        stated = stated_for(tally.question.code)
        if stated is not None:
            found.append(BesideStated(stated, tally.yes))
        if tally.question.kind is AnswerKind.GROUPS:
            for one in stated_sets():
                each = tally.all_of(one.groups) if len(one.groups) > 1 else None
                found.append(BesideStated(one, tally.any_of(one.groups), each))
    return found


def beside_wave(session: Session, counted: list[Tally], other: SurveyWave) -> Compared:
    """This wave beside another of ours. Answers in people's own words are not compared: they are no share."""
    theirs = [one for one in tallies(session, other) if one.question.kind is not AnswerKind.WORDS]
    ours = [one for one in counted if one.question.kind is not AnswerKind.WORDS]
    rows: list[BesideWave] = []
    groups: list[GroupsBesideWave] = []
    reworded, matched = [], 0
    for tally in ours:
        same = next((one for one in theirs if same_question(one.question, tally.question)), None)
        if same is None:
            if any(_reworded(one.question, tally.question) for one in theirs):
                reworded.append(tally.question)
            continue
        matched += 1
        if tally.question.kind is AnswerKind.GROUPS:
            shares = tuple((group, tally.any_of([group]), same.any_of([group])) for group in StakeholderGroup)
            groups.append(GroupsBesideWave(tally.question, shares))
        else:
            rows.append(BesideWave(tally.question, tally.yes, same.yes))
    alone = matched + len(reworded)
    return Compared(other, tuple(rows), tuple(groups), tuple(reworded), len(ours) - alone, len(theirs) - alone)


def same_question(one: SurveyQuestion, other: SurveyQuestion) -> bool:
    """Whether two waves asked the same, of the same side, in the same words."""
    alike = (one.audience, one.kind, one.code) == (other.audience, other.kind, other.code)
    return alike and same_words(one.words, other.words)


def _reworded(one: SurveyQuestion, other: SurveyQuestion) -> bool:
    """Whether it is one question behind a figure of 2001, asked in other words."""
    alike = (one.audience, one.kind, one.code) == (other.audience, other.kind, other.code)
    return alike and one.code != OWN and not same_words(one.words, other.words)


def closed_waves(session: Session) -> list[SurveyWave]:
    """Waves with results, newest first."""
    statement = select(SurveyWave).where(SurveyWave.state == WaveState.CLOSED)
    return list(session.scalars(statement.order_by(SurveyWave.closed_at.desc(), SurveyWave.id.desc())))

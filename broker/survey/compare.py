"""Set two waves side by side: only what both asked. With 2001, only the figures that the report states."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import SurveyQuestion, SurveyWave
from models.vocabulary import AnswerKind, WaveState

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
class Compared:
    """What both waves asked, and how many questions only one of them did."""

    other: SurveyWave
    rows: tuple[BesideWave, ...]
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
    """This wave beside another of ours. Words and groups are not compared here: they are no single share."""
    theirs = [one for one in tallies(session, other) if _has_share(one)]
    ours = [one for one in counted if _has_share(one)]
    rows, matched = [], 0
    for tally in ours:
        same = next((one for one in theirs if same_question(one.question, tally.question)), None)
        if same is not None:
            matched += 1
            rows.append(BesideWave(tally.question, tally.yes, same.yes))
    return Compared(other, tuple(rows), len(ours) - matched, len(theirs) - matched)


def same_question(one: SurveyQuestion, other: SurveyQuestion) -> bool:
    """Standard questions are the same by their code, one's own by their words."""
    if (one.audience, one.kind) != (other.audience, other.kind):
        return False
    if OWN in (one.code, other.code):
        return one.code == other.code and same_words(one.words, other.words)
    return one.code == other.code


def closed_waves(session: Session) -> list[SurveyWave]:
    """Waves with results, newest first."""
    statement = select(SurveyWave).where(SurveyWave.state == WaveState.CLOSED)
    return list(session.scalars(statement.order_by(SurveyWave.closed_at.desc(), SurveyWave.id.desc())))


def _has_share(tally: Tally) -> bool:
    return tally.question.kind not in (AnswerKind.WORDS, AnswerKind.GROUPS)

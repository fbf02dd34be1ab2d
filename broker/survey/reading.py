"""Rows of the survey as its pages list them, in a constant number of queries."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from models import CouncilProgramme, SurveyAnswer, SurveyAsked, SurveyQuestion, SurveyWave
from models.vocabulary import SurveyAudience, WaveState

from ..edge.paging import Listed, paged_query


def public_waves(session: Session) -> Sequence[SurveyWave]:
    """Waves that were sent, newest first."""
    statement = select(SurveyWave).where(SurveyWave.state != WaveState.DRAFT)
    return session.scalars(statement.order_by(SurveyWave.opened_at.desc(), SurveyWave.id.desc())).all()


def all_waves(session: Session) -> Sequence[SurveyWave]:
    return session.scalars(select(SurveyWave).order_by(SurveyWave.id.desc())).all()


def asked_of(
    session: Session, wave: SurveyWave, which: str, audience: SurveyAudience | None, page: int, size: int
) -> Listed:
    """Who was asked in a wave: all, those who answered, or those who have not; of one audience or of both."""
    statement = select(SurveyAsked).where(SurveyAsked.wave_id == wave.id).options(selectinload(SurveyAsked.sent_by))
    if audience is not None:
        statement = statement.where(SurveyAsked.audience == audience)
    if which == "answered":
        statement = statement.where(SurveyAsked.answered_at.is_not(None))
    elif which == "silent":
        statement = statement.where(SurveyAsked.answered_at.is_(None))
    return paged_query(session, statement.order_by(SurveyAsked.audience, SurveyAsked.title, SurveyAsked.id), page, size)


def words_of(session: Session, question: SurveyQuestion, page: int, size: int) -> Listed:
    """What was sent in in people's own words."""
    statement = (
        select(SurveyAnswer)
        .join(SurveyAsked)
        .where(SurveyAnswer.question_id == question.id, SurveyAnswer.words != "", SurveyAsked.answered_at.is_not(None))
        .options(selectinload(SurveyAnswer.asked))
        .order_by(SurveyAsked.title, SurveyAnswer.id)
    )
    return paged_query(session, statement, page, size)


def published_programmes(session: Session, page: int, size: int) -> Listed:
    """What the public sees, by council."""
    statement = _programmes().where(CouncilProgramme.published_at.is_not(None), SurveyAsked.answered_at.is_not(None))
    return paged_query(session, statement, page, size)


def programmes_sent_in(session: Session, page: int, size: int) -> Listed:
    """Every programme that was sent in, also those not public yet."""
    return paged_query(session, _programmes().where(SurveyAsked.answered_at.is_not(None)), page, size)


def _programmes() -> Select[Any]:
    statement = select(CouncilProgramme).join(SurveyAsked)
    options = selectinload(CouncilProgramme.asked).selectinload(SurveyAsked.wave)
    return statement.options(options).order_by(SurveyAsked.title, CouncilProgramme.id)

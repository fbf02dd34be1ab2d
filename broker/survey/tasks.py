"""What the survey does by itself: remind those who have not answered, and close a wave after its last day."""

from collections.abc import Callable

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import SurveyAsked, SurveyWave
from models.vocabulary import WaveState

from .. import work
from ..cases.clocks import today
from ..extensions import reading
from .waves import close_wave, remind

log = structlog.get_logger()
A_RUN = 200


@work.timetable("0 15 7-18 * * *")
def keep_surveys(session: Session) -> int:
    """Close what is over, then remind. Commits after each; one that fails holds up none of the others."""
    day = today()
    over = select(SurveyWave.id).where(SurveyWave.state == WaveState.OPEN, SurveyWave.closes_on < day)
    silent = (
        select(SurveyAsked.id)
        .join(SurveyWave)
        .where(
            SurveyWave.state == WaveState.OPEN,
            SurveyWave.closes_on >= day,
            SurveyAsked.answered_at.is_(None),
            SurveyAsked.remind_on <= day,
        )
        .order_by(SurveyAsked.remind_on, SurveyAsked.id)
        .limit(A_RUN)
    )
    with reading(session):
        waves, waiting = session.scalars(over).all(), session.scalars(silent).all()
    done = sum(_one(session, "wave", wave_id, _close) for wave_id in waves)
    return done + sum(_one(session, "asked", asked_id, _remind) for asked_id in waiting)


def _one(session: Session, what: str, row_id: int, act: Callable[[Session, int], bool]) -> bool:
    try:
        done = act(session, row_id)
        session.commit()
    except Exception:
        session.rollback()
        log.exception("survey_not_kept", what=what, id=row_id)
        return False
    return done


def _close(session: Session, wave_id: int) -> bool:
    wave = session.get_one(SurveyWave, wave_id, with_for_update=True, populate_existing=True)
    if wave.state is not WaveState.OPEN or wave.closes_on >= today():
        return False
    close_wave(session, wave)
    return True


def _remind(session: Session, asked_id: int) -> bool:
    asked = session.get_one(SurveyAsked, asked_id)
    session.refresh(asked.wave, with_for_update=True)
    session.refresh(asked, with_for_update=True)
    still_silent = asked.answered_at is None and asked.remind_on is not None and asked.remind_on <= today()
    if asked.wave.state is not WaveState.OPEN or not still_silent:
        return False
    remind(session, asked)
    return True

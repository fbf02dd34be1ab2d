"""A small wave of the survey for the illustrative programme: made up, closed, and marked as such throughout."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, Area, CouncilProgramme, Partnership, SurveyAnswer, SurveyAsked, SurveyWave
from models.base import now
from models.vocabulary import AnswerKind, EntryState, SeatStatus, Stage, SurveyAudience, WaveState, YesNo

from ..cases.clocks import today
from ..survey import waves

#: Of so many councils one does not answer.
SILENT = 4
STAGES = (Stage.SET_UP, Stage.SET_UP, Stage.BEING_SET_UP, Stage.NEITHER)


def tell_survey(session: Session, by: Account, partnerships: Sequence[Partnership]) -> SurveyWave:
    """A wave that closed two weeks ago. Councils answer in turn; partnerships answer what their seats say."""
    wave = waves.new_wave(session, name="Illustrative survey", closes_on=today() - timedelta(days=14), by=by)
    wave.illustrative, wave.state = True, WaveState.CLOSED
    wave.opened_at, wave.closed_at = now() - timedelta(days=44), now() - timedelta(days=13)
    for number, area in enumerate(_districts(session, partnerships)):
        asked = SurveyAsked(
            audience=SurveyAudience.COUNCIL,
            area_code=area.code,
            title=area.name,
            region=area.region,
            name="Policy officer",
            email=f"policy@council-{number + 1}.example",
        )
        wave.asked.append(asked)
        if number % SILENT:
            _council_answers(session, asked, number)
    for partnership in partnerships:
        if partnership.state is EntryState.LIVE:
            asked = waves.asked_partnership(partnership)
            wave.asked.append(asked)
            _partnership_answers(asked, partnership)
    session.flush()
    return wave


def _districts(session: Session, partnerships: Sequence[Partnership]) -> Sequence[Area]:
    codes = {area.code for partnership in partnerships for area in partnership.areas}
    return session.scalars(select(Area).where(Area.code.in_(codes)).order_by(Area.name)).all()


def _council_answers(session: Session, asked: SurveyAsked, number: int) -> None:
    codes = {
        AnswerKind.YES_NO: YesNo.NO if number % 3 == 0 else YesNo.YES,
        AnswerKind.STAGE: STAGES[number % len(STAGES)],
        AnswerKind.PROGRAMME: YesNo.YES if number % 2 else YesNo.NO,
    }
    asked.answered_at = now() - timedelta(days=20)
    for question in asked.wave.questions:
        if question.audience is SurveyAudience.COUNCIL:
            asked.answers.append(SurveyAnswer(question=question, codes=[codes[question.kind].value]))
    if number % 2:
        title = "Working with business for every neighbourhood (illustrative)"
        published = now() - timedelta(days=12)
        session.add(CouncilProgramme(asked=asked, title=title, published_at=published))


def _partnership_answers(asked: SurveyAsked, partnership: Partnership) -> None:
    involved = {seat.group.value for seat in partnership.seats if seat.status is SeatStatus.PRESENT}
    asked.answered_at = now() - timedelta(days=25)
    for question in asked.wave.questions:
        if question.kind is AnswerKind.GROUPS:
            asked.answers.append(SurveyAnswer(question=question, codes=sorted(involved)))
        elif question.audience is SurveyAudience.PARTNERSHIP:
            said = YesNo.YES if partnership.lead_broker_id else YesNo.NO
            asked.answers.append(SurveyAnswer(question=question, codes=[said.value]))

"""A wave of the survey, and councils and partnerships that answer it."""

from datetime import timedelta

import pytest

from broker.cases.clocks import today
from broker.survey import answering, waves
from broker.survey.lines import CouncilLine
from models import SurveyAsked, SurveyWave
from models.base import now
from models.vocabulary import StandardQuestion
from tests.factories import AreaFactory, CoordinatorFactory

#: code -> (name, region)
PLACES = {
    "E08000012": ("Liverpool", "North West"),
    "E08000003": ("Manchester", "North West"),
    "E08000011": ("Knowsley", "North West"),
    "E08000025": ("Birmingham", "West Midlands"),
    "E08000035": ("Leeds", "Yorkshire and The Humber"),
}


@pytest.fixture
def officer(session):
    return CoordinatorFactory()


@pytest.fixture
def councils(session):
    """Five councils, three of them in one region."""
    return [AreaFactory(code=code, name=name, region=region) for code, (name, region) in PLACES.items()]


@pytest.fixture
def wave(session, officer, councils) -> SurveyWave:
    """A wave that was sent to five councils and to every live partnership."""
    return sent(session, officer, councils)


def sent(session, officer, councils, name="Survey 2027", own=()):
    new = waves.new_wave(session, name=name, closes_on=today() + timedelta(days=30), by=officer)
    for audience, kind, words in own:
        waves.add_question(session, new, audience=audience, kind=kind, words=words)
    lines = [CouncilLine(area, f"Officer {n}", f"officer{n}@council{n}.example") for n, area in enumerate(councils)]
    waves.choose_asked(session, new, partnerships=True, councils=lines)
    waves.open_wave(session, new, by=officer)
    session.commit()
    return new


def question(wave, code):
    return next(one for one in wave.questions if one.code == code or one.words == code)


def says(session, asked: SurveyAsked, send=True, **answers):
    """Answer some questions, by code, and send them in."""
    for code, said in answers.items():
        chosen = [said] if isinstance(said, str) else said
        answering.save_answer(session, asked, question(asked.wave, code), codes=[str(one) for one in chosen])
    if send:
        answering.send_in(session, asked)
    session.commit()


def asked_of(wave, title) -> SurveyAsked:
    return next(one for one in wave.asked if one.title == title)


def closed(session, wave):
    waves.close_wave(session, wave)
    session.commit()
    return wave


__all__ = ["StandardQuestion", "asked_of", "closed", "now", "question", "says", "sent"]

"""Keep what a council or a partnership answers. Each answer is kept as it is given and counted once all are sent in."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Account, CouncilProgramme, SurveyAnswer, SurveyAsked, SurveyQuestion, SurveyWave
from models.base import now
from models.vocabulary import AnswerKind, WaveState, YesNo


class WaveClosed(Exception):
    """The wave closed meanwhile: what stands, stands."""


class NothingAnswered(Exception):
    """Not one question is answered: there is nothing to send in."""


def answering(session: Session, asked_id: object) -> SurveyAsked | None:
    """Who is answering, with the wave, its questions and what is answered so far."""
    if not isinstance(asked_id, int):
        return None
    options = (
        selectinload(SurveyAsked.wave).selectinload(SurveyWave.questions),
        selectinload(SurveyAsked.answers).selectinload(SurveyAnswer.by),
    )
    return session.scalar(select(SurveyAsked).where(SurveyAsked.id == asked_id).options(*options))


def questions_for(asked: SurveyAsked) -> list[SurveyQuestion]:
    """The questions that this side is asked."""
    return [one for one in asked.wave.questions if one.audience is asked.audience]


def answer_to(asked: SurveyAsked, question: SurveyQuestion) -> SurveyAnswer | None:
    return next((one for one in asked.answers if one.question_id == question.id), None)


def save_answer(
    session: Session,
    asked: SurveyAsked,
    question: SurveyQuestion,
    *,
    codes: list[str],
    unknown: list[str] = (),  # type: ignore[assignment]
    words: str = "",
    by: Account | None = None,
) -> SurveyAnswer:
    """Keep the answer to one question. It may be changed until the wave closes, also after it was sent in. ``by``
    is the officer to whom it was said on the telephone.

    Raises:
        WaveClosed: nothing is changed.
    """
    _hold(session, asked)
    answer = answer_to(asked, question)
    if answer is None:
        answer = SurveyAnswer(question=question)
        asked.answers.append(answer)
    answer.codes, answer.unknown, answer.words = list(codes), list(unknown), words
    answer.by_id = by.id if by is not None else None
    session.flush()
    return answer


def save_programme(
    session: Session,
    asked: SurveyAsked,
    question: SurveyQuestion,
    *,
    code: str,
    title: str,
    dated_on: date | None,
    url: str,
    by: Account | None = None,
) -> None:
    """Keep whether a council has a programme or strategy for working with business, and which.

    Raises:
        WaveClosed: nothing is changed.
    """
    save_answer(session, asked, question, codes=[code], by=by)
    kept = programme_of(session, asked)
    if code != YesNo.YES or not title:
        if kept is not None:
            session.delete(kept)
        return
    if kept is None:
        kept = CouncilProgramme(asked=asked)
        session.add(kept)
    if (kept.title, kept.dated_on, kept.url) != (title, dated_on, url):
        kept.published_at = kept.published_by_id = None  # changed words are read again
    kept.title, kept.dated_on, kept.url = title, dated_on, url
    session.flush()


def programme_of(session: Session, asked: SurveyAsked) -> CouncilProgramme | None:
    return session.scalar(select(CouncilProgramme).where(CouncilProgramme.asked_id == asked.id))


def publish(programme: CouncilProgramme, *, by: Account) -> bool:
    """Make a programme public after somebody looked at it, or take it back. True where it is public now."""
    is_public = programme.published_at is None
    programme.published_at, programme.published_by_id = (now(), by.id) if is_public else (None, None)
    return is_public


def send_in(session: Session, asked: SurveyAsked, *, by: Account | None = None) -> None:
    """Send all answers in: from now on they are counted. ``by`` is the officer who does it for them.

    Raises:
        WaveClosed, NothingAnswered: nothing is changed.
    """
    _hold(session, asked)
    if not any(is_answered(one) for one in asked.answers):
        raise NothingAnswered
    if asked.answered_at is None:
        asked.answered_at, asked.sent_by_id = now(), by.id if by is not None else None
    asked.remind_on = None


def is_answered(answer: SurveyAnswer | None) -> bool:
    """Whether anything was said. That no group is involved is an answer too, once the page was sent."""
    if answer is None:
        return False
    return bool(answer.codes or answer.words) or answer.question.kind is AnswerKind.GROUPS


def _hold(session: Session, asked: SurveyAsked) -> None:
    """Hold the wave before its answers, as whoever closes it does."""
    session.refresh(asked.wave, with_for_update=True)
    if asked.wave.state is not WaveState.OPEN:
        raise WaveClosed
    session.refresh(asked, ["answered_at"], with_for_update=True)

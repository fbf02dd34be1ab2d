"""Prepare a wave of the survey, open it and close it."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, selectinload

from models import Account, Partnership, SurveyAsked, SurveyQuestion, SurveyWave
from models.base import now
from models.vocabulary import AnswerKind, EntryState, LinkPurpose, StandardQuestion, SurveyAudience, WaveState

from ..cases.clocks import due_on, today
from ..cases.refusals import NotPossible
from ..messages import write
from ..messages.recipients import main_contact
from ..messages.write import Recipient
from .lines import CouncilLine

#: ``code`` of a question of one's own.
OWN = "own"
#: Working days after which whoever has not answered is reminded, and before the last day once more.
FIRST_REMINDER, LAST_REMINDER = 5, 2


def new_wave(session: Session, *, name: str, closes_on: date, by: Account | None) -> SurveyWave:
    """A wave being prepared, with the questions behind the figures of 2001."""
    wave = SurveyWave(name=name, closes_on=closes_on, by=by)
    wave.questions = [
        SurveyQuestion(code=one.value, audience=one.audience, kind=one.kind, words=one.label, hint=one.explanation)
        for one in StandardQuestion
    ]
    session.add(wave)
    session.flush()
    return wave


def change(session: Session, wave: SurveyWave, *, name: str, closes_on: date) -> None:
    """Give a wave another name or last day.

    Raises:
        NotPossible: it was sent already, or the day does not lie ahead.
    """
    _hold(session, wave, WaveState.DRAFT, _("Name and last day can be changed only before the survey is sent"))
    if closes_on <= today():
        raise NotPossible(_("The last day to answer must lie ahead"))
    wave.name, wave.closes_on = name, closes_on


def add_question(
    session: Session, wave: SurveyWave, *, audience: SurveyAudience, kind: AnswerKind, words: str
) -> SurveyQuestion:
    """Add a question of one's own.

    Raises:
        NotPossible: the wave is no longer being prepared, or asks this already.
    """
    _hold(session, wave, WaveState.DRAFT, _("Questions can be changed only before the survey is sent"))
    if any(one.audience is audience and same_words(one.words, words) for one in wave.questions):
        raise NotPossible(_("This question is there already"))
    question = SurveyQuestion(code=OWN, audience=audience, kind=kind, words=words)
    wave.questions.append(question)
    session.flush()
    return question


def remove_question(session: Session, wave: SurveyWave, question_id: int) -> None:
    """Take a question out again.

    Raises:
        NotPossible: the wave is no longer being prepared.
    """
    _hold(session, wave, WaveState.DRAFT, _("Questions can be changed only before the survey is sent"))
    wave.questions = [one for one in wave.questions if one.id != question_id]
    session.flush()


def choose_asked(
    session: Session, wave: SurveyWave, *, partnerships: bool, councils: Sequence[CouncilLine]
) -> list[SurveyAsked]:
    """Say who is asked: every live partnership, or none, and these councils.

    Raises:
        NotPossible: the wave is no longer being prepared.
    """
    _hold(session, wave, WaveState.DRAFT, _("Who is asked can be changed only before the survey is sent"))
    wave.asked.clear()
    session.flush()
    for line in councils:
        wave.asked.append(
            SurveyAsked(
                audience=SurveyAudience.COUNCIL,
                area_code=line.area.code,
                title=line.area.name,
                region=line.area.region,
                name=line.name,
                email=line.email,
            )
        )
    for partnership in live_partnerships(session) if partnerships else ():
        wave.asked.append(asked_partnership(partnership))
    session.flush()
    return wave.asked


def asked_partnership(partnership: Partnership) -> SurveyAsked:
    """A partnership as it is asked: its main contact, and its region where it has only one."""
    contact = main_contact(partnership.contacts)
    regions = {area.region for area in partnership.areas}
    return SurveyAsked(
        audience=SurveyAudience.PARTNERSHIP,
        partnership_id=partnership.id,
        contact=contact,
        title=partnership.name,
        region=regions.pop() if len(regions) == 1 else "",
        name=contact.name if contact else "",
        email=contact.email if contact else "",
    )


def live_partnerships(session: Session) -> Sequence[Partnership]:
    """Every partnership that can be asked, by name."""
    options = (selectinload(Partnership.areas), selectinload(Partnership.contacts))
    statement = select(Partnership).where(Partnership.state == EntryState.LIVE).options(*options)
    return session.scalars(statement.order_by(Partnership.name, Partnership.id)).all()


def open_wave(session: Session, wave: SurveyWave, *, by: Account | None) -> int:
    """Send the survey. Returns how many were asked.

    Raises:
        NotPossible: nobody is asked, somebody would be asked nothing, or the last day has passed.
    """
    _hold(session, wave, WaveState.DRAFT, _("This survey was sent already"))
    if not wave.asked:
        raise NotPossible(_("Say who is asked first"))
    if {one.audience for one in wave.asked} - {one.audience for one in wave.questions}:
        raise NotPossible(_("Somebody would be asked nothing: add a question for them, or do not ask them"))
    if wave.closes_on <= today():
        raise NotPossible(_("The last day to answer has passed: choose a later one"))
    wave.state, wave.opened_at, wave.by = WaveState.OPEN, now(), by
    for asked in wave.asked:
        tell(session, asked, "survey_asked")
        asked.remind_on = min(due_on(today(), FIRST_REMINDER), _last_reminder(wave.closes_on))
    return len(wave.asked)


def close_wave(session: Session, wave: SurveyWave) -> None:
    """Close a wave: what was sent in by now is counted.

    Raises:
        NotPossible: it is not open.
    """
    _hold(session, wave, WaveState.OPEN, _("This survey is not open"))
    wave.state, wave.closed_at = WaveState.CLOSED, now()
    for asked in wave.asked:
        asked.remind_on = None


def remind(session: Session, asked: SurveyAsked) -> None:
    """Remind somebody who has not answered; once more shortly before the last day."""
    tell(session, asked, "survey_reminder")
    last = _last_reminder(asked.wave.closes_on)
    asked.remind_on = last if last > today() else None


def tell(session: Session, asked: SurveyAsked, kind: str) -> None:
    """Write to whoever answers for a council or a partnership, with their own link."""
    to = asked.contact if asked.contact and asked.contact.left_at is None else Recipient(asked.name, asked.email)
    message = write(
        session,
        kind,
        to=to,
        asked=asked,
        link=LinkPurpose.SURVEY if to.email else None,
        from_person=asked.wave.by,
        title=asked.title,
        closes_on=asked.wave.closes_on,
        reference=asked.reference,
    )
    message.illustrative = asked.wave.illustrative


def last_councils(session: Session) -> Sequence[SurveyAsked]:
    """The councils asked in the newest wave that asked any: whom to begin with next time."""
    any_council = exists().where(SurveyAsked.wave_id == SurveyWave.id, SurveyAsked.audience == SurveyAudience.COUNCIL)
    newest = session.scalar(select(func.max(SurveyWave.id)).where(any_council))
    statement = select(SurveyAsked).where(
        SurveyAsked.wave_id == newest,
        SurveyAsked.audience == SurveyAudience.COUNCIL,
        SurveyAsked.area_code.is_not(None),
    )
    return session.scalars(statement.order_by(SurveyAsked.title)).all()


def same_words(one: str, other: str) -> bool:
    """Whether two questions ask the same, but for capitals, spaces and the mark at the end."""
    return _plain(one) == _plain(other)


def _plain(words: str) -> str:
    return " ".join(words.casefold().split()).rstrip(" ?.")


def _last_reminder(closes_on: date) -> date:
    """The day shortly before the last day to answer."""
    day = closes_on
    while due_on(day, LAST_REMINDER) > closes_on:
        day -= timedelta(days=1)
    return day


def _hold(session: Session, wave: SurveyWave, state: WaveState, otherwise: str) -> None:
    session.refresh(wave, with_for_update=True)
    if wave.state is not state:
        raise NotPossible(otherwise)

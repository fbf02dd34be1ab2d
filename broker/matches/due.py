"""What the service does by itself about a match when its day has come: remind, ask again, let lapse,
introduce, and remind those helped to say what came of it."""

from sqlalchemy.orm import Session

from models import Case, Match, MatchAnswer
from models.base import now
from models.vocabulary import Answer, CaseKind, CaseStep, MatchAct, MatchState, Side

from ..cases.clocks import today
from ..cases.due import acts_on, still_due
from ..cases.following import follow, lapses_on, waits_for_side, waits_for_what
from ..cases.life import move
from . import telling
from .answering import lapse
from .introducing import introduce
from .rows import hold


@acts_on(CaseKind.MATCH)
def act_on_match(session: Session, case: Case) -> bool:
    """The service's step for one match. False where somebody was first."""
    match = session.get_one(Match, case.subject_id)
    answers = hold(session, match)
    if not still_due(session, case):
        return False
    if match.state is MatchState.PROPOSED:
        _act_on_sides(session, match, answers)
    elif match.state is MatchState.ACCEPTED:
        introduce(session, match)
    elif match.state is MatchState.COMPLETED and waits_for_what(match).step is CaseStep.AWAIT_RESULT:
        _remind_of_result(session, match)
    else:
        follow(session, match)
    return True


def _act_on_sides(session: Session, match: Match, answers: dict[Side, MatchAnswer]) -> None:
    """Each side by its own clock. Where one lets the time run out, it lapses for both."""
    for one in answers.values():
        if one.answer is Answer.YES:
            continue
        wait = waits_for_side(match, one)
        if wait.acts_on is None or wait.acts_on > today():
            continue
        if wait.step is CaseStep.RING_PARTY:
            lapse(session, match)
            return
        if wait.step is CaseStep.ASK_AGAIN:
            _ask_again(session, match, one)
        else:
            _remind(session, match, one)
    follow(session, match)


def _remind(session: Session, match: Match, one: MatchAnswer) -> None:
    one.reminded_at = now()
    move(session, match, MatchAct.REMIND, side=one.side)
    telling.tell_reminded(session, match, one.side, answer_by=lapses_on(match, one))


def _ask_again(session: Session, match: Match, one: MatchAnswer) -> None:
    """They asked to be asked on this day: their clock starts again."""
    one.answer, one.asked_on, one.ask_again_on, one.reminded_at = Answer.WAITING, today(), None, None
    move(session, match, MatchAct.ASK_AGAIN, side=one.side)
    telling.tell_asked_again(session, match, one.side, answer_by=lapses_on(match, one))


def _remind_of_result(session: Session, match: Match) -> None:
    """Nothing is ever confirmed by silence: they are asked once more, then rung."""
    move(session, match, MatchAct.REMIND_RESULT)
    telling.tell_result_reminder(session, match)

"""The firms suggested for a need wait for a coordinator's decision: one case a need."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Decision, Need, Suggestion
from models.vocabulary import CaseStep, Strand, SuggestionState

from .clocks import day_of, due_on, settings, today
from .owners import Owner, office_of
from .waiting import close, open_case, wait_for


def follow_decisions(session: Session, need: Need) -> None:
    """Bring the case of a need's open suggestions in step with them. The caller holds the need.

    Its day is the first that was promised to somebody, or some working days after the first of them
    came up or the last was decided.
    """
    rows = session.execute(
        select(Suggestion.answer_by).where(Suggestion.need_id == need.id, Suggestion.state == SuggestionState.OPEN)
    ).all()
    if not rows or not need.is_live:
        close(session, need, Strand.DECISION)
        return
    case = open_case(session, need, Strand.DECISION)
    since = max(case.waiting_since if case else today(), _last_decision(session, need) or date.min)
    promised = [row.answer_by for row in rows if row.answer_by is not None]
    next_on = min([*promised, due_on(since, settings().decide_days)])
    owner = office_of(need, Owner(account=case.owner_account) if case else None)
    wait_for(session, need, CaseStep.DECIDE, next_on=next_on, owner=owner, since=since)


def _last_decision(session: Session, need: Need) -> date | None:
    statement = select(func.max(Decision.at)).join(Decision.suggestion).where(Suggestion.need_id == need.id)
    last = session.scalar(statement)
    return day_of(last) if last else None

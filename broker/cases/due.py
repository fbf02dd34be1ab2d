"""What the service does by itself when a case's day has come, one case at a time, and the list of what is due.

What is done about each kind of case is declared where its verbs are (``@acts_on``).
"""

from collections.abc import Callable

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Case
from models.vocabulary import CaseKind

from .. import work
from ..extensions import reading
from .clocks import today

log = structlog.get_logger()

Act = Callable[[Session, Case], bool]
_ACTS: dict[CaseKind, Act] = {}
#: At most so many cases are done in one run.
A_RUN = 500


def acts_on(*kinds: CaseKind) -> Callable[[Act], Act]:
    """Declare what does the service's step of these cases when it is due.

    The function holds the case's subject, in the order of the house, and then asks `still_due`; it
    answers whether it did anything. It leaves the case with a later day, or with none.
    """

    def declare(act: Act) -> Act:
        _ACTS.update(dict.fromkeys(kinds, act))
        return act

    return declare


@work.timetable("0 */10 7-18 * * *")
def act_on_due(session: Session) -> int:
    """Remind, ask again, let lapse, introduce, bring back: whatever is due. In the daytime only, since
    most of it writes to people. Commits after each case. Returns how many were done."""
    due = select(Case.id).where(Case.closed_at.is_(None), Case.acts_on <= today()).order_by(Case.acts_on, Case.id)
    with reading(session):
        ids = session.scalars(due.limit(A_RUN)).all()
    return sum(act_on(session, case_id) for case_id in ids)


def act_on(session: Session, case_id: int) -> bool:
    """Do one case's step, committed. One that fails must not hold up all that wait behind it: it stays due."""
    try:
        case = session.get(Case, case_id)
        done = case is not None and case.kind in _ACTS and _ACTS[case.kind](session, case)
        session.commit()
    except Exception:
        session.rollback()
        log.exception("not_done", case=case_id)
        return False
    return done


def still_due(session: Session, case: Case) -> bool:
    """Whether nobody has done it since it was found. Holds the case; the caller holds its subject."""
    session.refresh(case, with_for_update=True)
    return case.closed_at is None and case.acts_on is not None and case.acts_on <= today()

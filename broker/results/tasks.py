"""What results do by themselves: a match whose required check has run out waits, and its owner is told."""

from datetime import date, timedelta

import structlog
from sqlalchemy.orm import Session

from models import Match, StartCheckRule
from models.vocabulary import HoldReason, MatchAct, MatchState

from .. import work
from ..cases.clocks import due_on, today
from ..cases.holders import written_to
from ..cases.life import move
from ..cases.rows import hold_match
from ..cases.start_checks import run_out, still_open
from ..extensions import reading
from ..messages import write
from ..messages.recipients import own_link

log = structlog.get_logger()

#: Working days until somebody looks at a match that waits for a check.
LOOK_IN = 5


@work.timetable("0 25 * * * *")
def hold_for_checks(session: Session) -> int:
    """Put on hold every match under way of which a required line has run out. Commits after each; one
    that fails holds up none of the others, and is tried again next time."""
    day, held = today(), 0
    with reading(session):
        found = dict.fromkeys(match_id for match_id, _rule in run_out(session, day))
    for match_id in found:
        try:
            held += _hold_for_checks(session, match_id, day)
            session.commit()
        except Exception:
            session.rollback()
            log.exception("not_held", match=match_id)
    return held


def _hold_for_checks(session: Session, match_id: int, day: date) -> bool:
    match = session.get(Match, match_id)
    if match is None:
        return False
    hold_match(session, match)
    missing = still_open(session, match, day)
    if match.state is not MatchState.ACTIVE or not missing:
        return False
    words, until = "; ".join(rule.words for rule in missing), due_on(day + timedelta(days=1), LOOK_IN)
    move(session, match, MatchAct.HOLD, reason=HoldReason.CHECKS, words=words, hold_until=until)
    _tell(session, match, missing)
    return True


def _tell(session: Session, match: Match, missing: list[StartCheckRule]) -> None:
    to = written_to(match.broker, match.coordinator) if match.broker else match.coordinator
    write(
        session,
        "check_ran_out",
        to=to or match.coordinator,
        side="broker",
        match=match,
        link=own_link(to) if to else None,
        need=match.need,
        business=match.business,
        missing=[rule.words for rule in missing],
        match_id=match.id,
        reference=match.reference,
    )

"""What results do by themselves: a match whose required check has run out waits, and its owner is told."""

from datetime import timedelta

from sqlalchemy.orm import Session

from models import Match, StartCheckRule
from models.vocabulary import HoldReason, MatchAct, MatchState

from .. import work
from ..cases.clocks import due_on, today
from ..cases.holders import written_to
from ..cases.life import move
from ..cases.start_checks import run_out, still_open
from ..messages import write
from ..messages.recipients import own_link

#: Working days until somebody looks at a match that waits for a check.
LOOK_IN = 5


@work.timetable("0 25 * * * *")
def hold_for_checks(session: Session) -> int:
    """Put on hold every match under way of which a required line has run out. Commits after each."""
    day, held = today(), 0
    for match_id in dict.fromkeys(match_id for match_id, _rule in run_out(session, day)):
        match = session.get(Match, match_id)
        if match is None:
            continue
        session.refresh(match.need, with_for_update=True)
        session.refresh(match, with_for_update=True)
        missing = still_open(session, match, day)
        if match.state is MatchState.ACTIVE and missing:
            words = "; ".join(rule.words for rule in missing)
            move(
                session,
                match,
                MatchAct.HOLD,
                reason=HoldReason.CHECKS,
                words=words,
                hold_until=due_on(day + timedelta(days=1), LOOK_IN),
            )
            _tell(session, match, missing)
            held += 1
        session.commit()
    return held


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

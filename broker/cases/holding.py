"""Why a match waits. One reason stands foremost, and none that came since is lost."""

from datetime import date

from flask_babel import gettext as _

from models import Match
from models.vocabulary import HoldReason, MatchAct, MatchState

from ..edge.filters import spoken_date

#: What somebody else has to end stays foremost, whatever else the match waits for.
FOREMOST = (HoldReason.NEW_OWNER, HoldReason.CONCERN)


def reasons_of(match: Match) -> list[HoldReason]:
    """Everything a match on hold waits for, the foremost first."""
    if match.state is not MatchState.ON_HOLD or match.hold_reason is None:
        return []
    return list(dict.fromkeys([match.hold_reason, *reversed(_since_held(match))]))


def foremost(reasons: list[HoldReason]) -> HoldReason:
    """Which of these, oldest first, a match waits for before all: else what was said last."""
    return next((reason for reason in FOREMOST if reason in reasons), reasons[-1])


def also_waits(match: Match, reason: HoldReason) -> HoldReason:
    """The foremost reason of a match on hold that another one is added to."""
    return foremost([*_since_held(match), *filter(None, [match.hold_reason]), reason])


def waits_still(match: Match) -> HoldReason | None:
    """What a match waits for once its foremost reason is gone; None where that was all."""
    rest = [reason for reason in _since_held(match) if reason is not match.hold_reason]
    return foremost(rest) if rest else None


def sooner(match: Match, until: date) -> tuple[date, str]:
    """The day on which somebody looks, where a reason comes to a match that may wait already: never later
    than was said before. And what is lost by that, in words."""
    if match.state is not MatchState.ON_HOLD or match.hold_until is None:
        return until, ""
    return min(until, match.hold_until), _("It was on hold until %(date)s.", date=spoken_date(match.hold_until))


def _since_held(match: Match) -> list[HoldReason]:
    """The reasons written down since it was put on hold, oldest first. An owner who has answered is asked no more."""
    found: list[HoldReason] = []
    for event in match.events:
        if event.to_state is MatchState.ON_HOLD and event.from_state is not MatchState.ON_HOLD:
            found = []
        if event.act is MatchAct.HOLD and event.reason is not None:
            found.append(HoldReason(event.reason))
    asked = match.hold_reason is HoldReason.NEW_OWNER
    return [reason for reason in found if asked or reason is not HoldReason.NEW_OWNER]

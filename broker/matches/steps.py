"""What an officer or the broker does with a match once both have said yes: first contact, hold, end.

Every verb holds the need, the business, the suggestion and the match. The caller commits.
"""

from datetime import date

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from models import Account, Match
from models.vocabulary import EndReason, HoldReason, MatchAct

from ..cases.clocks import today
from ..cases.holding import reasons_of
from ..cases.life import move
from . import telling
from .ending import look_again, released
from .refusals import NotSaid
from .rows import hold as hold_rows

#: Why something can end once it has begun: the others are of proposals.
ENDS = tuple(reason for reason in EndReason if reason not in (EndReason.MISTAKE, EndReason.PLACE_TAKEN))


def start(session: Session, match: Match, *, by: Account, words: str, ends_on: date | None = None) -> Match:
    """They have met or spoken: the work is under way. ``ends_on`` is the planned end, where there is one.

    Raises:
        NotPossible: it is not introduced, or something must be seen first.
        NotSaid: without words, or the end is not to come.
    """
    hold_rows(session, match)
    if not words:
        raise NotSaid(_("Say in a line how they met or spoke"), "words")
    if ends_on is not None and ends_on <= today():
        raise NotSaid(_("The date must be in the future"), "ends_on")
    match.ends_on = ends_on
    move(session, match, MatchAct.START, by=by, words=words)
    return match


def hold(session: Session, match: Match, *, by: Account, reason: HoldReason, until: date, words: str = "") -> Match:
    """Let it wait until a day, with a reason; or, where it waits already, until another day. The same day
    for the same reason changes nothing.

    Raises:
        NotPossible: it is not at a point where it can wait.
        NotSaid: the day is not to come, or "other" without words.
    """
    hold_rows(session, match)
    if until <= today():
        raise NotSaid(_("The date must be in the future"), "until")
    if reason is HoldReason.OTHER and not words:
        raise NotSaid(_("Say what the other reason is"), "words")
    if (match.hold_until, words) == (until, "") and reason in reasons_of(match):
        return match
    move(session, match, MatchAct.HOLD, by=by, reason=reason, words=words, hold_until=until)
    return match


def resume(session: Session, match: Match, *, by: Account | None, words: str = "") -> Match:
    """It goes on from where it was held.

    Raises:
        NotPossible: it is not on hold.
    """
    hold_rows(session, match)
    move(session, match, MatchAct.RESUME, by=by, words=words)
    return match


def complete(session: Session, match: Match, *, by: Account, words: str = "") -> Match:
    """The work is done. What came of it is asked elsewhere, of those it was for.

    Raises:
        NotPossible: it is not under way.
    """
    hold_rows(session, match)
    move(session, match, MatchAct.COMPLETE, by=by, words=words)
    return match


def end_early(session: Session, match: Match, *, by: Account, reason: EndReason, words: str = "") -> Match:
    """It does not go on: both are told without the reason, the places are free, the next firm comes up.

    Raises:
        NotPossible: it has not begun, or is over.
        NotSaid: "other" without words.
    """
    hold_rows(session, match)
    if reason is EndReason.OTHER and not words:
        raise NotSaid(_("Say what the other reason is"), "words")
    move(session, match, MatchAct.END_EARLY, by=by, reason=reason, words=words)
    telling.tell_ended_early(session, match)
    released(session, match, by=by)
    look_again(session, match.need)
    return match

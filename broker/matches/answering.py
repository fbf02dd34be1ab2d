"""Both sides answer a proposal for themselves: yes, ring me first, not now, or no with a reason.

Every verb holds the need, the business, the suggestion and the match, in this order. The caller
commits; where a verb raises, the caller rolls back.
"""

from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from models import Account, Match, MatchAnswer
from models.base import now
from models.vocabulary import Answer, DeclineReason, MatchAct, MatchState, Side

from ..cases.clocks import today
from ..cases.following import follow
from ..cases.life import move
from ..cases.log import record
from ..cases.places import TAKEN
from . import telling
from .ending import look_again, place_gone, released
from .introducing import introduce
from .places import others_without_a_place, place_is_free
from .refusals import NotAskedAnyMore, NotSaid
from .rows import hold

#: Nobody is asked again later than so long from now.
LONGEST_LATER = timedelta(days=366)
#: States in which a yes that is said again changes nothing.
SAID_YES = (MatchState.PROPOSED, *TAKEN)


def answer(
    session: Session,
    match: Match,
    side: Side,
    given: Answer,
    *,
    by: Account | None,
    reason: DeclineReason | None = None,
    words: str = "",
    ask_again_on: date | None = None,
    on_behalf: bool = False,
) -> Match:
    """Take one side's answer. When both have said yes they are introduced at once, or, where the last
    place of the need is gone by then, the match is withdrawn: its state says which.

    ``ask_again_on`` is the day of a "not now"; with a "no" for the time being wrong, the day from
    which it may be right. ``on_behalf``: ``by`` is an officer to whom it was said. The same answer
    twice changes nothing. With `Answer.WAITING` an officer notes that they still think about it.

    Raises:
        NotAskedAnyMore: it is no proposal any more.
        NotSaid: a reason, words or a day is missing or wrong.
    """
    answers = hold(session, match)
    one = answers[side]
    if given is one.answer is Answer.YES and match.state in SAID_YES:
        return match
    if match.state is not MatchState.PROPOSED:
        raise NotAskedAnyMore(match)
    if given is not Answer.WAITING and (one.answer, one.words, one.ask_again_on) == (given, words, ask_again_on):
        follow(session, match)
        return match  # a second click: nobody is written to twice
    _check(given, reason, words, ask_again_on)
    _write_down(one, given, by, reason, words, ask_again_on, on_behalf)
    telling.knows_what_is_asked(session, match, side)
    on_behalf_of = side.value if on_behalf else ""
    if given is Answer.NO:
        move(session, match, MatchAct.DECLINE, by=by, on_behalf_of=on_behalf_of, reason=reason, words=words, side=side)
        telling.tell_declined(session, match, side, by)
        if reason is DeclineReason.UNCLEAR:
            record(session, match.need, "found_unclear", by=by, words=words)
        released(session, match)
        look_again(session, match.need)
        return match
    move(session, match, MatchAct.ANSWER, by=by, on_behalf_of=on_behalf_of, reason=given, words=words, side=side)
    if given is Answer.RING_FIRST:
        telling.tell_ring_first(session, match, side, words)
    if all(each.answer is Answer.YES for each in answers.values()):
        _both_said_yes(session, match, by, on_behalf_of)
    return match


def rung(session: Session, match: Match, side: Side, *, by: Account, words: str) -> Match:
    """An officer has spoken with a side that wanted to talk first, or had not answered. What they
    said then is an answer of its own; until it comes, their clock starts again.

    Raises:
        NotAskedAnyMore: it is no proposal any more.
        NotSaid: without words.
    """
    one = hold(session, match)[side]
    if match.state is not MatchState.PROPOSED:
        raise NotAskedAnyMore(match)
    if not words:
        raise NotSaid(_("Say in a line what was said"), "words")
    if one.answer in (Answer.RING_FIRST, Answer.WAITING):
        one.answer, one.asked_on, one.reminded_at = Answer.WAITING, today(), None
    telling.knows_what_is_asked(session, match, side)
    move(session, match, MatchAct.RING, by=by, words=words, side=side)
    return match


def lapse(session: Session, match: Match) -> Match:
    """No answer came in time: the places are free again, and nobody is blamed. Whether the time has
    run out is the caller's to know.

    Raises:
        NotAskedAnyMore: it is no proposal any more.
    """
    hold(session, match)
    if match.state is not MatchState.PROPOSED:
        raise NotAskedAnyMore(match)
    move(session, match, MatchAct.LAPSE)
    telling.tell_lapsed(session, match)
    released(session, match)
    look_again(session, match.need)
    return match


def _check(given: Answer, reason: DeclineReason | None, words: str, ask_again_on: date | None) -> None:
    if given is Answer.NO and reason is None:
        raise NotSaid(_("Select a reason"), "reason")
    if given is Answer.NO and reason is DeclineReason.OTHER and not words:
        raise NotSaid(_("Say what the other reason is"), "words")
    if given is Answer.NOT_NOW and ask_again_on is None:
        raise NotSaid(_("Enter the day on which we may ask you again"), "ask_again_on")
    if ask_again_on is not None and not today() < ask_again_on <= today() + LONGEST_LATER:
        raise NotSaid(_("The date must be in the future, and within a year"), "ask_again_on")


def _write_down(
    one: MatchAnswer,
    given: Answer,
    by: Account | None,
    reason: DeclineReason | None,
    words: str,
    ask_again_on: date | None,
    on_behalf: bool,
) -> None:
    one.answer, one.by, one.on_behalf, one.answered_at = given, by, on_behalf, now()
    one.reason, one.words, one.ask_again_on = reason if given is Answer.NO else None, words, ask_again_on


def _both_said_yes(session: Session, match: Match, by: Account | None, on_behalf_of: str) -> None:
    """Take the places and introduce, or say that somebody was quicker."""
    if not place_is_free(session, match):
        place_gone(session, match)
        look_again(session, match.need)
        return
    move(session, match, MatchAct.ACCEPT, by=by, on_behalf_of=on_behalf_of)
    introduce(session, match)
    for late in others_without_a_place(session, match):
        place_gone(session, late)
    look_again(session, match.need)

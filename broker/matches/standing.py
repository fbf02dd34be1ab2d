"""Where a match stands, as one side reads it: in a sentence, and what happens next and by when."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from models import Match, MatchAnswer, MatchEvent
from models.vocabulary import Answer, DeclineReason, EndReason, MatchState, Side

from ..cases.clocks import today
from ..cases.following import lapses_on, waits_for_side, waits_for_what
from ..edge.filters import label, spoken_date
from .linking import link_of

#: A thing that happens, and the day by which; no day where nobody can know it.
Steps = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Standing:
    """``heading`` is what a page says first of a match that is no open question any more."""

    heading: str
    sentence: str
    steps: Steps


def other_side(side: Side) -> Side:
    return Side.PARTNERSHIP if side is Side.BUSINESS else Side.BUSINESS


def said(match: Match, side: Side) -> MatchAnswer | None:
    """What a side has answered; None where it was never asked."""
    return next((one for one in match.answers if one.side is side), None)


def name_of(match: Match, side: Side) -> str:
    return match.business.name if side is Side.BUSINESS else match.need.partnership.name


def answer_by(match: Match, side: Side) -> date:
    """The last day of a side's answer; a side that asked to be asked later has none before that day."""
    one = said(match, side) or MatchAnswer(side=side, asked_on=today())
    return lapses_on(match, one)


def standing_of(match: Match, side: Side) -> Standing:
    """Where a match stands, for one side."""
    if match.state is MatchState.PROPOSED:
        return _proposed(match, side)
    if match.state in (MatchState.ACCEPTED, MatchState.INTRODUCED, MatchState.ACTIVE, MatchState.ON_HOLD):
        return _under_way(match)
    if match.state is MatchState.COMPLETED:
        return _finished(match, side)
    if match.state is MatchState.VERIFIED:
        sentence = _("Thank you. %(name)s has confirmed what came of it.", name=name_of(match, Side.PARTNERSHIP))
        return Standing(_("This is done"), sentence, [])
    return _over(match, side)


def _proposed(match: Match, side: Side) -> Standing:
    one, other, link = said(match, side), said(match, other_side(side)), link_of(match)
    other_name = name_of(match, other_side(side))
    given = one.answer if one else Answer.WAITING
    until = spoken_date(answer_by(match, other_side(side)))
    together = (_("When you have both said yes, we give you each other’s name and number at once."), "")
    if given is Answer.YES:
        waits = (_("%(name)s answers too.", name=other_name), _("By %(date)s", date=until))
        thanks = _("Thank you. Now we wait for %(name)s.", name=other_name)
        return Standing(_("You have said yes"), thanks, [waits, together])
    if given is Answer.RING_FIRST:
        by = spoken_date(waits_for_side(match, one).next_on if one else today())
        rings = (_("%(name)s rings you.", name=link.name), _("By %(date)s", date=by))
        then = (_("You say yes or no, on the telephone or here."), "")
        return Standing(_("We ring you first"), _("You asked to talk before you answer."), [rings, then, together])
    if given is Answer.NOT_NOW and one is not None and one.ask_again_on:
        again = spoken_date(waits_for_side(match, one).next_on)
        asks = (_("We ask you again."), _("On %(date)s", date=again))
        return Standing(_("Not now"), _("You asked us to come back later."), [asks])
    mine = spoken_date(answer_by(match, side))
    steps: Steps = [
        (_("You tell us: yes, ring me first, not now, or no."), _("By %(date)s", date=mine)),
        _other_step(other, other_name, until),
        together,
    ]
    return Standing("", "", steps)


def _other_step(other: MatchAnswer | None, name: str, until: str) -> tuple[str, str]:
    if other is not None and other.answer is Answer.YES:
        return _("%(name)s has said yes already.", name=name), ""
    return _("%(name)s is asked the same.", name=name), _("By %(date)s", date=until)


def _under_way(match: Match) -> Standing:
    link = link_of(match)
    asks = (_("%(name)s asks you both how it goes.", name=link.name), "")
    if match.state is MatchState.ON_HOLD:
        again = spoken_date(match.hold_until)
        on = (_("%(name)s sees whether it can go on.", name=link.name), _("On %(date)s", date=again))
        return Standing(_("This waits for a while"), label(match.hold_reason), [on])
    if match.state is MatchState.ACTIVE:
        return Standing(_("You are working together"), "", [asks])
    if match.state is MatchState.ACCEPTED:
        given = (_("We give you each other’s name and number."), _("By %(date)s", date=spoken_date(today())))
        return Standing(_("You have both said yes"), "", [given])
    speak_by = spoken_date(waits_for_what(match).next_on)
    speak = (_("Ring or write to each other."), _("By %(date)s", date=speak_by))
    return Standing(_("You have been introduced"), _("Both of you said yes."), [speak, asks])


def _finished(match: Match, side: Side) -> Standing:
    """What came of it is confirmed by those helped, and by nobody else."""
    if side is Side.PARTNERSHIP:
        confirm = _("You say whether what is reported is right, or correct it: nobody else can.")
    else:
        confirm = _("%(name)s says whether what is reported is right.", name=name_of(match, Side.PARTNERSHIP))
    steps: Steps = [(_("Either of you says what was given."), ""), (confirm, "")]
    return Standing(_("The work is finished"), _("Thank you. It is not confirmed yet."), steps)


def _over(match: Match, side: Side) -> Standing:
    one, last = said(match, side), last_change(match)
    on = spoken_date(match.ended_at)
    nothing: Steps = [(_("You need do nothing."), "")]
    if match.state is MatchState.DECLINED and one is not None and one.answer is Answer.NO:
        sentence = _("You told us on %(date)s.", date=on)
        if one.reason not in (None, DeclineReason.OTHER):
            sentence += " " + _("Your reason: %(why)s.", why=label(one.reason).lower())
        return Standing(_("You said no to this"), sentence, [(_("We look for something that suits you better."), "")])
    if match.state is MatchState.DECLINED:
        sentence = _("It is not to be this time. It says nothing about you.")
        return Standing(_("This does not go ahead"), sentence, nothing)
    if match.state is MatchState.LAPSED:
        return Standing(
            _("The time to answer has run out"), _("We took the question back on %(date)s.", date=on), nothing
        )
    if last is not None and last.why is EndReason.PLACE_TAKEN:
        taken = _("The last place was taken before both of you had said yes. Thank you all the same.")
        return Standing(_("Somebody was a moment quicker"), taken, [(_("We look for something else at once."), "")])
    if match.state is MatchState.ENDED_EARLY:
        return Standing(_("This has ended"), _("It ended on %(date)s.", date=on), nothing)
    return Standing(_("We took this question back"), _("That was on %(date)s.", date=on), nothing)


def last_change(match: Match) -> MatchEvent | None:
    """The event by which a match came to its state."""
    changes = [event for event in match.events if event.from_state is not event.to_state]
    return changes[-1] if changes else None

"""What whoever carries a match can do with it now, and what each side has said."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from models import Match, MatchAnswer
from models.vocabulary import Answer, MatchAct, MatchState, Side

from ..cases.life import can
from .standing import name_of, said
from .telling import contact_of

#: act -> the page where it is done.
PAGES: dict[MatchAct, str] = {
    MatchAct.START: "matches.start",
    MatchAct.RESUME: "matches.resume",
    MatchAct.HOLD: "matches.hold",
    MatchAct.COMPLETE: "matches.complete",
    MatchAct.END_EARLY: "matches.end_early",
}


@dataclass(frozen=True, slots=True)
class SideNow:
    """One side of a proposal: what it has said, who speaks for it, and where an officer notes what they say."""

    side: Side
    name: str
    answer: MatchAnswer | None
    contact_name: str
    telephone: str
    answer_url: str
    rung_url: str


def steps_now(match: Match) -> list[tuple[str, str]]:
    """(what, address) of every step that the match can take now."""
    names = {
        MatchAct.START: _("They have met: the work starts"),
        MatchAct.RESUME: _("It goes on"),
        MatchAct.HOLD: _("Put it on hold")
        if match.state is not MatchState.ON_HOLD
        else _("Let it wait until another day"),
        MatchAct.COMPLETE: _("The work is done"),
        MatchAct.END_EARLY: _("End it early"),
    }
    return [(names[act], url_for(page, match_id=match.id)) for act, page in PAGES.items() if can(match, act)]


def sides_now(match: Match) -> list[SideNow]:
    """Both sides, while the match is a proposal; none afterwards."""
    if match.state is not MatchState.PROPOSED:
        return []
    return [_side(match, side) for side in Side]


def _side(match: Match, side: Side) -> SideNow:
    contact = contact_of(match, side)
    at: dict[str, Any] = {"match_id": match.id, "side": side.value}
    one = said(match, side)
    talks = one is None or one.answer is not Answer.YES
    return SideNow(
        side,
        name_of(match, side),
        one,
        contact.name if contact else "",
        contact.telephone if contact else "",
        url_for("matches.match", **at),
        url_for("matches.rung", **at) if talks else "",
    )

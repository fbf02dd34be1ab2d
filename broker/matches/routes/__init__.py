"""Pages of a match: those of the two sides, and the steps of whoever carries it."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models import Account, Match
from models.vocabulary import Answer, Side

from ...accounts.roles import me
from ...cases.holding import reasons_of
from ...extensions import db
from .. import steps_now, taking_part
from ..refusals import NotAskedAnyMore, NotSaid
from ..standing import said, standing_of

bp = Blueprint("matches", __name__)


@dataclass(frozen=True, slots=True)
class Acting:
    """Who is on a page of a match: for which side, or for none where they carry the case.
    ``on_behalf``: an officer or the broker does it for the side, who said it on the telephone."""

    match: Match
    by: Account
    side: Side | None
    on_behalf: bool

    @property
    def at(self) -> dict[str, Any]:
        """What an address of this match holds."""
        told = {"side": self.side.value} if self.side and (self.on_behalf or "side" in request.args) else {}
        return {"match_id": self.match.id, **told}


def acting_or_404(match_id: int) -> Acting:
    """The match, for those who take part in it; for anybody else there is no such page."""
    match = taking_part.match_of(db.session, match_id)
    part = taking_part.part_of(me(), match) if match is not None else None
    if match is None or not part:
        abort(404)
    asked = request.args.get("side", "")
    wanted = Side(asked) if asked in set(Side) else None
    if wanted in part.sides or (wanted is None and part.sides):
        return Acting(match, me(), wanted or _unanswered(match, part.sides), False)
    if not part.carries and part.sides:  # an address of the other side: they are led to their own page
        abort(redirect(url_for("matches.match", match_id=match.id)))
    if not part.carries:
        abort(404)
    return Acting(match, me(), wanted, wanted is not None)


def of_a_side_or_404(match_id: int) -> tuple[Acting, Side]:
    acting = acting_or_404(match_id)
    if acting.side is None:
        abort(404)
    return acting, acting.side


def carried_or_404(match_id: int) -> Match:
    """A match that the account carries: its broker, or the office."""
    match = taking_part.match_of(db.session, match_id)
    if match is None or not taking_part.part_of(me(), match).carries:
        abort(404)
    return match


def refuse(form: Any, error: NotSaid) -> None:
    """Show on the form what is missing. What was half done is taken back first."""
    db.session.rollback()
    form[error.field].errors = [*form[error.field].errors, str(error)]


def _unanswered(match: Match, sides: tuple[Side, ...]) -> Side:
    """Who speaks for both sides answers for one after the other."""
    waiting = [side for side in sides if (one := said(match, side)) is None or one.answer is Answer.WAITING]
    return (waiting or list(sides))[0]


@bp.errorhandler(NotAskedAnyMore)
def _not_asked_any_more(error: NotAskedAnyMore) -> ResponseReturnValue:
    """An answer came when there was nothing to answer any more: nothing is changed, and it is said how it stands."""
    db.session.rollback()
    acting = acting_or_404(error.match.id)
    if request.method == "GET" or acting.side is None:
        return redirect(url_for("matches.match", **acting.at))
    standing = standing_of(acting.match, acting.side)
    return render_template("matches/not_asked_any_more.html", acting=acting, standing=standing), 409


@bp.app_context_processor
def _steps() -> dict[str, object]:
    """For pages of other rooms that show a match: what can be done with it now."""
    return {"match_steps": steps_now.steps_now, "match_sides": steps_now.sides_now, "match_waits_for": reasons_of}


from . import answering, carrying  # noqa: E402, F401

"""The pages of the two sides: what is asked and why, the four answers, and what happens next."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from models.vocabulary import Answer, MatchState, Role, Side

from ...accounts.roles import OFFICE, access, signed_in_required
from ...edge import writes
from ...edge.filters import without_contact_details
from ...extensions import db
from .. import answering
from ..forms import STILL_THINKING, AnswerForm, NoForm, NotNowForm, RingFirstForm, RungForm, of_side
from ..linking import link_of
from ..refusals import NotAskedAnyMore, NotSaid
from ..standing import other_side, said, standing_of
from ..telling import contact_of
from ..wording import asked_for, place, why
from . import Acting, acting_or_404, bp, carried_or_404, of_a_side_or_404, refuse

#: Where each answer but yes asks one thing more.
BRANCHES = {Answer.RING_FIRST: "matches.ring_first", Answer.NOT_NOW: "matches.not_now", Answer.NO: "matches.no"}
#: States in which each side has the other's name and number.
INTRODUCED = (MatchState.INTRODUCED, MatchState.ACTIVE, MatchState.ON_HOLD, MatchState.COMPLETED, MatchState.VERIFIED)


@bp.route("/your-page/matches/<int:match_id>", methods=["GET", "POST"])
@signed_in_required
@writes
def match(match_id: int) -> ResponseReturnValue:
    """How a match stands for one side, and its answer; for who carries it, what to do."""
    acting = acting_or_404(match_id)
    if acting.side is None:
        return _carried(acting)
    form = of_side(AnswerForm(), acting.on_behalf)
    if form.validate_on_submit():
        given = Answer(form.answer.data)
        if given is not Answer.YES:
            return redirect(url_for(BRANCHES[given], **acting.at))
        return _answered(acting, acting.side, Answer.YES)
    return _page(acting, acting.side, form), 422 if form.errors else 200


@bp.route("/your-page/matches/<int:match_id>/ring-first", methods=["GET", "POST"])
@signed_in_required
@writes
def ring_first(match_id: int) -> ResponseReturnValue:
    """They want to talk before they answer."""
    return _branch(match_id, RingFirstForm(), Answer.RING_FIRST, "matches/ring_first.html")


@bp.route("/your-page/matches/<int:match_id>/not-now", methods=["GET", "POST"])
@signed_in_required
@writes
def not_now(match_id: int) -> ResponseReturnValue:
    """They want to be asked on another day."""
    return _branch(match_id, NotNowForm(), Answer.NOT_NOW, "matches/not_now.html")


@bp.route("/your-page/matches/<int:match_id>/no", methods=["GET", "POST"])
@signed_in_required
@writes
def no(match_id: int) -> ResponseReturnValue:
    """They say no, and why."""
    return _branch(match_id, NoForm(), Answer.NO, "matches/no.html")


@bp.route("/matches/<int:match_id>/rung", methods=["GET", "POST"])
@access(*OFFICE, Role.BROKER)
@writes
def rung(match_id: int) -> ResponseReturnValue:
    """An officer or the broker has spoken with one side, and writes down what was said."""
    carried_or_404(match_id)  # nobody has rung themselves
    acting, side = of_a_side_or_404(match_id)
    _still_asked(acting)
    form = RungForm()
    if form.validate_on_submit():
        try:
            answering.rung(db.session, acting.match, side, by=acting.by, words=form.words.data or "")
        except NotSaid as missing:
            refuse(form, missing)
        else:
            return _after_ringing(acting, side, str(form.outcome.data))
    page = render_template("matches/rung.html", form=form, acting=acting, **_about(acting, side))
    return page, 422 if form.errors else 200


def _after_ringing(acting: Acting, side: Side, outcome: str) -> ResponseReturnValue:
    if outcome == STILL_THINKING:
        flash(_("Written down. Their time to answer starts again today."), "success")
        return redirect(url_for("matches.match", match_id=acting.match.id))
    given = Answer(outcome)
    if given is Answer.YES:
        return _answered(acting, side, given)
    return redirect(url_for(BRANCHES[given], **acting.at))


def _branch(match_id: int, form: Any, given: Answer, template: str) -> ResponseReturnValue:
    acting, side = of_a_side_or_404(match_id)
    _still_asked(acting)
    form = of_side(form, acting.on_behalf)
    if form.validate_on_submit():
        values = {name: form[name].data for name in ("reason", "words", "ask_again_on") if name in form}
        try:
            return _answered(acting, side, given, **{**values, "words": values.get("words") or ""})
        except NotSaid as missing:
            refuse(form, missing)
    page = render_template(template, form=form, acting=acting, **_about(acting, side))
    return page, 422 if form.errors else 200


def _answered(acting: Acting, side: Side, given: Answer, **more: Any) -> ResponseReturnValue:
    answering.answer(db.session, acting.match, side, given, by=acting.by, on_behalf=acting.on_behalf, **more)
    flash(_("Written down as what they said.") if acting.on_behalf else _("Thank you for your answer."), "success")
    if acting.on_behalf:
        return redirect(url_for("matches.match", match_id=acting.match.id))
    return redirect(url_for("matches.match", **acting.at))


def _still_asked(acting: Acting) -> None:
    if acting.match.state is not MatchState.PROPOSED:
        raise NotAskedAnyMore(acting.match)


def _carried(acting: Acting) -> ResponseReturnValue:
    if acting.by.is_a(*OFFICE):
        return redirect(url_for("casework.match", match_id=acting.match.id))
    return redirect(url_for("casework.case", kind="match", subject_id=acting.match.id))


def _page(acting: Acting, side: Side, form: AnswerForm) -> str:
    match = acting.match
    given = said(match, side)
    return render_template(
        "matches/match.html",
        acting=acting,
        form=form,
        standing=standing_of(match, side),
        open=match.state is MatchState.PROPOSED,
        answered=given is not None and given.answer is not Answer.WAITING,
        given=given,
        asked_for=asked_for(match),
        place=place(match),
        words=without_contact_details(match.need.words),
        reasons=why(match, side),
        other=contact_of(match, other_side(side)) if match.state in INTRODUCED else None,
        **_about(acting, side),
    )


def _about(acting: Acting, side: Side) -> dict[str, Any]:
    """What every page of a side shows."""
    match = acting.match
    return {
        "match": match,
        "side": side,
        "link": link_of(match),
        "contact": contact_of(match, side),
        "back": url_for("matches.match", **acting.at),
    }

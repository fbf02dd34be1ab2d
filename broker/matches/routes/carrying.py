"""The steps of whoever carries a match: its broker, or the office."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from models import Match
from models.vocabulary import EndReason, HoldReason, MatchAct, Role

from ...accounts.roles import OFFICE, access, me
from ...cases.clocks import today
from ...cases.life import can
from ...cases.refusals import NotPossible
from ...edge import writes
from ...extensions import db
from ...forms import ButtonForm
from .. import steps
from ..forms import CompleteForm, EndEarlyForm, HoldForm, StartForm
from ..refusals import NotSaid
from . import bp, carried_or_404, refuse

carrying_required = access(*OFFICE, Role.BROKER)


@bp.route("/matches/<int:match_id>/start", methods=["GET", "POST"])
@carrying_required
@writes
def start(match_id: int) -> ResponseReturnValue:
    """They have met or spoken."""
    form = StartForm()
    return _step(
        match_id,
        MatchAct.START,
        form,
        lambda match: steps.start(db.session, match, by=me(), words=form.words.data or "", ends_on=form.ends_on.data),
        _("Under way. You are reminded to ask both how it goes."),
    )


@bp.route("/matches/<int:match_id>/hold", methods=["GET", "POST"])
@carrying_required
@writes
def hold(match_id: int) -> ResponseReturnValue:
    """It waits for a while."""
    match = carried_or_404(match_id)
    form = HoldForm(reason=match.hold_reason)
    return _step(
        match_id,
        MatchAct.HOLD,
        form,
        lambda match: steps.hold(
            db.session,
            match,
            by=me(),
            reason=HoldReason(str(form.reason.data)),
            until=form.until.data or today(),
            words=form.words.data or "",
        ),
        _("On hold."),
    )


@bp.route("/matches/<int:match_id>/resume", methods=["GET", "POST"])
@carrying_required
@writes
def resume(match_id: int) -> ResponseReturnValue:
    """It goes on from where it was."""
    return _step(
        match_id,
        MatchAct.RESUME,
        ButtonForm(),
        lambda match: steps.resume(db.session, match, by=me()),
        _("It goes on."),
    )


@bp.route("/matches/<int:match_id>/complete", methods=["GET", "POST"])
@carrying_required
@writes
def complete(match_id: int) -> ResponseReturnValue:
    """The work is done. What came of it is reported and confirmed on pages of their own."""
    form = CompleteForm()
    return _step(
        match_id,
        MatchAct.COMPLETE,
        form,
        lambda match: steps.complete(db.session, match, by=me(), words=form.words.data or ""),
        _("Finished. Now say what was given."),
        then="results.result_report",
    )


@bp.route("/matches/<int:match_id>/end-early", methods=["GET", "POST"])
@carrying_required
@writes
def end_early(match_id: int) -> ResponseReturnValue:
    """It does not go on."""
    form = EndEarlyForm()
    return _step(
        match_id,
        MatchAct.END_EARLY,
        form,
        lambda match: steps.end_early(
            db.session, match, by=me(), reason=EndReason(str(form.reason.data)), words=form.words.data or ""
        ),
        _("Ended. Both sides get a message without the reason."),
    )


def _step(
    match_id: int, act: MatchAct, form: Any, do: Callable[[Match], object], done: str, then: str = "matches.match"
) -> ResponseReturnValue:
    """One page of one step: the form, what is missing, or why it is not possible (any more)."""
    match = carried_or_404(match_id)
    there = url_for("matches.match", match_id=match_id)
    if not can(match, act):
        flash(_("This is “%(state)s” now: that can no longer be done.", state=_(match.state.label)))
        return redirect(there)
    if form.validate_on_submit():
        try:
            do(match)
            flash(done, "success")
            return redirect(url_for(then, match_id=match_id))
        except NotSaid as missing:
            refuse(form, missing)
        except NotPossible as refused:
            db.session.rollback()
            form.form_errors.append(str(refused))
    template = f"matches/{act.value}.html"
    return render_template(template, match=carried_or_404(match_id), form=form, back=there), 422 if form.errors else 200

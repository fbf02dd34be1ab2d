"""A run onto the work list in one go, and back."""

from collections import Counter

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from models.vocabulary import PlanEffect

from ...accounts.roles import coordinator_required
from ...accounts.signing_in import fresh_required
from ...cases.refusals import NotPossible
from ...edge import writes
from ...extensions import db
from ...suggestions import planning
from .. import plan_entries as about
from ..plan_forms import SureForm
from . import bp, me, page_number
from .plan import run_or_404
from .plan_results import run_with_result


@bp.route("/coordinate/plan/runs/<int:run_id>/release", methods=["GET", "POST"])
@coordinator_required
@fresh_required
@writes
def plan_release(run_id: int) -> ResponseReturnValue:
    """Put a run on the work list."""
    run = run_with_result(run_id)
    form = SureForm()
    if form.validate_on_submit():
        try:
            effects = planning.release(db.session, run, by=me())
        except NotPossible as refused:
            db.session.rollback()
            flash(str(refused))
            return redirect(url_for("casework.plan_round", plan_id=run_or_404(run_id).plan_id))
        flash(_released(effects), "success")
        return redirect(url_for("casework.plan_round", plan_id=run.plan_id))
    earlier = about.released_run(db.session, run.plan)
    return render_template("casework/plan_release.html", run=run, form=form, earlier=earlier)


@bp.route("/coordinate/plan/runs/<int:run_id>/undo", methods=["GET", "POST"])
@coordinator_required
@fresh_required
@writes
def plan_undo(run_id: int) -> ResponseReturnValue:
    """Take a run off the work list whole."""
    run = run_with_result(run_id)
    form = SureForm()
    if form.validate_on_submit():
        try:
            result = planning.take_back(db.session, run, by=me())
        except NotPossible as refused:
            db.session.rollback()
            flash(str(refused))
            return redirect(url_for("casework.plan_round", plan_id=run_or_404(run_id).plan_id))
        flash(_taken_back(result), "success")
        if result.stay:
            return redirect(url_for("casework.plan_placed", run_id=run.id, what="stayed"))
        return redirect(url_for("casework.plan_round", plan_id=run.plan_id))
    decided = about.decided_since(db.session, run, page_number())
    href = url_for("casework.plan_undo", run_id=run.id) + "?page="
    return render_template("casework/plan_undo.html", run=run, form=form, decided=decided, href=href)


def _released(effects: Counter[PlanEffect]) -> str:
    """What a release did, in one line; what was left as it stood is said only where there is any."""
    now_open = effects[PlanEffect.ADDED] + effects[PlanEffect.RAISED]
    said = [
        ngettext(
            "Released: %(num)d pair is new on the work list.",
            "Released: %(num)d pairs are new on the work list.",
            now_open,
        )
    ]
    for effect, words in (
        (PlanEffect.OPEN, _("On the work list already: %(count)d.", count=effects[PlanEffect.OPEN])),
        (PlanEffect.KEPT, _("Left as they stand: %(count)d.", count=effects[PlanEffect.KEPT])),
        (PlanEffect.GONE, _("No longer possible: %(count)d.", count=effects[PlanEffect.GONE])),
    ):
        if effects[effect]:
            said.append(words)
    return " ".join(said)


def _taken_back(result: planning.TakenBack) -> str:
    back = ngettext(
        "Taken back: %(num)d pair is what it was before.",
        "Taken back: %(num)d pairs are what they were before.",
        result.put_back,
    )
    if not result.stay:
        return back
    stay = ngettext(
        "%(num)d has been decided since, and stays.", "%(num)d have been decided since, and stay.", len(result.stay)
    )
    return f"{back} {stay}"

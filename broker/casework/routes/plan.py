"""Plans ("matching rounds"): begin one, run it, change what is asked of it, see how far it is."""

from flask import flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from models import Plan, PlanRun
from models.vocabulary import PlanState

from ...accounts.roles import coordinator_required
from ...cases.refusals import NotPossible
from ...edge import writes
from ...edge.filters import label
from ...extensions import db
from ...suggestions import planning
from .. import plan_entries as about
from .. import plan_reading as reading
from ..plan_forms import BeginPlanForm, PlanOptionsForm
from . import bp, found, me, my_areas, page_number


@bp.route("/coordinate/plan", methods=["GET", "POST"])
@coordinator_required
@writes
def plan() -> ResponseReturnValue:
    """The plans there are, and a form to begin one."""
    areas = list(about.areas_of_plans(db.session, me()))
    form = BeginPlanForm(areas, all_areas=my_areas() is None)
    if form.validate_on_submit():
        codes = form.codes(areas)
        there = planning.same_plan(db.session, codes)
        if there is not None and planning.is_to_come(db.session, there):
            flash(_("A matching round for this is being run already. This is it."))
            return redirect(url_for("casework.plan_round", plan_id=there.id))
        run = planning.begin(db.session, areas=codes, by=me())
        return redirect(url_for("casework.plan_round", plan_id=run.plan_id))
    listed = reading.plans_of(db.session, me(), page_number())
    href = url_for("casework.plan") + "?page="
    return render_template("casework/plan.html", form=form, plans=listed, href=href), 422 if form.errors else 200


@bp.get("/coordinate/plan/<int:plan_id>")
@coordinator_required
def plan_round(plan_id: int) -> ResponseReturnValue:
    """One plan: how far it is, or what it came to."""
    plan = plan_or_404(plan_id)
    return render_template("casework/plan_round.html", plan=plan, page=reading.plan_page(db.session, plan))


@bp.route("/coordinate/plan/<int:plan_id>/change", methods=["GET", "POST"])
@coordinator_required
@writes
def plan_change(plan_id: int) -> ResponseReturnValue:
    """What is asked of the next run, and the button that asks for it."""
    plan = plan_or_404(plan_id)
    versions = about.versions_to_try(db.session)
    form = PlanOptionsForm(obj=plan, weights=str(plan.weights_number or ""), versions=versions)
    if form.validate_on_submit():
        try:
            planning.choose(
                db.session,
                plan,
                priority_on=form.priority_on.data,
                fairness=form.fairness.data or (),
                stand_in=form.stand_in.data,
                weights_number=int(form.weights.data) if form.weights.data else None,
            )
        except NotPossible as refused:
            form.weights.errors = [str(refused)]
        else:
            return _ask(plan)
    page = reading.plan_page(db.session, plan)
    status = 422 if form.errors else 200
    return render_template("casework/plan_change.html", plan=plan, page=page, form=form), status


@bp.post("/coordinate/plan/<int:plan_id>/run")
@coordinator_required
@writes
def plan_run(plan_id: int) -> ResponseReturnValue:
    """Run again, as things and rules stand now."""
    return _ask(plan_or_404(plan_id))


@bp.post("/coordinate/plan/runs/<int:run_id>/cancel")
@coordinator_required
@writes
def plan_cancel(run_id: int) -> ResponseReturnValue:
    """Stop a run that waits or is being done."""
    run = run_or_404(run_id)
    if not planning.ask_to_cancel(db.session, run):
        flash(_("This run was over already."))
    elif run.state is PlanState.CANCELLED:
        flash(_("Cancelled. Nothing was changed."), "success")
    else:
        flash(_("It stops at its next step. Nothing is changed."))
    return redirect(url_for("casework.plan_round", plan_id=run.plan_id))


@bp.get("/coordinate/plan/runs/<int:run_id>/progress")
@coordinator_required
def plan_progress(run_id: int) -> ResponseReturnValue:
    """How far a run is, for a page that asks now and then."""
    run = run_or_404(run_id)
    return jsonify(over=run.is_over, state=run.state.value, words=how_far(run), done=run.done, of=run.of)


def how_far(run: PlanRun) -> str:
    """Where a run is, in words."""
    if run.state is not PlanState.RUNNING or run.stage is None:
        return label(run.state)
    if run.of:
        return _("%(stage)s: %(share)d%%", stage=label(run.stage), share=round(100 * min(run.done, run.of) / run.of))
    return label(run.stage)


@bp.context_processor
def _plan_words() -> dict[str, object]:
    return {"how_far": how_far, "plan_name": plan_name}


def plan_name(plan: Plan) -> str:
    """What a plan is called: where it is of."""
    names = [area.name for area in plan.areas]
    if not names:
        return _("The whole programme")
    if len(names) <= 3:
        return ", ".join(names)
    return _("%(first)s and %(num)d more areas", first=names[0], num=len(names) - 1)


def plan_or_404(plan_id: int) -> Plan:
    return found(reading.plan_of(db.session, plan_id, me()))


def run_or_404(run_id: int) -> PlanRun:
    return found(reading.run_of(db.session, run_id, me()))


def _ask(plan: Plan) -> ResponseReturnValue:
    _run, new = planning.ask_for_run(db.session, plan, by=me())
    if not new:
        flash(_("This round is being run already. Run it again when that is over."))
    return redirect(url_for("casework.plan_round", plan_id=plan.id))

"""What is asked of the next run of a plan: a pair in, a pair out, at least so many."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...accounts.roles import coordinator_required
from ...cases.log import KIND_OF
from ...edge import writes
from ...extensions import db
from ...suggestions import planning
from .. import plan_entries as about
from .. import plan_reading as reading
from ..plan_forms import AtLeastForm, FindEntryForm
from . import bp, found, me
from .plan import plan_or_404


@bp.post("/coordinate/plan/pairs/<int:pair_id>/pin")
@coordinator_required
@writes
def plan_pin(pair_id: int) -> ResponseReturnValue:
    """This business, or another one that is suggested, must be in for this part."""
    pair = found(reading.pair_of(db.session, pair_id, me()))
    business = pair.business
    other = request.form.get("business", type=int)
    if other is not None:
        business = found(about.other_for(db.session, pair, other))
    planning.pin(db.session, pair.run.plan, pair.need_id, pair.part_id, business.id, by=me())
    flash(_("The next run will have %(business)s for “%(need)s”.", business=business.name, need=pair.need.title))
    return redirect(url_for("casework.plan_pair", pair_id=pair.id))


@bp.post("/coordinate/plan/pairs/<int:pair_id>/exclude")
@coordinator_required
@writes
def plan_exclude(pair_id: int) -> ResponseReturnValue:
    """This business must not be in for this need."""
    pair = found(reading.pair_of(db.session, pair_id, me()))
    planning.exclude(db.session, pair.run.plan, pair.need_id, pair.business_id, by=me())
    names = {"business": pair.business.name, "need": pair.need.title}
    flash(_("The next run will not have %(business)s for “%(need)s”.", **names))
    return redirect(url_for("casework.plan_pair", pair_id=pair.id))


@bp.route("/coordinate/plan/<int:plan_id>/at-least/<kind>/<int:entry_id>", methods=["GET", "POST"])
@coordinator_required
@writes
def plan_at_least(plan_id: int, kind: str, entry_id: int) -> ResponseReturnValue:
    """A business, a broker or a request must get at least so many."""
    plan = plan_or_404(plan_id)
    entry: Any = found(about.entry_of_plan(db.session, kind, entry_id, me()))
    form = AtLeastForm()
    name = about.name_of(entry)
    if form.validate_on_submit():
        planning.bound(db.session, plan, entry, form.least.data or 1, by=me())
        flash(_("The next run will give %(name)s at least %(least)d.", name=name, least=form.least.data))
        return redirect(url_for("casework.plan_change", plan_id=plan.id))
    status = 422 if form.errors else 200
    return render_template("casework/plan_at_least.html", plan=plan, kind=kind, name=name, form=form), status


@bp.route("/coordinate/plan/<int:plan_id>/at-least", methods=["GET", "POST"])
@coordinator_required
def plan_find(plan_id: int) -> ResponseReturnValue:
    """Who must get at least so many: an entry by its reference."""
    plan = plan_or_404(plan_id)
    form = FindEntryForm()
    if form.validate_on_submit():
        entry = about.entry_by_reference(db.session, form.reference.data or "", me())
        if entry is not None:
            kind = KIND_OF[type(entry)].value
            return redirect(url_for("casework.plan_at_least", plan_id=plan.id, kind=kind, entry_id=entry.id))
        form.reference.errors = [_("Nothing live has this reference in your areas. Check it, or search by name")]
    return render_template("casework/plan_find.html", plan=plan, form=form), 422 if form.errors else 200


@bp.post("/coordinate/plan/<int:plan_id>/rules/<int:rule_id>/drop")
@coordinator_required
@writes
def plan_drop(plan_id: int, rule_id: int) -> ResponseReturnValue:
    """It is asked for no longer."""
    plan = plan_or_404(plan_id)
    found(planning.drop_rule(db.session, plan, rule_id))
    flash(_("Taken off. The next run does without it."))
    return redirect(url_for("casework.plan_change", plan_id=plan.id))

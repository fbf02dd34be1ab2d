"""What is asked of the next run of a plan: a pair in, a pair out, at least so many."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from models import Business, NeedPart, Plan

from ...accounts.roles import coordinator_required
from ...cases.log import KIND_OF
from ...cases.refusals import NotPossible
from ...edge import writes
from ...extensions import db
from ...suggestions import planning
from .. import plan_entries as about
from .. import plan_reading as reading
from ..plan_forms import AtLeastForm, FindBusinessForm, FindEntryForm
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
    _pin(pair.run.plan, pair.part, business)
    return redirect(url_for("casework.plan_pair", pair_id=pair.id))


@bp.route("/coordinate/plan/<int:plan_id>/parts/<int:part_id>/business", methods=["GET", "POST"])
@coordinator_required
@writes
def plan_business(plan_id: int, part_id: int) -> ResponseReturnValue:
    """Any business, found by its name or reference, must be in for this part."""
    plan = plan_or_404(plan_id)
    part = found(about.part_of_plan(db.session, plan, part_id, me()))
    form = FindBusinessForm(request.args)
    words = (form.words.data or "").strip()
    if request.method == "POST":
        business = found(about.live_business(db.session, request.form.get("business", 0, type=int)))
        if _pin(plan, part, business):
            return redirect(url_for("casework.plan_change", plan_id=plan.id))
        return redirect(url_for("casework.plan_business", plan_id=plan.id, part_id=part.id, words=business.reference))
    searched = "words" in request.args
    if searched:
        form.validate()
    businesses = about.businesses_called(db.session, words[:100])
    return render_template(
        "casework/plan_business.html",
        plan=plan,
        part=part,
        form=form,
        searched=searched and not form.errors,
        businesses=businesses[: about.MOST_FOUND],
        more=len(businesses) > about.MOST_FOUND,
    )


def _pin(plan: Plan, part: NeedPart, business: Business) -> bool:
    """Pin a pair, or say which rule forbids it."""
    try:
        planning.pin(db.session, plan, part.need_id, part.id, business.id, by=me())
    except NotPossible as refused:
        flash(str(refused))
        return False
    flash(_("The next run will have %(business)s for “%(need)s”.", business=business.name, need=part.need.title))
    return True


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
    form = AtLeastForm(about.places_of(entry))
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

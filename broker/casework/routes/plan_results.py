"""What a run came to: pairs placed, parts not placed, what would help, two runs side by side, a sheet."""

from urllib.parse import urlencode

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields import SelectChoice

from models import PlanRun
from models.vocabulary import PlanLimit

from ...accounts.roles import coordinator_required
from ...edge.paging import paged
from ...extensions import db
from ...matching.scored import Scored
from ...suggestions.planning import changed_needs, side_by_side
from .. import plan_entries as about
from .. import plan_reading as reading
from ..plan_forms import CompareForm, LimitFilterForm, PairsFilterForm
from ..plan_helps import helps_of
from ..plan_sheet import sheet_of
from ..showing import shown_parts
from . import bp, found, me, page_number
from .plan import plan_name, plan_or_404, run_or_404


def run_with_result(run_id: int) -> PlanRun:
    run = run_or_404(run_id)
    return found(run if run.has_result else None)


@bp.get("/coordinate/plan/runs/<int:run_id>/placed")
@coordinator_required
def plan_placed(run_id: int) -> ResponseReturnValue:
    """Every pair of a run."""
    run = run_with_result(run_id)
    form = PairsFilterForm(request.args, released=run.released_at is not None)
    if form.what.data not in {choice.value for choice in form.what.choices}:
        form.what.data = ""
    narrowed = reading.Narrowed((form.words.data or "").strip(), form.what.data)
    pairs = reading.placed(db.session, run, narrowed, page_number())
    here = url_for("casework.plan_placed", run_id=run.id)
    query = urlencode({name: value for name, value in (("words", narrowed.words), ("what", narrowed.what)) if value})
    href = here + "?" + (query + "&" if query else "") + "page="
    return render_template(
        "casework/plan_placed.html", run=run, pairs=pairs, form=form, filters=narrowed, here=here, href=href
    )


@bp.get("/coordinate/plan/runs/<int:run_id>/not-placed")
@coordinator_required
def plan_not_placed(run_id: int) -> ResponseReturnValue:
    """What a run leaves open, and the limit that binds."""
    run = run_with_result(run_id)
    form = LimitFilterForm(request.args)
    limit = PlanLimit(form.limit.data) if form.limit.data in set(PlanLimit) else None
    form.limit.data = limit.value if limit else ""
    gaps = reading.not_placed(db.session, run, limit, page_number())
    here = url_for("casework.plan_not_placed", run_id=run.id)
    href = here + "?" + (urlencode({"limit": limit.value}) + "&" if limit else "") + "page="
    return render_template(
        "casework/plan_not_placed.html", run=run, gaps=gaps, form=form, limit=limit, here=here, href=href
    )


@bp.get("/coordinate/plan/runs/<int:run_id>/would-help")
@coordinator_required
def plan_would_help(run_id: int) -> ResponseReturnValue:
    """What one more place, offer or broker would bring."""
    run = run_with_result(run_id)
    return render_template("casework/plan_would_help.html", run=run, helps=helps_of(db.session, run))


@bp.get("/coordinate/plan/pairs/<int:pair_id>")
@coordinator_required
def plan_pair(pair_id: int) -> ResponseReturnValue:
    """One pair: why these two, and what can be asked of the next run about it."""
    pair = found(reading.pair_of(db.session, pair_id, me()))
    return render_template(
        "casework/plan_pair.html",
        pair=pair,
        run=pair.run,
        parts=shown_parts(Scored.from_json(pair.reasons)),
        rules=about.rules_about(db.session, pair),
        others=about.others_for(db.session, pair),
    )


@bp.get("/coordinate/plan/<int:plan_id>/compare")
@coordinator_required
def plan_compare(plan_id: int) -> ResponseReturnValue:
    """Two runs of a plan side by side."""
    plan = plan_or_404(plan_id)
    runs = reading.runs_to_compare(db.session, plan)
    by_number = {run.number: run for run in runs}
    newest = [run.number for run in runs]
    numbers = [request.args.get(name, type=int) for name in ("first", "second")]
    before, after = (newest[1], newest[0]) if len(newest) > 1 else (None, None)
    first = by_number.get(numbers[0] if numbers[0] in by_number else before or 0)
    second = by_number.get(numbers[1] if numbers[1] in by_number else after or 0)
    if first is None or second is None:
        return render_template("casework/plan_compare.html", plan=plan, form=None, first=None, second=None)
    form = CompareForm(formdata=None, first=first.number, second=second.number)
    form.first.choices = form.second.choices = [SelectChoice(number, str(number)) for number in newest]
    if first is second:
        form.second.errors = [_("Choose two different runs")]
        return render_template("casework/plan_compare.html", plan=plan, form=form, first=None, second=None), 422
    changed = paged(changed_needs(db.session, first, second), page_number())
    rows = side_by_side(db.session, first, second, changed.rows)
    href = url_for("casework.plan_compare", plan_id=plan.id, first=first.number, second=second.number) + "&page="
    return render_template(
        "casework/plan_compare.html",
        plan=plan,
        form=form,
        first=first,
        second=second,
        changed=changed,
        rows=rows,
        href=href,
        differing=about.what_differs(first, second),
    )


@bp.get("/coordinate/plan/runs/<int:run_id>/sheet.csv")
@coordinator_required
def plan_sheet(run_id: int) -> ResponseReturnValue:
    """A run as a sheet, for a spreadsheet."""
    run = run_with_result(run_id)
    name = f"{run.plan.reference}-{run.number}.csv"
    return Response(
        sheet_of(db.session, run, plan_name(run.plan)),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )

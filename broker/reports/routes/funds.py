"""The list of funds, which administrators keep, and which of them pay for a request or a match."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.fields import SelectChoice

from models import FundTag, Match, Need

from ...accounts.roles import administrator_required, coordinator_required, me
from ...cases.refusals import NotPossible
from ...edge import writes
from ...extensions import db
from ...matches.taking_part import looks_after
from .. import funds as verbs
from ..forms import FundForm, TagForm
from . import bp


@bp.route("/programme/funds", methods=["GET", "POST"])
@administrator_required
@writes
def funds() -> ResponseReturnValue:
    """The programme's own list of funds, and a new one for it."""
    form = FundForm()
    if form.validate_on_submit():
        try:
            verbs.name_fund(db.session, str(form.name.data), by=me())
        except NotPossible as refused:
            form.name.errors = [str(refused)]
        else:
            flash(_("Saved. It can be given to requests and matches now."), "success")
            return redirect(url_for("reports.funds"))
    page = render_template(
        "reports/funds.html", form=form, funds=verbs.funds(db.session, retired=True), given=verbs.how_many(db.session)
    )
    return page, 422 if form.errors else 200


@bp.route("/programme/funds/<int:fund_id>", methods=["GET", "POST"])
@administrator_required
@writes
def fund(fund_id: int) -> ResponseReturnValue:
    """Call a fund otherwise."""
    found = _found(fund_id)
    form = FundForm(obj=found)
    if form.validate_on_submit():
        try:
            verbs.name_fund(db.session, str(form.name.data), by=me(), fund=found)
        except NotPossible as refused:
            form.name.errors = [str(refused)]
        else:
            flash(_("Saved. Reports that were frozen keep the name from before."), "success")
            return redirect(url_for("reports.funds"))
    page = render_template("question.html", form=form, back=url_for("reports.funds"), button=_("Save"))
    return page, 422 if form.errors else 200


@bp.post("/programme/funds/<int:fund_id>/retire")
@administrator_required
@writes
def fund_retire(fund_id: int) -> ResponseReturnValue:
    """Give it to nothing new."""
    verbs.retire_fund(_found(fund_id))
    flash(_("Given to nothing new any more. Reports of it can still be made."), "success")
    return redirect(url_for("reports.funds"))


@bp.route("/programme/funds/of/<kind>/<int:subject_id>", methods=["GET", "POST"])
@coordinator_required
@writes
def funds_of(kind: str, subject_id: int) -> ResponseReturnValue:
    """Which funds pay for one request, and so for all that comes of it, or for one match."""
    subject = _subject_or_404(kind, subject_id)
    need = subject.need if isinstance(subject, Match) else subject
    has = verbs.funds_of(db.session, subject)
    form = TagForm(data={"tags": [str(one.id) for one in has]})
    offered = verbs.funds(db.session)
    form.tags.choices = [SelectChoice(str(one.id), one.name) for one in offered]
    back = url_for("casework.need", need_id=need.id)
    if isinstance(subject, Match):
        back = url_for("casework.match", match_id=subject.id)
    if form.validate_on_submit():
        chosen: list[str] = form.tags.data or []
        verbs.tag(db.session, subject, [int(one) for one in chosen], by=me())
        flash(_("Saved."), "success")
        return redirect(back)
    page = render_template(
        "reports/funds_of.html",
        form=form,
        subject=subject,
        need=need,
        back=back,
        offered=offered,
        kept=[one for one in has if one.retired_at is not None],
        of_need=verbs.funds_of(db.session, need) if isinstance(subject, Match) else [],
    )
    return page, 422 if form.errors else 200


def _subject_or_404(kind: str, subject_id: int) -> Need | Match:
    """A request or a match in the areas of whoever asks."""
    if kind not in ("need", "match"):
        abort(404)
    subject: Need | Match | None = (
        db.session.get(Need, subject_id) if kind == "need" else db.session.get(Match, subject_id)
    )
    if subject is None or not looks_after(me(), subject.need if isinstance(subject, Match) else subject):
        abort(404)
    return subject


def _found(fund_id: int) -> FundTag:
    return db.session.get(FundTag, fund_id) or abort(404)

"""Report what was given and what came of it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from models.vocabulary import MatchState, Role

from ...accounts.roles import me, signed_in_required
from ...edge import writes
from ...extensions import db
from ..forms import label_of, report_form
from ..reporting import Refused, report, result_of
from . import bp, taking_part


@bp.get("/matches/<int:match_id>/result")
@signed_in_required
def result(match_id: int) -> ResponseReturnValue:
    """What was given and what came of it: reported and confirmed, apart."""
    match, role = taking_part(match_id)
    found = result_of(db.session, match)
    return render_template(
        "results/result.html",
        match=match,
        result=found,
        role=role,
        label_of=label_of,
        may_report=match.state in (MatchState.ACTIVE, MatchState.COMPLETED),
        may_confirm=found is not None and match.state is MatchState.COMPLETED and role is not Role.BUSINESS,
        may_say_again=match.state is MatchState.VERIFIED and role in (Role.BUSINESS, Role.OFFICER),
    )


@bp.route("/matches/<int:match_id>/result/report", methods=["GET", "POST"])
@signed_in_required
@writes
def result_report(match_id: int) -> ResponseReturnValue:
    """Say what was given. With it a match under way is finished."""
    match, role = taking_part(match_id)
    known = result_of(db.session, match)
    if match.state not in (MatchState.ACTIVE, MatchState.COMPLETED):
        return redirect(url_for("results.result", match_id=match.id))
    form = report_form(match, known)
    if form.validate_on_submit():
        try:
            report(db.session, match, form.figures(), by=me(), role=role, words=form["words"].data or "")
        except Refused as refused:
            db.session.rollback()
            flash(str(refused))
            return redirect(url_for("results.result", match_id=match_id))
        flash(_("Thank you. Those who were helped are asked to confirm it."), "success")
        return redirect(url_for("results.result", match_id=match_id))
    return render_template("results/result_report.html", match=match, form=form, role=role), 422 if form.errors else 200

"""The receiver confirms what came of it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from models.vocabulary import Anyway, Difference, MatchState, Role

from ...accounts.roles import me, signed_in_required
from ...edge import writes
from ...extensions import db
from ..forms import confirm_form, label_of
from ..reporting import Refused, confirm, result_of
from . import bp, taking_part


@bp.route("/matches/<int:match_id>/result/confirm", methods=["GET", "POST"])
@signed_in_required
@writes
def result_confirm(match_id: int) -> ResponseReturnValue:
    """Confirm a result, or correct its numbers first. An officer can do it for them on the telephone."""
    match, role = taking_part(match_id, Role.OFFICER, Role.BROKER, Role.COORDINATOR)
    result = result_of(db.session, match)
    if result is None or match.state is not MatchState.COMPLETED:
        return redirect(url_for("results.result", match_id=match.id))
    form = confirm_form(result)
    if form.validate_on_submit():
        try:
            confirm(
                db.session,
                match,
                by=me(),
                role=role,
                values=form.values(result),
                difference=Difference(str(form.difference.data)),
                anyway=Anyway(str(form.anyway.data)),
                words=form.words.data or "",
            )
        except Refused as refused:
            db.session.rollback()
            flash(str(refused))
            return redirect(url_for("results.result", match_id=match_id))
        if role is Role.OFFICER:
            return redirect(url_for("results.result_again", match_id=match_id))
        flash(_("Confirmed, as they said it to you."), "success")
        return redirect(url_for("results.result", match_id=match_id))
    page = render_template(
        "results/result_confirm.html", match=match, result=result, form=form, role=role, label_of=label_of
    )
    return page, 422 if form.errors else 200

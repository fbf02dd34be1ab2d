"""Would you do it again? A yes from both opens the pair again."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from models.vocabulary import MatchState, Role

from ...accounts.roles import signed_in_required
from ...edge import writes
from ...extensions import db
from ..forms import AgainForm
from ..reporting import Refused, would_again
from . import bp, taking_part


@bp.route("/matches/<int:match_id>/result/again", methods=["GET", "POST"])
@signed_in_required
@writes
def result_again(match_id: int) -> ResponseReturnValue:
    """One question, to both sides."""
    match, role = taking_part(match_id, Role.OFFICER, Role.BUSINESS)
    if match.state is not MatchState.VERIFIED:
        return redirect(url_for("results.result", match_id=match.id))
    form = AgainForm()
    if form.validate_on_submit():
        try:
            both = would_again(db.session, match, role=role, yes=bool(form.again.data))
        except Refused as refused:
            db.session.rollback()
            flash(str(refused))
            return redirect(url_for("results.result", match_id=match_id))
        said = (
            _("You would both do it again. We look for the next chance.") if both else _("Thank you. We have noted it.")
        )
        flash(said, "success")
        return redirect(url_for("results.result", match_id=match_id))
    return render_template("results/result_again.html", match=match, form=form), 422 if form.errors else 200

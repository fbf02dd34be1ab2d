"""Would you do it again? A yes from both opens the pair again."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from models.vocabulary import MatchState, Role, Side

from ...accounts.roles import me, signed_in_required
from ...edge import writes
from ...extensions import db
from ..forms import AgainForm
from ..reporting import Refused, would_again
from . import bp, taking_part

#: For whom whoever carries the match can note what was said on the telephone.
SAID_FOR = {Side.BUSINESS.value: Role.BUSINESS, Side.PARTNERSHIP.value: Role.OFFICER}


@bp.route("/matches/<int:match_id>/result/again", methods=["GET", "POST"])
@signed_in_required
@writes
def result_again(match_id: int) -> ResponseReturnValue:
    """One question, to both sides."""
    match, role = taking_part(match_id)
    on_behalf = role in (Role.BROKER, Role.COORDINATOR)
    if on_behalf:
        role = SAID_FOR.get(request.args.get("side", "")) or abort(404)
    if match.state is not MatchState.VERIFIED:
        return redirect(url_for("results.result", match_id=match.id))
    form = AgainForm()
    if form.validate_on_submit():
        try:
            yes = bool(form.again.data)
            both = would_again(db.session, match, role=role, yes=yes, by=me(), on_behalf=on_behalf)
        except Refused as refused:
            db.session.rollback()
            flash(str(refused))
            return redirect(url_for("results.result", match_id=match_id))
        said = (
            _("You would both do it again. We look for the next chance.") if both else _("Thank you. We have noted it.")
        )
        flash(said, "success")
        return redirect(url_for("results.result", match_id=match_id))
    return render_template(
        "results/result_again.html", match=match, form=form, on_behalf=on_behalf
    ), 422 if form.errors else 200

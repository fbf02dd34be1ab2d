"""A side of a match asks in private not to be put together with the other again."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from models import Match
from models.vocabulary import Side

from ..accounts.roles import me, signed_in_required
from ..cases import not_again as verbs
from ..cases.concern_about import side_of
from ..edge import writes
from ..extensions import db
from ..forms import ButtonForm


def add_not_again(bp: Blueprint) -> None:
    bp.add_url_rule("/your-page/not-again/<int:match_id>", view_func=not_again, methods=["GET", "POST"])


@signed_in_required
@writes
def not_again(match_id: int) -> ResponseReturnValue:
    """Ask for it, or take it back. Whoever is on neither side is told that there is no such page."""
    match = db.session.get(Match, match_id) or abort(404)
    side = side_of(db.session, match, me()) or abort(404)
    other = match.need.partnership.name if side is Side.BUSINESS else match.business.name
    standing = verbs.standing(db.session, match.business, match.need.partnership, side)
    form = ButtonForm()
    if form.validate_on_submit():
        if standing is None:
            verbs.ask_not_again(db.session, match, side, by=me())
            flash(_("Kept. We do not put you together again, and nobody is told."), "success")
        else:
            verbs.take_back(db.session, match, side, by=me())
            flash(_("Taken back. We may put you together again."), "success")
        return redirect(url_for("registration.not_again", match_id=match_id))
    return render_template("registration/not_again.html", match=match, other=other, standing=standing, form=form)

"""A match: how it stands, its history and messages, and taking it back."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from models.vocabulary import EndReason

from ...accounts.roles import coordinator_required
from ...accounts.signing_in import fresh_required
from ...cases.life import CAME_TO_NOTHING
from ...cases.withdrawal import WITHDRAWABLE
from ...edge import writes
from ...extensions import db
from ...matches.wording import asked_for
from .. import reading
from ..concern_reading import troubles_of
from ..forms import WithdrawForm
from ..refusals import Refused
from ..undo import withdraw as take_back
from . import bp, found, me, refuse


@bp.get("/coordinate/matches/<int:match_id>")
@coordinator_required
def match(match_id: int) -> ResponseReturnValue:
    """How a match stands."""
    match = found(reading.match_of(db.session, match_id, me()))
    return render_template(
        "casework/match.html",
        page=reading.match_page(db.session, match),
        asked_for=asked_for(match),
        withdrawable=match.state in WITHDRAWABLE,
        instead=reading.instead_of(db.session, match.suggestion) if match.state in CAME_TO_NOTHING else (),
        troubles=troubles_of(db.session, match, me()),
    )


@bp.route("/coordinate/matches/<int:match_id>/withdraw", methods=["GET", "POST"])
@coordinator_required
@fresh_required
@writes
def withdraw(match_id: int) -> ResponseReturnValue:
    """Take back a proposal that people may know of."""
    match = found(reading.match_of(db.session, match_id, me()))
    form = WithdrawForm()
    if form.validate_on_submit():
        try:
            take_back(db.session, match, by=me(), reason=EndReason(str(form.reason.data)), words=form.words.data or "")
            flash(_("Withdrawn. Everybody who was told gets a message."), "success")
            return redirect(url_for("casework.match", match_id=match_id))
        except Refused as refused:
            refuse(form, refused)
    return render_template("casework/withdraw.html", match=match, form=form), 422 if form.errors else 200

"""A need: what is asked for, who was put forward, what came of it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ...accounts.roles import coordinator_required
from ...edge import writes
from ...extensions import db
from ...suggestions.would_help import would_help_need
from .. import needs as verbs
from .. import reading
from ..refusals import Refused
from . import bp, found, me


@bp.get("/coordinate/needs/<int:need_id>")
@coordinator_required
def need(need_id: int) -> ResponseReturnValue:
    """The ask, its parts, its suggestions and its matches."""
    need = found(reading.need_of(db.session, need_id, me()))
    advice = would_help_need(db.session, need)
    return render_template("casework/need.html", page=reading.need_page(db.session, need), advice=advice)


@bp.post("/coordinate/needs/<int:need_id>/look-again")
@coordinator_required
@writes
def look_again(need_id: int) -> ResponseReturnValue:
    """Ask the model again, now."""
    need = found(reading.need_of(db.session, need_id, me()))
    try:
        count = verbs.look_again(db.session, need)
    except Refused as refused:
        flash(str(refused))
        return redirect(url_for("casework.need", need_id=need_id))
    flash(
        ngettext("We looked again: %(num)d business to look at.", "We looked again: %(num)d businesses.", count)
        if count
        else _("We looked again and found no business that fits."),
        "success",
    )
    return redirect(url_for("casework.need", need_id=need_id))

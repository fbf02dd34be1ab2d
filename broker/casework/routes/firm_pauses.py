"""Pausing a firm, and looking at it again."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from models import Business
from models.vocabulary import EntryKind, PauseReason

from ...accounts.roles import coordinator_required
from ...accounts.signing_in import fresh_required
from ...cases import firm_pause as verbs
from ...edge import writes
from ...extensions import db
from ..concern_forms import FirmPauseForm, ReviewPauseForm
from ..entries import entry_of
from ..refusals import Refused
from ..scope import may_see
from . import bp, found, me, refuse

FIRM = "/coordinate/entries/business/<int:entry_id>"


@bp.route(f"{FIRM}/firm-pause", methods=["GET", "POST"])
@coordinator_required
@fresh_required
@writes
def firm_pause(entry_id: int) -> ResponseReturnValue:
    """Decide to pause a firm."""
    business = _firm(entry_id)
    if verbs.standing_pause(db.session, business) is not None:
        return redirect(url_for("casework.firm_pause_review", entry_id=entry_id))
    form = FirmPauseForm()
    if form.validate_on_submit() and form.review_on.data is not None:
        try:
            verbs.pause_firm(
                db.session,
                business,
                by=me(),
                reason=PauseReason(str(form.reason.data)),
                words=form.words.data or "",
                review_on=form.review_on.data,
            )
            flash(_("Paused. The firm is told why, until when and how to answer."), "success")
            return redirect(_href(entry_id))
        except verbs.NotPossible as error:
            refuse(form, Refused(str(error), error.field))
    return render_template(
        "casework/firm_pause.html", business=business, form=form, back=_href(entry_id)
    ), 422 if form.errors else 200


@bp.route(f"{FIRM}/firm-pause/review", methods=["GET", "POST"])
@coordinator_required
@fresh_required
@writes
def firm_pause_review(entry_id: int) -> ResponseReturnValue:
    """What the firm says, and whether the pause goes on."""
    business = _firm(entry_id)
    pause = found(verbs.standing_pause(db.session, business))
    form = ReviewPauseForm()
    if form.validate_on_submit():
        try:
            _decide(form, pause)
            flash(_("Decided. The firm is told."), "success")
            return redirect(_href(entry_id))
        except verbs.NotPossible as error:
            refuse(form, Refused(str(error), error.field))
    return render_template(
        "casework/firm_pause_review.html", business=business, pause=pause, form=form
    ), 422 if form.errors else 200


def _decide(form: Any, pause: Any) -> None:
    words = form.words.data or ""
    if form.what.data == "end":
        verbs.end_pause(db.session, pause, by=me(), words=words)
        return
    if form.review_on.data is None:
        raise verbs.NotPossible(_("Enter a date on which you look at it again"), "review_on")
    verbs.keep_paused(db.session, pause, by=me(), words=words, review_on=form.review_on.data)


def _firm(entry_id: int) -> Business:
    business: Business = found(entry_of(db.session, EntryKind.BUSINESS, entry_id))
    if not may_see(db.session, me(), business):
        abort(404)
    return business


def _href(entry_id: int) -> str:
    return url_for("casework.entry", kind="business", entry_id=entry_id)

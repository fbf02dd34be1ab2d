"""What decisions teach: how far learning is, what each look came to, and taking it back."""

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from models.vocabulary import WeightsSource

from ...accounts.roles import administrator_required, me
from ...accounts.signing_in import fresh_required
from ...edge import writes
from ...extensions import db
from ...matching.learning import USABLE
from ...suggestions import learning as lessons
from ...suggestions import versions
from ...suggestions.trying import shown_to_learn
from ...suggestions.weights import ChangedMeanwhile, NothingChanged
from ..outcomes import outcome_in_words
from . import bp, page_number

A_PAGE = 20


@bp.get("/coordinate/learning")
@administrator_required
def learning() -> ResponseReturnValue:
    """How far learning is, its history as a picture, and the way back."""
    listed = lessons.retrainings(db.session, page_number(), A_PAGE)
    last = next(iter(lessons.retrainings(db.session, 1, 1).rows), None)
    newest = versions.newest(db.session)
    return render_template(
        "oversight/learning.html",
        listed=listed,
        last=last,
        least=USABLE,
        newest=newest,
        learned=newest is not None and newest.source is WeightsSource.LEARNED,
        in_force=versions.number_in_force(db.session),
        words=outcome_in_words,
        tried=shown_to_learn(db.session),
        share=current_app.extensions["settings"].exploration_percent,
    )


@bp.post("/coordinate/learning/now")
@administrator_required
@fresh_required
@writes
def learning_now() -> ResponseReturnValue:
    """Look now instead of tonight."""
    try:
        flash(outcome_in_words(lessons.learn(db.session)), "success")
    except ChangedMeanwhile:
        db.session.rollback()
        flash(_("Somebody has saved other weights meanwhile. Look again."))
    return redirect(url_for("oversight.learning"))


@bp.post("/coordinate/learning/<int:number>/back")
@administrator_required
@fresh_required
@writes
def learning_back(number: int) -> ResponseReturnValue:
    """Put the weights that a person set in force again. ``number`` is the version that was seen in force."""
    try:
        version = lessons.take_back(db.session, by=me(), seen=number)
    except (ChangedMeanwhile, NothingChanged):
        db.session.rollback()
        flash(_("The weights have changed meanwhile. Nothing was taken back."))
    else:
        said = _("What was learned is taken back: version %(number)s is in force.", number=version.number)
        flash(said, "success")
    return redirect(url_for("oversight.learning"))

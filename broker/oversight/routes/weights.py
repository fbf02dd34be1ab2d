"""The weights of a score: what they are, what others would change, saving a version, going back to one."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...accounts.roles import administrator_required, me
from ...accounts.signing_in import fresh_required
from ...edge import writes
from ...extensions import db
from ...matching.weights import MEANINGS, PARTS, Weights
from ...suggestions import versions
from ...suggestions.model import current_weights
from ...suggestions.previewing import preview
from ...suggestions.weights import ChangedMeanwhile, NothingChanged, save
from ..changes import beside_parts, changes_of
from ..forms import LIMITS, ReasonForm, WeightsForm, weights_form
from . import bp, page_number

A_PAGE = 10


@bp.get("/coordinate/weights")
@administrator_required
def weights() -> ResponseReturnValue:
    """The weights in force, to be changed, and the versions there were."""
    return _page(weights_form(current_weights(db.session)))


@bp.get("/coordinate/weights/preview")
@administrator_required
def weights_preview() -> ResponseReturnValue:
    """What the weights that were filled in would change."""
    base = current_weights(db.session)
    form = weights_form(base, request.args)
    if not form.validate():
        return _page(form), 422
    asked = ReasonForm(None, seen=versions.number_in_force(db.session))
    return show_preview(form.weights(base), asked, url_for("oversight.weights_save"), sent=request.args)


@bp.post("/coordinate/weights/save")
@administrator_required
@fresh_required
@writes
def weights_save() -> ResponseReturnValue:
    """Put the weights that were filled in in force."""
    base = current_weights(db.session)
    form, asked = weights_form(base, request.form), ReasonForm()
    if not form.validate():
        return _page(form), 422
    new = form.weights(base)
    if not asked.validate():
        return show_preview(new, asked, url_for("oversight.weights_save"), sent=request.form), 422
    return put_in_force(new, asked, url_for("oversight.weights"))


@bp.route("/coordinate/weights/<int:number>", methods=["GET", "POST"])
@administrator_required
@fresh_required
@writes
def weights_version(number: int) -> ResponseReturnValue:
    """One version, what going back to it would change, and going back."""
    row, old = versions.version_of(db.session, number), versions.numbered(db.session, number)
    if row is None and number != versions.SHIPPED:
        abort(404)
    in_force = versions.number_in_force(db.session)
    form = ReasonForm() if request.method == "POST" else ReasonForm(None, seen=in_force)
    if request.method == "POST" and old is not None and form.validate():
        return put_in_force(old, form, url_for("oversight.weights"))
    differs = old is not None and number != in_force
    return render_template(
        "oversight/weights_version.html",
        number=number,
        row=row,
        weights=old,
        now=current_weights(db.session),
        in_force=in_force,
        found=preview(db.session, old) if differs and old else None,
        also=beside_parts(current_weights(db.session), old) if old else [],
        form=form,
        **_words(),
    ), 422 if form.errors else 200


def put_in_force(new: Weights, form: ReasonForm, there: str) -> ResponseReturnValue:
    """Save a version and say so; or say why it was not saved."""
    try:
        version = save(db.session, new, reason=str(form.reason.data), by=me(), seen=form.seen.data or 0)
    except ChangedMeanwhile:
        db.session.rollback()
        flash(_("Somebody else has saved a version since. Nothing of yours was saved: look at theirs first."))
    except NothingChanged:
        db.session.rollback()
        flash(_("These are the weights in force already. Nothing was saved."))
    else:
        said = _("Version %(number)s is in force. Suggestions are being made anew with it.", number=version.number)
        flash(said, "success")
    return redirect(there)


def show_preview(new: Weights, form: ReasonForm, action: str, *, sent: Any) -> str:
    """What would change, and the question why."""
    return render_template(
        "oversight/weights_preview.html",
        weights=new,
        now=current_weights(db.session),
        found=preview(db.session, new),
        also=beside_parts(current_weights(db.session), new),
        form=form,
        action=action,
        sent=[(name, value) for name, value in sent.items() if name not in ("csrf_token", "reason", "seen")],
        **_words(),
    )


def _page(form: WeightsForm) -> str:
    listed = versions.history(db.session, page_number(), A_PAGE)
    newest = versions.newest(db.session)
    return render_template(
        "oversight/weights.html",
        form=form,
        listed=listed,
        newest=newest,
        broken=newest is not None and not versions.is_usable(newest),
        changes=changes_of(db.session, listed.rows),
        **_words(),
    )


def _words() -> dict[str, object]:
    return {"labels": PARTS, "meanings": MEANINGS, "limits": LIMITS}

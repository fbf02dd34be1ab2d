"""Which kind of help suits which theme: the table, and changing one row of it."""

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.vocabulary import Theme

from ...accounts.roles import administrator_required
from ...accounts.signing_in import fresh_required
from ...edge import writes
from ...extensions import db
from ...matching.affinity import KINDS
from ...suggestions import versions
from ...suggestions.model import current_weights
from ..forms import SUITS, AffinityForm, ReasonForm, affinity_form
from . import bp
from .weights import put_in_force, show_preview


@bp.get("/coordinate/affinity")
@administrator_required
def affinity() -> ResponseReturnValue:
    """The whole table."""
    table = current_weights(db.session).affinity
    return render_template("oversight/affinity.html", table=table, themes=Theme, kinds=KINDS, suits=SUITS)


@bp.get("/coordinate/affinity/<theme>")
@administrator_required
def affinity_theme(theme: str) -> ResponseReturnValue:
    """One row, to be changed."""
    found = _theme(theme)
    return _page(found, affinity_form(current_weights(db.session), found))


@bp.get("/coordinate/affinity/<theme>/preview")
@administrator_required
def affinity_preview(theme: str) -> ResponseReturnValue:
    """What the row that was filled in would change."""
    found, base = _theme(theme), current_weights(db.session)
    form = affinity_form(base, found, request.args)
    if not form.validate():
        return _page(found, form), 422
    asked = ReasonForm(None, seen=versions.number_in_force(db.session))
    there = url_for("oversight.affinity_save", theme=found.value)
    return show_preview(form.weights(base, found), asked, there, sent=request.args)


@bp.post("/coordinate/affinity/<theme>/save")
@administrator_required
@fresh_required
@writes
def affinity_save(theme: str) -> ResponseReturnValue:
    """Put the row that was filled in in force."""
    found, base = _theme(theme), current_weights(db.session)
    form, asked = affinity_form(base, found, request.form), ReasonForm()
    if not form.validate():
        return _page(found, form), 422
    new = form.weights(base, found)
    if not asked.validate():
        there = url_for("oversight.affinity_save", theme=found.value)
        return show_preview(new, asked, there, sent=request.form), 422
    return put_in_force(new, asked, url_for("oversight.affinity"))


def _theme(code: str) -> Theme:
    if code not in set(Theme):
        abort(404)
    return Theme(code)


def _page(theme: Theme, form: AffinityForm) -> str:
    return render_template("oversight/affinity_theme.html", theme=theme, form=form, kinds=KINDS)

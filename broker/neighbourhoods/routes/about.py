"""One neighbourhood: what is known of it, to change it, and to join it with another name of the same place."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ...accounts.roles import coordinator_required, me
from ...cases.refusals import NotPossible
from ...edge import writes
from ...edge.addresses import page_number
from ...extensions import db
from .. import keeping, reading
from ..forms import join_form, neighbourhood_form, refuse, said_in
from . import bp, neighbourhood_or_404

ONE = "/coordinate/neighbourhoods/<int:neighbourhood_id>"


@bp.get(ONE)
@coordinator_required
def neighbourhood(neighbourhood_id: int) -> ResponseReturnValue:
    """How deprived it is and how that is known, its small areas, and its requests."""
    one = neighbourhood_or_404(neighbourhood_id)
    spread, all_of = reading.spreads_of(db.session, one)
    shown = spread or next(iter(all_of), None)
    return render_template(
        "neighbourhoods/neighbourhood.html",
        one=one,
        spread=spread,
        all_of=all_of,
        shown=shown,
        parts=reading.parts_of(db.session, one, shown.edition if shown else None),
        needs=reading.needs_of(db.session, one, page_number()),
        href=url_for("neighbourhoods.neighbourhood", neighbourhood_id=one.id) + "?page=",
    )


@bp.route(f"{ONE}/change", methods=["GET", "POST"])
@coordinator_required
@writes
def neighbourhood_changed(neighbourhood_id: int) -> ResponseReturnValue:
    """Say it anew."""
    one = neighbourhood_or_404(neighbourhood_id)
    form = neighbourhood_form(reading.areas_of_office(db.session, me().area_codes), one)
    if form.validate_on_submit():
        try:
            keeping.change(db.session, one, said_in(form), me())
        except NotPossible as problem:
            refuse(form, problem)
        else:
            flash(_("Changed: %(name)s.", name=one.name), "success")
            return redirect(url_for("neighbourhoods.neighbourhood", neighbourhood_id=one.id))
    return render_template("neighbourhoods/neighbourhood_changed.html", form=form, one=one), 422 if form.errors else 200


@bp.route(f"{ONE}/join", methods=["GET", "POST"])
@coordinator_required
@writes
def neighbourhood_joined(neighbourhood_id: int) -> ResponseReturnValue:
    """Another name of the same place: its requests come here, and the name goes."""
    one = neighbourhood_or_404(neighbourhood_id)
    others = reading.others_of(db.session, one)
    if not others:
        return render_template("neighbourhoods/neighbourhood_alone.html", one=one)
    form = join_form(others)
    if form.validate_on_submit():
        gone = next(each for each in others if str(each.id) == form.other.data)
        name = gone.name
        try:
            moved = keeping.join(db.session, one, gone, me())
        except NotPossible as problem:
            refuse(form, problem)
        else:
            flash(
                ngettext(
                    "%(name)s is part of %(kept)s now, with its %(num)d request.",
                    "%(name)s is part of %(kept)s now, with its %(num)d requests.",
                    moved,
                    name=name,
                    kept=one.name,
                ),
                "success",
            )
            return redirect(url_for("neighbourhoods.neighbourhood", neighbourhood_id=one.id))
    return render_template("neighbourhoods/neighbourhood_joined.html", form=form, one=one), 422 if form.errors else 200

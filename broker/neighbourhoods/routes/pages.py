"""The list of neighbourhoods, a new one, and one put together from small areas."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from models import Area

from ...accounts.roles import coordinator_required, me
from ...cases.refusals import NotPossible
from ...edge import writes
from ...edge.addresses import page_number
from ...extensions import db
from .. import keeping, reading
from ..forms import neighbourhood_form, pick_form, refuse, said_in
from ..keeping import Said
from ..words import how_deprived, spread_words, tenth
from . import bp

ALL = "/coordinate/neighbourhoods"


@bp.get(ALL)
@coordinator_required
def neighbourhoods() -> ResponseReturnValue:
    """Those there are, narrowed down by district and by words."""
    areas = me().area_codes
    words, area = request.args.get("words", "").strip()[:100], request.args.get("area", "")
    listed = reading.neighbourhoods_of(db.session, areas, words, area, page_number())
    return render_template(
        "neighbourhoods/neighbourhoods.html",
        listed=listed,
        areas=reading.areas_with_some(db.session, areas),
        area=area,
        words=words,
        files=reading.files_here(db.session),
        href=url_for("neighbourhoods.neighbourhoods", words=words or None, area=area or None, page=""),
    )


@bp.route(f"{ALL}/new", methods=["GET", "POST"])
@coordinator_required
@writes
def neighbourhood_new() -> ResponseReturnValue:
    """Name one."""
    form = neighbourhood_form(
        reading.areas_of_office(db.session, me().area_codes), area_code=request.args.get("area", "")
    )
    if form.validate_on_submit():
        try:
            one = keeping.add(db.session, said_in(form), me())
        except NotPossible as problem:
            refuse(form, problem)
        else:
            flash(_("Kept: %(name)s.", name=one.name), "success")
            return redirect(url_for("neighbourhoods.neighbourhood", neighbourhood_id=one.id))
    page = render_template("neighbourhoods/neighbourhood_new.html", form=form, files=reading.files_here(db.session))
    return page, 422 if form.errors else 200


@bp.get(f"{ALL}/small-areas")
@coordinator_required
def small_areas() -> ResponseReturnValue:
    """Which official files are here, and the districts to put a neighbourhood together in."""
    return render_template(
        "neighbourhoods/small_areas.html",
        files=reading.files_here(db.session),
        areas=reading.areas_of_office(db.session, me().area_codes),
    )


@bp.route(f"{ALL}/small-areas/<area_code>", methods=["GET", "POST"])
@coordinator_required
@writes
def pick(area_code: str) -> ResponseReturnValue:
    """Tick the small areas of a district that a neighbourhood is made of."""
    area, files = db.session.get(Area, area_code), reading.files_here(db.session)
    if area is None or not me().covers(area_code) or not files:
        abort(404)
    edition = files[0][0]
    form = pick_form(reading.small_areas_of(db.session, area.code, edition))
    if form.validate_on_submit():
        said = Said(name=form.name.data or "", area_code=area.code, small_areas=tuple(form.small_areas.data))
        try:
            one = keeping.add(db.session, said, me())
        except NotPossible as problem:
            refuse(form, problem)
        else:
            flash(_("Kept: %(name)s.", name=one.name), "success")
            return redirect(url_for("neighbourhoods.neighbourhood", neighbourhood_id=one.id))
    page = render_template("neighbourhoods/pick.html", form=form, area=area, edition=edition)
    return page, 422 if form.errors else 200


@bp.context_processor
def _neighbourhood_words() -> dict[str, object]:
    return {"how_deprived": how_deprived, "spread_words": spread_words, "tenth": tenth}

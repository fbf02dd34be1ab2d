"""Files: the official one of small areas, and lists of neighbourhoods that are looked at before they are saved."""

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from models import NeighbourhoodList
from models.vocabulary import Role

from ...accounts.roles import coordinator_required, me
from ...edge import writes
from ...edge.addresses import page_number
from ...edge.paging import paged
from ...edge.sheets import as_csv
from ...extensions import db
from ...imports.cells import FileProblem
from ...imports.looking import on_disk
from .. import lists, official
from ..forms import ListForm, OfficialForm
from ..lists import Outcome
from . import bp

LISTS = "/coordinate/neighbourhoods/lists"
A_PAGE = 50


@bp.route("/coordinate/neighbourhoods/official-file", methods=["GET", "POST"])
@coordinator_required
@writes
def official_file() -> ResponseReturnValue:
    """Upload the official file. It holds for all districts."""
    form = OfficialForm()
    if form.validate_on_submit():
        edition = int(form.edition.data) if form.edition.data else None
        try:
            with on_disk(form.file.data.read(), form.file.data.filename or "") as path:
                loaded = official.load_small_areas(db.session, path, edition)
        except FileProblem as problem:
            form.file.errors = [str(problem)]
        else:
            said = _("%(rows)s small areas of the edition of %(edition)s are here now.")
            changed = ngettext(
                "The tenth of %(num)d neighbourhood is another now.",
                "The tenths of %(num)d neighbourhoods are others now.",
                loaded.changed,
            )
            flash(said % {"rows": f"{loaded.rows:,}", "edition": loaded.edition} + " " + changed, "success")
            return redirect(url_for("neighbourhoods.small_areas"))
    return render_template("neighbourhoods/official_file.html", form=form), 422 if form.errors else 200


@bp.route(f"{LISTS}/new", methods=["GET", "POST"])
@coordinator_required
@writes
def neighbourhood_list_new() -> ResponseReturnValue:
    """Upload a list."""
    form = ListForm()
    if form.validate_on_submit():
        name = form.file.data.filename or ""
        try:
            with on_disk(form.file.data.read(), name) as path:
                one = lists.begin(db.session, path, name, me())
        except FileProblem as problem:
            form.file.errors = [str(problem)]
        else:
            return redirect(url_for("neighbourhoods.neighbourhood_list", list_id=one.id))
    page = render_template("neighbourhoods/neighbourhood_list_new.html", form=form, columns=list(lists.COLUMNS))
    return page, 422 if form.errors else 200


@bp.get(f"{LISTS}/template.csv")
@coordinator_required
def neighbourhood_list_template() -> Response:
    """Headings to fill in below."""
    return as_csv([list(lists.COLUMNS)], "neighbourhoods")


@bp.get(f"{LISTS}/<int:list_id>")
@coordinator_required
def neighbourhood_list(list_id: int) -> ResponseReturnValue:
    """What would become of every row."""
    one = _list_or_404(list_id)
    rows = lists.looked_at(db.session, one, me())
    shown = next((each for each in Outcome if each.value == request.args.get("show")), None)
    return render_template(
        "neighbourhoods/neighbourhood_list.html",
        list=one,
        listed=paged([row for row in rows if shown in (None, row.outcome)], page_number(), A_PAGE),
        counts={each: sum(row.outcome is each for row in rows) for each in Outcome},
        shown=shown,
        href=url_for("neighbourhoods.neighbourhood_list", list_id=one.id, show=shown.value if shown else None, page=""),
    )


@bp.post(f"{LISTS}/<int:list_id>/save")
@coordinator_required
@writes
def neighbourhood_list_save(list_id: int) -> ResponseReturnValue:
    """Save the good rows."""
    new, changed, refused = lists.save(db.session, _list_or_404(list_id), me())
    said = _("Saved: %(new)d new, %(changed)d changed.", new=new, changed=changed)
    if refused:
        said += " " + ngettext("%(num)d row was left out.", "%(num)d rows were left out.", refused)
    flash(said, "success")
    return redirect(url_for("neighbourhoods.neighbourhoods"))


@bp.post(f"{LISTS}/<int:list_id>/throw-away")
@coordinator_required
@writes
def neighbourhood_list_throw_away(list_id: int) -> ResponseReturnValue:
    """Nothing of it is saved."""
    db.session.delete(_list_or_404(list_id))
    flash(_("Thrown away. Nothing of it is kept."), "success")
    return redirect(url_for("neighbourhoods.neighbourhoods"))


def _list_or_404(list_id: int) -> NeighbourhoodList:
    one = db.session.get(NeighbourhoodList, list_id)
    if one is None or (one.by_id != me().id and not me().is_a(Role.ADMINISTRATOR)):
        abort(404)
    return one

"""Look at lists: those there are, a new one, which column is which, what would become of each row."""

from flask import jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from models import ImportedList
from models.vocabulary import ListState, RowOutcome

from ...accounts.roles import coordinator_required, me
from ...cases.refusals import NotPossible
from ...edge import writes
from ...edge.addresses import page_number
from ...edge.filters import label
from ...extensions import db
from ...forms import ButtonForm
from .. import lists
from .. import reading_lists as reading
from ..cells import FileProblem
from ..forms import chosen_of, columns_form, upload_form
from ..inviting import to_invite
from . import bp, list_or_404


@bp.get("/coordinate/imports")
@coordinator_required
def imports() -> ResponseReturnValue:
    """The lists there are."""
    listed = reading.lists_of(db.session, me(), page_number())
    return render_template("imports/imports.html", lists=listed, href=url_for("imports.imports") + "?page=")


@bp.route("/coordinate/imports/new", methods=["GET", "POST"])
@coordinator_required
@writes
def import_new() -> ResponseReturnValue:
    """Upload a list."""
    introducers = reading.introducers_of(db.session)
    form = upload_form(introducers)
    if form.validate_on_submit():
        with form.file.data.stream as file:
            data = file.read()
        chosen = form.introducer.data if "introducer" in form else ""
        try:
            one = lists.begin(
                db.session,
                name=form.file.data.filename or "",
                data=data,
                source=form.source.data or "",
                agreed=bool(form.agreed.data),
                introducer=next((each for each in introducers if str(each.id) == chosen), None),
                by=me(),
            )
        except FileProblem as problem:
            form.file.errors = [str(problem)]
        else:
            return redirect(url_for("imports.import_columns", list_id=one.id))
    return render_template("imports/import_new.html", form=form), 422 if form.errors else 200


@bp.route("/coordinate/imports/<int:list_id>/columns", methods=["GET", "POST"])
@coordinator_required
@writes
def import_columns(list_id: int) -> ResponseReturnValue:
    """Which column is which, filled in as far as we know."""
    one = list_or_404(list_id)
    form = columns_form(one)
    if form.validate_on_submit():
        try:
            lists.choose_columns(db.session, one, chosen_of(form, one))
        except NotPossible as refused:
            form.form_errors.append(str(refused))
        else:
            return redirect(url_for("imports.import_list", list_id=one.id))
    return render_template("imports/import_columns.html", form=form, list=one), 422 if form.errors else 200


@bp.get("/coordinate/imports/<int:list_id>")
@coordinator_required
def import_list(list_id: int) -> ResponseReturnValue:
    """How far a list is, what would become or became of each row, and what can be done now."""
    one = list_or_404(list_id)
    if one.state is ListState.COLUMNS and not one.trouble:
        return redirect(url_for("imports.import_columns", list_id=one.id))
    shown = RowOutcome(request.args["show"]) if request.args.get("show") in list(RowOutcome) else None
    stays = request.args.get("show") == "stays"
    rows = None if one.is_at_work else reading.rows_of(db.session, one, shown, page_number(), stays=stays)
    return render_template(
        "imports/import_list.html",
        list=one,
        rows=rows,
        shown="stays" if stays else shown,
        numbers=None if one.is_at_work else reading.numbers_of(db.session, one),
        before=reading.before_this(db.session, one),
        form=ButtonForm(),
        inviting=to_invite(db.session, one) if one.saved_at and not one.is_at_work else None,
        href=url_for("imports.import_list", list_id=one.id, show=request.args.get("show")),
    )


@bp.get("/coordinate/imports/<int:list_id>/progress")
@coordinator_required
def import_progress(list_id: int) -> ResponseReturnValue:
    """How far it is, for a page that asks now and then."""
    one = list_or_404(list_id)
    over = not one.is_at_work
    return jsonify(over=over, state=one.state.value, words=how_far(one), done=one.done, of=one.of)


def how_far(one: ImportedList) -> str:
    """Where a list is, in words."""
    if one.state is not ListState.RUNNING or one.job is None:
        return label(one.state)
    if one.of:
        share = round(100 * min(one.done, one.of) / one.of)
        return _("%(job)s: %(share)d%%", job=label(one.job), share=share)
    return label(one.job)


@bp.context_processor
def _list_words() -> dict[str, object]:
    return {"list_how_far": how_far, "outcomes": list(RowOutcome)}

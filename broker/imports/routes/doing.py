"""Do something with a list: decide about doubles, save it, stop, take it back, throw it away."""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from models import Business, ImportedList
from models.vocabulary import EntryState

from ...accounts.roles import coordinator_required, me
from ...accounts.signing_in import fresh_required
from ...cases.invited import say_no
from ...cases.refusals import NotPossible
from ...edge import writes
from ...edge.addresses import page_number
from ...extensions import db
from ...forms import ButtonForm
from .. import lists
from .. import reading_lists as reading
from ..forms import decisions_form, decisions_of
from ..inviting import ask_to_invite
from ..progress import ask_to_stop
from . import bp, list_or_404

ONE = "/coordinate/imports/<int:list_id>"


@bp.route(f"{ONE}/doubles", methods=["GET", "POST"])
@coordinator_required
@writes
def import_doubles(list_id: int) -> ResponseReturnValue:
    """Rows that are, or may be, a business that is with us: the same, or another?"""
    one = list_or_404(list_id)
    page = page_number()
    listed = reading.doubles_of(db.session, one, page)
    form = decisions_form(list(listed.rows))
    if form.validate_on_submit():
        try:
            count = lists.decide(db.session, one, decisions_of(form, list(listed.rows)))
        except NotPossible as refused:
            form.form_errors.append(str(refused))
        else:
            flash(ngettext("Kept: you decided on %(num)d row.", "Kept: you decided on %(num)d rows.", count), "success")
            return redirect(url_for("imports.import_doubles", list_id=one.id, page=page))
    href = url_for("imports.import_doubles", list_id=one.id) + "?page="
    page_html = render_template("imports/import_doubles.html", list=one, form=form, listed=listed, href=href)
    return page_html, 422 if form.errors else 200


@bp.post(f"{ONE}/save")
@coordinator_required
@fresh_required
@writes
def import_save(list_id: int) -> ResponseReturnValue:
    """Save the good rows."""
    one = list_or_404(list_id)
    return _done(one, lambda: lists.ask_to_save(db.session, one))


@bp.post(f"{ONE}/stop")
@coordinator_required
@writes
def import_stop(list_id: int) -> ResponseReturnValue:
    """Stop what is being done with it."""
    one = list_or_404(list_id)
    flash(_("It stops at its next step.") if ask_to_stop(db.session, one) else _("This was over already."))
    return redirect(_home(one))


@bp.route(f"{ONE}/undo", methods=["GET", "POST"])
@coordinator_required
@fresh_required
@writes
def import_undo(list_id: int) -> ResponseReturnValue:
    """Take the whole list back, after a page that says what that means."""
    one = list_or_404(list_id)
    form = ButtonForm()
    if form.validate_on_submit():
        return _done(one, lambda: lists.ask_to_undo(db.session, one, by=me()))
    return render_template("imports/import_undo.html", list=one, form=form, numbers=reading.numbers_of(db.session, one))


@bp.post(f"{ONE}/invite")
@coordinator_required
@fresh_required
@writes
def import_invite(list_id: int) -> ResponseReturnValue:
    """Write to the firms of the list that may be written to."""
    one = list_or_404(list_id)
    if ButtonForm().validate_on_submit():
        count = ask_to_invite(db.session, one)
        said = ngettext("%(num)d business is invited.", "%(num)d businesses are invited.", count)
        flash(said, "success" if count else "message")
    return redirect(_home(one))


@bp.route("/coordinate/imports/invited/<int:business_id>/said-no", methods=["GET", "POST"])
@coordinator_required
@fresh_required
@writes
def invited_said_no(business_id: int) -> ResponseReturnValue:
    """An invited firm has told an officer that it does not want to be with us."""
    business = db.session.get(Business, business_id, with_for_update=request.method == "POST")
    if business is None or business.state is not EntryState.INVITED:
        abort(404)
    form = ButtonForm()
    if form.validate_on_submit():
        say_no(db.session, business, by=me())
        flash(_("Their details are deleted, and no list brings them in again."), "success")
        return redirect(url_for("casework.work_list"))
    return render_template("imports/invited_said_no.html", business=business, form=form)


@bp.post(f"{ONE}/throw-away")
@coordinator_required
@writes
def import_throw_away(list_id: int) -> ResponseReturnValue:
    """Delete a list of which nothing was saved."""
    one = list_or_404(list_id)
    try:
        lists.throw_away(db.session, one)
    except NotPossible as refused:
        flash(str(refused))
        return redirect(_home(one))
    flash(_("Thrown away. Nothing of it is kept."), "success")
    return redirect(url_for("imports.imports"))


def _done(one: ImportedList, act: Callable[[], object]) -> ResponseReturnValue:
    try:
        act()
    except NotPossible as refused:
        flash(str(refused))
    return redirect(_home(one))


def _home(one: ImportedList) -> str:
    return url_for("imports.import_list", list_id=one.id)

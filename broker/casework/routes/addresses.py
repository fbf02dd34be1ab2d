"""Addresses that are left alone: the list, putting one on it, and writing to one again."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from models.vocabulary import SuppressionReason

from ...accounts.roles import coordinator_required
from ...edge import writes
from ...extensions import db
from .. import addresses as verbs
from ..address_forms import FindAddressForm, LeaveAloneForm, WriteAgainForm
from ..refusals import Refused
from . import bp, found, me, my_areas, page_number, refuse


@bp.route("/coordinate/addresses", methods=["GET", "POST"])
@coordinator_required
def addresses() -> ResponseReturnValue:
    """What is in force; and whether an address is on the list, which is asked without writing it into a link."""
    form = FindAddressForm()
    asked = form.email.data if form.validate_on_submit() else None
    hits = verbs.find_address(db.session, asked) if asked else []
    listed = verbs.addresses(db.session, page=page_number())
    return render_template(
        "casework/addresses.html",
        addresses=listed,
        readable=verbs.readable(db.session, [*listed.rows, *hits], areas=my_areas()),
        form=form,
        asked=asked,
        hits=hits,
        href=url_for("casework.addresses") + "?page=",
    ), 422 if form.errors else 200


@bp.route("/coordinate/addresses/new", methods=["GET", "POST"])
@coordinator_required
@writes
def addresses_new() -> ResponseReturnValue:
    """Somebody asked not to be written to, or was taken out of the records."""
    form = LeaveAloneForm()
    if form.validate_on_submit():
        row = verbs.leave_alone(
            db.session,
            form.email.data or "",
            what=str(form.what.data),
            reason=SuppressionReason(str(form.reason.data)),
            words=form.words.data or "",
            by=me(),
        )
        flash(_("This address is left alone from now on."), "success")
        return redirect(url_for("casework.address", address_id=row.id))
    return render_template(
        "casework/addresses_new.html", form=form, back=url_for("casework.addresses")
    ), 422 if form.errors else 200


@bp.route("/coordinate/addresses/<int:address_id>", methods=["GET", "POST"])
@coordinator_required
@writes
def address(address_id: int) -> ResponseReturnValue:
    """Why an address is left alone, and the way to write to it again."""
    row = found(verbs.address_of(db.session, address_id))
    form = WriteAgainForm()
    if form.validate_on_submit():
        try:
            verbs.write_again(db.session, row, by=me(), words=form.words.data or "")
            flash(_("We write to this address again."), "success")
            return redirect(url_for("casework.address", address_id=address_id))
        except Refused as refused:
            refuse(form, refused)
    readable = verbs.readable(db.session, [row], areas=my_areas())
    return render_template("casework/address.html", row=row, form=form, readable=readable), 422 if form.errors else 200

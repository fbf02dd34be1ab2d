"""The page on which the new owner of a business says what goes on."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user

from models import Account, Business

from ...accounts.roles import signed_in_required
from ...edge import writes
from ...extensions import db
from ...forms import GovForm, yes_no_field
from ...matches.new_owner import owner_says, waiting_for_owner
from ..words import _l
from .change import own_business


class GoesOnForm(GovForm):
    goes_on = yes_no_field(_l("Does it go on?"), thing=_l("yes if it goes on"))


def add_new_owner_pages(bp: Blueprint) -> None:
    """Add both pages."""
    own, both = "/your-page/businesses/<int:business_id>/new-owner", ["GET", "POST"]
    bp.add_url_rule(own, view_func=business_new_owner)
    bp.add_url_rule(f"{own}/<int:match_id>", view_func=business_goes_on, methods=both)


@signed_in_required
def business_new_owner(business_id: int) -> ResponseReturnValue:
    """What runs and waits for the new owner."""
    business = _own(business_id)
    waiting = waiting_for_owner(db.session, business)
    return render_template("registration/business_new_owner.html", business=business, waiting=waiting)


@signed_in_required
@writes
def business_goes_on(business_id: int, match_id: int) -> ResponseReturnValue:
    """Does one of them go on?"""
    business = _own(business_id)
    match = next((one for one in waiting_for_owner(db.session, business) if one.id == match_id), None)
    if match is None:
        flash(_("This does not wait for you any more."))
        return redirect(url_for("registration.business_new_owner", business_id=business_id))
    form = GoesOnForm()
    if form.validate_on_submit():
        owner_says(db.session, match, goes_on=bool(form.goes_on.data), by=_me())
        flash(_("Thank you. We tell those you help."), "success")
        return redirect(url_for("registration.business_new_owner", business_id=business_id))
    page = render_template("registration/business_goes_on.html", business=business, match=match, form=form)
    return page, 422 if form.errors else 200


def _me() -> Account:
    account: Account = current_user._get_current_object()
    return account


def _own(business_id: int) -> Business:
    return own_business(db.session, _me(), business_id) or abort(404)

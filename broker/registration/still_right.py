"""One button that says: this still holds."""

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user

from models import Account, Business, Need

from ..accounts.roles import signed_in_required
from ..cases.log import NotAllowed
from ..edge import writes
from ..extensions import db
from ..suggestions.upkeep import still_right
from .business.change import own_business
from .need.journey import may_write
from .partnership.whose import is_on_behalf, need_of


def add_still_right(bp: Blueprint) -> None:
    begins = "/your-page"
    bp.add_url_rule(
        f"{begins}/business/<int:business_id>/still-right", view_func=business_still_right, methods=["POST"]
    )
    bp.add_url_rule(f"{begins}/needs/<int:need_id>/still-right", view_func=need_still_right, methods=["POST"])


@signed_in_required
@writes
def business_still_right(business_id: int) -> ResponseReturnValue:
    """The offer still holds."""
    found = own_business(db.session, _me(), business_id) or abort(404)
    _say(found, on_behalf=False)
    return redirect(url_for("registration.own"))


@may_write
@writes
def need_still_right(need_id: int) -> ResponseReturnValue:
    """The need still holds."""
    found = need_of(db.session, _me(), need_id) or abort(404)
    _say(found, on_behalf=is_on_behalf(_me(), found.partnership))
    return redirect(url_for("registration.need", need_id=found.id))


def _say(entry: Business | Need, *, on_behalf: bool) -> None:
    try:
        still_right(db.session, entry, by=_me(), on_behalf=on_behalf)
    except NotAllowed as refused:
        flash(str(refused))
    else:
        flash(_("Thank you. We go on with it, and ask again in half a year."), "success")


def _me() -> Account:
    account: Account = current_user._get_current_object()
    return account

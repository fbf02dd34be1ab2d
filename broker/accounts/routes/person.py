"""One person's account, as an administrator sees and changes it."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from models import Account

from ...edge import writes
from ...extensions import db
from .. import invitations
from .. import second_factor as factor
from ..forms import RolesForm
from ..people import area_names, find_person, history
from ..roles import PASSWORD, administrator_required, me
from ..signing_in import fresh_required
from . import bp


@bp.get("/people/<int:account_id>")
@administrator_required
def person(account_id: int) -> ResponseReturnValue:
    """Who it is, what they may do, and what was done to the account."""
    account = _found(account_id)
    return render_template(
        "accounts/person.html",
        account=account,
        areas=area_names(db.session, account),
        events=history(db.session, account),
        own=account.id == me().id,
    )


@bp.route("/people/<int:account_id>/roles", methods=["GET", "POST"])
@administrator_required
@fresh_required
@writes
def person_roles(account_id: int) -> ResponseReturnValue:
    """What they may do, and where."""
    account = _found(account_id)
    held = [grant.role for grant in account.grants if grant.role in PASSWORD]
    form = RolesForm(roles=held, areas="\n".join(area_names(db.session, account)))
    if form.validate_on_submit():
        try:
            invitations.change_roles(db.session, account, form.roles.data, form.areas.codes, by=me())
        except invitations.OwnAdministration:
            form.roles.errors = [_("You cannot take your own administrator’s role away. Ask another administrator.")]
        else:
            flash(_("Changed."), "success")
            return redirect(url_for("accounts.person", account_id=account_id))
    return render_template("accounts/person_roles.html", form=form, account=account), 422 if form.errors else 200


@bp.post("/people/<int:account_id>/close")
@administrator_required
@fresh_required
@writes
def person_close(account_id: int) -> ResponseReturnValue:
    """Nobody can sign in with it any more; whoever is signed in is signed out."""
    account = _found(account_id)
    try:
        invitations.close(db.session, account, by=me())
    except invitations.OwnAdministration:
        flash(_("You cannot close your own account. Ask another administrator."))
    else:
        flash(_("The account is closed, and signed out everywhere."), "success")
    return redirect(url_for("accounts.person", account_id=account_id))


@bp.post("/people/<int:account_id>/open")
@administrator_required
@fresh_required
@writes
def person_open(account_id: int) -> ResponseReturnValue:
    invitations.open_again(db.session, _found(account_id), by=me())
    flash(_("The account is open again."), "success")
    return redirect(url_for("accounts.person", account_id=account_id))


@bp.post("/people/<int:account_id>/invite-again")
@administrator_required
@fresh_required
@writes
def person_invite_again(account_id: int) -> ResponseReturnValue:
    """Send the invitation again, to somebody who has not taken it up."""
    account = _found(account_id)
    invitations.invite_again(db.session, account, by=me())
    flash(_("We have written to %(email)s again.", email=account.email), "success")
    return redirect(url_for("accounts.person", account_id=account_id))


@bp.post("/people/<int:account_id>/reset-second-factor")
@administrator_required
@fresh_required
@writes
def person_reset_second_factor(account_id: int) -> ResponseReturnValue:
    """A telephone was lost: at the next sign-in the person sets up another."""
    account = _found(account_id)
    try:
        factor.reset(db.session, account, by=me())
    except factor.OwnSecondFactor:
        flash(_("You cannot remove your own phone here. Ask another administrator, or use a recovery code."))
    else:
        flash(_("The phone is removed. They set up another when they next sign in."), "success")
    return redirect(url_for("accounts.person", account_id=account_id))


def _found(account_id: int) -> Account:
    return find_person(db.session, account_id) or abort(404)

"""A person's own account."""

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...edge import writes
from ...extensions import db
from ..forms import ChangePasswordForm
from ..limits import guesses
from ..passwords import password_is_right, set_password
from ..people import area_names
from ..roles import SIGNED_IN_BY, me, signed_in_required
from ..signing_in import finish
from . import bp


@bp.get("/your-account")
@signed_in_required
def your_account() -> ResponseReturnValue:
    """Who one is here, and the way out."""
    session.pop("after_codes", None)
    return render_template("accounts/your_account.html", areas=area_names(db.session, me()))


@bp.route("/change-password", methods=["GET", "POST"])
@signed_in_required
@guesses
@writes
def change_password() -> ResponseReturnValue:
    """A new password, for those who have one. Every other session of the account ends."""
    account = me()
    if account.password is None:
        return redirect(url_for("accounts.your_account"))
    form = ChangePasswordForm()
    form.whose = account.email
    if form.validate_on_submit():
        if password_is_right(db.session, account, form.now_password.data):
            set_password(db.session, account, form.password.data)
            finish(account, session.get(SIGNED_IN_BY, "password"))
            flash(_("Your password is changed."), "success")
            return redirect(url_for("accounts.your_account"))
        db.session.commit()  # the wrong try counts, although the answer is a refusal
        form.now_password.errors = [_("This is not your password, or there were too many wrong tries")]
    return render_template("accounts/change_password.html", form=form), 422 if form.errors else 200

"""The code from the app, setting the app up, and recovery codes."""

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from models import Account

from ...edge import writes
from ...extensions import db
from ...forms import ButtonForm
from .. import second_factor as factor
from ..forms import CodeForm, RecoveryCodeForm
from ..limits import guesses
from ..lockout import locked
from ..roles import me, signed_in_required, wholly_signed_in
from ..signing_in import finish, fresh_required, half_way, is_fresh, signing_in_required
from . import bp


@bp.route("/second-factor", methods=["GET", "POST"])
@signing_in_required
@guesses
@writes
def second_factor() -> ResponseReturnValue:
    """The six figures, after a right password."""
    account = half_way()
    if account is None or not account.tf_totp_secret:
        return redirect(url_for("accounts.sign_in"))
    form = CodeForm()
    if form.validate_on_submit():
        if factor.code_is_right(db.session, account, str(form.code.data)):
            return redirect(finish(account, "second factor"))
        db.session.commit()  # the wrong try counts, although the answer is a refusal
        form.code.errors = [_refusal(account)]
    return render_template("accounts/second_factor.html", form=form), 422 if form.errors else 200


@bp.route("/recovery-code", methods=["GET", "POST"])
@signing_in_required
@guesses
@writes
def recovery_code() -> ResponseReturnValue:
    """One of the codes written down, when the telephone is not at hand."""
    account = half_way()
    if account is None or not account.tf_totp_secret:
        return redirect(url_for("accounts.sign_in"))
    form = RecoveryCodeForm()
    if form.validate_on_submit():
        if factor.use_recovery_code(db.session, account, str(form.code.data)):
            left = len(factor.recovery_codes(account))
            url = finish(account, "second factor")
            flash(_("You used a recovery code. You have %(left)s left.", left=left))
            return redirect(url)
        db.session.commit()  # the wrong try counts, although the answer is a refusal
        form.code.errors = [_refusal(account)]
    return render_template("accounts/recovery_code.html", form=form), 422 if form.errors else 200


@bp.route("/second-factor-setup", methods=["GET", "POST"])
@signing_in_required
@guesses
@writes
def second_factor_setup() -> ResponseReturnValue:
    """Take the secret over into an app, and show it works by a first code."""
    account = me() if wholly_signed_in() else half_way()
    elsewhere = _set_up_elsewhere(account) if account else url_for("accounts.sign_in")
    if account is None or elsewhere:
        return redirect(elsewhere)
    # Kept in the session, encrypted, so that the picture stays the same when the page is sent again.
    secret = session.get("new_second_factor") or factor.new_secret()
    session["new_second_factor"] = secret
    form = CodeForm()
    if form.validate_on_submit():
        if factor.set_up(db.session, account, secret, str(form.code.data)):
            session["after_codes"] = finish(account, "second factor")
            return redirect(url_for("accounts.recovery_codes"))
        db.session.commit()  # the wrong try counts, although the answer is a refusal
        form.code.errors = [_refusal(account)]
    shown = factor.shown(secret, account)
    return render_template("accounts/second_factor_setup.html", form=form, shown=shown), 422 if form.errors else 200


@bp.route("/recovery-codes", methods=["GET", "POST"])
@signed_in_required
@fresh_required
@writes
def recovery_codes() -> ResponseReturnValue:
    """The codes that are left; the button makes new ones."""
    if not me().tf_totp_secret:
        return redirect(url_for("accounts.your_account"))
    form = ButtonForm()
    if form.validate_on_submit():
        factor.make_recovery_codes(db.session, me())
        flash(_("These are your new codes. The old ones no longer work."), "success")
        return redirect(url_for("accounts.recovery_codes"))
    codes = factor.recovery_codes(me())
    onward = session.get("after_codes") or url_for("accounts.your_account")
    return render_template("accounts/recovery_codes.html", form=form, codes=codes, onward=onward)


def _set_up_elsewhere(account: Account) -> str:
    """Where to go instead, if anywhere: somebody half way in who has an app must use it; somebody
    signed in must have a password, and have given it lately."""
    if not wholly_signed_in():
        return url_for("accounts.second_factor") if account.tf_totp_secret else ""
    if account.password is None:
        return url_for("accounts.your_account")
    if not is_fresh():
        return url_for("accounts.confirm_password", next=url_for("accounts.second_factor_setup"))
    return ""


def _refusal(account: Account) -> str:
    if locked(account):
        return _("There were too many wrong tries. Wait 15 minutes, then sign in again.")
    return _("This code is wrong, or was used already. Wait for the next one, then try again.")

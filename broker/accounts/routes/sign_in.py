"""Signing in and out."""

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user, logout_user

from ...edge import writes
from ...extensions import db
from ...forms import ButtonForm
from ..forms import ConfirmPasswordForm, PasswordForm, SignInForm
from ..limits import guesses, link_requests
from ..opening import send_sign_in
from ..passwords import check_password, end_sessions, password_is_right
from ..register import find_account
from ..roles import me, public, signed_in_required, wholly_signed_in
from ..signing_in import begin, freshen, is_safe, next_page, remember_next
from . import bp


@bp.route("/sign-in", methods=["GET", "POST"])
@public
@link_requests
@writes
def sign_in() -> ResponseReturnValue:
    """The two ways in: an e-mailed link, or a password."""
    remember_next(request.args.get("next"))
    if wholly_signed_in():
        return redirect(next_page(me()))
    form = SignInForm()
    if request.form.get("how") == "password":
        # The page itself, not a redirect: what was typed must not go into an address or a cookie.
        return render_template("accounts/password.html", form=PasswordForm(formdata=None, email=form.email.data))
    if form.validate_on_submit():
        send_sign_in(db.session, find_account(db.session, str(form.email.data)))
        return redirect(url_for("accounts.link_sent"))
    return render_template("accounts/sign_in.html", form=form), 422 if form.errors else 200


@bp.get("/link-sent")
@public
def link_sent() -> ResponseReturnValue:
    """Always the same words, whether we know the address or not."""
    return render_template("accounts/link_sent.html")


@bp.route("/password", methods=["GET", "POST"])
@public
@guesses
@writes
def password() -> ResponseReturnValue:
    """Address and password. Every refusal says the same."""
    if wholly_signed_in():
        return redirect(next_page(me()))
    form = PasswordForm()
    if form.validate_on_submit():
        account = check_password(db.session, str(form.email.data), str(form.password.data))
        if account is not None:
            return begin(account)
        db.session.commit()  # the wrong try counts, although the answer is a refusal
        form.form_errors.append(
            _(
                "We cannot sign you in with this email address and password. "
                "After 10 wrong tries you must wait 15 minutes, even with the right password."
            )
        )
    return render_template("accounts/password.html", form=form), 422 if form.errors else 200


@bp.route("/confirm-password", methods=["GET", "POST"])
@signed_in_required
@guesses
@writes
def confirm_password() -> ResponseReturnValue:
    """The password again, before something that matters, where signing in was long ago."""
    wanted = request.args.get("next")
    form = ConfirmPasswordForm()
    if form.validate_on_submit():
        if password_is_right(db.session, me(), str(form.password.data)):
            freshen()
            return redirect(str(wanted) if is_safe(wanted) else next_page(me()))
        db.session.commit()  # the wrong try counts, although the answer is a refusal
        form.password.errors = [_("This is not your password, or there were too many wrong tries")]
    return render_template("accounts/confirm_password.html", form=form), 422 if form.errors else 200


@bp.route("/sign-out", methods=["GET", "POST"])
@public
@writes
def sign_out() -> ResponseReturnValue:
    """Opening the page asks; only the button signs out."""
    form = ButtonForm()
    if form.validate_on_submit():
        if current_user.is_authenticated:
            end_sessions(me())  # a copy of the cookie is worth nothing from now on
        logout_user()
        session.clear()
        flash(_("You have signed out."), "success")
        return redirect(url_for("accounts.sign_in"))
    if not current_user.is_authenticated:
        return redirect(url_for("accounts.sign_in"))
    return render_template("accounts/sign_out.html", form=form)

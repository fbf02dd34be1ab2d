"""Setting a password: after an invitation, or where it was forgotten."""

from flask import redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from models import Link
from models.vocabulary import LinkPurpose

from ...edge import writes
from ...extensions import db
from ...messages import links
from ..forms import InvitationForm, NewPasswordForm
from ..limits import guesses
from ..lockout import forget_failures
from ..opening import LinkState, find_link, state_of
from ..passwords import set_password
from ..roles import public
from ..signing_in import begin
from . import bp


@bp.route("/invitation", methods=["GET", "POST"])
@public
@guesses
@writes
def invitation() -> ResponseReturnValue:
    """Name and password, then at once the second factor. The link is used up by this, not by opening it."""
    found = _ready_link()
    if found is None or found.account is None:
        return redirect(url_for("accounts.sign_in"))
    account = found.account
    invited = found.purpose is LinkPurpose.INVITATION
    form = InvitationForm(name=account.name) if invited else NewPasswordForm()
    form.whose = account.email
    if form.validate_on_submit():
        if not links.use(db.session, found):
            return redirect(url_for("accounts.sign_in"))
        if invited:
            account.name = form.name.data
        set_password(db.session, account, form.password.data)
        forget_failures(account)
        session.pop("invitation", None)
        return begin(account)
    return render_template("accounts/invitation.html", form=form, account=account, invited=invited), (
        422 if form.errors else 200
    )


def _ready_link() -> Link | None:
    found = find_link(db.session, session.get("invitation"))
    return found if state_of(db.session, found) is LinkState.READY else None

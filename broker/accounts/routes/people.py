"""The people who can sign in: the list, and inviting."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...edge import writes
from ...extensions import db
from .. import invitations
from ..forms import FindPeopleForm, InviteForm
from ..people import find_people
from ..roles import administrator_required, me
from ..signing_in import fresh_required
from . import bp


@bp.route("/people", methods=["GET", "POST"])
@administrator_required
@writes
def people() -> ResponseReturnValue:
    """Everybody of the office, or of one role, a page at a time. A name that is looked for is posted:
    it must not stand in an address."""
    form = FindPeopleForm(request.form if request.method == "POST" else request.args)
    words, role = (form.q.data or "", form.role.data) if form.validate() else ("", None)
    if request.method == "GET":
        words = form.q.data = ""
    found = find_people(db.session, words, role, request.args.get("page", 1, type=int))
    href = url_for("accounts.people", role=role.value if role else "") + "&page="
    return render_template("accounts/people.html", form=form, found=found, href=href, narrowed=bool(words))


@bp.route("/people/invite", methods=["GET", "POST"])
@administrator_required
@fresh_required
@writes
def invite() -> ResponseReturnValue:
    """Ask somebody to join the office."""
    form = InviteForm()
    if form.validate_on_submit():
        try:
            account = invitations.invite(
                db.session, str(form.email.data), str(form.name.data), form.roles.data, form.areas.codes, by=me()
            )
        except invitations.AlreadyHere:
            form.email.errors = [_("This person is here already. Find them in the list to change what they may do.")]
        else:
            said = _("We have written to %(email)s. The link in the email works for 7 days.", email=account.email)
            flash(said, "success")
            return redirect(url_for("accounts.person", account_id=account.id))
    return render_template("accounts/invite.html", form=form), 422 if form.errors else 200

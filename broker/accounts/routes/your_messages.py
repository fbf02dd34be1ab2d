"""What somebody wants to be sent: on their own page, and by the link in the foot of a mail."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from models.vocabulary import MailChoice, MessageClass

from ...edge import writes
from ...edge.filters import label
from ...extensions import csrf, db
from ...messages.choices import choice_of, choose, read_stop_token
from ..choosing import choices_form, choosers_of
from ..limits import link_requests
from ..roles import me, public, signed_in_required
from . import bp


@bp.route("/your-page/messages", methods=["GET", "POST"])
@signed_in_required
@writes
def your_messages() -> ResponseReturnValue:
    """How one wants each class of messages, as each of those one speaks for."""
    choosers = choosers_of(db.session, me())
    form = choices_form(db.session, choosers)
    if form.validate_on_submit():
        for chooser in choosers:
            for one in chooser.classes:
                choose(db.session, chooser.reader, one, form[chooser.field(one)].data)
        flash(_("Kept. From now on we go by this."), "success")
        return redirect(url_for("accounts.your_messages"))
    always = [one for one in MessageClass if not one.may_be_refused]
    return render_template(
        "accounts/your_messages.html", choosers=choosers, form=form, always=always
    ), 422 if form.errors else 200


@csrf.exempt
@bp.route("/stop-messages/<token>", methods=["GET", "POST"])
@public
@link_requests
@writes
def stop_messages(token: str) -> ResponseReturnValue:
    """Say no to a class of messages, without signing in. Opening the page changes nothing.

    The token is the proof: mail programs send the same without having seen the page (RFC 8058).
    """
    found = read_stop_token(db.session, token)
    if found is None:
        return render_template("accounts/stop_messages.html", state="unknown", kind=""), 404
    reader, message_class = found
    if request.method == "POST":
        choose(db.session, reader, message_class, MailChoice.NONE, how="link")
    stopped = choice_of(db.session, reader, message_class) is MailChoice.NONE
    return render_template(
        "accounts/stop_messages.html",
        state="stopped" if stopped else "ready",
        kind=label(message_class),
        telephone=current_app.extensions["settings"].service_telephone,
    )

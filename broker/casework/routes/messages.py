"""Messages as they were written, and those to be said by telephone."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from models.base import now
from models.vocabulary import MessageState

from ...accounts.roles import coordinator_required
from ...edge import writes
from ...extensions import db
from .. import post
from ..forms import RungForm
from ..refusals import Refused
from . import bp, found, me, my_areas, page_number, refuse


@bp.get("/coordinate/messages")
@coordinator_required
def messages() -> ResponseReturnValue:
    """Every message, those that need somebody first."""
    wanted = request.args.get("state", "")
    state = MessageState(wanted) if wanted in set(MessageState) else None
    listed = post.messages(db.session, areas=my_areas(), state=state, page=page_number())
    href = url_for("casework.messages") + "?" + (f"state={state.value}&" if state else "") + "page="
    return render_template("casework/messages.html", messages=listed, state=state, states=list(MessageState), href=href)


@bp.route("/coordinate/messages/<int:message_id>", methods=["GET", "POST"])
@coordinator_required
@writes
def message(message_id: int) -> ResponseReturnValue:
    """One message; where it is to be rung, a button to say that it was."""
    message = found(post.message_of(db.session, message_id, areas=my_areas()))
    form = RungForm()
    if form.validate_on_submit():
        try:
            post.rung(db.session, message, by=me(), words=form.words.data or "")
            flash(_("Written down: you rang %(name)s.", name=message.to_name), "success")
            return redirect(url_for("casework.messages"))
        except Refused as refused:
            refuse(form, refused)
    to_ring = message.state is MessageState.TO_RING and message.leave_at <= now()
    return render_template(
        "casework/message.html", message=message, form=form, to_ring=to_ring
    ), 422 if form.errors else 200

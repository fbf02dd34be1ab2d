"""Messages as they were written: those that did not arrive, and those to be said by telephone."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from models import Message
from models.base import now
from models.vocabulary import MessageState

from ...accounts.roles import coordinator_required
from ...edge import writes
from ...extensions import db
from .. import post, post_again
from ..forms import RungForm
from ..message_log import read_about
from ..refusals import Refused
from . import bp, found, me, my_areas, page_number, refuse


@bp.get("/coordinate/messages")
@coordinator_required
def messages() -> ResponseReturnValue:
    """Every message, those that need somebody first; or those about one case or entry."""
    wanted = request.args.get("state", "")
    state = MessageState(wanted) if wanted in set(MessageState) else None
    about = read_about(request.args.get("about", ""))
    listed = post.messages(db.session, areas=my_areas(), state=state, about=about, page=page_number())
    kept = {"about": "-".join(map(str, about))} if about else {}
    narrowed = {**kept, "state": state.value} if state else kept
    return render_template(
        "casework/messages.html",
        messages=listed,
        state=state,
        states=list(MessageState),
        kept=kept,
        href=f"{url_for('casework.messages')}?{urlencode({**narrowed, 'page': ''})}",
    )


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
            flash(_("Written down: you have rung."), "success")
            return redirect(url_for("casework.messages"))
        except Refused as refused:
            refuse(form, refused)
    return _page(message, form)


@bp.post("/coordinate/messages/<int:message_id>/again")
@coordinator_required
@writes
def message_again(message_id: int) -> ResponseReturnValue:
    """Send a message again."""
    return _done(message_id, post_again.send_again, _("It leaves within a minute."))


@bp.post("/coordinate/messages/<int:message_id>/ring")
@coordinator_required
@writes
def message_ring(message_id: int) -> ResponseReturnValue:
    """Make a call of a message."""
    return _done(message_id, post_again.ring_instead, _("It is on the list of calls to make now."))


def _done(message_id: int, verb: Callable[..., Message], said: str) -> ResponseReturnValue:
    message = found(post.message_of(db.session, message_id, areas=my_areas()))
    form = RungForm()
    if not form.validate_on_submit():
        return _page(message, form)
    try:
        message = verb(db.session, message, by=me())
    except Refused as refused:
        refuse(form, refused)
        return _page(message, form)
    flash(said, "success")
    return redirect(url_for("casework.message", message_id=message.id))


def _page(message: Message, form: Any) -> ResponseReturnValue:
    return render_template(
        "casework/message.html",
        message=message,
        form=form,
        to_ring=message.state is MessageState.TO_RING and message.leave_at <= now(),
        again=post_again.can_be_sent_again(message),
        ring=post_again.can_be_rung(message),
    ), 422 if form.errors else 200

"""An entry of the register, as the office reads it."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from models import Business, Need
from models.vocabulary import EntryKind

from ...accounts.roles import coordinator_required
from ...accounts.signing_in import fresh_required
from ...cases.firm_pause import standing_pause
from ...cases.log import KIND_OF, AnyEntry, NotAllowed, history, last_change
from ...edge import writes
from ...edge.filters import label
from ...extensions import db
from ...forms import ButtonForm
from ...messages.suppression import left_alone_among
from ...suggestions.upkeep import still_right
from ...suggestions.would_help import would_help_business
from .. import entries as verbs
from ..forms import (
    CorrectBusinessForm,
    CorrectNameForm,
    CorrectNeedForm,
    EndForm,
    SendBackForm,
    SpokenForm,
)
from ..message_log import log_of
from ..refusals import Refused
from ..scope import may_see
from . import bp, found, me, refuse

ENTRY = "/coordinate/entries/<kind>/<int:entry_id>"


@bp.get(ENTRY)
@coordinator_required
def entry(kind: str, entry_id: int) -> ResponseReturnValue:
    """Everything an entry says, what happened to it, and what can be done now."""
    return _page(entry_or_404(kind, entry_id), ButtonForm())


@bp.post(f"{ENTRY}/live")
@coordinator_required
@fresh_required
@writes
def entry_live(kind: str, entry_id: int) -> ResponseReturnValue:
    """The entry was read: it takes part from now on."""
    entry = entry_or_404(kind, entry_id)
    form = ButtonForm()
    if not form.validate_on_submit():
        return _page(entry, form)
    try:
        verbs.make_live(db.session, entry, by=me(), seen=request.args.get("seen", type=int))
    except Refused as refused:
        refuse(form, refused)
        return _page(entry, form)
    flash(_("%(name)s is live.", name=verbs.name_of(entry)), "success")
    suggestion_id = request.args.get("suggestion", type=int)
    if suggestion_id:
        return redirect(url_for("casework.suggestion", suggestion_id=suggestion_id))
    return redirect(_href(entry))


@bp.route(f"{ENTRY}/spoken", methods=["GET", "POST"])
@coordinator_required
@writes
def entry_spoken(kind: str, entry_id: int) -> ResponseReturnValue:
    """An officer spoke to the entry's people."""
    return _with_words(kind, entry_id, "spoken", SpokenForm(), verbs.spoken, _("Written down: you spoke to them."))


@bp.post(f"{ENTRY}/still-right")
@coordinator_required
@writes
def entry_still_right(kind: str, entry_id: int) -> ResponseReturnValue:
    """An officer was told, by telephone, that an offer or a request still holds."""
    entry = entry_or_404(kind, entry_id)
    if not isinstance(entry, Business | Need):
        abort(404)
    try:
        still_right(db.session, entry, by=me(), on_behalf=True)
    except NotAllowed as refused:
        flash(str(refused))
    else:
        flash(_("Written down: it still holds."), "success")
    return redirect(_href(entry))


@bp.route(f"{ENTRY}/send-back", methods=["GET", "POST"])
@coordinator_required
@writes
def entry_send_back(kind: str, entry_id: int) -> ResponseReturnValue:
    """Ask the entry's people for something more."""
    return _with_words(kind, entry_id, "send_back", SendBackForm(), verbs.send_back, _("Sent back with your words."))


@bp.route(f"{ENTRY}/end", methods=["GET", "POST"])
@coordinator_required
@fresh_required
@writes
def entry_end(kind: str, entry_id: int) -> ResponseReturnValue:
    """Close an entry."""
    return _with_words(kind, entry_id, "end", EndForm(), verbs.end, _("Ended."))


@bp.route(f"{ENTRY}/correct", methods=["GET", "POST"])
@coordinator_required
@writes
def entry_correct(kind: str, entry_id: int) -> ResponseReturnValue:
    """Put small things right on the entry's people's behalf."""
    entry = entry_or_404(kind, entry_id)
    form = _correcting(entry)
    if form.validate_on_submit():
        try:
            verbs.correct(db.session, entry, by=me(), **_corrected(form))
            flash(_("Changed."), "success")
            return redirect(_href(entry))
        except Refused as refused:
            refuse(form, refused)
    return render_template(
        "casework/entry_correct.html", entry=entry, form=form, back=_href(entry), name=verbs.name_of(entry)
    ), 422 if form.errors else 200


def entry_or_404(kind: str, entry_id: int) -> AnyEntry:
    """An entry the coordinator may read."""
    if kind not in set(EntryKind):
        abort(404)
    entry = found(verbs.entry_of(db.session, EntryKind(kind), entry_id))
    if not may_see(db.session, me(), entry):
        abort(404)
    return entry


def _page(entry: AnyEntry, form: Any) -> ResponseReturnValue:
    return render_template(
        "casework/entry.html",
        entry=entry,
        kind=KIND_OF[type(entry)],
        name=verbs.name_of(entry),
        contacts=verbs.contacts_of(entry),
        missing=verbs.missing_for_live(entry),
        to_read=entry.state in verbs.TO_READ,
        events=history(db.session, entry),
        seen=last_change(db.session, entry),
        pause=standing_pause(db.session, entry) if isinstance(entry, Business) else None,
        log=log_of(db.session, KIND_OF[type(entry)].value, entry.id),
        left_alone=left_alone_among(db.session, [contact.email for contact in verbs.contacts_of(entry)]),
        contracts=", ".join(label(one) for one in entry.contracts) if isinstance(entry, Business) else "",
        advice=would_help_business(db.session, entry) if isinstance(entry, Business) else None,
        form=form,
    ), 422 if form.errors else 200


def _with_words(kind: str, entry_id: int, what: str, form: Any, verb: Any, done: str) -> ResponseReturnValue:
    entry = entry_or_404(kind, entry_id)
    if form.validate_on_submit():
        try:
            verb(db.session, entry, by=me(), words=form.words.data or "")
            flash(done, "success")
            return redirect(_href(entry))
        except Refused as refused:
            refuse(form, refused)
    return render_template(
        f"casework/entry_{what}.html", entry=entry, form=form, back=_href(entry), name=verbs.name_of(entry)
    ), 422 if form.errors else 200


def _href(entry: AnyEntry) -> str:
    return url_for("casework.entry", kind=KIND_OF[type(entry)].value, entry_id=entry.id)


def _correcting(entry: AnyEntry) -> Any:
    if isinstance(entry, Business):
        return CorrectBusinessForm(obj=entry)
    return CorrectNeedForm(obj=entry) if isinstance(entry, Need) else CorrectNameForm(obj=entry)


def _corrected(form: Any) -> dict[str, Any]:
    values = {name: value for name, value in form.data.items() if name != "csrf_token"}
    if "sectors" in values:
        values["sectors"] = values["sectors"] or []
    return values

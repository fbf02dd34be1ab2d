"""Changes of life, as the office notes them: the same entry twice, an end, another owner, other people."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from models import Business, Partnership

from ...accounts.roles import coordinator_required
from ...accounts.signing_in import fresh_required
from ...cases.log import KIND_OF
from ...cases.people import note_contact, remove_contact
from ...edge import writes
from ...extensions import db
from ...forms import ButtonForm
from ..changes.firm_gone import is_bought, stops_trading
from ..changes.forms import Gone, GoneForm, NewOwnerForm, OtherForm, OwnerForm, WhyForm, ends_form
from ..changes.merging import by_reference, merge_of, preview, undo_merge
from ..changes.merging import merge as make_one
from ..changes.partnership_ending import end_partnership, successors
from ..entries import name_of
from ..refusals import Refused
from ..scope import may_see
from . import bp, found, me, refuse
from .entries import ENTRY, entry_or_404


@bp.route(f"{ENTRY}/same-as", methods=["GET", "POST"])
@coordinator_required
def entry_same_as(kind: str, entry_id: int) -> ResponseReturnValue:
    """Which other entry is the same?"""
    entry = _with_people(kind, entry_id)
    form = OtherForm()
    if form.validate_on_submit():
        other = by_reference(db.session, entry, form.reference.data or "")
        if other is not None and may_see(db.session, me(), other):
            return redirect(url_for("casework.entry_merge", kind=kind, entry_id=entry.id, other_id=other.id))
        form.reference.errors = [_("There is no entry of this kind with that reference")]
    page = render_template("casework/entry_same_as.html", entry=entry, form=form, back=_href(entry))
    return page, 422 if form.errors else 200


@bp.route(f"{ENTRY}/merge/<int:other_id>", methods=["GET", "POST"])
@coordinator_required
@fresh_required
@writes
def entry_merge(kind: str, entry_id: int, other_id: int) -> ResponseReturnValue:
    """See what moves, then make the two one."""
    kept, gone = _with_people(kind, entry_id), _with_people(kind, other_id)
    form = WhyForm()
    if form.validate_on_submit():
        try:
            made = make_one(db.session, kept, gone, by=me(), words=form.words.data or "")
            return redirect(url_for("casework.merged", merge_id=made.id))
        except Refused as refused:
            refuse(form, refused)
            kept, gone = _with_people(kind, entry_id), _with_people(kind, other_id)
    page = render_template(
        "casework/entry_merge.html",
        kept=kept,
        gone=gone,
        form=form,
        preview=preview(db.session, kept, gone),
        tables=_tables(),
        back=_href(kept),
    )
    return page, 422 if form.errors else 200


@bp.route("/coordinate/merges/<int:merge_id>", methods=["GET", "POST"])
@coordinator_required
@writes
def merged(merge_id: int) -> ResponseReturnValue:
    """Two entries that were made one, and the way back."""
    merge, kept, gone = found(merge_of(db.session, merge_id))
    if not may_see(db.session, me(), kept):
        abort(404)
    form = ButtonForm()
    if form.validate_on_submit():
        try:
            undo_merge(db.session, merge, by=me())
            flash(_("They are two entries again."), "success")
            return redirect(url_for("casework.merged", merge_id=merge_id))
        except Refused as refused:
            db.session.rollback()
            flash(str(refused))
            return redirect(url_for("casework.merged", merge_id=merge_id))
    return render_template("casework/merged.html", merge=merge, kept=kept, gone=gone, back=_href(kept))


@bp.route("/coordinate/entries/partnership/<int:entry_id>/ends", methods=["GET", "POST"])
@coordinator_required
@fresh_required
@writes
def partnership_ends(entry_id: int) -> ResponseReturnValue:
    """A partnership ends, with or without a successor."""
    partnership = _with_people("partnership", entry_id)
    assert isinstance(partnership, Partnership)
    others = successors(db.session, partnership)
    form = ends_form(others)
    if form.validate_on_submit():
        successor = next((one for one in others if str(one.id) == form.successor.data), None)
        try:
            said: dict[str, Any] = {"on": form.on.data, "successor": successor, "words": form.words.data or ""}
            end_partnership(db.session, partnership, by=me(), **said)
            flash(_("Ended. Everybody it works with is told."), "success")
            return redirect(_href(partnership))
        except Refused as refused:
            refuse(form, refused)
    page = render_template("casework/partnership_ends.html", entry=partnership, form=form, back=_href(partnership))
    return page, 422 if form.errors else 200


@bp.route("/coordinate/entries/business/<int:entry_id>/gone", methods=["GET", "POST"])
@coordinator_required
@fresh_required
@writes
def business_gone(entry_id: int) -> ResponseReturnValue:
    """A business stopped trading or was bought."""
    business = _with_people("business", entry_id)
    assert isinstance(business, Business)
    form = GoneForm()
    if form.validate_on_submit():
        if Gone(str(form.what.data)) is Gone.BOUGHT:
            return redirect(url_for("casework.business_bought", entry_id=entry_id))
        try:
            stops_trading(db.session, business, by=me(), words=form.words.data or "")
            flash(_("Ended. Those it helped are told."), "success")
            return redirect(_href(business))
        except Refused as refused:
            refuse(form, refused)
    page = render_template("casework/business_gone.html", entry=business, form=form, back=_href(business))
    return page, 422 if form.errors else 200


@bp.route("/coordinate/entries/business/<int:entry_id>/bought", methods=["GET", "POST"])
@coordinator_required
@fresh_required
@writes
def business_bought(entry_id: int) -> ResponseReturnValue:
    """Who owns it now?"""
    business = _with_people("business", entry_id)
    assert isinstance(business, Business)
    form = NewOwnerForm()
    if form.validate_on_submit():
        said = {name: form[name].data or "" for name in ("name", "email", "telephone", "words")}
        try:
            is_bought(db.session, business, by=me(), **said)
            flash(_("The new owner is asked what goes on. Until then it waits."), "success")
            return redirect(_href(business))
        except Refused as refused:
            refuse(form, refused)
    page = render_template("casework/business_bought.html", entry=business, form=form, back=_href(business))
    return page, 422 if form.errors else 200


@bp.route(f"{ENTRY}/add-contact", methods=["GET", "POST"])
@coordinator_required
@writes
def entry_add_contact(kind: str, entry_id: int) -> ResponseReturnValue:
    """Note who speaks for an entry now."""
    entry = _with_people(kind, entry_id)
    form = OwnerForm()
    if form.validate_on_submit():
        said = {name: form[name].data or "" for name in ("name", "email", "telephone")}
        note_contact(db.session, entry, by=me(), **said)
        flash(_("They speak for it now."), "success")
        return redirect(_href(entry))
    page = render_template("casework/entry_add_contact.html", entry=entry, form=form, back=_href(entry))
    return page, 422 if form.errors else 200


@bp.post(f"{ENTRY}/remove-contact/<int:contact_id>")
@coordinator_required
@writes
def entry_remove_contact(kind: str, entry_id: int, contact_id: int) -> ResponseReturnValue:
    """Somebody no longer speaks for an entry. Their links end at once."""
    entry = _with_people(kind, entry_id)
    found(remove_contact(db.session, entry, contact_id, me(), on_behalf=True))
    flash(_("They no longer speak for %(entry)s.", entry=name_of(entry)), "success")
    return redirect(_href(entry))


def _with_people(kind: str, entry_id: int) -> Business | Partnership:
    entry = entry_or_404(kind, entry_id)
    if not isinstance(entry, (Business, Partnership)):
        abort(404)
    return entry


def _href(entry: Business | Partnership) -> str:
    return url_for("casework.entry", kind=KIND_OF[type(entry)].value, entry_id=entry.id)


def _tables() -> dict[str, str]:
    """Rows by table, in words; other tables are "other records"."""
    return {
        "suggestion": _("Suggestions"),
        "match": _("Matches"),
        "contact": _("People"),
        "offer": _("Offers"),
        "need": _("Requests"),
        "seat": _("Seats"),
        "broker_tie": _("Ties of brokers"),
        "partnership_area": _("Areas"),
    }

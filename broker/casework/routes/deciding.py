"""The verdicts, a page each: confirm, reject, later, and agreeing as a second person."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from models import Broker, Suggestion
from models.vocabulary import RejectReason

from ...accounts.roles import coordinator_required
from ...accounts.signing_in import fresh_required
from ...cases.suggestion_life import DECIDABLE
from ...edge import writes
from ...edge.filters import spoken_date
from ...extensions import db
from .. import decide, reading
from ..forms import STAND_IN, AgreeForm, ConfirmForm, LaterForm, RejectForm, SeenForm, confirm_form
from ..refusals import AlreadyDecided, PlaceGone, Refused
from . import bp, me, refuse, the_settings
from .suggestions import suggestion_or_404

#: How many free brokers are offered on the page.
BROKERS = 6


@bp.route("/coordinate/suggestions/<int:suggestion_id>/confirm", methods=["GET", "POST"])
@coordinator_required
@fresh_required
@writes
def confirm(suggestion_id: int) -> ResponseReturnValue:
    """Make a suggestion a proposal."""
    suggestion = undecided(suggestion_id)
    page = reading.suggestion_page(db.session, suggestion)
    form = _confirm_form(page)
    instead: Sequence[Suggestion] = ()
    if form.validate_on_submit():
        try:
            match = decide.confirm(
                db.session,
                suggestion,
                by=me(),
                reasons=form.reasons.data or (),
                words=form.words.data or "",
                broker=_chosen_broker(form),
                amounts=form.amounts(),
                seen_version=form.seen.data or 0,
            )
            minutes = the_settings().message_delay_minutes
            flash(
                _("Confirmed. The messages leave in %(minutes)s minutes; until then you can undo.", minutes=minutes),
                "success",
            )
            return redirect(url_for("casework.match", match_id=match.id))
        except Refused as refused:
            refuse(form, refused)
            suggestion = undecided(suggestion_id)
            page = reading.suggestion_page(db.session, suggestion)
            instead = reading.instead_of(db.session, suggestion) if isinstance(refused, PlaceGone) else ()
    return render_template(
        "casework/confirm.html", page=page, suggestion=suggestion, form=form, instead=instead
    ), _status(form)


@bp.route("/coordinate/suggestions/<int:suggestion_id>/reject", methods=["GET", "POST"])
@coordinator_required
@fresh_required
@writes
def reject(suggestion_id: int) -> ResponseReturnValue:
    """Say no to a pairing."""
    suggestion = undecided(suggestion_id)
    form = _seen(RejectForm(), suggestion)
    if form.validate_on_submit():
        reason = RejectReason(form.reason.data)
        try:
            decide.reject(
                db.session,
                suggestion,
                by=me(),
                reason=reason,
                words=form.words.data or "",
                seen_version=form.seen.data or 0,
            )
            flash(_("Rejected: %(name)s. You can undo this.", name=suggestion.business.name), "success")
            return redirect(url_for("casework.need", need_id=suggestion.need_id))
        except Refused as refused:
            refuse(form, refused)
    return render_template("casework/reject.html", suggestion=suggestion, form=form), _status(form)


@bp.route("/coordinate/suggestions/<int:suggestion_id>/later", methods=["GET", "POST"])
@coordinator_required
@fresh_required
@writes
def later(suggestion_id: int) -> ResponseReturnValue:
    """Put a decision off until a date."""
    suggestion = undecided(suggestion_id)
    form = _seen(LaterForm(), suggestion)
    if form.validate_on_submit():
        try:
            decide.later(
                db.session,
                suggestion,
                by=me(),
                reason=form.reason.data,
                until=form.until.data,
                words=form.words.data or "",
                seen_version=form.seen.data or 0,
            )
            flash(_("Put off until %(date)s.", date=spoken_date(form.until.data)), "success")
            return redirect(url_for("casework.need", need_id=suggestion.need_id))
        except Refused as refused:
            refuse(form, refused)
    return render_template("casework/later.html", suggestion=suggestion, form=form), _status(form)


@bp.route("/coordinate/suggestions/<int:suggestion_id>/agree", methods=["GET", "POST"])
@coordinator_required
@fresh_required
@writes
def agree(suggestion_id: int) -> ResponseReturnValue:
    """Agree, as the second person, that somebody else may confirm it."""
    suggestion = undecided(suggestion_id)
    form = _seen(AgreeForm(), suggestion)
    if form.validate_on_submit():
        try:
            decide.agree(db.session, suggestion, by=me(), words=form.words.data, seen_version=form.seen.data or 0)
            flash(_("You have agreed. Another coordinator can now confirm it."), "success")
            return redirect(url_for("casework.suggestion", suggestion_id=suggestion_id))
        except Refused as refused:
            refuse(form, refused)
    return render_template("casework/agree.html", suggestion=suggestion, form=form), _status(form)


def undecided(suggestion_id: int) -> Suggestion:
    """A suggestion that can be decided; `AlreadyDecided` leads to the page that says by whom."""
    suggestion = suggestion_or_404(suggestion_id)
    if suggestion.state not in DECIDABLE:
        raise AlreadyDecided(suggestion, decide.standing_decision(suggestion))
    return suggestion


def _confirm_form(page: reading.SuggestionPage) -> ConfirmForm:
    """The choices as the model would have them, to be changed."""
    free = [(one.broker, one.scored) for one in page.brokers if one.broker is not None and not one.scored.ruled_out]
    named = [(str(broker.id), broker.name, "; ".join(scored.sentences)) for broker, scored in free[:BROKERS]]
    own = page.suggestion.broker_id
    first = str(own) if any(str(own) == key for key, _name, _hint in named) else (named[0][0] if named else STAND_IN)
    parts = [part for part in page.suggestion.need.parts if page.room.get(part.id, 0) > 0]
    fits = page.scored.part_id if page.scored else None
    chosen = [part for part in parts if fits is None or part.id == fits] or parts[:1]
    values: dict[str, Any] = {
        "parts": [str(part.id) for part in chosen],
        "broker": first,
        "seen": seen(page.suggestion),
    }
    offered = {offer.kind: offer.amount for offer in page.suggestion.business.offers if offer.withdrawn_at is None}
    for part in page.suggestion.need.parts:
        amounts = [amount for amount in (part.amount, offered.get(part.kind)) if amount]
        values[f"amount_{part.id}"] = int(min(amounts)) or None if amounts else None
    stand_in = (STAND_IN, _("Nobody: I stand in"), "" if named else _("No broker is free for this."))
    return confirm_form(page.suggestion.need, [*named, stand_in], **values)


def _chosen_broker(form: ConfirmForm) -> Broker | None:
    chosen = form.broker.data or STAND_IN
    return None if chosen == STAND_IN else db.session.get(Broker, int(chosen))


def _seen(form: Any, suggestion: Suggestion) -> Any:
    if not form.is_submitted():
        form.seen.data = seen(suggestion)
    return form


def seen(suggestion: Suggestion) -> int:
    """The version that was on the page which led here, else the one on this page."""
    return request.args.get("seen", suggestion.version, type=int)


def _status(form: SeenForm) -> int:
    return 422 if form.errors else 200

"""Brokers as the office sees them: who carries how much, who stands in, and handing cases over."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from models import Broker, Handover
from models.vocabulary import Role

from ...accounts.roles import OFFICE, access, coordinator_required
from ...accounts.signing_in import fresh_required
from ...cases.away_form import AwayForm
from ...cases.carried import carried_by
from ...cases.cover import CannotCover, could_cover, set_away
from ...cases.handing_over import CannotHandOver, hand_over, past_limits, share_out, undo_handover, undoable_handovers
from ...cases.holders import brokers_of
from ...cases.load import set_limits
from ...edge import writes
from ...extensions import db
from ...suggestions.refresh import mark_all_due
from .. import broker_load as reading
from ..case_forms import OFFICE as THE_OFFICE
from ..case_forms import STAYS, HandOverForm, ReceiversForm, hand_over_form, limits_form
from ..case_page import carried_here
from ..pack import pack_of
from ..scope import may_see
from . import bp, found, me, my_areas, page_number

BROKER = "/coordinate/brokers/<int:broker_id>"


@bp.get("/coordinate/brokers")
@coordinator_required
def brokers() -> ResponseReturnValue:
    """The load across brokers, as a picture with a table."""
    listed = reading.brokers_here(db.session, my_areas(), page=page_number())
    return render_template(
        "casework/brokers.html",
        listed=listed,
        everywhere=my_areas() is None,
        href=url_for("casework.brokers") + "?page=",
    )


@bp.get(BROKER)
@coordinator_required
def broker(broker_id: int) -> ResponseReturnValue:
    """One broker: the cases carried here, who stands in, and what can be done."""
    broker = broker_or_404(broker_id)
    counted = request.args.get("show") == "load"
    return render_template(
        "casework/broker.html",
        broker=broker,
        load=reading.loads_here(db.session, [broker], my_areas())[0],
        counted=counted,
        rows=reading.carried_rows(db.session, carried_here(db.session, broker, me()), counted=counted),
        undoable=undoable_handovers(db.session, broker),
    )


@bp.route(f"{BROKER}/away", methods=["GET", "POST"])
@coordinator_required
@writes
def broker_away(broker_id: int) -> ResponseReturnValue:
    """Say for a broker who is ill, or rang, from when until when and who stands in."""
    broker = broker_or_404(broker_id)
    form = AwayForm(broker, could_cover(db.session, broker))
    if form.validate_on_submit():
        days = {"begins": form.begins.data, "ends": form.ends.data}
        try:
            if set_away(db.session, broker, cover=form.chosen(), by=me(), **days):
                mark_all_due(db.session)
            flash(_("Changed."), "success")
            return redirect(url_for("casework.broker", broker_id=broker_id))
        except CannotCover as cannot:
            db.session.rollback()
            form.cover.errors = [str(cannot)]
    return render_template("casework/broker_away.html", broker=broker, form=form), 422 if form.errors else 200


@bp.route(f"{BROKER}/limits", methods=["GET", "POST"])
@coordinator_required
@writes
def broker_limits(broker_id: int) -> ResponseReturnValue:
    """How many cases at once a shared broker carries in each of the coordinator's areas."""
    broker = broker_or_404(broker_id)
    load = reading.loads_here(db.session, [broker], my_areas())[0]
    form = limits_form([(one.area.code, one.area.name, one.limit) for one in load.areas])
    if form.validate_on_submit():
        limits = {one.area.code: form[f"limit_{one.area.code}"].data for one in load.areas}
        if set_limits(db.session, broker, limits, by=me()):
            mark_all_due(db.session)
        flash(_("Changed."), "success")
        return redirect(url_for("casework.broker", broker_id=broker_id))
    return render_template("casework/broker_limits.html", broker=broker, form=form), 422 if form.errors else 200


@bp.get(f"{BROKER}/hand-over")
@coordinator_required
def hand_over_to(broker_id: int) -> ResponseReturnValue:
    """Who could take a broker's cases, and how much room each has."""
    broker = broker_or_404(broker_id)
    could = reading.receivers_of(db.session, broker)
    form = ReceiversForm([(load.broker, reading.room_in_words(load)) for load in could])
    return render_template("casework/hand_over_to.html", broker=broker, form=form)


@bp.route(f"{BROKER}/hand-over/who-gets-what", methods=["GET", "POST"])
@coordinator_required
@fresh_required
@writes
def hand_over_cases(broker_id: int) -> ResponseReturnValue:
    """A proposal of who gets what, to be changed, and done in one step."""
    broker = broker_or_404(broker_id)
    could = {str(load.broker.id): load for load in reading.receivers_of(db.session, broker)}
    chosen = [could[key] for key in request.args.getlist("to") if key in could]
    carried = carried_here(db.session, broker, me())
    titles = reading.titles_of(db.session, carried)
    proposed = share_out(carried, chosen)
    form = hand_over_form(
        broker, [(one.key, titles[one.key]) for one in carried], [load.broker for load in could.values()], proposed
    )
    if form.validate_on_submit():
        try:
            done = hand_over(
                db.session,
                broker,
                _giving(form, [one.key for one in carried], {key: load.broker for key, load in could.items()}),
                reason=form.reason.data or "",
                past_limit=form.past_limit.data or "",
                by=me(),
            )
            mark_all_due(db.session)
            count = len(done.items)
            flash(ngettext("%(num)d thing is handed over.", "%(num)d things are handed over.", count), "success")
            return redirect(url_for("casework.broker", broker_id=broker_id))
        except CannotHandOver as cannot:
            db.session.rollback()
            if cannot.field:
                form[cannot.field].errors = [str(cannot)]
            else:
                form.form_errors.append(str(cannot))
    by_id = {load.broker.id: load.broker for load in could.values()}
    pairs = [(one, by_id.get(proposed[one.key] or 0)) for one in carried]
    return render_template(
        "casework/hand_over_cases.html",
        broker=broker,
        form=form,
        carried=carried,
        warnings=past_limits(db.session, pairs),
    ), 422 if form.errors else 200


@bp.post("/coordinate/handovers/<int:handover_id>/undo")
@coordinator_required
@fresh_required
@writes
def hand_over_undo(handover_id: int) -> ResponseReturnValue:
    """Give back, on the same day, what is still with its receivers."""
    handover = found(db.session.get(Handover, handover_id))
    broker = broker_or_404(handover.broker_id)
    if my_areas() is not None and handover.by_id != me().id:
        abort(404)
    try:
        count = undo_handover(db.session, handover, by=me())
        mark_all_due(db.session)
        flash(ngettext("Undone: %(num)d thing came back.", "Undone: %(num)d things came back.", count), "success")
    except CannotHandOver as cannot:
        db.session.rollback()
        flash(str(cannot))
    return redirect(url_for("casework.broker", broker_id=broker.id))


@bp.get("/brokers/<int:broker_id>/pack")
@access(Role.BROKER, *OFFICE)
def pack(broker_id: int) -> ResponseReturnValue:
    """Everything somebody needs who takes over, to be printed: history, people and next step of each case."""
    office = me().is_a(*OFFICE)
    if office:
        broker = broker_or_404(broker_id)
    else:
        broker = found(next((one for one in brokers_of(db.session, me()) if one.id == broker_id), None))
    carried = carried_here(db.session, broker, me()) if office else carried_by(db.session, broker)
    return render_template(
        "casework/pack.html",
        broker=broker,
        entries=pack_of(db.session, carried),
        layout="casework/office.html" if office else "base.html",
        back=url_for("casework.broker", broker_id=broker.id) if office else url_for("casework.caseload"),
    )


def broker_or_404(broker_id: int) -> Broker:
    """A broker who works in the coordinator's areas."""
    broker = found(db.session.get(Broker, broker_id))
    if not may_see(db.session, me(), broker):
        abort(404)
    return broker


def _giving(form: HandOverForm, keys: list[str], could: dict[str, Broker]) -> dict[str, Broker | None]:
    said = {key: form[f"to_{key}"].data for key in keys}
    return {key: None if to == THE_OFFICE else could[to] for key, to in said.items() if to != STAYS}

"""Looking into concerns. Whoever may not read one is told that there is no such page."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from models import Concern
from models.vocabulary import ConcernAct, ConcernOutcome, Role

from ...accounts.roles import access, coordinator_required
from ...accounts.signing_in import fresh_required
from ...cases import concerns as verbs
from ...cases.concern_about import subject_of
from ...cases.concern_life import can
from ...cases.refusals import NotPossible
from ...edge import writes
from ...extensions import db
from .. import concern_reading as reading
from ..concern_forms import ACT_FORMS, account_form
from ..refusals import Refused
from . import bp, found, me, my_areas, page_number, refuse

#: What can be done with a concern, by the word in its address, in the order of a concern's life.
ACTS: dict[str, Callable[..., None]] = {
    "acknowledge": verbs.acknowledge,
    "look": verbs.look_into,
    "tell": verbs.tell_outcome,
    "close": verbs.end,
    "reopen": verbs.reopen,
    "note": verbs.note,
}


@bp.get("/coordinate/concerns")
@coordinator_required
def concerns() -> ResponseReturnValue:
    """Those that one may read; and how many nobody looks into."""
    listed = reading.concerns(db.session, me(), page=page_number())
    href = url_for("casework.concerns") + "?page="
    return render_template("casework/concerns.html", concerns=listed, unowned=reading.unowned(db.session), href=href)


@bp.get("/coordinate/concerns/<int:concern_id>")
@coordinator_required
def concern_read(concern_id: int) -> ResponseReturnValue:
    """A concern in its own words, what was done with it, and what can be done now."""
    concern = found(reading.concern_of(db.session, concern_id, me()))
    return render_template(
        "casework/concern_read.html",
        concern=concern,
        subject=subject_of(db.session, concern),
        letters=reading.letters_of(db.session, concern),
        acts=[act for act in ConcernAct if act.value in ACTS and can(concern, act)],
        can_change=can(concern, ConcernAct.GIVE),
    )


@bp.route("/coordinate/concerns/<int:concern_id>/<act>", methods=["GET", "POST"])
@coordinator_required
@fresh_required
@writes
def concern_act(concern_id: int, act: str) -> ResponseReturnValue:
    """One thing that is done with a concern."""
    concern = found(reading.concern_of(db.session, concern_id, me()))
    if act not in ACTS:
        abort(404)
    form: Any = ACT_FORMS[act]()
    if form.validate_on_submit():
        said = {"words": form.words.data or ""}
        if act == "tell":
            said["outcome"] = ConcernOutcome(str(form.outcome.data))
        if _done(form, ACTS[act], concern, **said):
            flash(_("Kept."), "success")
            return redirect(url_for("casework.concern_read", concern_id=concern_id))
    return _page("casework/concern_act.html", form, concern_id, concern, act=ConcernAct(act))


@bp.route("/coordinate/concerns/<int:concern_id>/give", methods=["GET", "POST"])
@coordinator_required
@fresh_required
@writes
def concern_give(concern_id: int) -> ResponseReturnValue:
    """Give a concern to somebody else of the office."""
    concern = found(reading.concern_of(db.session, concern_id, me()))
    people = [one for one in reading.office_people(db.session) if one.id != concern.owner_id]
    form = account_form(people, _("Who looks into it from now on?"))
    if form.validate_on_submit():
        owner = next(one for one in people if str(one.id) == form.account.data)
        if _done(form, verbs.give_to, concern, owner=owner):
            flash(_("Given. They are told."), "success")
            return redirect(url_for("casework.concerns"))
    return _page("casework/concern_give.html", form, concern_id, concern)


@bp.route("/coordinate/concerns/<int:concern_id>/about", methods=["GET", "POST"])
@coordinator_required
@fresh_required
@writes
def concern_about(concern_id: int) -> ResponseReturnValue:
    """Say that a concern is about somebody of the office: they can read it no more."""
    concern = found(reading.concern_of(db.session, concern_id, me()))
    people = reading.office_people(db.session)
    form = account_form(people, _("Whom of the office is it about?"))
    if form.validate_on_submit():
        officer = next(one for one in people if str(one.id) == form.account.data)
        if _done(form, verbs.name_officer, concern, officer=officer):
            flash(_("Kept: they cannot read it."), "success")
            return redirect(url_for("casework.concerns"))
    return _page("casework/concern_about.html", form, concern_id, concern)


@bp.get("/coordinate/concerns/figures")
@access(Role.ADMINISTRATOR, Role.COORDINATOR, Role.READER)
def concerns_figures() -> ResponseReturnValue:
    """How many, of which kind, and how far. Nobody's words, and no references."""
    return render_template("casework/concerns_figures.html", figures=reading.figures(db.session, my_areas()))


def _done(form: Any, verb: Callable[..., None], concern: Concern, **said: Any) -> bool:
    try:
        verb(db.session, concern, by=me(), **said)
    except NotPossible as error:
        refuse(form, Refused(str(error)))
        return False
    return True


def _page(template: str, form: Any, concern_id: int, concern: Concern, **more: Any) -> ResponseReturnValue:
    back = url_for("casework.concern_read", concern_id=concern_id)
    return render_template(template, form=form, concern=concern, back=back, **more), 422 if form.errors else 200

"""The page of a need, for those who look after it: how it stands, change, pause, close."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user

from models import Account, Need
from models.vocabulary import EntryKind, EntryState, NeedEnd

from ...cases.entries import asked_of
from ...cases.log import NotAllowed
from ...edge import writes
from ...extensions import db
from ...forms import GovForm, date_field, radios_field, words_field
from ...suggestions.would_help import would_help_need
from ..change import add_changes, walk_of_entry
from ..partnership.areas import refuse
from ..partnership.whose import is_on_behalf, need_of
from ..walk import sections
from ..words import _l
from .ending import close_need, how_it_ended, pause_need, resume_need
from .journey import CHANGES, may_write
from .standing import MATCH_WORDS, standing_of
from .what import today


class PauseForm(GovForm):
    until = date_field(
        _l("Until when?"), thing=_l("until when"), hint=_l("We stop looking, and go on by ourselves on that day.")
    )
    words = words_field(_l("Why? (optional)"), thing=_l("why"), optional=True, rows=2, limit=500)

    def validate(self, extra_validators: object = None) -> bool:
        right = super().validate(extra_validators)
        late = self.until.data is not None and self.until.data <= today()
        if late:
            refuse(self.until, _("Enter a day after today"))
        return right and not late


class CloseForm(GovForm):
    how = radios_field(_l("What came of it?"), NeedEnd, thing=_l("what came of it"))
    words = words_field(
        _l("In a few words"),
        thing=_l("a few words"),
        hint=_l("What helped, or why it did not come about. You can leave this empty if it was met."),
        optional=True,
        rows=3,
        limit=1000,
    )

    def validate(self, extra_validators: object = None) -> bool:
        right = super().validate(extra_validators)
        untold = self.how.data in (NeedEnd.PARTLY, NeedEnd.NOT_MET) and not self.words.data
        if untold:
            refuse(self.words, _("Enter a few words about what was missing"))
        return right and not untold


def add_need_pages(bp: Blueprint) -> None:
    """Add what is not part of the journey itself."""
    add_changes(bp, CHANGES, may_write)
    of_need = "/your-page/needs/<int:need_id>"
    bp.add_url_rule(of_need, view_func=need)
    bp.add_url_rule(f"{of_need}/pause", view_func=need_pause, methods=["GET", "POST"])
    bp.add_url_rule(f"{of_need}/resume", view_func=need_resume, methods=["POST"])
    bp.add_url_rule(f"{of_need}/close", view_func=need_close, methods=["GET", "POST"])


@may_write
def need(need_id: int) -> ResponseReturnValue:
    """How a need stands, and every answer that made it."""
    found = _own(need_id)
    walk = walk_of_entry(CHANGES, found, _me())
    ended = found.state is EntryState.ENDED
    return render_template(
        "registration/need.html",
        advice=would_help_need(db.session, found),
        need=found,
        standing=standing_of(db.session, [found])[found.id],
        match_words=MATCH_WORDS,
        answers=sections(walk, lambda step: "" if ended else walk.step_url(step.name)),
        on_behalf=is_on_behalf(_me(), found.partnership),
        asked_still_right=found.is_live and found.id in asked_of(db.session, EntryKind.NEED, [found.id]),
        closing=how_it_ended(db.session, found) if ended else None,
    )


@may_write
@writes
def need_pause(need_id: int) -> ResponseReturnValue:
    """Stop looking until a day."""
    found = _own(need_id)
    form = PauseForm()
    if request.method == "POST" and form.validate() and form.until.data:
        try:
            pause_need(
                db.session,
                found,
                until=form.until.data,
                words=form.words.data or "",
                by=_me(),
                on_behalf=_behalf(found),
            )
        except NotAllowed as refused:
            flash(str(refused))
        else:
            flash(_("Paused. We go on looking on that day."), "success")
        return _back(found)
    page = render_template("registration/need_pause.html", form=form, need=found)
    return (page, 422) if form.errors else page


@may_write
@writes
def need_resume(need_id: int) -> ResponseReturnValue:
    """Go on looking."""
    found = _own(need_id)
    try:
        resume_need(db.session, found, by=_me(), on_behalf=_behalf(found))
    except NotAllowed as refused:
        flash(str(refused))
    else:
        flash(_("We are looking again."), "success")
    return _back(found)


@may_write
@writes
def need_close(need_id: int) -> ResponseReturnValue:
    """Say what came of it, and close it for good."""
    found = _own(need_id)
    form = CloseForm()
    if request.method == "POST" and form.validate():
        try:
            close_need(
                db.session,
                found,
                how=NeedEnd(str(form.how.data)),
                words=form.words.data or "",
                by=_me(),
                on_behalf=_behalf(found),
            )
        except NotAllowed as refused:
            flash(str(refused))
        else:
            flash(_("Closed. Thank you for telling us what came of it."), "success")
        return _back(found)
    page = render_template("registration/need_close.html", form=form, need=found)
    return (page, 422) if form.errors else page


def _back(found: Need) -> ResponseReturnValue:
    return redirect(url_for("registration.need", need_id=found.id))


def _me() -> Account:
    account: Account = current_user._get_current_object()
    return account


def _behalf(found: Need) -> bool:
    return is_on_behalf(_me(), found.partnership)


def _own(need_id: int) -> Need:
    """The need, or 404 for everybody who does not look after it."""
    return need_of(db.session, _me(), need_id) or abort(404)

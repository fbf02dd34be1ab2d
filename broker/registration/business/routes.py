"""The pages of a business besides its questions: "we could help", pause, come back, leave, contacts."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user

from models import Account, Business
from models.vocabulary import EntryState

from ...accounts.roles import public, signed_in_required
from ...cases import clocks
from ...cases.firm_pause import answer_pause, standing_pause
from ...cases.log import NotAllowed
from ...cases.people import remove_contact
from ...cases.refusals import NotPossible
from ...edge import writes
from ...extensions import db, limiter
from ...forms import GovForm, date_field, words_field
from ..browser import walk_of
from ..change import add_changes
from ..partnership.areas import refuse
from ..words import _l
from .after import after_sign_up
from .change import add_person, come_back, leave, own_business, pause_business
from .journey import ALREADY, BUSINESS
from .offering import FewWordsForm, few_words, say_it_could_help
from .people import ContactForm, judge_contact
from .section import CHANGES, section_of


class PauseForm(GovForm):
    until = date_field(
        _l("Until when? (optional)"),
        hint=_l("If you do not know yet, leave this empty and come back when it suits you."),
        optional=True,
    )

    def validate(self, extra_validators: object = None) -> bool:
        right = super().validate(extra_validators)
        late = self.until.data is not None and self.until.data <= clocks.today()
        if late:
            refuse(self.until, _("Enter a day after today"))
        return right and not late


class AnswerPauseForm(GovForm):
    words = words_field(_l("How do you see it?"), thing=_l("how you see it"))


class LeaveForm(GovForm):
    words = words_field(
        _l("Is there anything we should know? (optional)"), thing=_l("a few words"), optional=True, rows=3
    )


class PersonForm(ContactForm):
    pass


def add_business_pages(bp: Blueprint) -> None:
    """Add what is not part of the journey itself."""
    add_changes(bp, CHANGES, signed_in_required)
    bp.add_url_rule("/sign-up/business/we-could-help/<int:need_id>", view_func=business_we_could_help, methods=["POST"])
    of_own = "/your-page/business/<int:business_id>"
    bp.add_url_rule(f"{of_own}/we-could-help/<int:need_id>", view_func=own_we_could_help, methods=["POST"])
    bp.add_url_rule(f"{of_own}/pause", view_func=business_pause, methods=["GET", "POST"])
    bp.add_url_rule(f"{of_own}/come-back", view_func=business_come_back, methods=["POST"])
    bp.add_url_rule(f"{of_own}/answer-pause", view_func=business_answer_pause, methods=["GET", "POST"])
    bp.add_url_rule(f"{of_own}/leave", view_func=business_leave, methods=["GET", "POST"])
    bp.add_url_rule(f"{of_own}/add-contact", view_func=business_add_contact, methods=["GET", "POST"])
    bp.add_url_rule(f"{of_own}/remove-contact/<int:contact_id>", view_func=business_remove_contact, methods=["POST"])


@public
@limiter.limit("60 per hour")
@writes
def business_we_could_help(need_id: int) -> ResponseReturnValue:
    """From the last page of the sign-up: the business is the one this browser signed up."""
    walk = walk_of(BUSINESS)
    draft = walk.draft
    if draft is None or draft.finished_at is None or ALREADY in draft.answers:
        return redirect(url_for("registration.business_start"))
    business = db.session.get(Business, draft.entry_id) or abort(404)
    by = walk.by if walk.on_behalf else None
    done = url_for("registration.business_done")
    form = few_words(need_id)
    if form.validate():
        return _offered(business, need_id, form, by, done)
    page = {"walk": walk, "already": False, "form": form, "wrong": (need_id, form)}
    return render_template("registration/business_done.html", **page, **after_sign_up(db.session, business)), 422


@signed_in_required
@writes
def own_we_could_help(business_id: int, need_id: int) -> ResponseReturnValue:
    """From the business's own page."""
    business = _own(business_id)
    form = few_words(need_id)
    if form.validate():
        return _offered(business, need_id, form, _me(), url_for("registration.own"))
    section = {**section_of(db.session, business, _me()), "wrong": (need_id, form)}
    sections = [("registration/own_business.html", section)]
    return render_template("registration/own.html", form=form, sections=sections), 422


def _offered(
    business: Business, need_id: int, form: FewWordsForm, by: Account | None, onward: str
) -> ResponseReturnValue:
    try:
        done, sentence = say_it_could_help(db.session, business, need_id, form.words.data or "", by)
    except LookupError:
        abort(404)
    flash(sentence, "success" if done else "message")
    return redirect(onward)


@signed_in_required
@writes
def business_pause(business_id: int) -> ResponseReturnValue:
    """Ask nothing of us for a while."""
    business = _own(business_id)
    form = PauseForm()
    if request.method == "POST" and form.validate():
        try:
            pause_business(db.session, business, form.until.data, _me())
        except NotAllowed as refused:
            flash(str(refused))
            return redirect(url_for("registration.own"))
        flash(_("Paused. We ask nothing of you until you come back."), "success")
        return redirect(url_for("registration.own"))
    page = render_template("registration/business_pause.html", form=form, business=business)
    return (page, 422) if form.errors else page


@signed_in_required
@writes
def business_come_back(business_id: int) -> ResponseReturnValue:
    """End the pause, or take part again after leaving."""
    business = _own(business_id)
    if business.state is EntryState.PAUSED and standing_pause(db.session, business) is not None:
        flash(_("We have paused you, so only we can end it. Tell us how you see it."))
    elif business.state in (EntryState.PAUSED, EntryState.ENDED):
        come_back(db.session, business, _me())
        flash(_("Welcome back."), "success")
    return redirect(url_for("registration.own"))


@signed_in_required
@writes
def business_answer_pause(business_id: int) -> ResponseReturnValue:
    """The firm says how it sees the pause that we decided on."""
    business = _own(business_id)
    pause = standing_pause(db.session, business) or abort(404)
    form = AnswerPauseForm()
    if form.validate_on_submit():
        try:
            answer_pause(db.session, pause, form.words.data or "", by=_me())
            flash(_("Thank you. It is kept, and read before we decide."), "success")
        except NotPossible as refused:
            flash(str(refused))
        return redirect(url_for("registration.own"))
    page = render_template("registration/business_answer_pause.html", form=form, business=business, pause=pause)
    return (page, 422) if form.errors else page


@signed_in_required
@writes
def business_leave(business_id: int) -> ResponseReturnValue:
    """Take part no more, after a page that says what that means."""
    business = _own(business_id)
    form = LeaveForm()
    if request.method == "POST" and form.validate():
        if business.state is not EntryState.ENDED:
            leave(db.session, business, form.words.data or "", _me())
            flash(_("You have left. Thank you for what you offered."), "success")
        return redirect(url_for("registration.own"))
    page = render_template("registration/business_leave.html", form=form, business=business)
    return (page, 422) if form.errors else page


@signed_in_required
@limiter.limit("20 per hour", methods=["POST"])
@writes
def business_add_contact(business_id: int) -> ResponseReturnValue:
    """Somebody else who can speak for the business."""
    business = _own(business_id)
    form = PersonForm()
    form.name.label.text = _("Their name")
    if request.method == "POST" and form.validate() and judge_contact(form):
        answer = {name: form[name].data or "" for name in ("name", "telephone", "email", "best_reached")}
        add_person(db.session, business, answer, _me())
        flash(_("They can now speak for %(business)s.", business=business.name), "success")
        return redirect(url_for("registration.own"))
    page = render_template("registration/business_add_contact.html", form=form, business=business)
    return (page, 422) if form.errors else page


@signed_in_required
@writes
def business_remove_contact(business_id: int, contact_id: int) -> ResponseReturnValue:
    """Somebody no longer speaks for the business."""
    business = _own(business_id)
    if remove_contact(db.session, business, contact_id, _me()) is None:
        abort(404)
    flash(_("They no longer speak for %(business)s.", business=business.name), "success")
    return redirect(url_for("registration.own"))


def _me() -> Account:
    account: Account = current_user._get_current_object()
    return account


def _own(business_id: int) -> Business:
    """The business, or 404 for everybody who does not speak for it."""
    return own_business(db.session, _me(), business_id) or abort(404)

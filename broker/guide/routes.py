"""Getting involved: the guide, three questions, the open needs, and the door into the sign-up."""

from typing import Any, TypeVar

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user

from models import Business
from models.vocabulary import Kind, Term, Theme

from ..accounts.roles import public
from ..cases.clocks import settings, today
from ..edge import writes
from ..edge.addresses import page_number
from ..edge.filters import without_contact_details
from ..extensions import db, limiter
from ..registration.browser import forget, keep_walk, onward_url, walk_of
from ..registration.business.change import own_businesses
from ..registration.business.journey import ALREADY, BUSINESS
from ..registration.business.kinds import INVOLVES
from ..registration.business.offering import say_it_could_help
from ..registration.business.wanted import want
from ..registration.steps import TOLD, Answers
from ..suggestions import glance
from .open_needs import (
    NO_THEME,
    Wanted,
    area_named,
    areas_that_ask,
    open_need,
    open_needs,
    partnership_named,
    was_open,
)
from .questions import ThreeQuestionsForm, answers_of, profile_of

bp = Blueprint("guide", __name__)

Listed = TypeVar("Listed", bound=Term)


@bp.get("/get-involved")
@public
def get_involved() -> ResponseReturnValue:
    """Plain answers for a busy owner."""
    return render_template("guide/get_involved.html", involves=INVOLVES, days=settings())


@bp.route("/get-involved/three-questions", methods=["GET", "POST"])
@public
@limiter.limit("120 per hour", methods=["POST"])
def three_questions() -> ResponseReturnValue:
    """What local groups near a firm ask for, before it signs up. Nothing is stored."""
    form = ThreeQuestionsForm()
    if request.method == "GET" or "change" in request.form:
        return render_template("guide/three_questions.html", form=form)
    if not form.validate():
        return render_template("guide/three_questions.html", form=form), 422
    answers = answers_of(form)
    found = glance(db.session, profile_of(answers), today=today())
    return render_template("guide/three_questions_answer.html", form=form, found=found, answers=answers)


@bp.post("/get-involved/sign-up")
@public
@limiter.limit("60 per hour")
@writes
def sign_up_with_these() -> ResponseReturnValue:
    """Go on to the sign-up with the three answers kept, and perhaps with a request to help with."""
    form = ThreeQuestionsForm()
    if not form.validate():
        return render_template("guide/three_questions.html", form=form), 422
    return _go_on(answers_of(form), request.form.get("need", type=int))


@bp.get("/needs")
@public
def needs() -> ResponseReturnValue:
    """What local groups are asking for now."""
    wanted = Wanted(
        area=request.args.get("area", ""),
        theme=None if request.args.get("theme") == NO_THEME else _term(Theme, "theme"),
        no_theme=request.args.get("theme") == NO_THEME,
        kind=_term(Kind, "kind"),
        partnership=request.args.get("partnership", type=int),
    )
    area = area_named(db.session, wanted.area) if wanted.area else ""
    who = partnership_named(db.session, wanted.partnership) if wanted.partnership else ""
    if area is None or who is None:
        abort(404)
    codes: dict[str, Any] = wanted.codes()
    listed = open_needs(db.session, wanted, page_number(), today=today())
    return render_template(
        "guide/needs.html",
        listed=listed,
        wanted=wanted,
        who=who,
        areas=areas_that_ask(db.session, today=today()),
        area=area,
        themes=list(Theme),
        kinds=list(INVOLVES),
        kept=_kept(),
        href=url_for("guide.needs", **codes, page=""),
    )


@bp.get("/needs/<int:need_id>")
@public
def need(need_id: int) -> ResponseReturnValue:
    """One open need, without anybody's name or number."""
    found = open_need(db.session, need_id, today=today())
    if found is None:
        if not was_open(db.session, need_id):
            abort(404)
        return render_template("guide/need_closed.html"), 410
    firms = _own_firms()
    return render_template("guide/need.html", need=found, involves=INVOLVES, firms=firms, days=settings(), kept=_kept())


@bp.post("/needs/<int:need_id>/we-could-help")
@public
@limiter.limit("60 per hour")
@writes
def we_could_help(need_id: int) -> ResponseReturnValue:
    """The door from a need into the sign-up. A firm that signed up from this browser is put forward at once."""
    return _go_on({}, need_id)


def _kept() -> dict[str, Any]:
    """What was chosen in the list, carried to a request and back."""
    return {
        name: request.args[name] for name in ("area", "theme", "kind", "partnership", "page") if request.args.get(name)
    }


def _go_on(answers: Answers, need_id: int | None) -> ResponseReturnValue:
    """To the first question that is still open, with everything answered so far in the draft."""
    need = None
    if need_id is not None:
        need = open_need(db.session, need_id, today=today())
        if need is None:
            if not was_open(db.session, need_id):
                abort(404)
            return render_template("guide/need_closed.html"), 410
    walk = walk_of(BUSINESS)
    if walk.draft and walk.draft.finished_at:
        business = db.session.get(Business, walk.draft.entry_id)
        if need is not None and business is not None and ALREADY not in walk.draft.answers:
            done, sentence = say_it_could_help(db.session, business, need.id, "", walk.by if walk.on_behalf else None)
            flash(sentence, "success" if done else "message")
            return redirect(url_for("registration.business_done"))
        forget(BUSINESS)
        walk = walk_of(BUSINESS)
    for name, answer in answers.items():
        asked = BUSINESS.step(name)
        if asked is not None:
            walk.put(asked, answer)
    if answers:
        walk.answers[TOLD] = {"steps": list(answers)}
    if need is not None:
        want(walk.answers, need.id)
        title = without_contact_details(need.title)
        flash(_("A few questions more, and we pass on that you could help with “%(need)s”.", need=title))
    keep_walk(walk)
    return redirect(onward_url(walk))


def _own_firms() -> list[Business]:
    """The firms that whoever looks speaks for, where they take part."""
    if not current_user.is_authenticated:
        return []
    return [one for one in own_businesses(db.session, current_user._get_current_object()) if one.is_live]


def _term(of: type[Listed], name: str) -> Listed | None:
    """A code of a closed list from the address; one that the list does not hold is not found."""
    code = request.args.get(name, "")
    if not code:
        return None
    found = next((one for one in of if one.value == code), None)
    return found or abort(404)

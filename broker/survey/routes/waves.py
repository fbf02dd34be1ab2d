"""The office's pages of a wave: prepare, send, see who answers, close."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from models import SurveyWave
from models.vocabulary import AnswerKind, SurveyAudience, WaveState

from ...accounts.roles import coordinator_required, me
from ...accounts.signing_in import fresh_required
from ...cases.clocks import today
from ...cases.refusals import NotPossible
from ...edge import writes
from ...extensions import db
from ...forms import ButtonForm
from .. import reading, results, waves
from ..forms import QuestionForm, WaveForm
from . import bp, page_number

A_PAGE = 20
WHICH = ("", "answered", "silent")


@bp.get("/coordinate/survey")
@coordinator_required
def office() -> ResponseReturnValue:
    """Every wave, also those being prepared."""
    return render_template("survey/office.html", waves=reading.all_waves(db.session))


@bp.route("/coordinate/survey/new", methods=["GET", "POST"])
@coordinator_required
@writes
def wave_new() -> ResponseReturnValue:
    """Begin a wave."""
    form = WaveForm()
    if form.validate_on_submit():
        closes_on: Any = form.closes_on.data
        if closes_on > today():
            new = waves.new_wave(db.session, name=form.name.data or "", closes_on=closes_on, by=me())
            return redirect(url_for("survey.wave_office", wave_id=new.id))
        form.closes_on.errors = [_("The last day to answer must lie ahead")]
    page = render_template(
        "question.html", form=form, title=_("A new survey"), back=url_for("survey.office"), button=_("Go on")
    )
    return page, 422 if form.errors else 200


@bp.get("/coordinate/survey/<int:wave_id>")
@coordinator_required
def wave_office(wave_id: int) -> ResponseReturnValue:
    """One wave: its questions, who is asked and how many have answered."""
    return _page(wave_or_404(wave_id), ButtonForm())


@bp.route("/coordinate/survey/<int:wave_id>/dates", methods=["GET", "POST"])
@coordinator_required
@writes
def wave_dates(wave_id: int) -> ResponseReturnValue:
    """Another name or last day, while it is being prepared."""
    wave = draft_or_back(wave_id)
    form = WaveForm(data={"name": wave.name, "closes_on": wave.closes_on})
    if form.validate_on_submit():
        closes_on: Any = form.closes_on.data
        try:
            waves.change(db.session, wave, name=form.name.data or "", closes_on=closes_on)
        except NotPossible as error:
            form.form_errors.append(str(error))
        else:
            return redirect(url_for("survey.wave_office", wave_id=wave.id))
    back = url_for("survey.wave_office", wave_id=wave.id)
    page = render_template("question.html", form=form, title=_("Name and last day"), back=back, button=_("Save"))
    return page, 422 if form.errors else 200


@bp.route("/coordinate/survey/<int:wave_id>/question", methods=["GET", "POST"])
@coordinator_required
@writes
def wave_question(wave_id: int) -> ResponseReturnValue:
    """Add a question of one's own."""
    wave, form = draft_or_back(wave_id), QuestionForm()
    if form.validate_on_submit():
        try:
            audience, kind = SurveyAudience(str(form.audience.data)), AnswerKind(str(form.kind.data))
            waves.add_question(db.session, wave, audience=audience, kind=kind, words=form.words.data or "")
        except NotPossible as error:
            form.form_errors.append(str(error))
        else:
            flash(_("The question is added."), "success")
            return redirect(url_for("survey.wave_office", wave_id=wave.id))
    back = url_for("survey.wave_office", wave_id=wave.id)
    page = render_template("question.html", form=form, title=_("A question of your own"), back=back, button=_("Add it"))
    return page, 422 if form.errors else 200


@bp.post("/coordinate/survey/<int:wave_id>/questions/<int:question_id>/remove")
@coordinator_required
@writes
def wave_remove_question(wave_id: int, question_id: int) -> ResponseReturnValue:
    """Take a question out."""
    wave = wave_or_404(wave_id)
    return _done(wave, lambda: waves.remove_question(db.session, wave, question_id), _("The question is taken out."))


@bp.post("/coordinate/survey/<int:wave_id>/open")
@coordinator_required
@fresh_required
@writes
def wave_open(wave_id: int) -> ResponseReturnValue:
    """Send it to all who are asked."""
    wave = wave_or_404(wave_id)
    count = len(wave.asked)
    said = ngettext("Sent: %(num)d is asked.", "Sent: %(num)d are asked.", count)
    return _done(wave, lambda: waves.open_wave(db.session, wave, by=me()), said)


@bp.post("/coordinate/survey/<int:wave_id>/close")
@coordinator_required
@fresh_required
@writes
def wave_close(wave_id: int) -> ResponseReturnValue:
    """Close it now."""
    wave = wave_or_404(wave_id)
    return _done(wave, lambda: waves.close_wave(db.session, wave), _("Closed. The results are public."))


@bp.get("/coordinate/survey/<int:wave_id>/words/<int:question_id>")
@coordinator_required
def wave_words(wave_id: int, question_id: int) -> ResponseReturnValue:
    """What was answered in people's own words, for the office only."""
    wave = wave_or_404(wave_id)
    question = next((one for one in wave.questions if one.id == question_id and one.kind is AnswerKind.WORDS), None)
    if question is None:
        abort(404)
    listed = reading.words_of(db.session, question, page_number(), A_PAGE)
    return render_template("survey/wave_words.html", wave=wave, question=question, listed=listed)


def wave_or_404(wave_id: int) -> SurveyWave:
    return db.session.get(SurveyWave, wave_id) or abort(404)


def draft_or_back(wave_id: int) -> SurveyWave:
    """A wave that is being prepared. Where another window has sent it, back to it, and it is said why."""
    wave = wave_or_404(wave_id)
    if wave.state is not WaveState.DRAFT:
        flash(_("This survey was sent already, so its questions and who is asked stay as they are."))
        abort(redirect(url_for("survey.wave_office", wave_id=wave.id)))
    return wave


def _done(wave: SurveyWave, act: Callable[[], Any], said: str) -> ResponseReturnValue:
    try:
        act()
    except NotPossible as error:
        db.session.rollback()
        form = ButtonForm()
        form.form_errors.append(str(error))
        return _page(wave, form), 409
    flash(said, "success")
    return redirect(url_for("survey.wave_office", wave_id=wave.id))


def _page(wave: SurveyWave, form: ButtonForm) -> str:
    which = request.args.get("which", "")
    if which not in WHICH:
        abort(404)
    said = request.args.get("audience", "")
    if said and said not in set(SurveyAudience):
        abort(404)
    audience = SurveyAudience(said) if said else None
    listed = reading.asked_of(db.session, wave, which, audience, page_number(), A_PAGE)
    return render_template(
        "survey/wave_office.html",
        wave=wave,
        form=form,
        responses=results.responses(db.session, wave),
        listed=listed,
        which=which,
        audience=audience,
        asked_href=lambda audience, which: _href(wave, which, audience) + "#asked",
        href=_href(wave, which, said) + "&page=",
    )


def _href(wave: SurveyWave, which: str, audience: str) -> str:
    """The list of those who were asked, narrowed."""
    return url_for("survey.wave_office", wave_id=wave.id, which=which, audience=audience or None)

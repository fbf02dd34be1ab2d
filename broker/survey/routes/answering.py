"""Answering: a list of the questions, each on its own page, kept as they are answered. Who came by a link may, and
an officer to whom it is said on the telephone: by the same pages, with the same checks."""

from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from models import Account, SurveyAsked, SurveyQuestion
from models.vocabulary import AnswerKind, WaveState

from ...accounts.roles import coordinator_required, me, public
from ...edge import writes
from ...extensions import db
from ...forms import ButtonForm
from .. import answering
from ..forms import answer_form
from . import bp

#: Saying that it is closed is no success: nothing was changed.
CLOSED = 409


@dataclass(frozen=True, slots=True)
class Answering:
    """Who is asked, and the officer who answers for them, where one does."""

    asked: SurveyAsked
    by: Account | None = None

    @property
    def all_questions(self) -> str:
        """The address of the list of questions."""
        if self.by is None:
            return url_for("survey.answer")
        return url_for("survey.answer_for", asked_id=self.asked.id)

    def question(self, question: SurveyQuestion) -> str:
        """The address of one question."""
        if self.by is None:
            return url_for("survey.answer_question", question_id=question.id)
        return url_for("survey.answer_for_question", asked_id=self.asked.id, question_id=question.id)


@bp.route("/survey/answer", methods=["GET", "POST"])
@public
@writes
def answer() -> ResponseReturnValue:
    """The questions with what is answered so far, and the button that sends them in."""
    asked = _asked()
    return _all(Answering(asked)) if asked else _no_link()


@bp.route("/survey/answer/<int:question_id>", methods=["GET", "POST"])
@public
@writes
def answer_question(question_id: int) -> ResponseReturnValue:
    """One question."""
    asked = _asked()
    return _one(Answering(asked), question_id) if asked else _no_link()


@bp.route("/coordinate/survey/asked/<int:asked_id>", methods=["GET", "POST"])
@coordinator_required
@writes
def answer_for(asked_id: int) -> ResponseReturnValue:
    """The questions of a council or a partnership that answers on the telephone."""
    return _all(Answering(_asked_or_404(asked_id), me()))


@bp.route("/coordinate/survey/asked/<int:asked_id>/<int:question_id>", methods=["GET", "POST"])
@coordinator_required
@writes
def answer_for_question(asked_id: int, question_id: int) -> ResponseReturnValue:
    """One question, as it was answered on the telephone."""
    return _one(Answering(_asked_or_404(asked_id), me()), question_id)


def _all(who: Answering) -> ResponseReturnValue:
    form = ButtonForm()
    if form.validate_on_submit():
        try:
            answering.send_in(db.session, who.asked, by=who.by)
        except answering.WaveClosed:
            return _page(who, form), CLOSED
        except answering.NothingAnswered:
            form.form_errors.append(_("Answer at least one question before you send"))
            return _page(who, form), 422
        if who.by is None:
            flash(_("Thank you. Your answers are with us. You can change them until the survey closes."), "success")
        else:
            flash(_("Their answers are sent in, as said to you on the telephone."), "success")
        return redirect(who.all_questions)
    return _page(who, form)


def _one(who: Answering, question_id: int) -> ResponseReturnValue:
    asked = who.asked
    question = next((one for one in answering.questions_for(asked) if one.id == question_id), None)
    if question is None:
        abort(404)
    is_programme = question.kind is AnswerKind.PROGRAMME
    kept = answering.programme_of(db.session, asked) if is_programme else None
    form = answer_form(question, answering.answer_to(asked, question), kept)
    if form.validate_on_submit():
        try:
            _keep(who, question, form)
        except answering.WaveClosed:
            return _page(who, form), CLOSED
        following = _next(asked, question)
        return redirect(who.all_questions if following is None else who.question(following))
    if asked.wave.state is not WaveState.OPEN:
        return redirect(who.all_questions)
    page = render_template("survey/answer_question.html", who=who, asked=asked, question=question, form=form)
    return page, 422 if form.errors else 200


def _keep(who: Answering, question: SurveyQuestion, form: Any) -> None:
    asked, by = who.asked, who.by
    if question.kind is AnswerKind.PROGRAMME:
        answering.save_programme(
            db.session,
            asked,
            question,
            code=form.answer.data.value,
            title=form.title.data or "",
            dated_on=form.dated_on.data,
            url=form.url.data or "",
            by=by,
        )
    elif question.kind is AnswerKind.GROUPS:
        codes, unknown = ([group.value for group in field.data or []] for field in (form.groups, form.unknown))
        answering.save_answer(db.session, asked, question, codes=codes, unknown=unknown, by=by)
    elif question.kind is AnswerKind.WORDS:
        answering.save_answer(db.session, asked, question, codes=[], words=form.words.data or "", by=by)
    else:
        answering.save_answer(db.session, asked, question, codes=[form.answer.data.value], by=by)


def _next(asked: SurveyAsked, question: SurveyQuestion) -> SurveyQuestion | None:
    """The next question that is not answered yet, below this one."""
    later = [one for one in answering.questions_for(asked) if one.id > question.id]
    return next((one for one in later if not answering.is_answered(answering.answer_to(asked, one))), None)


def _asked() -> SurveyAsked | None:
    asked = answering.answering(db.session, session.get("survey"))
    return asked if asked is not None and asked.wave.state is not WaveState.DRAFT else None


def _asked_or_404(asked_id: int) -> SurveyAsked:
    """Who was asked in a wave that was sent."""
    asked = answering.answering(db.session, asked_id)
    if asked is None or asked.wave.state is WaveState.DRAFT:
        abort(404)
    return asked


def _no_link() -> ResponseReturnValue:
    return render_template("survey/no_link.html"), 404


def _page(who: Answering, form: Any) -> str:
    questions = [
        (one, answering.answer_to(who.asked, one), answering.is_answered(answering.answer_to(who.asked, one)))
        for one in answering.questions_for(who.asked)
    ]
    is_open = who.asked.wave.state is WaveState.OPEN
    return render_template(
        "survey/answer.html", who=who, asked=who.asked, questions=questions, form=form, is_open=is_open
    )

"""Answering: a list of the questions, each on its own page, kept as they are answered. Who came by a link may."""

from typing import Any

from flask import abort, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from models import SurveyAsked, SurveyQuestion
from models.vocabulary import AnswerKind, WaveState

from ...accounts.roles import public
from ...edge import writes
from ...extensions import db
from .. import answering
from ..forms import ButtonForm, answer_form
from . import bp

#: Saying that it is closed is no success: nothing was changed.
CLOSED = 409


@bp.route("/survey/answer", methods=["GET", "POST"])
@public
@writes
def answer() -> ResponseReturnValue:
    """The questions with what is answered so far, and the button that sends them in."""
    asked = _asked()
    if asked is None:
        return render_template("survey/no_link.html"), 404
    form = ButtonForm()
    if form.validate_on_submit():
        try:
            answering.send_in(db.session, asked)
        except answering.WaveClosed:
            return _page(asked, form), CLOSED
        except answering.NothingAnswered:
            form.form_errors.append(_("Answer at least one question before you send"))
            return _page(asked, form), 422
        flash(_("Thank you. Your answers are with us. You can change them until the survey closes."), "success")
        return redirect(url_for("survey.answer"))
    return _page(asked, form)


@bp.route("/survey/answer/<int:question_id>", methods=["GET", "POST"])
@public
@writes
def answer_question(question_id: int) -> ResponseReturnValue:
    """One question."""
    asked = _asked()
    if asked is None:
        return render_template("survey/no_link.html"), 404
    question = next((one for one in answering.questions_for(asked) if one.id == question_id), None)
    if question is None:
        abort(404)
    is_programme = question.kind is AnswerKind.PROGRAMME
    kept = answering.programme_of(db.session, asked) if is_programme else None
    form = answer_form(question, answering.answer_to(asked, question), kept)
    if form.validate_on_submit():
        try:
            _keep(asked, question, form)
        except answering.WaveClosed:
            return _page(asked, form), CLOSED
        following = _next(asked, question)
        if following is None:
            return redirect(url_for("survey.answer"))
        return redirect(url_for("survey.answer_question", question_id=following.id))
    if asked.wave.state is not WaveState.OPEN:
        return redirect(url_for("survey.answer"))
    page = render_template("survey/answer_question.html", asked=asked, question=question, form=form)
    return page, 422 if form.errors else 200


def _keep(asked: SurveyAsked, question: SurveyQuestion, form: Any) -> None:
    if question.kind is AnswerKind.PROGRAMME:
        answering.save_programme(
            db.session,
            asked,
            question,
            code=form.answer.data.value,
            title=form.title.data or "",
            dated_on=form.dated_on.data,
            url=form.url.data or "",
        )
    elif question.kind is AnswerKind.GROUPS:
        chosen, unknown = form.groups.data or [], form.unknown.data or []
        codes = [group.value for group in chosen]
        answering.save_answer(db.session, asked, question, codes=codes, unknown=[group.value for group in unknown])
    elif question.kind is AnswerKind.WORDS:
        answering.save_answer(db.session, asked, question, codes=[], words=form.words.data or "")
    else:
        answering.save_answer(db.session, asked, question, codes=[form.answer.data.value])


def _next(asked: SurveyAsked, question: SurveyQuestion) -> SurveyQuestion | None:
    """The next question that is not answered yet, below this one."""
    later = [one for one in answering.questions_for(asked) if one.id > question.id]
    return next((one for one in later if not answering.is_answered(answering.answer_to(asked, one))), None)


def _asked() -> SurveyAsked | None:
    asked = answering.answering(db.session, session.get("survey"))
    return asked if asked is not None and asked.wave.state is not WaveState.DRAFT else None


def _page(asked: SurveyAsked, form: Any) -> str:
    questions = [
        (one, answering.is_answered(answering.answer_to(asked, one))) for one in answering.questions_for(asked)
    ]
    is_open = asked.wave.state is WaveState.OPEN
    return render_template("survey/answer.html", asked=asked, questions=questions, form=form, is_open=is_open)

"""Results for everybody: the wave of 2001, and ours beside it."""

from collections.abc import Sequence

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from models import SurveyQuestion, SurveyWave
from models.vocabulary import AnswerKind, StakeholderGroup, WaveState

from ...accounts.roles import public
from ...edge.filters import label
from ...edge.sheets import Cell, as_csv
from ...extensions import db
from ...reference import survey_2001
from .. import compare, reading, results
from ..words import percent_words, share_words
from . import bp, page_number

A_PAGE = 20


@bp.get("/survey")
@public
def survey() -> ResponseReturnValue:
    """The figures of 2001, and what there is of our own."""
    waves = reading.public_waves(db.session)
    newest = next((wave for wave in waves if wave.state is WaveState.CLOSED), None)
    counted = results.tallies(db.session, newest) if newest else []
    return render_template(
        "survey/survey.html",
        first=survey_2001,
        figures=survey_2001.stated_figures(),
        waves=waves,
        newest=newest,
        beside=compare.beside_2001(counted),
        groups=group_names(),
        share_words=share_words,
    )


@bp.get("/survey/waves/<int:wave_id>")
@public
def wave(wave_id: int) -> ResponseReturnValue:
    """The results of one wave; of an open one, how many have answered so far."""
    found = _wave(wave_id)
    closed = found.state is WaveState.CLOSED
    counted = results.tallies(db.session, found) if closed else []
    others = [one for one in compare.closed_waves(db.session) if one.id != found.id] if closed else []
    other = next((one for one in others if str(one.id) == request.args.get("with")), None)
    return render_template(
        "survey/wave.html",
        wave=found,
        closed=closed,
        responses=results.responses(db.session, found),
        tallies=counted,
        beside=compare.beside_2001(counted),
        others=others,
        compared=compare.beside_wave(db.session, counted, other) if other else None,
        groups=group_names(),
        every_group=list(StakeholderGroup),
        options=results.OPTIONS,
        percent_words=percent_words,
        share_words=share_words,
    )


@bp.get("/survey/waves/<int:wave_id>/regions/<int:question_id>")
@public
def wave_regions(wave_id: int, question_id: int) -> ResponseReturnValue:
    """One question by region."""
    found, question = _question(wave_id, question_id)
    group = request.args.get("group", StakeholderGroup.BUSINESS.value)
    if group not in set(StakeholderGroup):
        abort(404)
    return render_template(
        "survey/wave_regions.html",
        wave=found,
        question=question,
        rows=results.by_region(db.session, found, question, group),
        group=StakeholderGroup(group),
        every_group=list(StakeholderGroup),
        few=results.FEW,
        percent_words=percent_words,
        share_words=share_words,
    )


@bp.get("/survey/waves/<int:wave_id>.csv")
@public
def wave_csv(wave_id: int) -> ResponseReturnValue:
    """The published figures of a wave as a file. What is not shown on the page is not in it."""
    found = _wave(wave_id)
    if found.state is not WaveState.CLOSED:
        abort(404)
    rows: list[Sequence[Cell]] = [["audience", "question", "answer", "count", "of"]]
    for tally in results.tallies(db.session, found):
        if tally.of < results.FEW:
            continue
        for name, share in _lines(tally):
            if share.can_be_shown:
                said = (label(tally.question.audience), _(tally.question.words), name)
                rows.append([*said, share.count, share.of])
    return as_csv(rows, f"survey-{found.id}")


@bp.get("/survey/programmes")
@public
def programmes() -> ResponseReturnValue:
    """Programmes and strategies for working with business, as councils named them."""
    listed = reading.published_programmes(db.session, page_number(), A_PAGE)
    return render_template("survey/programmes.html", listed=listed)


def group_names() -> dict[str, str]:
    """What a group is called today, by its code."""
    return {group.value: label(group) for group in StakeholderGroup}


def _lines(tally: results.Tally) -> list[tuple[str, results.Share]]:
    if tally.question.kind is AnswerKind.GROUPS:
        return [(label(group), tally.any_of([group])) for group in StakeholderGroup]
    return [(label(one), tally.option(one)) for one in results.OPTIONS.get(tally.question.kind, ())]


def _wave(wave_id: int) -> SurveyWave:
    found = db.session.get(SurveyWave, wave_id)
    if found is None or found.state is WaveState.DRAFT:
        abort(404)
    return found


def _question(wave_id: int, question_id: int) -> tuple[SurveyWave, SurveyQuestion]:
    found = _wave(wave_id)
    question = next((one for one in found.questions if one.id == question_id), None)
    if found.state is not WaveState.CLOSED or question is None or question.kind is AnswerKind.WORDS:
        abort(404)
    return found, question

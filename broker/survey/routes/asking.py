"""Who is asked, and the programmes that councils named."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from models import CouncilProgramme
from models.vocabulary import SurveyAudience

from ...accounts.roles import coordinator_required, me
from ...cases.refusals import NotPossible
from ...edge import writes
from ...extensions import db
from .. import answering, reading, waves
from ..forms import AskedForm
from ..lines import read_councils
from . import bp, page_number
from .waves import A_PAGE, draft_or_back


@bp.route("/coordinate/survey/<int:wave_id>/asked", methods=["GET", "POST"])
@coordinator_required
@writes
def wave_asked(wave_id: int) -> ResponseReturnValue:
    """Say who is asked. It begins with those of the last time."""
    wave = draft_or_back(wave_id)
    councils = [one for one in wave.asked if one.audience is SurveyAudience.COUNCIL]
    before = councils if wave.asked else waves.last_councils(db.session)
    partnerships = not wave.asked or any(one.audience is SurveyAudience.PARTNERSHIP for one in wave.asked)
    lines = "\n".join(f"{one.title}; {one.name}; {one.email}" for one in before)
    form = AskedForm(data={"partnerships": partnerships, "councils": lines})
    if form.validate_on_submit():
        read = read_councils(db.session, form.councils.data or "")
        form.councils.errors = list(read.faults[:1])
        form.form_errors += read.faults[1:]
        if not read.faults:
            try:
                waves.choose_asked(db.session, wave, partnerships=form.partnerships.data, councils=read.lines)
            except NotPossible as error:
                form.form_errors.append(str(error))
            else:
                return redirect(url_for("survey.wave_office", wave_id=wave.id))
    count = len(waves.live_partnerships(db.session))
    page = render_template("survey/wave_asked.html", wave=wave, form=form, partnerships=count)
    return page, 422 if form.errors else 200


@bp.get("/coordinate/survey/programmes")
@coordinator_required
def programmes_office() -> ResponseReturnValue:
    """Programmes that councils named, to be looked at before they are public."""
    listed = reading.programmes_sent_in(db.session, page_number(), A_PAGE)
    return render_template("survey/programmes_office.html", listed=listed)


@bp.post("/coordinate/survey/programmes/<int:programme_id>/publish")
@coordinator_required
@writes
def programme_publish(programme_id: int) -> ResponseReturnValue:
    """Make one public, or take it back."""
    programme = db.session.get(CouncilProgramme, programme_id) or abort(404)
    if answering.publish(programme, by=me()):
        flash(_("It is on the public page now."), "success")
    else:
        flash(_("It is no longer on the public page."), "success")
    return redirect(url_for("survey.programmes_office"))

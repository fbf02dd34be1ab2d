"""Public pages: the start, and what the service says about itself."""

from flask import abort, current_app, jsonify, redirect, render_template, url_for

from models.vocabulary import Theme

from ...accounts.roles import public
from ...cases.clocks import today
from ...extensions import db
from ...matching.rules import SENTENCES
from ...reference.attribution import SOURCES
from ...suggestions.fitted import model_status
from ...suggestions.model import current_weights
from ...suggestions.versions import newest
from ..local_partnership import public_view, successor_of
from ..measured import FIRST_SIGHT, RINGS
from ..overrides import FEW, overrides
from ..transparency import parts_of, record, tier_one, tier_two
from . import bp


@bp.get("/")
@public
def start():
    return render_template("oversight/start.html")


@bp.get("/local-partnerships/<int:partnership_id>")
@public
def local_partnership(partnership_id: int):
    view = public_view(db.session, partnership_id, today=today())
    if view is None:
        following = successor_of(db.session, partnership_id)
        if following is None:
            abort(404)
        return redirect(url_for("oversight.local_partnership", partnership_id=following))
    return render_template("oversight/local_partnership.html", view=view)


@bp.get("/privacy")
@public
def privacy():
    return render_template("oversight/privacy.html")


@bp.get("/accessibility")
@public
def accessibility():
    return render_template("oversight/accessibility.html")


@bp.get("/cookies")
@public
def cookies():
    return render_template("oversight/cookies.html")


@bp.get("/about-the-data")
@public
def about_the_data():
    return render_template("oversight/about_the_data.html", sources=SOURCES)


@bp.get("/how-suggestions-work")
@public
def how_suggestions_work():
    weights, model = _in_force()
    decided = overrides(db.session)
    settings = current_app.extensions["settings"]
    return render_template(
        "oversight/how_suggestions_work.html",
        weights=weights,
        model=model,
        taught_on=model.taught_at,
        since=newest(db.session),
        parts=parts_of(weights),
        themes=Theme,
        never=SENTENCES,
        rings=RINGS,
        first_sight=FIRST_SIGHT,
        decided=decided,
        few=FEW,
        tier_one=tier_one(settings),
        tier_two=tier_two(settings, weights, model, decided),
    )


@bp.get("/how-suggestions-work.json")
@public
def how_suggestions_work_json():
    """The same as a file."""
    weights, model = _in_force()
    answer = jsonify(record(current_app.extensions["settings"], weights, model, overrides(db.session)))
    answer.headers["Content-Disposition"] = "attachment; filename=how-suggestions-work.json"
    return answer


def _in_force():
    """The weights in force, with the part that a sentence encoder brings where one is on, and the model."""
    model = model_status()
    weights = current_weights(db.session)
    return (weights.with_meaning() if model.encoder else weights), model

"""The coordinators' pages, one file per thing looked at."""

from typing import Any, TypeVar

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from models import Account
from models.vocabulary import Verdict

from ...edge.addresses import page_number as page_number
from ...extensions import db
from ...fields import telephone
from ...settings import Settings
from ..refusals import AlreadyDecided, Refused
from ..scope import Areas
from ..showing import kinds, reason_label, whats
from ..undo import standing_match

bp = Blueprint("casework", __name__)
T = TypeVar("T")


def me() -> Account:
    """The coordinator who is signed in."""
    account: Account = current_user._get_current_object()
    return account


def my_areas() -> Areas:
    return me().area_codes


def the_settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def found(thing: T | None) -> T:
    """The thing, or the page that says there is no such page: whether it exists is not given away."""
    if thing is None:
        abort(404)
    return thing


def refuse(form: Any, error: Refused) -> None:
    """Show on the form why it was not done. What was half done is taken back first."""
    db.session.rollback()
    if error.field and error.field in form:
        form[error.field].errors = [*form[error.field].errors, str(error)]
    else:
        form.form_errors.append(str(error))


@bp.context_processor
def _words() -> dict[str, object]:
    return {
        "telephone": telephone,
        "reason_label": reason_label,
        "whats": whats(),
        "kinds": kinds(),
    }


@bp.app_context_processor
def _way_on() -> dict[str, object]:
    """Every page of the office leads on to the next case of the list, whichever room it belongs to."""
    return {"next_on_list": work_list.next_on_list}


@bp.errorhandler(AlreadyDecided)
def _already_decided(error: AlreadyDecided) -> ResponseReturnValue:
    """The second of two coordinators is told; a double click arrives where the first click led."""
    db.session.rollback()
    decision = error.decision
    match = standing_match(db.session, error.suggestion)
    twice = request.method == "POST" and decision is not None and decision.by_id == me().id
    if twice and decision is not None and request.endpoint == f"casework.{decision.verdict.value}":
        if match is not None and decision.verdict is Verdict.CONFIRM:
            return redirect(url_for("casework.match", match_id=match.id))
        return redirect(url_for("casework.need", need_id=error.suggestion.need_id))
    return render_template(
        "casework/already_decided.html", suggestion=error.suggestion, decision=decision, match=match
    ), 409


from . import (  # noqa: E402
    addresses,  # noqa: F401
    brokers,  # noqa: F401
    cases,  # noqa: F401
    changes,  # noqa: F401
    concerns,  # noqa: F401
    deciding,  # noqa: F401
    due,  # noqa: F401
    entries,  # noqa: F401
    firm_pauses,  # noqa: F401
    guesses,  # noqa: F401
    matches,  # noqa: F401
    messages,  # noqa: F401
    needs,  # noqa: F401
    plan,  # noqa: F401
    plan_release,  # noqa: F401
    plan_results,  # noqa: F401
    plan_rules,  # noqa: F401
    raising,  # noqa: F401
    search,  # noqa: F401
    suggestions,  # noqa: F401
    work_list,
)

"""One suggestion: the ask, the offer, the reasons."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from models import Suggestion

from ...accounts.roles import coordinator_required
from ...accounts.signing_in import fresh_required
from ...cases.log import KIND_OF, last_change
from ...edge import writes
from ...extensions import db
from .. import reading
from ..entries import missing_for_live
from ..refusals import Refused, TooLate
from ..showing import shown_parts
from ..undo import undo as take_back
from ..undo import undoable
from . import bp, found, me, my_areas


@bp.get("/coordinate/suggestions/<int:suggestion_id>")
@coordinator_required
def suggestion(suggestion_id: int) -> ResponseReturnValue:
    """Everything needed to decide."""
    suggestion = suggestion_or_404(suggestion_id)
    page = reading.suggestion_page(db.session, suggestion, areas=my_areas())
    to_read = [
        {
            "entry": entry,
            "kind": KIND_OF[type(entry)].value,
            "missing": missing_for_live(entry),
            "seen": last_change(db.session, entry),
        }
        for entry in (suggestion.need.partnership, suggestion.need, suggestion.business)
        if not entry.is_live
    ]
    parts = shown_parts(page.scored)
    return render_template("casework/suggestion.html", page=page, suggestion=suggestion, to_read=to_read, parts=parts)


@bp.post("/coordinate/suggestions/<int:suggestion_id>/undo")
@coordinator_required
@fresh_required
@writes
def undo(suggestion_id: int) -> ResponseReturnValue:
    """Take back the verdict that holds, while its messages wait."""
    suggestion = suggestion_or_404(suggestion_id)
    there = url_for("casework.suggestion", suggestion_id=suggestion_id)
    decision = undoable(db.session, suggestion)
    if decision is None:
        flash(_("This can no longer be undone. If people have been told, you can withdraw it."))
        return redirect(there)
    try:
        take_back(db.session, decision, by=me())
    except TooLate:
        db.session.rollback()
        flash(_("The messages have just left. You can still withdraw it: everybody who was told gets a sentence."))
        return redirect(there)
    except Refused as refused:
        db.session.rollback()
        flash(str(refused))
        return redirect(there)
    flash(_("Undone. Nobody was told, and the suggestion is open again."), "success")
    return redirect(there)


def suggestion_or_404(suggestion_id: int) -> Suggestion:
    return found(reading.suggestion_of(db.session, suggestion_id, me()))

"""Search. The words are posted, so that no address holds anybody's data."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from models.vocabulary import EntryKind

from ...accounts.roles import coordinator_required
from ...edge import writes
from ...extensions import db
from ..forms import SearchForm
from ..search import MOST, Hit
from ..search import search as find
from . import bp, my_areas


@bp.route("/coordinate/search", methods=["GET", "POST"])
@coordinator_required
@writes
def search() -> ResponseReturnValue:
    """Find an entry, suggestion, match or message."""
    form, results = SearchForm(), None
    if form.validate_on_submit():
        results = find(db.session, form.words.data, areas=my_areas())
    return render_template(
        "casework/search.html", form=form, found=results, most=MOST, href=_href
    ), 422 if form.errors else 200


def _href(hit: Hit) -> str:
    """Where a hit leads."""
    if hit.kind == "need":
        return url_for("casework.need", need_id=hit.id)
    if hit.kind in set(EntryKind):
        return url_for("casework.entry", kind=hit.kind, entry_id=hit.id)
    values: dict[str, Any] = {f"{hit.kind}_id": hit.id}
    return url_for(f"casework.{hit.kind}", **values)

"""What is due: the same list as ``flask broker due``."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from ...accounts.roles import coordinator_required
from ...cases.clocks import today
from ...cases.due_list import PAGE, DueRow, due_list
from ...edge.paging import page_within
from ...extensions import db
from ..concern_reading import cases_readable
from . import bp, me, my_areas, page_number


@bp.get("/coordinate/due")
@coordinator_required
def due() -> ResponseReturnValue:
    """Every step of which the day has come, by the service and by people, longest due first."""
    page = page_number()
    listed = due_list(db.session, areas=my_areas(), first=(page - 1) * PAGE, seen=cases_readable(me()))
    last, pages = page_within(listed.total, page, PAGE)
    if page > last:
        page = last
        listed = due_list(db.session, areas=my_areas(), first=(page - 1) * PAGE, seen=cases_readable(me()))
    return render_template(
        "casework/due.html",
        listed=listed,
        day=today(),
        page=page,
        pages_in_all=pages,
        address=_address,
        href=url_for("casework.due") + "?page=",
    )


def _address(row: DueRow) -> str:
    """Where the row's own page is; empty where it has none here."""
    if row.kind == "match":
        return url_for("casework.match", match_id=row.subject_id)
    if row.kind in ("business", "partnership", "need", "broker"):
        return url_for("casework.entry", kind=row.kind.value, entry_id=row.subject_id)
    if row.kind == "concern":
        return url_for("casework.concern_read", concern_id=row.subject_id)
    return ""

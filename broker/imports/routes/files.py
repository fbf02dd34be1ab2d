"""Files to download: an empty list in our layout, and the rows of a list that are to be mended."""

from flask import Response, abort
from flask_babel import gettext as _

from ...accounts.roles import coordinator_required
from ...edge.sheets import as_csv, as_workbook
from ...extensions import db
from .. import reading_lists as reading
from ..columns import BUSINESS
from ..layout_words import explained
from . import bp, list_or_404

KINDS = ("csv", "xlsx")


@bp.get("/coordinate/imports/template.<kind>")
@coordinator_required
def import_template(kind: str) -> Response:
    """Headings to fill in below; the workbook says on a second sheet what each is for."""
    if kind not in KINDS:
        abort(404)
    headings = [list(BUSINESS)]
    if kind == "csv":
        return as_csv(headings, "businesses")
    return as_workbook([(_("Businesses"), headings), (_("What each is for"), explained())], "businesses")


@bp.get("/coordinate/imports/<int:list_id>/to-mend.<kind>")
@coordinator_required
def import_red_rows(list_id: int, kind: str) -> Response:
    """The refused rows with the reason beside each: to be mended, and uploaded as a list of their own."""
    one = list_or_404(list_id)
    if kind not in KINDS or one.is_at_work:
        abort(404)
    rows, name = reading.red_rows(db.session, one), f"to-mend-{one.reference}"
    return as_csv(rows, name) if kind == "csv" else as_workbook([(_("To mend"), rows)], name)
